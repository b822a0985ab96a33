"""Who sees how far assessors agree, and who sees the severity of one of them."""

from labelling.core.access import Actor, Role, Verdict, allowed_if, known_if, register
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews.reliability.subjects import CallFigures, OwnSeverity, Severities


def _sees_figures(actor: Actor, _figures: CallFigures) -> Verdict:
    return known_if(actor.role in {Role.QUALITY, Role.OFFICER})


def _measures(actor: Actor, _severities: Severities) -> Verdict:
    """Let the quality officer alone: officers choose assessors, and severity is not for that."""
    if actor.role is not Role.QUALITY:
        return known_if(False)
    return allowed_if(
        Role.ASSESSOR not in actor.roles,
        lazy("You are an assessor yourself, so another quality officer does this."),
    )


def _own(actor: Actor, own: OwnSeverity) -> Verdict:
    if actor.person_id is None or actor.person_id != own.person_id:
        return known_if(False)
    return known_if(actor.role is Role.ASSESSOR)


register(Permission.RELIABILITY_VIEW, CallFigures, _sees_figures)
register(Permission.SEVERITY_MEASURE, Severities, _measures)
register(Permission.SEVERITY_VIEW, Severities, _measures)
register(Permission.SEVERITY_OWN, OwnSeverity, _own)
