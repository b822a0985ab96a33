"""Who decides on a level, and how: as the edition says it. Pure but for the editions."""

from assessments.editions.model import Committee, Edition, Steps
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_of
from labelling.core import i18n
from labelling.core.errors import NotFound
from labelling.organisations.editions import editions_on


def is_for_sitting(application: Application) -> bool:
    """Say whether a sitting of the committee decides on the level, not one member alone."""
    steps = _steps(application)
    return steps is not None and steps.decided_by == "committee"


def is_blinded(application: Application) -> bool:
    """Say whether the committee learns whose case it is only when its vote is closed."""
    steps = _steps(application)
    return steps is not None and steps.blinded_papers and steps.decided_by == "committee"


def scheme_of(application: Application) -> str:
    """Return the scheme whose committee decides."""
    return edition_of(application).scheme


def schemes() -> dict[str, Edition]:
    """Return each scheme that gives labels, with its newest edition, in the language in force."""
    return {
        found.scheme: found.in_language(i18n.language())
        for found in editions_on()
        if found.number_prefix and found.status == "published"
    }


def rules_of(scheme: str) -> Committee:
    """Return how a scheme's committee decides now; raise NotFound for an unknown scheme."""
    found = schemes().get(scheme)
    if found is None:
        raise NotFound
    return found.committee


def _steps(application: Application) -> Steps | None:
    return level_of(application).steps
