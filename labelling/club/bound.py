"""Officers who are bound up with a member: they see no member's figures in that club.

Whoever belongs to one member could carry the others' figures to it, and look at its own sheet with
other eyes. By contact and seat, by the ledger of involvements, and by the same holding, as for
the award.
"""

from sqlalchemy.orm import object_session

from labelling.club.award.ties import bound_up
from labelling.club.models import Club
from labelling.core.access import ALLOWED, HIDDEN, Actor, Role, Verdict, denied
from labelling.core.clock import today, utcnow
from labelling.core.i18n import gettext
from labelling.people.queries import people_with_role


def unbound_office(actor: Actor, club: Club) -> Verdict:
    """Let an officer see members' figures unless bound up with one; else say who may."""
    session = object_session(club)
    if session is None or actor.person_id is None:
        return HIDDEN
    day = today(utcnow())
    if not bound_up(session, [actor.person_id], club.id, day).get(actor.person_id):
        return ALLOWED
    officers = people_with_role(session, Role.OFFICER)
    ties = bound_up(session, [one.id for one in officers], club.id, day)
    free = sorted(one.name for one in officers if not ties.get(one.id))
    said = gettext("You are bound up with a member of this club, so you see no member’s figures.")
    if free:
        more = gettext("These of the office may: %(names)s.", names=", ".join(free))
    else:
        more = gettext("Nobody else of the office may, either: name somebody.")
    return denied(f"{said} {more}")
