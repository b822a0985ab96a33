"""How a label's certificates name its holder: as of a term, a version, a day; and in SQL.

A term's first certificate names the holder as the term does; a further version (``versions``)
names it anew. As a term itself, a version counts for the public from its publication.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.versions.models import LabelVersion
from labelling.issuing.models import Certificate, Publication


@dataclass(frozen=True, slots=True)
class Named:
    """The holder as a certificate names it; ``host`` is the legal person that carries it."""

    holder: str
    host: str
    city: str


def named(term: LabelTerm, version: LabelVersion | None) -> Named:
    """Return the names of a version of a term; of its first one without ``version``."""
    if version is None:
        return Named(term.holder, term.host, term.city)
    return Named(version.holder, version.host, version.city)


def newest_named(term: LabelTerm, versions: Iterable[LabelVersion]) -> Named:
    """Return how a term names the holder after these versions, of whichever terms they are."""
    own = [version for version in versions if version.term_id == term.id]
    return named(term, max(own, key=lambda version: version.version, default=None))


def versions_of(session: Session, label_ids: Iterable[UUID]) -> dict[UUID, list[LabelVersion]]:
    """Return the further versions of several labels, oldest first."""
    found: dict[UUID, list[LabelVersion]] = {label_id: [] for label_id in label_ids}
    for version in session.scalars(
        select(LabelVersion)
        .where(LabelVersion.label_id.in_(list(found)))
        .order_by(LabelVersion.label_id, LabelVersion.version)
    ):
        found[version.label_id].append(version)
    return found


def present_host(session: Session, label: Label) -> str:
    """Return who carries the holder, as the newest certificate of the label says.

    For a label without a term, as the newest of the organisation's other labels says: it goes on
    being carried by the same legal person when a label follows one that has ended.
    """
    term = session.scalar(
        select(LabelTerm)
        .join(Label, Label.id == LabelTerm.label_id)
        .where(Label.organisation_id == label.organisation_id)
        .order_by(
            (Label.id == label.id).desc(),
            (Label.scheme == label.scheme).desc(),
            LabelTerm.recorded_at.desc(),
            LabelTerm.ordinal.desc(),
            LabelTerm.id,
        )
        .limit(1)
    )
    if term is None:
        return ""
    return newest_named(term, versions_of(session, [term.label_id])[term.label_id]).host


def find_version(session: Session, label_id: UUID, version: int) -> LabelVersion | None:
    """Return a further version by its number; None where it is a term's first."""
    return session.scalar(
        select(LabelVersion).where(
            LabelVersion.label_id == label_id, LabelVersion.version == version
        )
    )


def newest_version(session: Session, label_id: UUID) -> int:
    """Return the number of the version ordered last: one for each term and further version."""
    terms = select(func.count()).select_from(LabelTerm).where(LabelTerm.label_id == label_id)
    further = (
        select(func.count()).select_from(LabelVersion).where(LabelVersion.label_id == label_id)
    )
    return (session.scalar(terms) or 0) + (session.scalar(further) or 0)


def present_holder(term: type[LabelTerm]) -> ColumnElement[str]:
    """Return the holder's name as the newest published certificate of a term has it."""
    version = aliased(LabelVersion)
    newest = (
        select(version.holder)
        .where(version.term_id == term.id, _is_published(version))
        .order_by(version.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(newest, term.holder)


def _is_published(version: type[LabelVersion]) -> ColumnElement[bool]:
    certificate, publication = aliased(Certificate), aliased(Publication)
    return exists().where(
        certificate.subject_id == version.label_id,
        certificate.version == version.version,
        publication.certificate_id == certificate.id,
    )
