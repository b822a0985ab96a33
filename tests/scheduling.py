"""Which tests stay together in one process, because they share something that is dear to make.

pytest-xdist's own marks for this (`xdist_group`) are lost on the way from pytest 9.2 on, which
no longer lets a plugin rename what it collected; the scheduler that they steer is the same.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/certificates/test_verapdf.py": "one validator",
    "tests/journeys/test_pages.py": "a demonstration",
    "tests/labelling/commands/test_demo.py": "a demonstration",
    "tests/labelling/desk/test_club_awards.py": "a filled database",
    "tests/labelling/desk/test_demo_data.py": "a filled database",
    "tests/labelling/desk/test_demo_views.py": "a filled database",
    "tests/labelling/desk/test_demo_work.py": "a filled database",
    "tests/labelling/desk/test_tasks.py": "a filled database",
}
ENGINES = ("sqlite", "postgresql")


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist is not typed
    """Hand out each test by itself, but those that share something as one piece of work."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


def scope_of(nodeid: str) -> str:
    """Return the name of the piece of work that a test belongs to; databases differ by engine."""
    file, _, test = nodeid.partition("::")
    if file not in TOGETHER:
        return nodeid
    return " ".join((TOGETHER[file], *(engine for engine in ENGINES if f"[{engine}" in test)))
