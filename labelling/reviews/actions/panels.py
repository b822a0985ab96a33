"""Building the assessment team: checking a choice, inviting, releasing and replacing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.actions import move, set_due
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import get_application
from labelling.applications.recipients import acts_at, tell_owners
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today, utcnow
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries
from labelling.reviews.calibration.clearing import refuse_uncleared, uncleared
from labelling.reviews.conflicts.models import Occasion
from labelling.reviews.conflicts.recording import keep_check
from labelling.reviews.conflicts.tracing import keep_basis
from labelling.reviews.letters import tell_holder
from labelling.reviews.models import ConflictGrade, PanelSeat, PanelState, SeatKind
from labelling.reviews.queries.candidates import Candidate, known_findings
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.teams import Place, shortcomings

NO_ANSWER = "no_answer"
"""Why a seat ended that nobody answered for; pages say it in words."""

BUILDING = frozenset({State.ELIGIBLE, State.ASSIGNED, State.SCORING})


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody whom the office wants on the team."""

    person_id: UUID
    leads: bool = False


def check_team(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    wishes: Sequence[Wish],
    now: datetime,
) -> list[str]:
    """Return in sentences what the chosen team lacks of what the level asks; invites nobody."""
    application = get_application(session, application_id)
    access.require(actor, Permission.PANEL_BUILD, application, now=now)
    return _lacks(session, application, wishes, now)


def invite_team(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    wishes: Sequence[Wish],
    now: datetime,
    answer_by: date | None = None,
) -> list[PanelSeat]:
    """Invite assessors; with those who stand already they must be the team that the level asks.

    Raises NotNow where no team is built at this step, Invalid with what the choice lacks.
    """
    application = get_application(session, application_id)
    access.require(actor, Permission.PANEL_BUILD, application, now=now)
    if application.state not in BUILDING or queries.assessment(session, application).opened:
        raise NotNow(lazy("No assessors are invited at this step."))
    if not _places_left(session, application):
        raise NotNow(lazy("The team has as many assessors as the level asks for."))
    if not wishes:
        raise Invalid(lazy("Choose at least one assessor."), field="people")
    _refuse_past(answer_by, now)
    lacks = _lacks(session, application, wishes, now)
    if lacks:
        raise Invalid(" ".join(lacks), field="people")
    by = set_due(
        session, actor=actor, application=application, step=Step.CONFLICTS, day=answer_by, now=now
    ).due_on
    if application.state is State.ELIGIBLE:
        move(session, actor=actor, application=application, state=State.ASSIGNED, now=now)
    seats = [
        invite(
            session,
            actor,
            application,
            now,
            person_id=wish.person_id,
            answer_by=by,
            leads=wish.leads,
        )
        for wish in wishes
    ]
    tell_owners(session, application, "team_proposed", now)
    return seats


def invite(
    session: Session,
    actor: Actor,
    application: Application,
    now: datetime,
    *,
    person_id: UUID,
    answer_by: date,
    leads: bool = False,
    kind: SeatKind = SeatKind.MEMBER,
    parts: Sequence[str] | None = None,
) -> PanelSeat:
    """Add a seat and ask its holder to declare; the caller has required its own permission.

    Raises Invalid for an officer who would invite themselves, and for who is not cleared.
    """
    if person_id == actor.person_id:
        raise Invalid(lazy("You cannot invite yourself. Another officer does."), field="people")
    refuse_uncleared(session, application.edition_id, person_id, today(now))
    organisation = get_organisation(session, application.organisation_id)
    profile = queries.find_profile(session, person_id)
    seat = PanelSeat(
        application_id=application.id,
        person_id=person_id,
        kind=kind,
        parts=None if parts is None else list(parts),
        leads=leads,
        from_abroad=profile is not None and profile.country != organisation.country,
        state=PanelState.INVITED,
        invited_at=now,
        invited_by=actor.person_id,
        answer_by=answer_by,
    )
    session.add(seat)
    session.flush()
    audit.record(
        session,
        actor,
        "panel.invited",
        seat,
        now,
        person=str(person_id),
        kind=kind.value,
        leads=leads,
        answer_by=answer_by.isoformat(),
    )
    keep_basis(session, application, now)
    known = known_findings(session, [person_id], organisation.id, today(now))[person_id]
    keep_check(session, actor, seat, Occasion.INVITED, known, now=now)
    tell_holder(
        session,
        seat,
        application,
        "panel_invitation",
        now,
        country=organisation.country,
        visit=steps_of(application).visit,
        answer_by=answer_by.isoformat(),
    )
    return seat


