"""Who says when an officer is away: the officer alone."""

from labelling.core.access import Actor, Role, Verdict, known_if, register
from labelling.core.permissions import Permission
from labelling.reviews.inviting.subjects import OwnDesk


def _keeps(actor: Actor, desk: OwnDesk) -> Verdict:
    return known_if(actor.role is Role.OFFICER and actor.person_id == desk.person_id)


# reviews
register(Permission.DEPUTY_KEEP, OwnDesk, _keeps)
