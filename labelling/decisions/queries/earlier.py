"""The labels that an organisation has or had, as who decides about it next reads them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from certificates.standing import Standing, status_on
from labelling.applications.schemes import LevelSign, edition_of, sign_of
from labelling.core.clock import today
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.queries.histories import histories
from labelling.decisions.queries.labels import labels_of, terms_of_each


@dataclass(frozen=True, slots=True)
class EarlierLabel:
    """A label, its level and days, and how it stands; ``terms`` is how many terms it had."""

    label: Label
    sign: LevelSign
    terms: int
    valid_from: date
    valid_until: date
    standing: Standing


def earlier_labels(
    session: Session, organisation_id: UUID, decision_id: UUID | None, now: datetime
) -> list[EarlierLabel]:
    """Return an organisation's labels, the newest first; without the term of this decision.

    In a constant number of statements.
    """
    labels = labels_of(session, organisation_id)
    if not labels:
        return []
    ids = [label.id for label in labels]
    known = histories(session, ids)
    terms = {
        label_id: [term for term in found if decision_id is None or term.decision_id != decision_id]
        for label_id, found in terms_of_each(session, ids).items()
    }
    return [
        _earlier(label, own, status_on(known[label.id], today(now)))
        for label in reversed(labels)
        if (own := terms[label.id])
    ]


def _earlier(label: Label, terms: list[LabelTerm], standing: Standing) -> EarlierLabel:
    counts = standing.term.id if standing.term is not None else ""
    shown = next((term for term in terms if str(term.id) == counts), terms[-1])
    return EarlierLabel(
        label=label,
        sign=sign_of(edition_of(shown), shown.level_id),
        terms=len(terms),
        valid_from=terms[0].valid_from,
        valid_until=shown.valid_until,
        standing=standing,
    )
