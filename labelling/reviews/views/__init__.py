"""The pages of reviews, by subject, on one blueprint."""

from labelling.core.web import pages
from labelling.reviews.calibration import views as calibration
from labelling.reviews.courses import views as courses
from labelling.reviews.reliability import views as reliability
from labelling.reviews.views import (
    agreeing,
    feedback,
    independence,
    own,
    recommending,
    scoring,
    second_looks,
    teams,
    visits,
)
from labelling.reviews.views.blueprint import bp

BLUEPRINTS = (
    bp,
    reliability.bp,
    reliability.severity,
    calibration.bp,
    calibration.office,
    courses.bp,
    courses.office,
)

__all__ = [
    "BLUEPRINTS",
    "agreeing",
    "calibration",
    "courses",
    "feedback",
    "independence",
    "own",
    "recommending",
    "reliability",
    "scoring",
    "second_looks",
    "teams",
    "visits",
]

pages.put_below("reviews.index", "calibration", "severity")
