"""The pages of versions."""

from labelling.applications.versions.views import branches, comparison, listing

__all__ = ["branches", "comparison", "listing"]
