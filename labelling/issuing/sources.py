"""Where a certificate's values come from: rooms above this one supply them, kind by kind."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from certificates.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Order:
    """A certificate that is to be printed: whose, for which term, in which language.

    ``kind`` names what the subject is ("label"), and with it the source of the values.
    """

    kind: str
    subject_id: UUID
    term_id: UUID
    language: str
    version: int

    def payload(self) -> dict[str, str | int]:
        """Return the order as the outbox keeps it; the subject stands under its kind."""
        return {
            self.kind: str(self.subject_id),
            "term": str(self.term_id),
            "language": self.language,
            "version": self.version,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Printable:
    """What is printed, what the credential says besides, and whose owners are told.

    ``public_id`` is the subject's in public; ``achievement_id`` the same for all who hold this
    level in this edition; ``criteria`` says in a few sentences what it asks, ``criteria_url`` in
    full; ``image`` is the badge's address; ``country_code`` is ISO 3166 alpha-2. ``scheme`` is the
    one whose design the sheet names, where it names one. ``organisation_id`` is None for a holder
    that has no seats here.
    """

    sheet: Sheet
    organisation_id: UUID | None
    public_id: str
    country_code: str
    achievement_id: str
    criteria: str
    criteria_url: str
    image: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A certificate as the office knows it, before it is printed: number, holder, its page."""

    number: str
    holder: str
    address: str


Source = Callable[[Session, Order], Printable]
Names = Callable[[Session, Collection[UUID]], Mapping[UUID, Named]]

_sources: dict[str, Source] = {}
_names: dict[str, Names] = {}


def set_source(kind: str, function: Source) -> None:
    """Register what supplies the values of one kind of certificate."""
    _sources[kind] = function


def set_names(kind: str, function: Names) -> None:
    """Register what names certificates of one kind to the office, by the ids of their terms."""
    _names[kind] = function


def names(session: Session, orders: Iterable[Order]) -> dict[UUID, Named]:
    """Return what the office calls the certificates of these orders, by the ids of their terms."""
    terms: dict[str, set[UUID]] = {}
    for order in orders:
        terms.setdefault(order.kind, set()).add(order.term_id)
    return {
        term_id: named
        for kind, ids in terms.items()
        if kind in _names
        for term_id, named in _names[kind](session, ids).items()
    }


def kinds() -> Collection[str]:
    """Return the kinds that have a source."""
    return _sources.keys()


def order_from(payload: Mapping[str, Any]) -> Order:
    """Return the order that a payload spells; raise KeyError where no known kind is in it."""
    kind = next((kind for kind in _sources if kind in payload), "")
    return Order(
        kind=kind,
        subject_id=UUID(payload[kind]),
        term_id=UUID(payload["term"]),
        language=payload["language"],
        version=payload["version"],
    )


def printable(session: Session, order: Order) -> Printable:
    """Return what is to be printed; raise BadInput where the texts do not fit a certificate."""
    return _sources[order.kind](session, order)
