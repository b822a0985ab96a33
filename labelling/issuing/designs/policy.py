"""Who may see, edit and put into force how certificates look."""

from labelling.core.access import (
    Actor,
    Role,
    Verdict,
    allowed_if,
    bind,
    bind_scheme,
    denied,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.issuing.designs.subjects import ProposedDesign, Studio

_NOT_TWO = lazy(
    "The design needs two people: you proposed it, or one of you was invited or reset by the "
    "other in the last 30 days. Another officer decides."
)


def _officer(actor: Actor, _studio: Studio) -> Verdict:
    return allowed_if(actor.role is Role.OFFICER)


def _decide(actor: Actor, proposed: ProposedDesign) -> Verdict:
    if actor.role is not Role.OFFICER:
        return denied()
    return allowed_if(actor.person_id == proposed.person_id and proposed.independent, _NOT_TWO)


register(Permission.DESIGN_VIEW, Studio, _officer)
register(Permission.DESIGN_EDIT, Studio, _officer)
register(Permission.DESIGN_DECIDE, ProposedDesign, _decide, fresh=True)

bind_scheme(Studio, lambda studio: studio.scheme)
bind(ProposedDesign, lambda schemes, one: one.proposal.scheme in schemes)
