"""What officers of certain schemes may know in this room; assessors are a pool for all schemes.

The rule that clears them for panels is one for all, so officers of all schemes set it.
"""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import object_session

from labelling.applications.models import Application
from labelling.applications.scoping import Schemes, is_application_of, is_of, where_of
from labelling.core.access import bind, share
from labelling.core.permissions import Permission
from labelling.reviews.calibration.subjects import Clearances, OwnCalibration
from labelling.reviews.courses.subjects import OwnCourse, Trainings
from labelling.reviews.inviting.subjects import OwnDesk
from labelling.reviews.models import PanelSeat
from labelling.reviews.profiles.subjects import AssessorFile, Assessors
from labelling.reviews.reliability.subjects import OwnSeverity
from labelling.reviews.subjects import (
    Assessment,
    ConflictCase,
    OwnProfile,
    PlannedVisit,
    WaitingCases,
)


def _is_seat_of(schemes: Schemes, seat: PanelSeat) -> bool:
    return is_application_of(schemes, object_session(seat), seat.application_id)


def _where_seat_of(schemes: Schemes) -> ColumnElement[bool]:
    return PanelSeat.application_id.in_(select(Application.id).where(where_of(schemes)))


bind(PanelSeat, _is_seat_of, _where_seat_of)
bind(ConflictCase, lambda schemes, one: _is_seat_of(schemes, one.seat))
bind(Assessment, lambda schemes, one: is_of(schemes, one.application))
bind(PlannedVisit, lambda schemes, one: is_of(schemes, one.assessment.application))
share(Assessors, AssessorFile, OwnProfile, OwnDesk, OwnSeverity)
bind(Clearances, lambda _schemes, _one: False, free=(Permission.CALIBRATION_VIEW,))
share(OwnCalibration, Trainings, OwnCourse)
share(WaitingCases)  # the list of them keeps to the schemes itself
