"""The assessment team: built by the office; seen, and agreed to, by the applicant."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.core import access
from labelling.core.access import Actor, Role, Seat
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations.fields import FIELDS
from labelling.people.queries import names
from labelling.reviews import actions, queries
from labelling.reviews.actions import Wish
from labelling.reviews.actions.panels import BUILDING
from labelling.reviews.calibration.clearing import clearances
from labelling.reviews.forms.fields import as_uuid
from labelling.reviews.forms.teams import ConsentForm, ReasonForm, TeamForm
from labelling.reviews.independence import KIND_NAMES
from labelling.reviews.models import PanelSeat, PanelState, SeatKind
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.views.blueprint import bp, heading_of, notice, turn_for


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat as a page shows it. Who has handed in is the office's to know, nothing more."""

    seat: PanelSeat
    name: str
    country: str
    handed_in: bool
    waits_for_me: bool


@bp.route("/applications/<uuid:application_id>/panel", methods=["GET", "POST"])
def panel(application_id: UUID) -> ResponseReturnValue:
    """Show the team; for the office, check a choice or invite it."""
    actor = asker()
    form = TeamForm()
    problems: list[str] | None = None
    if request.method == "POST":
        wishes = _wishes(form)
        try:
            if form.validate():
                if "check" not in request.form:
                    return _invite(actor, application_id, form, wishes)
                with reading() as session:
                    problems = actions.check_team(
                        session,
                        actor=actor,
                        application_id=application_id,
                        wishes=wishes,
                        now=identity.now(),
                    )
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(actor, application_id, form, problems=problems)


def _invite(
    actor: Actor, application_id: UUID, form: TeamForm, wishes: list[Wish]
) -> ResponseReturnValue:
    with unit_of_work() as session:
        actions.invite_team(
            session,
            actor=actor,
            application_id=application_id,
            wishes=wishes,
            answer_by=form.answer_by.data,
            now=identity.now(),
        )
    return redirect(url_for(".panel", application_id=application_id, done="invited"), 303)


def _wishes(form: TeamForm) -> list[Wish]:
    """Return the chosen people; a single one leads."""
    chosen = form.people.data or []
    lead = as_uuid(form.leads.data)
    with_lead = chosen[0] if len(chosen) == 1 and lead is None else lead
    return [Wish(person_id, leads=person_id == with_lead) for person_id in chosen]


@bp.post("/reviews/<uuid:seat_id>/release")
def release(seat_id: UUID) -> ResponseReturnValue:
    """Take an assessor off the team, with the reason."""
    actor, form = asker(), ReasonForm()
    with reading() as session:
        application_id = queries.get_seat(session, seat_id).application_id
    if form.validate():
        with unit_of_work() as session:
            actions.release_seat(
                session,
                actor=actor,
                seat_id=seat_id,
                reason=form.reason.data or "",
                now=identity.now(),
            )
        return redirect(url_for(".panel", application_id=application_id, done="released"), 303)
    return _page(actor, application_id, TeamForm(), refused=form, refused_seat=seat_id)


@bp.post("/reviews/<uuid:seat_id>/consent")
def consent(seat_id: UUID) -> ResponseReturnValue:
    """Answer, for office or applicant, a declared conflict."""
    actor, form = asker(), ConsentForm()
    agrees = request.form.get("answer") == "agree"
    with reading() as session:
        application_id = queries.get_seat(session, seat_id).application_id
    if form.validate():
        with unit_of_work() as session:
            actions.agree_to_conflict(
                session,
                actor=actor,
                seat_id=seat_id,
                agrees=agrees,
                text=form.consent.data or "",
                now=identity.now(),
            )
        return redirect(
            url_for(
                ".panel",
                application_id=application_id,
                done="conflict-agreed" if agrees else "conflict-refused",
            ),
            303,
        )
    return _page(actor, application_id, TeamForm(), refused=form, refused_seat=seat_id)


def _page(
    actor: Actor,
    application_id: UUID,
    form: TeamForm,
    *,
    problems: list[str] | None = None,
    refused: ReasonForm | ConsentForm | None = None,
    refused_seat: UUID | None = None,
) -> ResponseReturnValue:
    now = identity.now()
    with reading() as session:
        application = get_application(session, application_id)
        access.require(actor, Permission.PANEL_VIEW, application)
        heading = heading_of(session, application)
        office = access.may(actor, Permission.PANEL_BUILD, application)
        seats = _lines(session, actor, application, office=office)
        standing = [
            one
            for one in seats
            if one.seat.state in queries.STANDING and one.seat.kind is SeatKind.MEMBER
        ]
        steps = steps_of(application)
        choosing = office and application.state in BUILDING and len(standing) < steps.assessors
        found = queries.candidates(session, heading.organisation, today(now)) if choosing else []
        cleared = clearances(
            session, application.edition_id, [one.person.id for one in found], today(now)
        )
        turn = turn_for(session, actor, application, now)
    taken = {one.seat.person_id for one in standing}
    wrong = refused is not None or bool(form.errors)
    return pages.page(
        "reviews/panel.html" if office else "reviews/team.html",
        422 if wrong else 200,
        heading=heading,
        application=application,
        seats=seats,
        steps=steps,
        missing=steps.assessors - len(standing),
        choosing=choosing,
        candidates=[one for one in found if one.person.id not in taken],
        problems=problems,
        form=form,
        refused=refused,
        refused_seat=refused_seat,
        consent_form=refused if isinstance(refused, ConsentForm) else ConsentForm(),
        cleared=cleared,
        kind_names=KIND_NAMES,
        field_names=FIELDS,
        turn=turn,
        notice=notice(),
    )


def _lines(
    session: Session, actor: Actor, application: Application, *, office: bool
) -> list[SeatLine]:
    """Return the seats that the actor may know of.

    The applicant sees who is on the team, and whose declared conflict it must answer; not who
    was asked in vain. Who has handed in is said to the office alone.
    """
    rows = queries.all_seats(session, application.id)
    if not office:
        rows = [row for row in rows if row.state in {PanelState.ACCEPTED, PanelState.DECLARED}]
    called = names(session, [row.person_id for row in rows])
    countries = queries.countries(session, [row.person_id for row in rows])
    done = queries.reviews(session, [row.id for row in rows]) if office else {}
    return [
        SeatLine(
            seat=row,
            name=called.get(row.person_id, ""),
            country=countries.get(row.person_id, ""),
            handed_in=row.id in done and done[row.id].handed_in_at is not None,
            waits_for_me=_waits_for(actor, application, row),
        )
        for row in rows
    ]


def _waits_for(actor: Actor, application: Application, seat: PanelSeat) -> bool:
    if seat.state is not PanelState.DECLARED:
        return False
    if actor.role is Role.OFFICER:
        return seat.office_agreed_at is None
    owner = actor.holds(application.organisation_id, Seat.OWNER)
    return owner and seat.applicant_agreed_at is None
