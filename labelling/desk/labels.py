"""The labels of an actor's organisations as they stand, with their ends, and those on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from certificates.standing import Standing, status_on
from labelling.applications.schemes import LevelSign, edition_of, sign_of
from labelling.core.access import Actor
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.queries import histories
from labelling.decisions.status_in_sql import is_in_force
from labelling.issuing.queries import is_published, published_terms


@dataclass(frozen=True, slots=True)
class HeldLabel:
    """A label as it stands on a day, or a term of it that the public does not see yet."""

    id: UUID
    number: str
    sign: LevelSign
    standing: Standing
    valid_until: date
    being_issued: bool


def held_labels(session: Session, actor: Actor, day: date) -> Sequence[HeldLabel]:
    """Return the labels of the organisations in which the actor sits, by number."""
    organisations = actor.organisations()
    if not organisations:
        return ()
    rows = session.execute(
        select(Label, LabelTerm)
        .join(LabelTerm, LabelTerm.label_id == Label.id)
        .where(
            Label.organisation_id.in_(organisations),
            or_(is_in_force(LabelTerm, day, is_published), ~is_published(LabelTerm.id)),
        )
        .order_by(Label.year, Label.serial, LabelTerm.ordinal)
    ).all()
    known = histories(session, [label.id for label, _ in rows])
    out = published_terms(session, [term.id for _, term in rows])
    return [
        HeldLabel(
            id=label.id,
            number=label.number,
            sign=sign_of(edition_of(term), term.level_id),
            standing=status_on(known[label.id], day),
            valid_until=term.valid_until,
            being_issued=term.id not in out,
        )
        for label, term in rows
    ]
