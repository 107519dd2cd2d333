"""Which names are one organisation, and what it is: its type, the territory it governs, those of a diaspora association."""
