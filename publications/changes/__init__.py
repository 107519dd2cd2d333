"""The page of changes: what a build brought against the one before it, for people."""
