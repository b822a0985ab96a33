"""Pages of results."""

from labelling.club.results.views import club, files, own, peers, practices, releasing, report
from labelling.club.results.views.blueprint import bp

__all__ = ["bp", "club", "files", "own", "peers", "practices", "releasing", "report"]
