"""Alerts: what operators and focal points are told by e-mail or webhook, when, and how it reaches them."""
