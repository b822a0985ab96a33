"""Pages of the committee's sittings."""

from labelling.decisions.committee.views import acts, items, minutes, planning, sittings
from labelling.decisions.committee.views.blueprint import bp

__all__ = ["acts", "bp", "items", "minutes", "planning", "sittings"]
