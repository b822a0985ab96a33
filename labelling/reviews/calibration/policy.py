"""Who practises, who sets what is asked, and who sees who is cleared."""

from labelling.core.access import Actor, Role, Verdict, known_if, register
from labelling.core.permissions import Permission
from labelling.reviews.calibration.subjects import Clearances, OwnCalibration


def _office(actor: Actor, _clearances: Clearances) -> Verdict:
    return known_if(actor.role in {Role.QUALITY, Role.OFFICER})


def _takes(actor: Actor, own: OwnCalibration) -> Verdict:
    return known_if(actor.role is Role.ASSESSOR and actor.person_id == own.person_id)


register(Permission.CALIBRATION_VIEW, Clearances, _office)
register(Permission.CALIBRATION_RULE, Clearances, _office)
register(Permission.CALIBRATION_TAKE, OwnCalibration, _takes)
