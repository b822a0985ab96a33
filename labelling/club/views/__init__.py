"""The pages of the club."""

from labelling.club.meetings.mode import views as meeting_mode
from labelling.club.results import views as results
from labelling.club.views import (
    calendars,
    clubs,
    figures,
    indicators,
    interface,
    members,
    office,
    proposals,
    rounds,
    sending,
    sheets,
    surveys,
    tokens,
)
from labelling.club.views.answering import bp as survey_pages
from labelling.club.views.blueprint import bp

__all__ = [
    "BLUEPRINTS",
    "calendars",
    "clubs",
    "figures",
    "indicators",
    "interface",
    "meeting_mode",
    "members",
    "office",
    "proposals",
    "results",
    "rounds",
    "sending",
    "sheets",
    "surveys",
    "tokens",
]

BLUEPRINTS = (bp, survey_pages, interface.bp, results.bp, meeting_mode.bp)
