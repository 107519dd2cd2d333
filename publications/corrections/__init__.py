"""The correction workbook of a delivery: what its sender should correct, cell by cell, in the sender's language."""
