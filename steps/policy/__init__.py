"""Policy work plans: what activities say together of plans, progress, policy changes and where these are reported to come from."""
