"""Reads around bid packs: what an owner may choose from, and the packs that there are."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.editions.model import Fact
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of
from labelling.core.errors import NotFound
from labelling.decisions.models import Decision, Label
from labelling.organisations.queries import fact_values
from labelling.register.bidpacks.models import BidPack
from labelling.register.entries import Entry
from labelling.register.queries import find_entry
from labelling.reviews.queries import find_report
from labelling.reviews.reports import report_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the fact sheet, of the last year that has one; ``grade`` may be left open."""

    fact: Fact
    year: int
    value: str
    grade: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What may go into a bid pack of a label besides its standing.

    ``result`` is the share of the points asked for, as the owner's own final report tells it.
    """

    entry: Entry
    figures: tuple[Figure, ...]
    result: Fraction | None


def held(session: Session, organisation_id: UUID) -> list[Entry]:
    """Return the published labels of an organisation, by number."""
    ids = session.scalars(
        select(Label.public_id)
        .where(Label.organisation_id == organisation_id)
        .order_by(Label.number)
    )
    found = (find_entry(session, public_id) for public_id in ids)
    return [entry for entry in found if entry is not None]


def offer_of(session: Session, entry: Entry, day: date) -> Offer:
    """Return what an owner may choose from, names in the language in force."""
    organisation_id = entry.label.organisation_id
    values = fact_values(session, organisation_id)
    newest: dict[str, tuple[int, str, str]] = {}
    for (fact_id, year), row in values.items():
        if row.value and (fact_id not in newest or year >= newest[fact_id][0]):
            newest[fact_id] = (year, row.value, row.grade)
    facts = edition_of(entry.term(day)).facts
    return Offer(
        entry=entry,
        figures=tuple(Figure(fact, *newest[fact.id]) for fact in facts if fact.id in newest),
        result=_result(session, entry, day),
    )


def packs(session: Session, organisation_id: UUID) -> list[BidPack]:
    """Return the bid packs of an organisation whose files are kept, the newest first."""
    return list(
        session.scalars(
            select(BidPack)
            .where(BidPack.organisation_id == organisation_id, BidPack.cleared_at.is_(None))
            .order_by(BidPack.ordered_at.desc(), BidPack.id)
        )
    )


def ordered_since(session: Session, organisation_id: UUID, moment: datetime) -> int:
    """Return how many bid packs an organisation ordered after a moment."""
    return (
        session.scalar(
            select(func.count())
            .select_from(BidPack)
            .where(BidPack.organisation_id == organisation_id, BidPack.ordered_at > moment)
        )
        or 0
    )


def get_pack(session: Session, pack_id: UUID) -> BidPack:
    """Return a bid pack; raise NotFound."""
    found = session.get(BidPack, pack_id)
    if found is None:
        raise NotFound
    return found


def find_pack_by_file(session: Session, sha256: str) -> BidPack | None:
    """Return the bid pack whose file has this hash, cleared ones too."""
    return session.scalar(select(BidPack).where(BidPack.sha256 == sha256))


def _result(session: Session, entry: Entry, day: date) -> Fraction | None:
    """Return the agreed result of the term shown, once its report is final for the holder."""
    application = session.scalar(
        select(Application)
        .join(Decision, Decision.application_id == Application.id)
        .where(
            Decision.id == entry.term(day).decision_id,
            Application.organisation_id == entry.label.organisation_id,
        )
    )
    report = find_report(session, application.id) if application else None
    if application is None or report is None or report.final_at is None:
        return None
    return report_of(session, application).percent
