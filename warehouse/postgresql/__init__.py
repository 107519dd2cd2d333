"""HANDED OVER ON POSTGRESQL: the same tables, views and map layers in a database with PostGIS, beside the folder of files.

`database.Database` is what the rest of the product talks to. `prepare.sql` is what an administrator runs once.
"""
