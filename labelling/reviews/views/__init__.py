"""The pages of reviews, by subject, on one blueprint."""

from labelling.core.web import pages
from labelling.reviews.calibration import office as clearances
from labelling.reviews.calibration import views as calibration
from labelling.reviews.courses import views as courses
from labelling.reviews.profiles import views as profiles
from labelling.reviews.reliability import views as reliability
from labelling.reviews.views import (
    agreeing,
    agreeing_part,
    clarifying,
    deputies,
    feedback,
    handing_in,
    independence,
    many_proposals,
    objecting,
    over_all,
    own,
    proposing,
    recommending,
    reporting,
    reserves,
    round_table,
    scoring,
    second_looks,
    teams,
    travelling,
    visit_plan,
    visits,
)
from labelling.reviews.views.blueprint import bp

BLUEPRINTS = (
    bp,
    profiles.bp,
    reliability.bp,
    reliability.severity,
    calibration.bp,
    clearances.bp,
    courses.bp,
    courses.office,
)

__all__ = [
    "BLUEPRINTS",
    "agreeing",
    "agreeing_part",
    "calibration",
    "clarifying",
    "courses",
    "deputies",
    "feedback",
    "handing_in",
    "independence",
    "many_proposals",
    "objecting",
    "over_all",
    "own",
    "proposing",
    "recommending",
    "reliability",
    "reporting",
    "reserves",
    "round_table",
    "scoring",
    "second_looks",
    "teams",
    "travelling",
    "visit_plan",
    "visits",
]

pages.put_below("reviews.index", "calibration", "severity")
