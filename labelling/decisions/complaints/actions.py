"""Everything that people do with complaints: made by anyone, taken on, judged, answered."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.errors import BadInput
from certificates.numbers import parse_number
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.clocks.dates import extend_clock, start_clocks
from labelling.decisions.clocks.spans import COMPLAINT, Clock
from labelling.decisions.complaints import letters, queries
from labelling.decisions.complaints.models import (
    ENDED,
    Complaint,
    ComplaintOutcome,
    ComplaintState,
    Concern,
)
from labelling.decisions.complaints.subjects import NewComplaint
from labelling.decisions.models import Label
from labelling.decisions.receipts import key_hash, new_receipt
from labelling.decisions.subjects import person_of
from labelling.people.addresses import checked

TEXT_LIMIT = 8000
ANSWER_LIMIT = 4000
NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody complains of; everything but the text may be empty."""

    concern: Concern
    text: str
    number: str = ""
    name: str = ""
    email: str = ""
    may_be_named: bool = False


def make_complaint(
    session: Session, *, actor: Actor, told: Told, key: str, language: str, now: datetime
) -> Complaint:
    """Take a complaint from anybody; ``key`` is what opens the answer to them.

    Raises Invalid for a missing text, for a number that no label has, and for what cannot be an
    address.
    """
    access.require(actor, Permission.COMPLAINT_MAKE, NewComplaint(), now=now)
    _refuse_text(told.text, "text", TEXT_LIMIT)
    if len(told.name) > NAME_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."), field="name", most=NAME_LIMIT
        )
    address = checked(told.email) if told.email else None
    if told.email and address is None:
        raise Invalid(lazy("Enter an address like name@place.example."), field="email")
    kept = key_hash(queries.PURPOSE, key)
    if kept is None:
        raise ValueError("no key was made for this complaint")
    complaint = Complaint(
        receipt=new_receipt("C"),
        key_sha256=kept,
        concern=told.concern,
        label_id=_label(session, told.number),
        text=told.text,
        name=told.name,
        contact_sealed=letters.seal(address, key) if address is not None else None,
        may_be_named=told.may_be_named and bool(told.name),
        language=language,
        state=ComplaintState.RECEIVED,
        state_since=now,
        received_at=now,
    )
    session.add(complaint)
    session.flush()
    start_clocks(session, complaint.id, COMPLAINT, now)
    audit.record(session, actor, "complaint.made", complaint, now, concern=told.concern.value)
    letters.tell_handlers(session, complaint, now)
    return complaint


def take_on_complaint(
    session: Session, *, actor: Actor, complaint_id: UUID, now: datetime
) -> Complaint:
    """Take a complaint on, as somebody who had no part in the matter; the complainer is told."""
    complaint = queries.get_complaint(session, complaint_id)
    case = queries.complaint_case(session, complaint, actor.person_id, now)
    access.require(actor, Permission.COMPLAINT_TAKE_ON, case, now=now)
    complaint.advance(ComplaintState.TAKEN_ON, at=now)
    complaint.taken_on_at, complaint.handled_by = now, person_of(actor)
    session.flush()
    audit.record(session, actor, "complaint.taken_on", complaint, now)
    letters.tell_complainer(session, complaint, now)
    return complaint


def give_back_complaint(
    session: Session, *, actor: Actor, complaint_id: UUID, now: datetime
) -> Complaint:
    """Give a complaint back, so that somebody else takes it on."""
    complaint = _handled(session, actor, complaint_id, now)
    complaint.advance(ComplaintState.RECEIVED, at=now)
    complaint.handled_by = complaint.taken_on_at = complaint.admitted_at = None
    session.flush()
    audit.record(session, actor, "complaint.given_back", complaint, now)
    letters.tell_handlers(session, complaint, now)
    return complaint


