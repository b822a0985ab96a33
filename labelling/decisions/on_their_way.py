"""What the office calls a certificate that is still on its way."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.sheets import KIND
from labelling.issuing.sources import Named, set_names


def label_names(session: Session, term_ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Return number, holder and page of the labels of these terms, by the terms' ids."""
    rows = session.execute(
        select(LabelTerm.id, Label.id, Label.number, LabelTerm.holder)
        .join(Label, Label.id == LabelTerm.label_id)
        .where(LabelTerm.id.in_(list(term_ids)))
    )
    return {
        term_id: Named(number, holder, f"/office/labels/{label_id}")
        for term_id, label_id, number, holder in rows
    }


set_names(KIND, label_names)
