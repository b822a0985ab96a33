"""Where regions lie: an equal-area projection, outlines of countries, places, boundaries."""
