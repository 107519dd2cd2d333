"""VERBS: pure functions from frame to frame, one verb a module.

guard, read, apply the form, withhold, parse, link, geocode, merge, summarise. The same input gives the same output in the
same order. Nothing here knows Dagster or SQL, looks at the clock, or uses the network.
"""
