"""Reads of the register: searching labels, one label, all labels with their certificates."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select, true, union_all
from sqlalchemy.orm import Session, defer

from certificates.identifiers import is_public_id
from labelling.applications.schemes import edition_of, sign_of
from labelling.core import i18n
from labelling.core.errors import NotFound
from labelling.decisions.models import Decision, Label, LabelEvent, LabelTerm
from labelling.decisions.naming import present_holder, versions_of
from labelling.decisions.renewal.queries import told_in_register
from labelling.decisions.search import folded
from labelling.decisions.status_in_sql import is_in_force, status_of
from labelling.issuing.models import Certificate, Publication, Restamping
from labelling.issuing.queries import is_published, published
from labelling.organisations.models import Organisation
from labelling.register.entries import Entry
from labelling.register.proofs import leaves_of
from labelling.register.wanted import DESCENDING, Wanted

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the labels that a search found, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int
    first: int

    @property
    def has_next(self) -> bool:
        """Say whether there is a further page."""
        return self.first - 1 + len(self.entries) < self.total and bool(self.entries)


def search(session: Session, wanted: Wanted, day: date) -> Found:
    """Return a page of the labels that have begun by the day and fit what is wanted.

    A term counts here and everywhere in the register from the publication of its certificate.

    Names are compared and sorted here rather than by the engines, which fold and collate letters
    beyond ASCII each in its own way; a register has thousands of labels, not millions.
    """
    words = folded(wanted.words).split()
    rows = [
        row
        for row in session.execute(_candidates(wanted, day))
        if _has_all(folded(f"{row.holder} {row.number}"), words)
    ]
    rows.sort(key=_KEYS["number"])
    column = wanted.sort.removeprefix(DESCENDING)
    rows.sort(key=_KEYS[column], reverse=wanted.sort.startswith(DESCENDING))
    start = (wanted.page - 1) * PER_PAGE
    ids = [row.id for row in rows[start : start + PER_PAGE]]
    entries = {entry.label.id: entry for entry in _entries(session, Label.id.in_(ids))}
    return Found(tuple(entries[key] for key in ids), len(rows), start + 1)


def get_entry(session: Session, public_id: str) -> Entry:
    """Return a label by its public identifier; raise NotFound."""
    entry = find_entry(session, public_id)
    if entry is None:
        raise NotFound
    return entry


def find_entry(session: Session, public_id: str) -> Entry | None:
    """Return the label with this public identifier, if there is one."""
    if not is_public_id(public_id):
        return None
    return next(iter(_entries(session, Label.public_id == public_id)), None)


def find_entry_by_number(session: Session, number: str) -> Entry | None:
    """Return the label with this number, as it is printed."""
    return next(iter(_entries(session, Label.number == number)), None)


def find_entry_by_file(session: Session, sha256: str) -> Entry | None:
    """Return the label for which a file with this hash was issued as a certificate."""
    certificates = union_all(
        select(Publication.certificate_id).where(Publication.sha256 == sha256),
        select(Restamping.certificate_id).where(Restamping.sha256 == sha256),
    )
    issued = select(Certificate.subject_id).where(Certificate.id.in_(certificates))
    return next(iter(_entries(session, Label.id.in_(issued))), None)


def all_entries(session: Session) -> Sequence[Entry]:
    """Return every published label, those to begin later too, by number."""
    return sorted(_entries(session, true()), key=lambda entry: entry.label.number)


def used_countries(session: Session, day: date) -> list[str]:
    """Return the codes of the countries with a label that has begun by the day."""
    begun = select(LabelTerm.country).where(is_in_force(LabelTerm, day, is_published))
    return sorted(session.scalars(begun.distinct()))


def _candidates(wanted: Wanted, day: date) -> Any:
    """Select the light rows from which names are chosen, all other filters applied."""
    asked = (
        (wanted.country, LabelTerm.country),
        (wanted.level, LabelTerm.level_id),
        (wanted.field, Organisation.field),
        (wanted.status, status_of(LabelTerm, day)),
    )
    return (
        select(
            Label.id,
            Label.number,
            present_holder(LabelTerm).label("holder"),
            LabelTerm.country,
            LabelTerm.level_id,
            LabelTerm.edition_id,
            LabelTerm.edition_sha256,
            LabelTerm.valid_until,
        )
        .join(LabelTerm, LabelTerm.label_id == Label.id)
        .join(Organisation, Organisation.id == Label.organisation_id)
        .where(is_in_force(LabelTerm, day, is_published))
        .where(*(column == value for value, column in asked if value))
    )


def _has_all(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


_Key = Callable[[Row[Any]], Any]

_KEYS: Mapping[str, _Key] = {
    "number": lambda row: row.number,
    "holder": lambda row: folded(row.holder),
    "country": lambda row: folded(i18n.country_name(row.country)),
    "level": lambda row: sign_of(edition_of(row), row.level_id).ordinal,
    "until": lambda row: row.valid_until,
}


def _entries(session: Session, chosen: ColumnElement[bool]) -> list[Entry]:
    """Return the chosen labels with all that belongs to them, in seven statements."""
    labels = session.execute(
        select(Label, Organisation.field)
        .join(Organisation, Organisation.id == Label.organisation_id)
        .where(chosen)
        .order_by(Label.number)
    ).all()
    terms: dict[UUID, list[LabelTerm]] = defaultdict(list)
    decided: dict[UUID, Any] = {}
    for term, decided_at in session.execute(
        select(LabelTerm, Decision.decided_at)
        .join(Label, Label.id == LabelTerm.label_id)
        .outerjoin(Decision, Decision.id == LabelTerm.decision_id)
        .where(chosen, is_published(LabelTerm.id))
        .order_by(LabelTerm.label_id, LabelTerm.ordinal)
    ):
        terms[term.label_id].append(term)
        decided[term.id] = decided_at
    events: dict[UUID, list[LabelEvent]] = defaultdict(list)
    for event in session.scalars(
        select(LabelEvent)
        .join(Label, Label.id == LabelEvent.label_id)
        .where(chosen)
        .order_by(LabelEvent.effective_on, LabelEvent.recorded_at, LabelEvent.id)
    ):
        events[event.label_id].append(event)
    certificates: dict[UUID, list[Certificate]] = defaultdict(list)
    for certificate in session.scalars(
        published()
        .join(Label, Label.id == Certificate.subject_id)
        .where(chosen)
        .order_by(Certificate.version)
        .options(
            defer(Certificate.sheet, raiseload=True), defer(Certificate.credential, raiseload=True)
        )
    ):
        certificates[certificate.subject_id].append(certificate)
    versions = versions_of(session, [label.id for label, _ in labels if terms[label.id]])
    renewing = told_in_register(session, [label.id for label, _ in labels if terms[label.id]])
    leaves = leaves_of(session, [label.public_id for label, _ in labels if events[label.id]])
    return [
        Entry(
            label=label,
            field=field,
            terms=tuple(terms[label.id]),
            decided={term.id: decided[term.id] for term in terms[label.id]},
            events=tuple(events[label.id]),
            certificates=tuple(certificates[label.id]),
            versions=tuple(versions[label.id]),
            leaves={one.id: leaves[one.id] for one in events[label.id] if one.id in leaves},
            renewing=label.id in renewing,
        )
        for label, field in labels
        if terms[label.id]
    ]
