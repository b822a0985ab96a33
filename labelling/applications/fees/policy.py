"""Who sees fees, who says who pays, who keeps their record; two persons waive."""

from sqlalchemy import ColumnElement, false, true

from labelling.applications.fees.subjects import FeeBook, WaiverCase
from labelling.applications.models import Application
from labelling.applications.ties import untied
from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Seat,
    Verdict,
    allowed_if,
    denied,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

_OWNERS = lazy("Only an owner of the organisation does this.")
_OWN_ORGANISATION = lazy("You have a seat in this organisation, so another officer does this.")
_PROPOSED_IT = lazy("You proposed this waiver, so another officer decides on it.")
_NOT_TWO = lazy(
    "You and the one who proposed this do not count as two persons: one account was made or reset "
    "by the other in the last 30 days. Another officer decides."
)


def _lists(actor: Actor, _book: FeeBook) -> Verdict:
    return allowed_if(actor.role is Role.OFFICER)


def _office(actor: Actor, application: Application) -> Verdict:
    if actor.role is not Role.OFFICER:
        return denied() if actor.holds(application.organisation_id) else HIDDEN
    return allowed_if(application.organisation_id not in actor.seats, _OWN_ORGANISATION)


def _keeps(actor: Actor, application: Application) -> Verdict:
    verdict = _office(actor, application)
    return untied(actor, application) if verdict.allowed else verdict


def _names_payer(actor: Actor, application: Application) -> Verdict:
    verdict = _views(actor, application)
    return _keeps(actor, application) if verdict.allowed and _is_office(actor) else verdict


def _is_office(actor: Actor) -> bool:
    return actor.role is Role.OFFICER


def _views(actor: Actor, application: Application) -> Verdict:
    if actor.holds(application.organisation_id, Seat.OWNER):
        return ALLOWED
    if actor.holds(application.organisation_id):
        return denied(_OWNERS)
    return _office(actor, application)


def _viewable(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.OFFICER:
        return Application.organisation_id.not_in(list(actor.seats)) if actor.seats else true()
    owned = actor.organisations(Seat.OWNER)
    return Application.organisation_id.in_(owned) if owned else false()


def _decides(actor: Actor, case: WaiverCase) -> Verdict:
    verdict = _keeps(actor, case.application)
    if not verdict.allowed:
        return verdict
    if actor.person_id == case.fee.waiver_proposed_by:
        return denied(_PROPOSED_IT)
    return allowed_if(case.independent, _NOT_TWO)


register(Permission.FEE_LIST, FeeBook, _lists)
register(Permission.FEE_VIEW, Application, _views, _viewable)
register(Permission.FEE_NAME_PAYER, Application, _names_payer)
register(Permission.FEE_KEEP, Application, _keeps)
register(Permission.FEE_WAIVE, WaiverCase, _decides)
