"""Who sees a label as its holder, and who may ask that it ends."""

from sqlalchemy import ColumnElement

from labelling.core.access import HIDDEN, Actor, Seat, Verdict, allowed_if, known_if, register
from labelling.core.permissions import Permission
from labelling.decisions.models import Label
from labelling.organisations.policy import OWNERS_ONLY


def _holds(actor: Actor, label: Label) -> Verdict:
    return known_if(actor.holds(label.organisation_id))


def _held(actor: Actor) -> ColumnElement[bool]:
    return Label.organisation_id.in_(actor.organisations())


def _asks(actor: Actor, label: Label) -> Verdict:
    if not actor.holds(label.organisation_id):
        return HIDDEN
    return allowed_if(actor.holds(label.organisation_id, Seat.OWNER), OWNERS_ONLY)


register(Permission.HELD_LABEL_VIEW, Label, _holds, _held)
register(Permission.WITHDRAWAL_ASK, Label, _asks)
