"""The pages of reviews, by subject, on one blueprint."""

from labelling.reviews.profiles import views as profiles
from labelling.reviews.views import (
    agreeing,
    deputies,
    feedback,
    independence,
    objecting,
    own,
    proposing,
    recommending,
    reserves,
    scoring,
    second_looks,
    teams,
    visits,
)
from labelling.reviews.views.blueprint import bp

BLUEPRINTS = (bp, profiles.bp)

__all__ = [
    "BLUEPRINTS",
    "agreeing",
    "deputies",
    "feedback",
    "independence",
    "objecting",
    "own",
    "proposing",
    "recommending",
    "reserves",
    "scoring",
    "second_looks",
    "teams",
    "visits",
]
