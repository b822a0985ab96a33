"""Who may see how issuing comes along, and have it tried again."""

from labelling.core.access import Actor, Role, Verdict, allowed_if, register
from labelling.core.permissions import Permission
from labelling.issuing.designs import policy as designs
from labelling.issuing.subjects import Backlog

__all__ = ["designs"]


def _look(actor: Actor, _backlog: Backlog) -> Verdict:
    return allowed_if(actor.role is Role.OFFICER)


def _try_again(actor: Actor, _backlog: Backlog) -> Verdict:
    return allowed_if(actor.role in {Role.OFFICER, Role.SYSTEM})


register(Permission.ISSUING_VIEW, Backlog, _look)
register(Permission.ISSUING_RETRY, Backlog, _try_again)
