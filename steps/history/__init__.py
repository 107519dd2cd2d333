"""What each round said of an initiative, what changed, and how it scaled up."""
