"""Who takes which course, who records trainers, and who sees how far people are."""

from labelling.core.access import HIDDEN, Actor, Role, Verdict, allowed_if, known_if, register
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews.courses.library import Audience
from labelling.reviews.courses.subjects import OwnCourse, Trainings

AUDIENCES = {Role.ASSESSOR: Audience.ASSESSOR, Role.MANAGER: Audience.MANAGER}


def _takes(actor: Actor, own: OwnCourse) -> Verdict:
    if actor.person_id is None or actor.person_id != own.person_id:
        return HIDDEN
    return known_if(AUDIENCES.get(actor.role) is own.audience)


def _oversees(actor: Actor, _trainings: Trainings) -> Verdict:
    return known_if(actor.role in {Role.OFFICER, Role.QUALITY})


def _records(actor: Actor, trainings: Trainings) -> Verdict:
    if not _oversees(actor, trainings).allowed:
        return HIDDEN
    return allowed_if(actor.role is Role.OFFICER, lazy("An officer records who trained whom."))


register(Permission.COURSE_TAKE, OwnCourse, _takes)
register(Permission.TRAINING_VIEW, Trainings, _oversees)
register(Permission.TRAINING_RECORD, Trainings, _records)
