"""Pages of meetings."""

from labelling.club.meetings.views.blueprint import bp

__all__ = ["bp"]
