"""Who does what where (3W): the table that humanitarian information managers exchange, with HXL tags (hxlstandard.org, 1.1)."""
