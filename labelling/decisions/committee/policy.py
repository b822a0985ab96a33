"""Who may do what with sittings: the office plans, members vote, the chair closes.

Whoever is barred from an item neither reads its papers nor counts for it.
"""

from sqlalchemy import ColumnElement, false, true

from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Verdict,
    allowed_if,
    denied,
    known_if,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.committee.models import Sitting, SittingKind
from labelling.decisions.committee.subjects import AgendaItem, Desk, Plan, Sittings
from labelling.decisions.two_persons import OFFICE

_OFFICE_PLANS = lazy("The office plans the sittings; the members hold them.")
_MEMBERS = lazy("The members of the committee who were called to this sitting do this.")
_ABSENT = lazy("You are not recorded as present, and who is absent has no vote.")
_CHAIR = lazy("Whoever chairs this item does this.")
_CHAIR_OF_ALL = lazy("The chair of the sitting does this.")
_RECORDERS = lazy("The chair or the office records this.")
_BARRED_ITEM = lazy(
    "You stay out of an item of this sitting, so you read the minutes on the page, without it."
)


def _lists(actor: Actor, _sittings: Sittings) -> Verdict:
    return allowed_if(actor.role in OFFICE)


def _sees(actor: Actor, sitting: Sitting) -> Verdict:
    if actor.role is Role.OFFICER:
        return ALLOWED
    return known_if(actor.role is Role.COMMITTEE and sitting.called_at is not None)


def _where_sees(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.OFFICER:
        return true()
    return Sitting.called_at.is_not(None) if actor.role is Role.COMMITTEE else false()


def _plans(actor: Actor, plan: Plan) -> Verdict:
    if actor.role is Role.OFFICER:
        return ALLOWED
    if plan.sitting is None:
        return allowed_if(False)
    return denied(_OFFICE_PLANS) if _sees(actor, plan.sitting).allowed else HIDDEN


def _knows(actor: Actor, desk: Desk | AgendaItem) -> bool:
    return _sees(actor, desk.sitting).allowed and desk.person_id == actor.person_id


def _is_member(actor: Actor, desk: Desk | AgendaItem) -> bool:
    return actor.role is Role.COMMITTEE and desk.member


def _replies(actor: Actor, desk: Desk) -> Verdict:
    if not _knows(actor, desk):
        return HIDDEN
    return allowed_if(_is_member(actor, desk), _MEMBERS)


def _records(actor: Actor, desk: Desk) -> Verdict:
    if not _knows(actor, desk):
        return HIDDEN
    chairs = _is_member(actor, desk) and desk.chairs
    return allowed_if(chairs or actor.role is Role.OFFICER, _RECORDERS)


def _views_item(actor: Actor, item: AgendaItem) -> Verdict:
    if not _knows(actor, item):
        return HIDDEN
    if item.conflict is not None:
        return denied(item.conflict)
    if actor.role is Role.OFFICER:
        return ALLOWED
    if item.kept_out is not None:
        return denied(item.kept_out)
    return allowed_if(item.member, _MEMBERS)


def _votes(actor: Actor, item: AgendaItem) -> Verdict:
    verdict = _views_item(actor, item)
    if not verdict.allowed:
        return verdict
    if not _is_member(actor, item):
        return denied(_MEMBERS)
    return allowed_if(item.present or item.sitting.kind is SittingKind.IN_WRITING, _ABSENT)


def _recuses(actor: Actor, item: AgendaItem) -> Verdict:
    verdict = _views_item(actor, item)
    return allowed_if(_is_member(actor, item), _MEMBERS) if verdict.allowed else verdict


def _chairs_item(actor: Actor, item: AgendaItem) -> Verdict:
    verdict = _votes(actor, item)
    if not verdict.allowed:
        return verdict
    return allowed_if(actor.person_id == item.presiding, _CHAIR)


def _approves(actor: Actor, desk: Desk) -> Verdict:
    if not _knows(actor, desk):
        return HIDDEN
    return allowed_if(_is_member(actor, desk) and desk.chairs, _CHAIR_OF_ALL)


def _reads_minutes(actor: Actor, desk: Desk) -> Verdict:
    if not _knows(actor, desk):
        return HIDDEN
    return denied(_BARRED_ITEM) if desk.barred else ALLOWED


# sittings
register(Permission.SITTING_LIST, Sittings, _lists)
register(Permission.SITTING_VIEW, Sitting, _sees, _where_sees)
register(Permission.SITTING_PLAN, Plan, _plans)
register(Permission.SITTING_REPLY, Desk, _replies)
register(Permission.SITTING_RECORD, Desk, _records)
register(Permission.AGENDA_ITEM_VIEW, AgendaItem, _views_item)
register(Permission.AGENDA_ITEM_VOTE, AgendaItem, _votes)
register(Permission.AGENDA_ITEM_RECUSE, AgendaItem, _recuses)
register(Permission.AGENDA_ITEM_CHAIR, AgendaItem, _chairs_item)
register(Permission.AGENDA_ITEM_CLOSE, AgendaItem, _chairs_item, fresh=True)
register(Permission.MINUTES_READ, Desk, _reads_minutes)
register(Permission.MINUTES_APPROVE, Desk, _approves, fresh=True)
