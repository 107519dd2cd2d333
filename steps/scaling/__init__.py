"""How initiatives scale up: the funnel of stages, whom they reach, who is near the tipping point, and what went back."""
