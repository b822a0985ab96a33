"""Reads of the register: searching labels, one label, all labels with their certificates."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select, true, union_all
from sqlalchemy.orm import Session, aliased, defer

from certificates.identifiers import is_public_id
from labelling.applications.schemes import sign_of
from labelling.core import i18n
from labelling.core.errors import NotFound
from labelling.decisions.models import Decision, Label, LabelEvent, LabelTerm
from labelling.decisions.naming import present_holder, versions_of
from labelling.decisions.renewal.queries import told_in_register
from labelling.decisions.search import folded, matches
from labelling.decisions.status_in_sql import is_in_force, status_of
from labelling.issuing.models import Certificate, Publication, Restamping
from labelling.issuing.queries import is_published, published
from labelling.organisations.countries import CODES
from labelling.organisations.editions import editions
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
    Each word that is wanted begins a word of the holder's name, or the number.

    By holder it is sorted here rather than by the engines, which fold and collate letters beyond
    ASCII each in its own way; by everything else there, so that a large register costs no more.
    """
    chosen = _chosen(wanted, day)
    column, descending = wanted.sort.removeprefix(DESCENDING), wanted.sort.startswith(DESCENDING)
    start = (wanted.page - 1) * PER_PAGE
    if column == "holder":
        ids = _by_holder(session, chosen, descending=descending)
        total, ids = len(ids), ids[start : start + PER_PAGE]
    else:
        total = session.scalar(chosen.with_only_columns(func.count())) or 0
        key = _sort_key(column)
        page = (
            chosen.with_only_columns(Label.id)
            .order_by(key.desc() if descending else key, Label.number)
            .offset(start)
            .limit(PER_PAGE)
        )
        ids = list(session.scalars(page))
    entries = {entry.label.id: entry for entry in _entries(session, Label.id.in_(ids))}
    return Found(tuple(entries[key] for key in ids), total, start + 1)


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
    """Return the codes of the countries with a label that has begun by the day.

    It goes from country to country through the index, however many labels each has.
    """
    known = select(func.min(LabelTerm.country).label("country")).cte(recursive=True)
    following = select(func.min(LabelTerm.country)).where(LabelTerm.country > known.c.country)
    known = known.union_all(select(following.scalar_subquery()).where(known.c.country.is_not(None)))
    term = aliased(LabelTerm)
    begun = exists().where(term.country == known.c.country, is_in_force(term, day, is_published))
    return sorted(session.scalars(select(known.c.country).where(begun)))


def _chosen(wanted: Wanted, day: date) -> Select[Any]:
    """Select what fits, each label with the term that counts on the day."""
    asked = (
        (wanted.country, LabelTerm.country),
        (wanted.level, LabelTerm.level_id),
        (wanted.field, _field_of(Label)),
        (wanted.status, status_of(LabelTerm, day)),
    )
    return (
        select(Label.id)
        .join(LabelTerm, LabelTerm.label_id == Label.id)
        .where(is_in_force(LabelTerm, day, is_published), matches(LabelTerm.id, wanted.words))
        .where(*(column == value for value, column in asked if value))
    )


def _field_of(label: type[Label]) -> ColumnElement[str]:
    field = select(Organisation.field).where(Organisation.id == label.organisation_id)
    return field.scalar_subquery()


def _by_holder(session: Session, chosen: Select[Any], *, descending: bool) -> list[UUID]:
    """Return the chosen labels by the holder's name, those of equal names by number."""
    light = chosen.with_only_columns(Label.id, Label.number, present_holder(LabelTerm))
    rows = [(folded(holder), number, key) for key, number, holder in session.execute(light)]
    rows.sort(key=lambda row: row[1])
    rows.sort(key=lambda row: row[0], reverse=descending)
    return [key for _, _, key in rows]


def _sort_key(column: str) -> ColumnElement[Any]:
    """Return what a column is sorted by; countries by their names in the reader's language."""
    if column == "country":
        names = sorted(CODES, key=lambda code: folded(i18n.country_name(code)))
        places = {code: place for place, code in enumerate(names)}
        return case(places, value=LabelTerm.country, else_=len(places))
    if column == "level":
        ordinals = {
            (edition.id, level.id): sign_of(edition, level.id).ordinal
            for edition in editions()
            for level in edition.levels
        }
        return case(
            *(
                (and_(LabelTerm.edition_id == edition, LabelTerm.level_id == level), ordinal)
                for (edition, level), ordinal in ordinals.items()
            ),
            else_=0,
        )
    return (LabelTerm.valid_until if column == "until" else Label.number).expression


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
