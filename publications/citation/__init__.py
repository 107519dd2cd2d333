"""How the data are cited, whom they come from, and what is known of their rights."""
