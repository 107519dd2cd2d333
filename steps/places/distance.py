"""Distances on the earth, taken for a sphere: good to half a percent, which is more than borders and coasts are drawn to."""

import numpy as np

KM_PER_DEGREE = 111.32  # along a meridian


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return how far two points are from each other on the sphere, in km."""
    a, b = np.radians([latitude, longitude]), np.radians([other_latitude, other_longitude])
    half = np.sin((b - a) / 2) ** 2
    return float(2 * KM_PER_DEGREE * np.degrees(np.arcsin(np.sqrt(half[0] + np.cos(a[0]) * np.cos(b[0]) * half[1]))))
