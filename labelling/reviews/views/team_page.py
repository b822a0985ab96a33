"""The page of the assessment team: what the office and the applicant see of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED
from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.core import access
from labelling.core.access import Actor, Role, Seat
from labelling.core.clock import today
from labelling.core.database import reading
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.organisations.fields import FIELDS
from labelling.organisations.queries import get_organisation
from labelling.people.queries import names
from labelling.reviews import queries
from labelling.reviews.actions.panels import BUILDING
from labelling.reviews.calibration.clearing import clearances
from labelling.reviews.conflicts.actions.objecting import may_object, objection_by
from labelling.reviews.conflicts.forms import ObjectionForm
from labelling.reviews.conflicts.models import PanelObjection
from labelling.reviews.conflicts.queries import checks, find_basis, objections
from labelling.reviews.conflicts.words import OCCASIONS, fact_in_words
from labelling.reviews.forms.teams import ConsentForm, TeamForm
from labelling.reviews.independence import KIND_NAMES
from labelling.reviews.inviting.forms import ReserveForm
from labelling.reviews.inviting.queries import reserves
from labelling.reviews.models import ConflictGrade, PanelSeat, PanelState, SeatKind
from labelling.reviews.patience import patience
from labelling.reviews.profiles.queries import facts_of
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.views.blueprint import heading_of, notice, turn_for


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat as a page shows it. Who has handed in is the office's to know, nothing more.

    ``objects_by`` is the last day for an objection where the reader may raise one.
    """

    seat: PanelSeat
    name: str
    country: str
    handed_in: bool
    waits_for_me: bool
    objection: PanelObjection | None
    objects_by: date | None


def team_page(
    actor: Actor,
    application_id: UUID,
    form: TeamForm,
    *,
    problems: list[str] | None = None,
    advice: Sequence[str] = (),
    refused: Form | None = None,
    refused_seat: UUID | None = None,
) -> ResponseReturnValue:
    """Render the team: for the office with what it may do, for the applicant as far as it knows.

    ``refused`` is a form of one seat that did not pass, shown there with what was typed.
    """
    now = identity.now()
    with reading() as session:
        application = get_application(session, application_id)
        access.require(actor, Permission.PANEL_VIEW, application)
        heading = heading_of(session, application)
        office = access.may(actor, Permission.PANEL_BUILD, application)
        seats = _lines(session, actor, application, office=office, day=today(now))
        record = checks(session, application.id) if office else {}
        basis = find_basis(session, application.id) if office else None
        called = names(session, [one.checked_by for rows in record.values() for one in rows])
        standing = [
            one
            for one in seats
            if one.seat.state in queries.STANDING and one.seat.kind is SeatKind.MEMBER
        ]
        steps = steps_of(application)
        building = office and application.state in BUILDING
        choosing = building and len(standing) < steps.assessors
        found = queries.candidates(session, heading.organisation, today(now)) if building else []
        reserve_form = refused if isinstance(refused, ReserveForm) else ReserveForm()
        listed = reserves(session, application_id) if building else []
        ids = [one.person.id for one in found]
        ahead = today(now) + patience().away_ahead
        away = {
            key: facts.away_until
            for key, facts in facts_of(session, ids, today(now), ahead).items()
        }
        cleared = clearances(session, application.edition_id, ids, today(now))
        turn = turn_for(session, actor, application, now)
        who = _who_answers(seats, office=office) if application.state not in ENDED else ""
    taken = {one.seat.person_id for one in standing}
    if reserve_form is not refused:
        reserve_form.offer(_askable(found, seats))
        reserve_form.show(one.person_id for one in listed if one.passed_at is None)
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
        lead_open=steps.assessors > 1 and not any(one.seat.leads for one in standing),
        candidates=[one for one in found if one.person.id not in taken],
        problems=problems,
        advice=advice,
        building=building,
        reserve_form=reserve_form,
        reserve_count=sum(one.passed_at is None for one in listed),
        away=away,
        cleared=cleared,
        form=form,
        refused=refused,
        refused_seat=refused_seat,
        consent_form=refused if isinstance(refused, ConsentForm) else ConsentForm(),
        objection_form=refused if isinstance(refused, ObjectionForm) else ObjectionForm(),
        record=record,
        basis=basis,
        called=called,
        occasions=OCCASIONS,
        fact_in_words=fact_in_words,
        kind_names=KIND_NAMES,
        field_names=FIELDS,
        turn=replace(turn, who=who) if who else turn,
        notice=notice(),
    )


def reserve_choices(
    session: Session, application: Application, now: datetime
) -> list[tuple[str, str]]:
    """Return whom the office may put on the reserve list, by id and name."""
    organisation = get_organisation(session, application.organisation_id)
    found = queries.candidates(session, organisation, today(now))
    asked = {seat.person_id for seat in queries.all_seats(session, application.id)}
    return _offered(found, asked)


def _askable(found: list[queries.Candidate], seats: list[SeatLine]) -> list[tuple[str, str]]:
    return _offered(found, {one.seat.person_id for one in seats})


def _offered(found: list[queries.Candidate], asked: set[UUID]) -> list[tuple[str, str]]:
    return [
        (str(one.person.id), one.person.name)
        for one in found
        if one.person.id not in asked
        and one.profile is not None
        and one.grade is not ConflictGrade.BARRED
    ]


def _lines(
    session: Session, actor: Actor, application: Application, *, office: bool, day: date
) -> list[SeatLine]:
    """Return the seats that the actor may know of.

    The applicant sees who is proposed, who is on the team, and whom it objected to; not who else
    was asked in vain. Who has handed in is said to the office alone.
    """
    rows = queries.all_seats(session, application.id)
    raised = objections(session, application.id)
    if not office:
        rows = [row for row in rows if queries.known_to_applicant(row) or row.id in raised]
    called = names(session, [row.person_id for row in rows])
    countries = queries.countries(session, [row.person_id for row in rows])
    done = queries.reviews(session, [row.id for row in rows]) if office else {}
    owner = actor.holds(application.organisation_id, Seat.OWNER)
    return [
        SeatLine(
            seat=row,
            name=called.get(row.person_id, ""),
            country=countries.get(row.person_id, ""),
            handed_in=row.id in done and done[row.id].handed_in_at is not None,
            waits_for_me=_waits_for(actor, application, row),
            objection=raised.get(row.id),
            objects_by=objection_by(row)
            if owner and may_object(row, application, raised.get(row.id), day)
            else None,
        )
        for row in rows
    ]


def _who_answers(seats: list[SeatLine], *, office: bool) -> str:
    """Return who answers an objection or a declared conflict next, nothing where none waits."""
    raised = any(one.objection and one.objection.decided_at is None for one in seats)
    declared = [one.seat for one in seats if one.seat.state is PanelState.DECLARED]
    if any(one.waits_for_me for one in seats) or (office and raised):
        return gettext("You act next")
    if raised or any(seat.applicant_agreed_at is not None for seat in declared):
        return gettext("The office acts next")
    return gettext("The organisation acts next") if declared else ""


def _waits_for(actor: Actor, application: Application, seat: PanelSeat) -> bool:
    if seat.state is not PanelState.DECLARED:
        return False
    if actor.role is Role.OFFICER:
        return seat.office_agreed_at is None
    owner = actor.holds(application.organisation_id, Seat.OWNER)
    return owner and seat.applicant_agreed_at is None
