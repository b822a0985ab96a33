"""Calibration: practice cases with a reference, scored alone, and who is cleared by them."""