def release_seat(
    session: Session, *, actor: Actor, seat_id: UUID, reason: str, now: datetime
) -> PanelSeat:
    """Release an assessor, with the reason; what one scored so far stays unread for ever.

    Raises NotNow once all have handed in: from then on the team's scores stand together.
    """
    seat = queries.get_seat(session, seat_id)
    application = get_application(session, seat.application_id)
    access.require(actor, Permission.PANEL_BUILD, application, now=now)
    if seat.state not in queries.STANDING:
        raise NotNow(lazy("This assessor is not on the team any more."))
    review = queries.find_review(session, seat.id)
    handed_in = review is not None and review.handed_in_at is not None
    opened = queries.assessment(session, application).opened
    if opened and (seat.kind is SeatKind.MEMBER or handed_in):
        raise NotNow(lazy("All have handed in, so the team stays as it is."))
    if not reason:
        raise Invalid(lazy("Say why this assessor is released."), field="reason")
    end_seat(session, actor, seat, PanelState.RELEASED, now, reason=reason)
    tell_holder(session, seat, application, "seat_released", now)
    return seat


def end_seat(
    session: Session,
    actor: Actor,
    seat: PanelSeat,
    state: PanelState,
    now: datetime,
    *,
    reason: str,
) -> None:
    """Take a seat off the team: declined, barred or released."""
    seat.state, seat.ended_at, seat.ended_reason = state, now, reason[:1000]
    session.flush()
    audit.record(session, actor, f"panel.{state.value}", seat, now, reason=seat.ended_reason)


def _places_left(session: Session, application: Application) -> int:
    seats = queries.panel(session, application.id)
    members = sum(seat.kind is SeatKind.MEMBER for seat in seats)
    return max(0, steps_of(application).assessors - members)


def _refuse_past(answer_by: date | None, now: datetime) -> None:
    if answer_by is not None and answer_by < today(now):
        raise Invalid(lazy("Choose a day that is not past."), field="answer_by")


def _lacks(
    session: Session, application: Application, wishes: Sequence[Wish], now: datetime
) -> list[str]:
    organisation = get_organisation(session, application.organisation_id)
    known = {one.person.id: one for one in queries.candidates(session, organisation, today(now))}
    standing = [
        seat for seat in queries.panel(session, application.id) if seat.kind is SeatKind.MEMBER
    ]
    places = [_standing_place(known, seat) for seat in standing]
    for wish in wishes:
        if wish.person_id not in known or wish.person_id in {one.person_id for one in standing}:
            raise Invalid(lazy("Choose from the list of assessors."), field="people")
        places.append(_place(known[wish.person_id], leads=wish.leads))
    invited = [wish.person_id for wish in wishes]
    return [
        *shortcomings(steps_of(application), places),
        *uncleared(session, application.edition_id, invited, today(now)),
    ]


def _standing_place(known: dict[UUID, Candidate], seat: PanelSeat) -> Place:
    """Return the place of somebody who stands; a conflict found later has its own way."""
    candidate = known.get(seat.person_id)
    name = candidate.person.name if candidate else ""
    return Place(name=name, country="", from_abroad=seat.from_abroad, leads=seat.leads)


def _place(candidate: Candidate, *, leads: bool) -> Place:
    barring = [one for one in candidate.findings if one.grade is ConflictGrade.BARRED]
    return Place(
        name=candidate.person.name,
        country=candidate.profile.country if candidate.profile else None,
        from_abroad=candidate.from_abroad,
        leads=leads,
        barred_by=str(barring[0].fact) if barring else "",
    )


acts_at(
    Step.PANEL,
    lambda session, application: queries.office_contacts(session, application.id, utcnow()),
)
