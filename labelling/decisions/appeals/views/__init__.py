"""Pages of appeals: the list, filing one, and the page of one with the step that is due."""

from labelling.decisions.appeals.views import filing, handling, page, panel
from labelling.decisions.appeals.views.blueprint import bp

__all__ = ["bp", "filing", "handling", "page", "panel"]
