"""Tables as CSV that spreadsheet programs open without harm: for people, where Parquet is for machines."""
