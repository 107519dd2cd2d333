"""NOUNS: the Dagster assets, one per table, and their checks.

An asset calls a step, says what came out, and holds it to its contract. Logic longer than a few lines is a step's.
"""
