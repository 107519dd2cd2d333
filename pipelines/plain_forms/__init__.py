"""Keeps in files what steps make, in forms that hold values only: Parquet and JSON, never pickles, so that nothing read back can run."""
