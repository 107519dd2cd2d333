"""Drafts that the machine makes and people finish: case studies, policy plans, and rows for the repositories of others."""