def admit_complaint(
    session: Session, *, actor: Actor, complaint_id: UUID, now: datetime
) -> Complaint:
    """Say that the complaint is dealt with; the complainer is told."""
    complaint = _handled(session, actor, complaint_id, now)
    complaint.advance(ComplaintState.ADMITTED, at=now)
    complaint.admitted_at = now
    session.flush()
    audit.record(session, actor, "complaint.admitted", complaint, now)
    letters.tell_complainer(session, complaint, now)
    return complaint


def dismiss_complaint(
    session: Session, *, actor: Actor, complaint_id: UUID, answer: str, now: datetime
) -> Complaint:
    """Say, with the reason, that this cannot be dealt with here."""
    complaint = _handled(session, actor, complaint_id, now)
    _refuse_text(answer, "why_not", ANSWER_LIMIT)
    complaint.advance(ComplaintState.INADMISSIBLE, at=now)
    complaint.answer, complaint.answered_at = answer, now
    session.flush()
    audit.record(session, actor, "complaint.inadmissible", complaint, now)
    letters.tell_complainer(session, complaint, now)
    return complaint


def answer_complaint(
    session: Session,
    *,
    actor: Actor,
    complaint_id: UUID,
    outcome: ComplaintOutcome,
    heard: str,
    answer: str,
    now: datetime,
) -> Complaint:
    """Answer a complaint with what was found; ``heard`` is what those concerned said.

    Raises Invalid without either: nobody is judged unheard.
    """
    complaint = _handled(session, actor, complaint_id, now)
    _refuse_text(heard, "heard", ANSWER_LIMIT)
    _refuse_text(answer, "answer", ANSWER_LIMIT)
    complaint.advance(ComplaintState.ANSWERED, at=now)
    complaint.outcome, complaint.heard = outcome, heard
    complaint.answer, complaint.answered_at = answer, now
    session.flush()
    audit.record(session, actor, "complaint.answered", complaint, now, outcome=outcome.value)
    letters.tell_complainer(session, complaint, now)
    return complaint


def extend_complaint(
    session: Session,
    *,
    actor: Actor,
    complaint_id: UUID,
    step: Clock,
    day: date,
    reason: str,
    now: datetime,
) -> None:
    """Give a step a later date, with a reason that the complainer reads."""
    complaint = _handled(session, actor, complaint_id, now)
    if complaint.state in ENDED or step not in COMPLAINT:
        raise NotNow(lazy("This complaint has no such date left to extend."))
    extend_clock(
        session,
        by=actor.person_id,
        case_id=complaint.id,
        step=step,
        day=day,
        reason=reason,
        now=now,
    )
    audit.record(
        session, actor, "complaint.extended", complaint, now, step=step.value, day=day.isoformat()
    )


def forget_complainer(
    session: Session, *, actor: Actor, complaint_id: UUID, now: datetime
) -> Complaint:
    """Erase name and address of a complainer who asks for it; the complaint goes on without."""
    complaint = _handled(session, actor, complaint_id, now)
    complaint.name, complaint.contact_sealed, complaint.may_be_named = "", None, False
    session.flush()
    audit.record(session, actor, "complaint.complainer_forgotten", complaint, now)
    return complaint


def _handled(session: Session, actor: Actor, complaint_id: UUID, now: datetime) -> Complaint:
    complaint = queries.get_complaint(session, complaint_id)
    case = queries.complaint_case(session, complaint, actor.person_id, now)
    access.require(actor, Permission.COMPLAINT_HANDLE, case, now=now)
    return complaint


def _label(session: Session, typed: str) -> UUID | None:
    if not typed:
        return None
    try:
        number = str(parse_number(typed))
    except BadInput:
        number = ""
    found = session.scalar(select(Label.id).where(Label.number == number)) if number else None
    if found is None:
        raise Invalid(
            lazy("No label has this number. Compare it, or leave it out and name the holder."),
            field="number",
        )
    return found


def _refuse_text(text: str, field: str, most: int) -> None:
    if not text.strip():
        raise Invalid(lazy("Fill this in."), field=field)
    if len(text) > most:
        raise Invalid(lazy("This text may have %(most)s characters."), field=field, most=most)
