"""The pages of working together."""

from labelling.applications.together.views import comments, history, plans

__all__ = ["comments", "history", "plans"]
