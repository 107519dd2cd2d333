"""The page with the interactive map: what it shows as data, the ground that it lies on, and the page itself in every language."""
