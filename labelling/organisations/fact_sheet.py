"""The fact sheet as a whole: whose edition asks, which years, what is missing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from assessments.editions.model import Edition, Fact
from labelling.core.clock import civil_day
from labelling.organisations.editions import HOME, editions_on
from labelling.organisations.queries import fact_values

YEARS = 3

EditionSource = Callable[[Session, UUID], Edition | None]

_sources: list[EditionSource] = []


def set_edition_source(function: EditionSource) -> None:
    """Register how the edition of an organisation's running application is found."""
    _sources[:] = [function]


def newest_edition() -> Edition:
    """Return the edition of the home scheme that came to apply last."""
    home = [
        known for known in editions_on() if known.status == "published" and known.scheme == HOME
    ]
    return home[-1]


def edition_for(session: Session, organisation_id: UUID) -> Edition:
    """Return the edition whose figures an organisation is asked for.

    That of its running application, else the newest published one.
    """
    for source in _sources:
        found = source(session, organisation_id)
        if found is not None:
            return found
    return newest_edition()


def years_at(now: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """Return the last three complete civil years, oldest first."""
    present = civil_day(now, zone).year
    return tuple(range(present - YEARS, present))


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A required figure that nobody has entered for a year."""

    fact: Fact
    year: int


def missing_facts(
    session: Session, organisation_id: UUID, edition: Edition, years: Iterable[int]
) -> list[MissingFact]:
    """Return the required figures that are blank, in the edition's order, oldest year first."""
    values = fact_values(session, organisation_id)
    filled = {key for key, row in values.items() if row.value}
    return [
        MissingFact(fact, year)
        for fact in edition.facts
        if fact.required
        for year in sorted(years)
        if (fact.id, year) not in filled
    ]
