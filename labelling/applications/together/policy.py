"""Who may plan and check parts, and comment on them: the organisation alone."""

from labelling.applications.models import Application
from labelling.core.access import ALLOWED, HIDDEN, Actor, Role, Seat, Verdict, denied, register
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

_OWNERS = lazy("An owner says who writes what, and checks it.")
_OWN = lazy("Comments are the organisation’s own.")


def _plans(actor: Actor, application: Application) -> Verdict:
    if actor.holds(application.organisation_id, Seat.OWNER):
        return ALLOWED
    if actor.holds(application.organisation_id) or actor.role is Role.OFFICER:
        return denied(_OWNERS)
    return HIDDEN


def _comments(actor: Actor, application: Application) -> Verdict:
    if actor.holds(application.organisation_id):
        return ALLOWED
    return denied(_OWN) if actor.role is Role.OFFICER else HIDDEN


register(Permission.PART_PLAN, Application, _plans)
register(Permission.COMMENT_WRITE, Application, _comments)
