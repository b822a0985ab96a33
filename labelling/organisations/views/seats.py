"""The people of an organisation: seats, requests for access, handing over."""

from collections.abc import Callable
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from labelling.core.access import Seat, require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, Invalid, TooMany
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.organisations import queries
from labelling.organisations.actions import requests
from labelling.organisations.actions import seats as actions
from labelling.organisations.forms import (
    AnswerForm,
    AppointForm,
    HandOverForm,
    InviteForm,
    SeatForm,
)
from labelling.organisations.policy import Orphan
from labelling.organisations.views.blueprint import bp, notice


@bp.route("/organisations/<uuid:organisation_id>/seats", methods=["GET", "POST"])
def seats(organisation_id: UUID) -> ResponseReturnValue:
    """Show who sits here; give somebody a seat."""
    form = InviteForm()
    if form.answered() and _done(
        form,
        lambda session: actions.invite_to_seat(
            session,
            actor=identity.current_actor(),
            organisation_id=organisation_id,
            email=form.email.data or "",
            name=form.name.data or "",
            seat=form.chosen,
            now=identity.now(),
        ),
    ):
        return _back(organisation_id, "invited")
    return _people_page(organisation_id, form)


def _people_page(organisation_id: UUID, form: InviteForm) -> ResponseReturnValue:
    actor = identity.current_actor()
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id)
        require(actor, Permission.ORGANISATION_VIEW, organisation)
        owners = queries.owners(session, organisation_id)
        return pages.page(
            "organisations/seats.html",
            422 if request.method == "POST" else 200,
            organisation=organisation,
            form=form,
            lines=queries.standing_seats(session, organisation_id),
            requests=queries.open_requests(session, [organisation_id]),
            owners=len(owners),
            orphan=Orphan(organisation, bool(owners)),
            own=actor.seat(organisation_id),
            seat_names=actions.SEAT_NAMES,
            notice=notice(),
        )


@bp.post("/seats/<uuid:seat_id>")
def change_seat(seat_id: UUID) -> ResponseReturnValue:
    """Change somebody's seat."""
    form = SeatForm()
    if not form.validate():
        raise BadRequest
    with unit_of_work() as session:
        holding = actions.change_seat(
            session,
            actor=identity.current_actor(),
            seat_id=seat_id,
            seat=Seat(form.seat.data),
            now=identity.now(),
        )
    return _back(holding.organisation_id, "changed")


@bp.post("/seats/<uuid:seat_id>/end")
def end_seat(seat_id: UUID) -> ResponseReturnValue:
    """Take somebody's seat away."""
    with unit_of_work() as session:
        holding = actions.remove_seat(
            session, actor=identity.current_actor(), seat_id=seat_id, now=identity.now()
        )
    return _back(holding.organisation_id, "ended")


@bp.post("/seats/<uuid:seat_id>/leave")
def leave_seat(seat_id: UUID) -> ResponseReturnValue:
    """Give one's own seat up."""
    with unit_of_work() as session:
        actions.leave_seat(
            session, actor=identity.current_actor(), seat_id=seat_id, now=identity.now()
        )
    return redirect(url_for("organisations.my_organisation", done="left"), 303)


@bp.post("/requests/<uuid:request_id>")
def answer_request(request_id: UUID) -> ResponseReturnValue:
    """Answer somebody who asked for access."""
    form = AnswerForm()
    if not form.validate():
        raise BadRequest
    with unit_of_work() as session:
        answered = requests.answer_request(
            session,
            actor=identity.current_actor(),
            request_id=request_id,
            seat=Seat(form.seat.data) if form.seat.data else None,
            now=identity.now(),
        )
    return _back(answered.organisation_id, "answered")


@bp.route("/organisations/<uuid:organisation_id>/hand-over", methods=["GET", "POST"])
def hand_over(organisation_id: UUID) -> ResponseReturnValue:
    """Hand one's owner's seat to another seat holder."""
    actor = identity.current_actor()
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id)
        require(actor, Permission.SEAT_MANAGE, organisation)
        lines = queries.standing_seats(session, organisation_id)
    form = HandOverForm()
    form.to.choices = [
        SelectChoice(str(holding.id), person.name)
        for holding, person in lines
        if holding.seat is not Seat.OWNER and queries.is_active(person)
    ]
    if form.answered() and _done(
        form,
        lambda session: actions.hand_over(
            session,
            actor=actor,
            organisation_id=organisation_id,
            to_seat_id=UUID(form.to.data),
            now=identity.now(),
        ),
    ):
        return _back(organisation_id, "handed")
    return _form_page("organisations/hand_over.html", form, organisation=organisation)


@bp.route("/organisations/<uuid:organisation_id>/owner", methods=["GET", "POST"])
def appoint_owner(organisation_id: UUID) -> ResponseReturnValue:
    """Name an owner for an organisation that has none who can act: the office does this."""
    actor, form = identity.current_actor(), AppointForm()
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id)
        orphan = Orphan(organisation, bool(queries.owners(session, organisation_id)))
    require(actor, Permission.OWNER_APPOINT, orphan, now=identity.now())
    if form.answered() and _done(
        form,
        lambda session: actions.appoint_owner(
            session,
            actor=actor,
            organisation_id=organisation_id,
            email=form.email.data or "",
            name=form.name.data or "",
            reason=form.reason.data or "",
            now=identity.now(),
        ),
    ):
        return _back(organisation_id, "appointed")
    return _form_page("organisations/appoint.html", form, organisation=organisation)


def _done(form: Form, step: Callable[[Session], object]) -> bool:
    """Say whether a step was taken; what it refused stands at the form."""
    try:
        with unit_of_work() as session:
            step(session)
    except (Invalid, TooMany) as refusal:
        form.refuse(refusal)
        return False
    return True


def _back(organisation_id: UUID, done: str) -> ResponseReturnValue:
    there = url_for("organisations.seats", organisation_id=organisation_id, done=done)
    return redirect(there, 303)


def _form_page(template: str, form: Form, **context: object) -> ResponseReturnValue:
    return pages.page(template, 422 if request.method == "POST" else 200, form=form, **context)
