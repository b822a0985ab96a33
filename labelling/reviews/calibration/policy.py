"""Who practises, who changes what is asked, and who sees who is cleared."""

from labelling.core.access import Actor, Role, Verdict, allowed_if, known_if, register
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews.calibration.subjects import (
    Clearances,
    OwnCalibration,
    ProposedRule,
)

_NOT_TWO = lazy(
    "What is asked for live panels needs two people: you proposed it, or one of you was invited "
    "or reset by the other in the last 30 days. Another officer decides."
)


def _office(actor: Actor, _clearances: Clearances) -> Verdict:
    return known_if(actor.role in {Role.QUALITY, Role.OFFICER})


def _confirms(actor: Actor, proposed: ProposedRule) -> Verdict:
    if actor.role not in {Role.QUALITY, Role.OFFICER}:
        return known_if(False)
    return allowed_if(actor.person_id == proposed.person_id and proposed.independent, _NOT_TWO)


def _takes(actor: Actor, own: OwnCalibration) -> Verdict:
    return known_if(actor.role is Role.ASSESSOR and actor.person_id == own.person_id)


register(Permission.CALIBRATION_VIEW, Clearances, _office)
register(Permission.CALIBRATION_RULE, Clearances, _office)
register(Permission.CALIBRATION_CONFIRM, ProposedRule, _confirms)
register(Permission.CALIBRATION_TAKE, OwnCalibration, _takes)
