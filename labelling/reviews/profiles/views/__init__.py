"""Pages of assessors' files."""

from labelling.reviews.profiles.views import office, own
from labelling.reviews.profiles.views.blueprint import bp

__all__ = ["bp", "office", "own"]
