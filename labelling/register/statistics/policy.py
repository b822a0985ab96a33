"""Who sees the figures that are not public, who makes a release, and who confirms it."""

from labelling.core.access import Actor, Role, Verdict, allowed_if, denied, known_if, register
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.register.statistics.subjects import DraftRelease, YearFigures

_SEES = frozenset({Role.OFFICER, Role.ADVISORY})
_MADE_IT = lazy("You made these figures, so another person confirms them.")
_NOT_TWO = lazy(
    "You and the one who made them do not count as two persons: one account was made or reset by "
    "the other in the last 30 days. Another person confirms."
)


def _views(actor: Actor, _figures: YearFigures) -> Verdict:
    return known_if(actor.role in _SEES)


def _makes(actor: Actor, _figures: YearFigures) -> Verdict:
    verdict = _views(actor, _figures)
    if not verdict.allowed:
        return verdict
    return allowed_if(actor.role is Role.OFFICER, lazy("An officer makes the figures."))


def _confirms(actor: Actor, draft: DraftRelease) -> Verdict:
    if actor.role not in _SEES or actor.person_id is None or draft.person_id != actor.person_id:
        return known_if(False)
    if draft.made_by == actor.person_id:
        return denied(_MADE_IT)
    return allowed_if(draft.independent, _NOT_TWO)


register(Permission.STATISTICS_VIEW, YearFigures, _views)
register(Permission.STATISTICS_MAKE, YearFigures, _makes)
register(Permission.STATISTICS_CONFIRM, DraftRelease, _confirms, fresh=True)
