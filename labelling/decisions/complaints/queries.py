"""What can be read of complaints: by key, by id, as people stand to them, as a list."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.decisions.clocks.dates import due_dates
from labelling.decisions.clocks.spans import Clock
from labelling.decisions.complaints.models import ENDED, Complaint, ComplaintState, Concern
from labelling.decisions.complaints.policy import handles
from labelling.decisions.complaints.subjects import ComplaintCase
from labelling.decisions.models import Label
from labelling.decisions.partaking import Parts, parts_in_each
from labelling.decisions.receipts import key_hash
from labelling.people import queries as people
from labelling.people.models import Person
from labelling.people.slices import Slice, slice_of

PURPOSE = "complaint"
ENDED_SHOWN = 30

_CLOCKS = {
    ComplaintState.RECEIVED: Clock.ACKNOWLEDGE,
    ComplaintState.TAKEN_ON: Clock.ADMISSIBILITY,
    ComplaintState.ADMITTED: Clock.OUTCOME,
}


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint in a list, with its label and the date that runs."""

    complaint: Complaint
    label: Label | None
    due: date | None


@dataclass(frozen=True, slots=True)
class ComplaintsListed:
    """The complaints that wait, the nearest date first, and a page of those that ended.

    ``part`` says which page of the ended ones, the newest first, it is.
    """

    waiting: list[ComplaintRow]
    ended: list[ComplaintRow]
    part: Slice


def get_complaint(session: Session, complaint_id: UUID) -> Complaint:
    """Return a complaint; raise NotFound."""
    complaint = session.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound
    return complaint


def find_by_key(session: Session, key: str) -> Complaint | None:
    """Return the complaint that a key opens, however it is typed."""
    kept = key_hash(PURPOSE, key)
    if kept is None:
        return None
    return session.scalar(select(Complaint).where(Complaint.key_sha256 == kept))


def complaint_case(
    session: Session, complaint: Complaint, person_id: UUID | None, now: datetime
) -> ComplaintCase:
    """Return a complaint as a person stands to it."""
    return complaint_cases(session, [complaint], person_id, now)[complaint.id]


def complaint_cases(
    session: Session, complaints: Collection[Complaint], person_id: UUID | None, now: datetime
) -> dict[UUID, ComplaintCase]:
    """Return complaints by key as a person stands to them, in a constant number of statements."""
    if person_id is None or not complaints:
        return {
            complaint.id: ComplaintCase(complaint, None, frozenset(), falls_to_them=False)
            for complaint in complaints
        }
    parts = _involved(session, complaints, now)
    able = _handlers(session, complaints, parts)
    return {
        complaint.id: ComplaintCase(
            complaint,
            person_id,
            parts[complaint.id].get(person_id, frozenset()),
            falls_to_them=complaint.handled_by == person_id
            or any(person.id == person_id for person in able[complaint.id]),
        )
        for complaint in complaints
    }


def possible_handlers(session: Session, complaint: Complaint, now: datetime) -> list[Person]:
    """Return who can take a complaint on, by name: officers first, else the panels' members."""
    return handlers_of_each(session, [complaint], now)[complaint.id]


def handlers_of_each(
    session: Session, complaints: Collection[Complaint], now: datetime
) -> dict[UUID, list[Person]]:
    """Return who can take complaints on, by complaint, in a constant number of statements."""
    if not complaints:
        return {}
    return _handlers(session, complaints, _involved(session, complaints, now))


def _involved(
    session: Session, complaints: Collection[Complaint], now: datetime
) -> dict[UUID, Parts]:
    """Return, by complaint, who had a part in the cases of the holder that it names."""
    named = {complaint.label_id for complaint in complaints if complaint.label_id is not None}
    holders: dict[UUID, UUID] = {}
    if named:
        rows = session.execute(select(Label.id, Label.organisation_id).where(Label.id.in_(named)))
        holders = dict(iter(rows))
    parts = parts_in_each(session, set(holders.values()), today(now))
    return {
        complaint.id: parts[holders[complaint.label_id]] if complaint.label_id is not None else {}
        for complaint in complaints
    }


def _handlers(
    session: Session, complaints: Collection[Complaint], parts: Mapping[UUID, Parts]
) -> dict[UUID, list[Person]]:
    staff = {
        Role.OFFICER: people.officers(session),
        Role.APPEALS: people.people_with_role(session, Role.APPEALS),
    }
    return {
        complaint.id: next(
            (
                found
                for role, persons in staff.items()
                if handles(role, complaint.concern)
                and (found := [one for one in persons if one.id not in parts[complaint.id]])
            ),
            [],
        )
        for complaint in complaints
    }


def running(session: Session) -> list[ComplaintRow]:
    """Return the complaints that wait for a step, the nearest date first."""
    rows = _rows(session, _listed().where(Complaint.state.not_in(ENDED)))
    return sorted(rows, key=lambda row: (row.due or date.max, row.complaint.receipt))


def complaints_for(
    session: Session, actor: Actor, now: datetime, page: int = 1
) -> ComplaintsListed:
    """Return the complaints that go to the actor, those that ended a page at a time.

    Officers see that there is a complaint even where they had a part; members of the panels only
    what is about the office, what was left to them, and what they took on.
    """
    concerns = [concern for concern in Concern if handles(actor.role, concern)]
    query = _listed().where(Complaint.concern.in_(concerns))
    if actor.role is Role.APPEALS:
        query = query.where(
            or_(
                Complaint.concern == Concern.OFFICE,
                Complaint.handled_by == actor.person_id,
                Complaint.id.in_(_left_to(session, actor.person_id, now)),
            )
        )
    waiting = _rows(session, query.where(Complaint.state.not_in(ENDED)))
    ended = query.where(Complaint.state.in_(ENDED))
    part = slice_of(session, ended.with_only_columns(Complaint.id), page, ENDED_SHOWN)
    newest = ended.order_by(Complaint.received_at.desc(), Complaint.id)
    return ComplaintsListed(
        sorted(waiting, key=lambda row: (row.due or date.max, row.complaint.receipt)),
        _rows(session, newest.limit(part.size).offset(part.offset)),
        part,
    )


def _left_to(session: Session, person_id: UUID | None, now: datetime) -> list[UUID]:
    """Return the running complaints that would be officers' if there were one without a part."""
    running_ones = session.scalars(
        select(Complaint).where(Complaint.concern != Concern.OFFICE, Complaint.state.not_in(ENDED))
    )
    able = handlers_of_each(session, running_ones.all(), now)
    return [key for key, found in able.items() if any(one.id == person_id for one in found)]


def names_of(session: Session, rows: Iterable[ComplaintRow]) -> dict[UUID, str]:
    """Return the names of those who have taken complaints on."""
    return people.names(session, [row.complaint.handled_by for row in rows])


def due_of(session: Session, complaint: Complaint) -> date | None:
    """Return the date that runs for a complaint."""
    clock = _CLOCKS.get(complaint.state)
    if clock is None:
        return None
    return due_dates(session, [complaint.id]).get((complaint.id, clock))


def _listed() -> Select[Complaint, Label | None]:
    return select(Complaint, Label).outerjoin(Label, Label.id == Complaint.label_id)


def _rows(session: Session, query: Select[Complaint, Label | None]) -> list[ComplaintRow]:
    found = session.execute(query).all()
    dates = due_dates(session, [complaint.id for complaint, _ in found])
    return [
        ComplaintRow(
            complaint,
            label,
            dates.get((complaint.id, clock))
            if (clock := _CLOCKS.get(complaint.state)) is not None
            else None,
        )
        for complaint, label in found
    ]
