"""The data package: tables as Parquet, map layers as GeoParquet, and the description that data tools read (`datapackage.json`)."""
