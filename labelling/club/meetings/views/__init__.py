"""Pages of meetings."""

from labelling.club.meetings.views import (
    acting,
    agenda,
    joining,
    meetings,
    minutes,
    papers,
    planning,
)
from labelling.club.meetings.views.blueprint import bp

__all__ = ["acting", "agenda", "bp", "joining", "meetings", "minutes", "papers", "planning"]
