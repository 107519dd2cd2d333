"""HANDED OVER: the database that analysts open, derived from the registry of tables.

SQLAlchemy tables, the loader, views, the dictionary, and the builds with their atomic switch. Rows arrive here finished.
"""
