"""Pages of decisions and labels."""

from labelling.decisions.views import cases, changes, labels
from labelling.decisions.views.blueprint import bp

__all__ = ["cases", "changes", "labels"]

BLUEPRINTS = (bp,)
