"""Labels: one by one, and as a list that is searched, filtered and paged in SQL."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from certificates.standing import Standing, Status, status_on
from labelling.core.access import Actor, visible
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.decisions.models import (
    DecisionState,
    Label,
    LabelChange,
    LabelEvent,
    LabelTerm,
)
from labelling.decisions.naming import present_holder
from labelling.decisions.queries.histories import histories
from labelling.decisions.search import matches
from labelling.decisions.status_in_sql import is_in_force, status_of
from labelling.issuing.queries import is_published, published_terms

PAGE = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; an empty text means everything."""

    text: str = ""
    status: Status | None = None
    level: str = ""
    country: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label in a list: the term in force, its holder's present name, how it stands, a change.

    ``being_issued`` says that the public does not see this term yet.
    """

    label: Label
    term: LabelTerm
    holder: str
    standing: Standing
    change: LabelChange | None
    being_issued: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, how many rows there are in all, and what can be filtered for."""

    rows: list[LabelRow]
    total: int
    countries: list[str]
    levels: list[str]


def get_label(session: Session, label_id: UUID) -> Label:
    """Return a label; raise NotFound."""
    label = session.get(Label, label_id)
    if label is None:
        raise NotFound
    return label


def find_label(session: Session, scheme: str, organisation_id: UUID) -> Label | None:
    """Return the label that an organisation holds under a scheme, or else held last."""
    return session.scalar(
        select(Label)
        .where(Label.scheme == scheme, Label.organisation_id == organisation_id)
        .order_by(Label.ordinal.desc())
        .limit(1)
    )


def labels_of(session: Session, organisation_id: UUID) -> list[Label]:
    """Return all labels of an organisation, by number."""
    return list(
        session.scalars(
            select(Label)
            .where(Label.organisation_id == organisation_id)
            .order_by(Label.year, Label.serial)
        )
    )


def term_of_decision(session: Session, decision_id: UUID) -> LabelTerm | None:
    """Return the term that a decision gave, if it gave one."""
    return session.scalar(select(LabelTerm).where(LabelTerm.decision_id == decision_id))


def terms_of(session: Session, label_id: UUID) -> list[LabelTerm]:
    """Return the terms of a label, oldest first."""
    return terms_of_each(session, [label_id])[label_id]


def terms_of_each(session: Session, label_ids: Collection[UUID]) -> dict[UUID, list[LabelTerm]]:
    """Return the terms of several labels, oldest first, in one statement."""
    found: dict[UUID, list[LabelTerm]] = {label_id: [] for label_id in label_ids}
    for term in session.scalars(
        select(LabelTerm)
        .where(LabelTerm.label_id.in_(label_ids))
        .order_by(LabelTerm.label_id, LabelTerm.ordinal)
    ):
        found[term.label_id].append(term)
    return found


def events_of(session: Session, label_id: UUID) -> list[LabelEvent]:
    """Return what happened to a label besides its terms, oldest first."""
    return list(
        session.scalars(
            select(LabelEvent)
            .where(LabelEvent.label_id == label_id)
            .order_by(LabelEvent.effective_on, LabelEvent.recorded_at, LabelEvent.id)
        )
    )


def list_labels(session: Session, actor: Actor, wanted: Wanted, day: date) -> Listed:
    """Return a page of the labels that the actor may see and that have begun by the day.

    By number; in eight statements, however many rows there are.
    """
    seen = visible(actor, Permission.LABEL_VIEW)
    begun: Select[Label, LabelTerm] = (
        select(Label, LabelTerm)
        .join(LabelTerm, LabelTerm.label_id == Label.id)
        .where(seen, is_in_force(LabelTerm, day))
    )
    query = begun.where(*_conditions(wanted, day))
    total = session.scalar(query.with_only_columns(func.count())) or 0
    found = session.execute(
        query.add_columns(present_holder(LabelTerm))
        .order_by(Label.year, Label.serial)
        .limit(PAGE)
        .offset((wanted.page - 1) * PAGE)
    ).all()
    ids = [row[0].id for row in found]
    facts = histories(session, ids)
    out = published_terms(session, [row[1].id for row in found])
    changes = {
        change.label_id: change
        for change in session.scalars(
            select(LabelChange).where(
                LabelChange.label_id.in_(ids), LabelChange.state == DecisionState.PREPARED
            )
        )
    }
    return Listed(
        [
            LabelRow(
                label=label,
                term=term,
                holder=holder,
                standing=status_on(facts[label.id], day),
                change=changes.get(label.id),
                being_issued=term.id not in out,
            )
            for label, term, holder in found
        ],
        total,
        list(
            session.scalars(
                begun.with_only_columns(LabelTerm.country).distinct().order_by(LabelTerm.country)
            )
        ),
        list(
            session.scalars(
                begun.with_only_columns(LabelTerm.level_id).distinct().order_by(LabelTerm.level_id)
            )
        ),
    )


def _conditions(wanted: Wanted, day: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        found.append(matches(LabelTerm.id, wanted.text))
    if wanted.status is not None:
        found.append(status_of(LabelTerm, day) == wanted.status.value)
        found.append(is_published(LabelTerm.id))
    if wanted.level:
        found.append(LabelTerm.level_id == wanted.level)
    if wanted.country:
        found.append(LabelTerm.country == wanted.country)
    return found
