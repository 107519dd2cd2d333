"""Writes initiatives as activities of the IATI standard, version 2.03, from the public tables: nothing is claimed that nobody reported."""
