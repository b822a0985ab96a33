"""The projection of Europe's official statistics: equal areas stay equal, wherever they lie.

ETRS89-LAEA, EPSG:3035: Lambert azimuthal equal area on GRS 80 with its centre at 52° N 10° E,
by the formula of the IOGP's Guidance Note 7-2, method 9820.
"""

from math import asin, atanh, cos, radians, sin, sqrt

_AXIS = 6_378.137  # km
_FLATTENING = 1 / 298.257222101
_LATITUDE, _LONGITUDE = radians(52), radians(10)
_FALSE_EASTING, _FALSE_NORTHING = 4_321.0, 3_210.0  # km

_E2 = _FLATTENING * (2 - _FLATTENING)
_E = sqrt(_E2)


def _authalic(latitude: float) -> float:
    """Return q, which grows with the area between the equator and a latitude."""
    s = sin(latitude)
    return (1 - _E2) * (s / (1 - _E2 * s * s) + atanh(_E * s) / _E)


_POLE = _authalic(radians(90))
_RADIUS = _AXIS * sqrt(_POLE / 2)
_BETA = asin(_authalic(_LATITUDE) / _POLE)
_D = _AXIS * cos(_LATITUDE) / sqrt(1 - _E2 * sin(_LATITUDE) ** 2) / (_RADIUS * cos(_BETA))


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Return easting and northing, in km, of a place given in degrees.

    The point opposite the centre, in the South Pacific, has none: raises ZeroDivisionError.
    """
    beta = asin(max(-1.0, min(1.0, _authalic(radians(latitude)) / _POLE)))
    east = radians(longitude) - _LONGITUDE
    towards = cos(beta) * cos(east)
    b = _RADIUS * sqrt(2 / (1 + sin(_BETA) * sin(beta) + cos(_BETA) * towards))
    easting = _FALSE_EASTING + b * _D * cos(beta) * sin(east)
    northing = _FALSE_NORTHING + b / _D * (cos(_BETA) * sin(beta) - sin(_BETA) * towards)
    return easting, northing
