"""Who may do what with calls, applications, answers and submissions, and read cited evidence."""

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import object_session

from labelling.applications import citing, scoping
from labelling.applications.building import policy as building
from labelling.applications.fees import policy as fees
from labelling.applications.life import State
from labelling.applications.models import Application, Call
from labelling.applications.queries import refused_before
from labelling.applications.readers import is_reader
from labelling.applications.subjects import NewApplication, NewCall
from labelling.applications.ties import untied
from labelling.applications.together import policy as together
from labelling.applications.workshop import policy as workshop
from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Seat,
    Verdict,
    allowed_if,
    denied,
    known_if,
    register,
)
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission
from labelling.organisations.evidence_access import add_citer, add_keeper, add_reader
from labelling.organisations.fact_sheet import set_edition_source

__all__ = [
    "building",
    "fees",
    "scoping",
    "together",
    "workshop",
]  # they register rules of their own

_OWNERS = lazy("Only an owner of the organisation does this.")
_WRITERS = lazy("Your seat is for reading. An owner or a contributor writes.")
_REFUSED_BEFORE = lazy("You refused this application, and an appeal reopened it: another checks.")
_OWN_ORGANISATION = lazy("You have a seat in this organisation, so another officer does this.")


def _is_officer(actor: Actor) -> bool:
    return actor.role is Role.OFFICER


def _opens_calls(actor: Actor, _subject: NewCall | Call) -> Verdict:
    return allowed_if(_is_officer(actor))


def _seated(application: Application, actor: Actor, reason: Text, *seats: Seat) -> Verdict:
    """Return ALLOWED on one of the seats; a reason to those who know of the application."""
    if actor.holds(application.organisation_id, *seats):
        return ALLOWED
    if actor.holds(application.organisation_id) or _is_officer(actor):
        return denied(reason)
    return HIDDEN


def _starts(actor: Actor, subject: NewApplication) -> Verdict:
    if not actor.holds(subject.organisation_id):
        return HIDDEN
    return allowed_if(actor.holds(subject.organisation_id, Seat.OWNER), _OWNERS)


def _owner_acts(actor: Actor, application: Application) -> Verdict:
    return _seated(application, actor, _OWNERS, Seat.OWNER)


def _writes(actor: Actor, application: Application) -> Verdict:
    return _seated(application, actor, _WRITERS, Seat.OWNER, Seat.CONTRIBUTOR)


def _reads_draft(actor: Actor, application: Application) -> Verdict:
    reason = lazy("Answers are the organisation’s own until it submits them.")
    return _seated(application, actor, reason)


def _knows(actor: Actor, application: Application) -> Verdict:
    return known_if(_is_officer(actor) or actor.holds(application.organisation_id))


def _known(actor: Actor) -> ColumnElement[bool]:
    if _is_officer(actor):
        return true()
    organisations = actor.organisations()
    return Application.organisation_id.in_(organisations) if organisations else false()


def _reads_submission(actor: Actor, application: Application) -> Verdict:
    if actor.holds(application.organisation_id):
        return ALLOWED
    if _is_officer(actor):
        if application.organisation_id in actor.seats:
            return denied(_OWN_ORGANISATION)
        reason = lazy("There is nothing to read before the organisation submits.")
        return allowed_if(application.submitted_at is not None, reason)
    session = object_session(application)
    return known_if(session is not None and is_reader(session, actor, application.id))


def _in_office(actor: Actor, application: Application) -> Verdict:
    if not _is_officer(actor):
        return HIDDEN
    return allowed_if(application.organisation_id not in actor.seats, _OWN_ORGANISATION)


def _office(actor: Actor) -> ColumnElement[bool]:
    if not _is_officer(actor):
        return false()
    return Application.organisation_id.not_in(actor.seats) if actor.seats else true()


def _office_acts(actor: Actor, application: Application) -> Verdict:
    if not _is_officer(actor):
        return denied() if actor.holds(application.organisation_id) else HIDDEN
    if application.organisation_id in actor.seats:
        return denied(_OWN_ORGANISATION)
    return untied(actor, application)


def _checks(actor: Actor, application: Application) -> Verdict:
    verdict = _office_acts(actor, application)
    session = object_session(application)
    if not verdict.allowed or session is None or application.state is not State.SUBMITTED:
        return verdict
    return allowed_if(not refused_before(session, application.id, actor.person_id), _REFUSED_BEFORE)


register(Permission.CALL_OPEN, NewCall, _opens_calls)
register(Permission.CALL_CLOSE, Call, _opens_calls)
register(Permission.APPLICATION_START, NewApplication, _starts)
register(Permission.APPLICATION_VIEW, Application, _knows, _known)
register(Permission.APPLICATION_SUBMIT, Application, _owner_acts)
register(Permission.APPLICATION_WITHDRAW, Application, _owner_acts)
register(Permission.ANSWER_VIEW, Application, _reads_draft)
register(Permission.ANSWER_EDIT, Application, _writes)
register(Permission.SUBMISSION_VIEW, Application, _reads_submission)
register(Permission.ELIGIBILITY_CHECK, Application, _checks)
register(Permission.APPLICATION_RETURN, Application, _office_acts)
register(Permission.DEADLINE_EXTEND, Application, _office_acts)
register(Permission.OFFICE_VIEW, Application, _in_office, _office)

set_edition_source(citing.running_edition)
add_keeper(citing.is_cited)
add_reader(citing.frozen_versions)
add_citer(citing.cited_in)
