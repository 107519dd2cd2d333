"""Initiatives and corridors as GeoJSON (RFC 7946), for web maps and GIS."""
