"""Conflicts of interest: declared before anything is seen, compared with the ledger, agreed to."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.life import ENDED
from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.applications.recipients import tell_owners
from labelling.core import access, audit
from labelling.core.access import SYSTEM, Actor, Role
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotAllowed, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.reviews import queries
from labelling.reviews.actions.accepting import accept
from labelling.reviews.actions.following import follow_up
from labelling.reviews.actions.panels import end_seat
from labelling.reviews.conflicts.models import Occasion
from labelling.reviews.conflicts.recording import as_fact, keep_check
from labelling.reviews.independence import DECLARABLE, grade_of_kind, gravest
from labelling.reviews.letters import tell_holder, tell_office
from labelling.reviews.models import ConflictGrade, PanelSeat, PanelState
from labelling.reviews.patience import patience
from labelling.reviews.queries.candidates import known_findings
from labelling.reviews.subjects import ConflictCase


def declare(
    session: Session,
    *,
    actor: Actor,
    seat_id: UUID,
    kinds: Sequence[InvolvementKind],
    text: str,
    now: datetime,
) -> PanelSeat:
    """Declare one's involvements (none: an empty list); what the ledger knows counts as well.

    Barred where either side names a barring fact; to be agreed to where either names a lesser
    one; else accepted. Raises NotNow where the answer was given, Invalid without explanation.
    """
    seat = queries.get_seat(session, seat_id)
    access.require(actor, Permission.CONFLICT_DECLARE, seat, now=now)
    application = get_application(session, seat.application_id)
    _refuse_answered(seat, application, now)
    if any(kind not in DECLARABLE for kind in kinds):
        raise Invalid(lazy("Choose from the list."), field="kinds")
    if kinds and not text:
        raise Invalid(lazy("Say in a sentence what it is, and when."), field="text")
    known = known_findings(session, [seat.person_id], application.organisation_id, today(now))[
        seat.person_id
    ]
    grades = [grade_of_kind(kind) for kind in kinds] + [finding.grade for finding in known]
    seat.conflict, seat.declared_at = gravest(grades), now
    seat.conflict_kinds = sorted({*(kind.value for kind in kinds), *(f.kind.value for f in known)})
    seat.conflict_text = text
    keep_check(session, actor, seat, Occasion.DECLARED, known, now=now, declared=kinds)
    audit.record(
        session,
        actor,
        "conflict.declared",
        seat,
        now,
        declared=sorted(kind.value for kind in kinds),
        text=text,
        ledger=[as_fact(finding) for finding in known],
        grade=seat.conflict.value,
    )
    for kind in kinds:
        record_involvement(
            session,
            actor=actor,
            person_id=seat.person_id,
            organisation_id=application.organisation_id,
            kind=kind,
            source="declaration",
            now=now,
            since=today(now),
            note=text[:500],
        )
    _follow(session, actor, seat, application, now, by_system=not kinds)
    return seat


def decline(
    session: Session, *, actor: Actor, seat_id: UUID, reason: str, now: datetime
) -> PanelSeat:
    """Say that one cannot assess this application; raise NotNow once scoring has begun."""
    seat = queries.get_seat(session, seat_id)
    access.require(actor, Permission.CONFLICT_DECLARE, seat, now=now)
    application = get_application(session, seat.application_id)
    _refuse_answered(seat, application, now)
    end_seat(session, actor, seat, PanelState.DECLINED, now, reason=reason)
    follow_up(session, application, seat, now)
    return seat


def agree_to_conflict(
    session: Session, *, actor: Actor, seat_id: UUID, agrees: bool, text: str, now: datetime
) -> PanelSeat:
    """Agree in writing, for the office or the applicant, to a declared conflict, or refuse.

    Both must agree before the assessor is accepted; one refusal releases the seat. Raises NotNow
    where nothing waits for this side, NotAllowed where one person would speak for both, or about
    themselves.
    """
    seat = queries.get_seat(session, seat_id)
    application = get_application(session, seat.application_id)
    case = ConflictCase(seat, application.organisation_id)
    access.require(actor, Permission.CONFLICT_AGREE, case, now=now)
    if application.state in ENDED:
        raise NotNow(lazy("This application has ended already."))
    side = "office" if actor.role is Role.OFFICER else "applicant"
    if seat.state is not PanelState.DECLARED or getattr(seat, f"{side}_agreed_at") is not None:
        raise NotNow(lazy("No declared conflict waits for your answer."))
    if actor.person_id in {seat.office_agreed_by, seat.applicant_agreed_by}:
        raise NotAllowed(lazy("You have agreed for the other side, so somebody else answers here."))
    if actor.person_id == seat.person_id:
        raise NotAllowed(lazy("This is about yourself, so another officer answers."))
    if not text:
        raise Invalid(lazy("Write a sentence: it is kept as your agreement."), field="text")
    verb = "conflict.agreed" if agrees else "conflict.refused"
    audit.record(session, actor, verb, seat, now, side=side, text=text)
    if not agrees:
        end_seat(session, actor, seat, PanelState.RELEASED, now, reason=text)
        tell_holder(session, seat, application, "seat_released", now)
        follow_up(session, application, seat, now)
        return seat
    if side == "office":
        seat.office_agreed_at, seat.office_agreed_by = now, actor.person_id
    else:
        seat.applicant_agreed_at, seat.applicant_agreed_by = now, actor.person_id
    if seat.office_agreed_at and seat.applicant_agreed_at:
        accept(session, actor, seat, application, now)
    return seat


def _refuse_answered(seat: PanelSeat, application: Application, now: datetime) -> None:
    late = today(now) > seat.answer_by + patience().grace
    if seat.state is not PanelState.INVITED or application.state in ENDED or late:
        raise NotNow(lazy("You have answered this invitation, or it was taken back."))


def _follow(
    session: Session,
    actor: Actor,
    seat: PanelSeat,
    application: Application,
    now: datetime,
    *,
    by_system: bool,
) -> None:
    """Do what the grade of a declaration leads to."""
    if seat.conflict is ConflictGrade.BARRED:
        who = SYSTEM if by_system else actor
        end_seat(session, who, seat, PanelState.BARRED, now, reason=", ".join(seat.conflict_kinds))
        follow_up(session, application, seat, now, otherwise="seat_barred")
    elif seat.conflict is ConflictGrade.DECLARED:
        seat.state = PanelState.DECLARED
        tell_office(session, application, "conflict_to_agree", now, answer_by=_day(seat))
        tell_owners(
            session,
            application,
            "conflict_to_agree",
            now,
            answer_by=_day(seat),
        )
    else:
        accept(session, actor, seat, application, now)


def _day(seat: PanelSeat) -> str:
    return seat.answer_by.isoformat()
