"""Pages of exchanges."""

from labelling.club.exchange.views import questions, visits
from labelling.club.exchange.views.blueprint import bp

__all__ = ["bp", "questions", "visits"]
