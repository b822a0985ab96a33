"""Pages of meetings."""

from labelling.club.meetings.views import (
    actions,
    agenda,
    joining,
    meetings,
    minutes,
    papers,
    planning,
)
from labelling.club.meetings.views.blueprint import bp

__all__ = ["actions", "agenda", "bp", "joining", "meetings", "minutes", "papers", "planning"]
