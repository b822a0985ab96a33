"""The audit trail as administrators read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from labelling.core.audit import AuditDetail, AuditEntry
from labelling.people.models import Person
from labelling.people.slices import Slice, slice_of

PAGE = 50

# Details of other rooms may hold scores and answers, which an administrator does not see.
_DETAILS_SHOWN = ("persons", "role_grants", "sessions", "involvements")


@dataclass(frozen=True, slots=True)
class TrailQuery:
    """What is looked for: a verb, a subject (its id, or the name of its table), who acted."""

    verb: str = ""
    subject: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry of the audit trail with the name of who acted."""

    entry: AuditEntry
    name: str
    details: dict[str, Any]


def trail_page(session: Session, asked: TrailQuery, number: int) -> tuple[list[TrailLine], Slice]:
    """Return a page of the entries that were asked for, newest first."""
    conditions = list(_conditions(asked))
    part = slice_of(session, select(AuditEntry.seq).where(*conditions), number, PAGE)
    rows = session.execute(
        select(AuditEntry, AuditDetail.details, Person.name)
        .outerjoin(AuditDetail, AuditDetail.seq == AuditEntry.seq)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(*conditions)
        .order_by(AuditEntry.seq.desc())
        .limit(PAGE)
        .offset(part.offset)
    ).all()
    return [
        TrailLine(
            entry, name or "", details if details and entry.subject_kind in _DETAILS_SHOWN else {}
        )
        for entry, details, name in rows
    ], part


def trail_verbs(session: Session) -> Sequence[str]:
    """Return the verbs that the trail knows, in order."""
    return session.scalars(select(AuditEntry.verb).distinct().order_by(AuditEntry.verb)).all()


def _conditions(asked: TrailQuery) -> Iterator[ColumnElement[bool]]:
    if asked.verb:
        yield AuditEntry.verb == asked.verb
    if asked.subject:
        try:
            yield AuditEntry.subject_id == UUID(asked.subject)
        except ValueError:
            yield AuditEntry.subject_kind == asked.subject
    if asked.person:
        found = select(Person.id).where(
            or_(
                func.lower(Person.name).contains(asked.person.lower(), autoescape=True),
                Person.email == asked.person.lower(),
            )
        )
        yield AuditEntry.actor_id.in_(found)
