"""Versions of a self-assessment: kept by name, written beside the draft, brought in, compared."""
