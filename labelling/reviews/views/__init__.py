"""The pages of reviews, by subject, on one blueprint."""

from labelling.reviews.views import (
    agreeing,
    clarifying,
    feedback,
    independence,
    own,
    recommending,
    scoring,
    second_looks,
    teams,
    travelling,
    visits,
)
from labelling.reviews.views.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = [
    "BLUEPRINTS",
    "agreeing",
    "clarifying",
    "feedback",
    "independence",
    "own",
    "recommending",
    "scoring",
    "second_looks",
    "teams",
    "travelling",
    "visits",
]
