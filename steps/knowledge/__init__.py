"""Knowledge made of practices, output 3: products and their use, the scorecard of the pillars, and the pyramid."""
