"""The pages of meeting mode."""

from labelling.club.meetings.mode.views import agreement, choosing, files, following, leading
from labelling.club.meetings.mode.views.blueprint import bp

__all__ = ["agreement", "bp", "choosing", "files", "following", "leading"]
