"""From a place as written to a unit of the gazetteer; a place is right or unresolved."""
