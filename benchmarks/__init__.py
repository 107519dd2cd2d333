"""Measurements, as ratios within one run: seconds of a machine mean little on another."""
