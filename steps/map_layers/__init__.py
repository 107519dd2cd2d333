"""Makes the map layers of the build from its tables: geometries in WGS 84, beside what a map shows of them."""
