"""How far assessors agree: Krippendorff's alpha, intraclass correlations, kappa, their intervals.

What needs numpy lies in the modules of this package, so that importing it costs nothing.
"""
