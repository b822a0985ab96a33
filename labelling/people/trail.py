"""The audit trail as administrators read it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, not_, or_, select
from sqlalchemy.orm import Session

from labelling.core.access import Actor
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


Kept = Callable[[UUID], ColumnElement[bool]]
_kept: list[Kept] = []


def keep_from(function: Kept) -> Kept:
    """Register which entries a person does not read, as they take part in what is told there."""
    _kept.append(function)
    return function


def trail_page(
    session: Session, actor: Actor, asked: TrailQuery, number: int
) -> tuple[list[TrailLine], Slice]:
    """Return a page of the entries that were asked for, newest first.

    Without those that rooms keep from the actor; their numbers are left out.
    """
    conditions = [*_conditions(asked), *_readable(actor)]
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


def _readable(actor: Actor) -> Iterator[ColumnElement[bool]]:
    if actor.person_id is not None:
        for function in _kept:
            # Of an entry about nothing the comparison with its subject is neither true nor false.
            yield not_(func.coalesce(function(actor.person_id), false()))


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
