"""Keeps the product running: Dagster's home and storage, its processes, and whether all is well."""
