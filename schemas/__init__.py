"""SHAPES: what a table, a survey form, a code list and a finding look like.

Here belong declarations and the checks that hold data to them. Nothing here knows Dagster, SQL or Excel,
and nothing here imports another room of the house.
"""
