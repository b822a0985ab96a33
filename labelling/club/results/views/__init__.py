"""Pages of results."""

from labelling.club.results.views import (
    changes,
    club,
    files,
    own,
    peers,
    practices,
    releasing,
    report,
)
from labelling.club.results.views.blueprint import bp

__all__ = ["bp", "changes", "club", "files", "own", "peers", "practices", "releasing", "report"]
