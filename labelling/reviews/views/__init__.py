"""The pages of reviews, by subject, on one blueprint."""

from labelling.reviews.views import (
    agreeing,
    feedback,
    independence,
    own,
    recommending,
    reporting,
    round_table,
    scoring,
    second_looks,
    teams,
    visit_plan,
    visits,
)
from labelling.reviews.views.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = [
    "BLUEPRINTS",
    "agreeing",
    "feedback",
    "independence",
    "own",
    "recommending",
    "reporting",
    "round_table",
    "scoring",
    "second_looks",
    "teams",
    "visit_plan",
    "visits",
]
