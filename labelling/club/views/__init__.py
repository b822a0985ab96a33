"""The pages of the club."""

from labelling.club.award import views as award
from labelling.club.exchange import views as exchange
from labelling.club.meetings import views as meetings
from labelling.club.meetings.mode import views as meeting_mode
from labelling.club.results import views as results
from labelling.club.views import (
    blanks,
    calendars,
    clubs,
    feeding,
    figures,
    indicators,
    interface,
    members,
    membership,
    office,
    proposals,
    rounds,
    sending,
    sharing,
    sheets,
    survey_writing,
    surveys,
    tokens,
)
from labelling.club.views.answering import bp as survey_pages
from labelling.club.views.blueprint import bp
from labelling.core.web import pages

__all__ = [
    "BLUEPRINTS",
    "award",
    "blanks",
    "calendars",
    "clubs",
    "exchange",
    "feeding",
    "figures",
    "indicators",
    "interface",
    "meeting_mode",
    "meetings",
    "members",
    "membership",
    "office",
    "proposals",
    "results",
    "rounds",
    "sending",
    "sharing",
    "sheets",
    "survey_writing",
    "surveys",
    "tokens",
]

pages.put_below("club.index", "results", "meetings", "meeting_mode", "award", "exchange")

BLUEPRINTS = (
    bp,
    survey_pages,
    interface.bp,
    results.bp,
    meetings.bp,
    meeting_mode.bp,
    award.bp,
    award.public_bp,
    exchange.bp,
)
