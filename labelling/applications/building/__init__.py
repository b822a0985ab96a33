"""Building editions of schemes: drafts, their checks and trials, publishing, the public list."""

from labelling.applications.building import shelf

__all__ = ["shelf"]  # what was published is on it from the first import on
