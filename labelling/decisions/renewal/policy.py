"""Who lets the register tell that a renewal is under way."""

from labelling.core.access import HIDDEN, Actor, Seat, Verdict, allowed_if, register
from labelling.core.permissions import Permission
from labelling.decisions.models import Label
from labelling.organisations.policy import OWNERS_ONLY


def _tells(actor: Actor, label: Label) -> Verdict:
    if not actor.holds(label.organisation_id):
        return HIDDEN
    return allowed_if(actor.holds(label.organisation_id, Seat.OWNER), OWNERS_ONLY)


register(Permission.RENEWAL_TELL, Label, _tells)
