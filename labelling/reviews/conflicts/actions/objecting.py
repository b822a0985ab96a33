"""Objections: an applicant says why somebody should not assess, the office answers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.life import ENDED
from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.applications.recipients import tell_owners
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews import queries
from labelling.reviews.actions.accepting import accept, hold
from labelling.reviews.actions.agreeing import AGREEING
from labelling.reviews.actions.following import follow_up
from labelling.reviews.actions.panels import BUILDING, end_seat
from labelling.reviews.conflicts.models import Occasion, PanelObjection
from labelling.reviews.conflicts.queries import find_objection
from labelling.reviews.conflicts.recording import keep_check
from labelling.reviews.letters import tell_holder, tell_office
from labelling.reviews.models import ConflictGrade, PanelSeat, PanelState, SeatKind
from labelling.reviews.patience import patience
from labelling.reviews.queries.candidates import known_findings
from labelling.reviews.subjects import ConflictCase


def objection_by(seat: PanelSeat) -> date:
    """Return the last day on which the applicant may object, as it is shown."""
    return today(seat.invited_at) + patience().objection


def may_object(
    seat: PanelSeat, application: Application, objection: PanelObjection | None, day: date
) -> bool:
    """Say whether a page offers to object: once, to somebody who stands, up to the day shown."""
    return (
        objection is None
        and seat.state in queries.STANDING
        and _is_in_time(seat, application)
        and day <= objection_by(seat)
    )


def _is_in_time(seat: PanelSeat, application: Application) -> bool:
    """Say whether the assessment can still do without somebody, by what the applicant knows.

    Never by who has handed in: the answer would tell it.
    """
    building = seat.kind is SeatKind.MEMBER
    return application.state in (BUILDING if building else AGREEING)


def object_to(
    session: Session, *, actor: Actor, seat_id: UUID, reason: str, now: datetime
) -> PanelObjection:
    """Object to an assessor with a reason; until the office answers, nothing is open to them.

    Raises NotFound for somebody whom the applicant cannot know of, NotNow after the day, a
    second time, or once the scores are together; Invalid without a reason.
    """
    seat = queries.get_seat(session, seat_id)
    application = get_application(session, seat.application_id)
    case = ConflictCase(seat, application.organisation_id)
    access.require(actor, Permission.CONFLICT_OBJECT, case, now=now)
    if not queries.known_to_applicant(seat):
        raise NotFound
    _refuse_late(session, seat, application, now)
    if not reason:
        raise Invalid(lazy("Say why this person should not assess you."), field="objection")
    row = PanelObjection(
        seat_id=seat.id,
        application_id=application.id,
        reason=reason,
        raised_at=now,
        raised_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "objection.made", row, now)
    if seat.state is PanelState.ACCEPTED:
        hold(session, actor, seat, now)
    tell_office(session, application, "objection_made", now)
    return row


def _refuse_late(
    session: Session, seat: PanelSeat, application: Application, now: datetime
) -> None:
    if seat.state not in queries.STANDING or application.state in ENDED:
        raise NotNow(lazy("This person is not on the team any more."))
    if find_objection(session, seat.id) is not None:
        raise NotNow(lazy("You have objected to this person already."))
    if today(now) > objection_by(seat) + patience().grace:
        raise NotNow(lazy("The day up to which you could object has passed."))
    if not _is_in_time(seat, application):
        raise NotNow(lazy("The assessment is too far on. Write to the office."))


def decide_objection(
    session: Session, *, actor: Actor, seat_id: UUID, upheld: bool, reason: str, now: datetime
) -> PanelObjection:
    """Answer an objection with a reason: upheld releases the assessor, else the work goes on.

    Raises NotNow where none waits, NotAllowed for who raised it, Invalid without a reason.
    """
    seat = queries.get_seat(session, seat_id)
    application = get_application(session, seat.application_id)
    access.require(actor, Permission.PANEL_BUILD, application, now=now)
    if application.state in ENDED:
        raise NotNow(lazy("This application has ended already."))
    row = find_objection(session, seat.id)
    if row is None or row.decided_at is not None or seat.state not in queries.STANDING:
        raise NotNow(lazy("No objection waits for an answer."))
    if actor.person_id == row.raised_by:
        raise NotAllowed(lazy("You objected, so another officer answers."))
    if not reason:
        raise Invalid(lazy("Give the reason. The organisation reads it."), field="answer")
    row.upheld, row.answer, row.decided_at, row.decided_by = upheld, reason, now, actor.person_id
    audit.record(session, actor, "objection.decided", row, now, upheld=upheld)
    found = known_findings(session, [seat.person_id], application.organisation_id, today(now))
    keep_check(session, actor, seat, Occasion.OBJECTED, found[seat.person_id], now=now)
    tell_owners(session, application, "objection_answered", now)
    if upheld:
        end_seat(session, actor, seat, PanelState.RELEASED, now, reason=reason)
        tell_holder(session, seat, application, "seat_released", now)
        follow_up(session, application, seat, now)
    elif seat.state is PanelState.HELD and _is_settled(seat):
        accept(session, actor, seat, application, now)
    return row


def _is_settled(seat: PanelSeat) -> bool:
    """Say whether the assessor has declared, and both sides agreed where they had to."""
    agreed = seat.office_agreed_at is not None and seat.applicant_agreed_at is not None
    return seat.conflict is ConflictGrade.NONE or agreed
