"""Who may make bid packs: owners of the organisation that holds the label, and nobody else."""

from labelling.core.access import HIDDEN, Actor, Seat, Verdict, allowed_if, register
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation
from labelling.organisations.policy import OWNERS_ONLY


def _own(actor: Actor, organisation: Organisation) -> Verdict:
    if not actor.holds(organisation.id):
        return HIDDEN
    return allowed_if(actor.holds(organisation.id, Seat.OWNER), OWNERS_ONLY)


register(Permission.BID_PACK_VIEW, Organisation, _own)
register(Permission.BID_PACK_ORDER, Organisation, _own)
