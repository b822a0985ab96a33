"""Which certificates of labels have their bit set in the status lists, as SQL.

A credential is revoked for good when its label was revoked or withdrawn, when a later term has
taken its term's place (an upgrade, a reduced level) and when a newer version was published. It is
suspended as long as its label is.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased

from certificates.status import Purpose
from labelling.decisions.models import LabelTerm
from labelling.decisions.status_in_sql import has_ended, is_followed, is_suspended
from labelling.issuing.models import Certificate, Publication
from labelling.issuing.queries import is_published
from labelling.issuing.statuses import marks


@marks
def marked(purpose: Purpose, day: date) -> Select[UUID]:
    """Return the statement that finds the certificates marked for a purpose on a day."""
    of_labels = select(Certificate.id).join(LabelTerm, LabelTerm.id == Certificate.term_id)
    if purpose is Purpose.SUSPENSION:
        return of_labels.where(is_suspended(LabelTerm.label_id, day))
    return of_labels.where(
        or_(
            has_ended(LabelTerm.label_id, day),
            is_followed(LabelTerm, day, is_published),
            _has_newer_version(),
        )
    )


def _has_newer_version() -> ColumnElement[bool]:
    newer, publication = aliased(Certificate), aliased(Publication)
    return exists().where(
        newer.term_id == Certificate.term_id,
        newer.version > Certificate.version,
        publication.certificate_id == newer.id,
    )
