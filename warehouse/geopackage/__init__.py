"""The warehouse file: a GeoPackage that is a relational database and a map at once, and opens styled in QGIS."""

from warehouse.geopackage.write import write_geopackage

__all__ = ["write_geopackage"]
