"""Every edition there is: those that ship with the system, and those that this house has published.

Published ones lie in the database and never change, so each process keeps what it has read, by
hash. The room that publishes registers where they are; without it there are the shipped ones.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from assessments import editions as shipped
from assessments.editions import Edition, UnknownEdition
from assessments.editions.loader import parse
from labelling.core.clock import today, utcnow

HOME = "cluster-excellence"
"""The scheme whose figures an organisation is asked for before it applies anywhere."""


@dataclass(frozen=True, slots=True)
class Published:
    """What is known of a published edition without reading it."""

    edition_id: str
    sha256: str
    applies_from: date


class Shelf(Protocol):
    """Where published editions are."""

    def known(self) -> Iterable[Published]:
        """Return them in the order in which they come to apply."""

    def content(self, sha256: str) -> bytes | None:
        """Return the canonical form of one, None where there is none of this hash."""


_shelves: list[Shelf] = []


def set_shelf(shelf: Shelf) -> None:
    """Register where published editions are."""
    _shelves[:] = [shelf]


def edition(edition_id: str) -> Edition:
    """Return an edition by its id. Raises UnknownEdition."""
    try:
        return shipped.edition(edition_id)
    except UnknownEdition:
        for known in _published():
            if known.edition_id == edition_id:
                return _read(known.sha256)
        raise


def edition_with(edition_id: str, sha256: str) -> Edition | None:
    """Return the edition of an id if it has this identity; None where it differs.

    Raises UnknownEdition where there is none of this id.
    """
    try:
        found = shipped.edition(edition_id)
    except UnknownEdition:
        found = _read(sha256)
    return found if (found.id, found.identity) == (edition_id, sha256) else None


def editions() -> tuple[Edition, ...]:
    """Return all editions: the shipped ones by id, then the others as they come to apply."""
    return (*shipped.editions(), *(_read(known.sha256) for known in _published()))


def scheme_of(edition_id: str) -> str | None:
    """Return the scheme of an edition, None where there is no such edition."""
    try:
        return edition(edition_id).scheme
    except UnknownEdition:
        return None


def ids_of(schemes: Collection[str]) -> list[str]:
    """Return the ids of all editions of schemes."""
    return [one.id for one in editions() if one.scheme in schemes]


def editions_on(day: date | None = None) -> tuple[Edition, ...]:
    """Return the editions that apply on a day (today, unless one is given), in the same order."""
    last = day if day is not None else today(utcnow())
    return (
        *shipped.editions(),
        *(_read(known.sha256) for known in _published() if known.applies_from <= last),
    )


def applies_from(edition_id: str) -> date | None:
    """Return from which day on an edition applies; None for those that ship and always do."""
    return next((one.applies_from for one in _published() if one.edition_id == edition_id), None)


def _published() -> list[Published]:
    return [known for shelf in _shelves for known in shelf.known()]


@lru_cache(maxsize=128)
def _read(sha256: str) -> Edition:
    for shelf in _shelves:
        content = shelf.content(sha256)
        if content is not None:
            return parse(json.loads(content))
    raise UnknownEdition("this edition is not on the shelf")
