"""Labels that are held on a day, and the terms in force."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.standing import Status, status_on
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.queries import histories

HELD = frozenset({Status.ACTIVE, Status.SUSPENDED})
"""Who holds a label owes notices and confirmations, also while it is suspended."""


def terms_held(session: Session, labels: Sequence[Label], day: date) -> dict[UUID, LabelTerm]:
    """Return, by label, the term in force of the labels that are held on a day."""
    standings = {
        label_id: status_on(history, day)
        for label_id, history in histories(session, [label.id for label in labels]).items()
    }
    ids = {
        label_id: UUID(standing.term.id)
        for label_id, standing in standings.items()
        if standing.status in HELD and standing.term is not None
    }
    rows = session.scalars(select(LabelTerm).where(LabelTerm.id.in_(ids.values())))
    terms = {row.id: row for row in rows}
    return {label_id: terms[term_id] for label_id, term_id in ids.items()}


def term_of(session: Session, label: Label, day: date) -> LabelTerm | None:
    """Return the term in force of a label that is held on a day, None where it is not held."""
    return terms_held(session, [label], day).get(label.id)


def held_label(session: Session, label: Label, day: date) -> LabelTerm:
    """Return the term in force; raise NotNow where the label is not held on the day."""
    term = term_of(session, label, day)
    if term is None:
        raise NotNow(lazy("This label is not held any more, so there is nothing to report."))
    return term


def labels_held_by(
    session: Session, organisation_ids: Collection[UUID], day: date
) -> list[tuple[Label, LabelTerm]]:
    """Return the labels that these organisations hold on a day with the terms in force."""
    if not organisation_ids:
        return []
    labels = session.scalars(
        select(Label)
        .where(Label.organisation_id.in_(list(organisation_ids)))
        .order_by(Label.year, Label.serial)
    ).all()
    terms = terms_held(session, labels, day)
    return [(label, terms[label.id]) for label in labels if label.id in terms]
