"""Who may do what with assessors' files: the office keeps them, each assessor reads their own."""

from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Verdict,
    allowed_if,
    known_if,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews.profiles.subjects import AssessorFile, Assessors


def _list(actor: Actor, _assessors: Assessors) -> Verdict:
    return known_if(actor.role is Role.OFFICER)


def _view(actor: Actor, file: AssessorFile) -> Verdict:
    own = actor.role is Role.ASSESSOR and actor.person_id == file.person_id
    return known_if(own or actor.role is Role.OFFICER)


def _keep(actor: Actor, file: AssessorFile) -> Verdict:
    if actor.role is Role.SYSTEM:
        return ALLOWED
    if actor.role is not Role.OFFICER:
        return HIDDEN
    return allowed_if(
        actor.person_id != file.person_id,
        lazy("Nobody keeps their own file. Ask another officer."),
    )


# reviews
register(Permission.ASSESSOR_LIST, Assessors, _list)
register(Permission.ASSESSOR_VIEW, AssessorFile, _view)
register(Permission.ASSESSOR_KEEP, AssessorFile, _keep)
