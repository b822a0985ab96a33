"""Figures of the fact sheet: what each kind may be, and which cannot be true together."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from assessments.editions.model import Edition, Fact, Unit
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.organisations.numbers import canonical, read_decimal

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many decimals a figure may have, and how large it may be."""

    places: int
    most: Decimal


BOUNDS: Mapping[Unit, Bounds] = MappingProxyType(
    {
        "count": Bounds(0, Decimal(1_000_000_000)),
        "months": Bounds(0, Decimal(1200)),
        "fte": Bounds(2, Decimal(100_000)),
        "percent": Bounds(2, Decimal(100)),
        "eur": Bounds(2, Decimal(10_000_000_000_000)),
    }
)
MOST: Mapping[str, Decimal] = MappingProxyType(
    {"secured-months": Decimal(36), "member-kinds": Decimal(6)}
)
"""Upper limits that a fact's own definition sets."""

PART_OF = (
    ("members-firms", "members-total"),
    ("members-sme", "members-firms"),
    ("members-research", "members-total"),
    ("members-in-projects", "members-total"),
    ("staff-fte", "staff-persons"),
    ("income-private", "income-total"),
    ("income-fees", "income-private"),
    ("sme-served", "firms-served"),
    ("projects-cross-sector", "projects-running"),
    ("aims-reached", "aims-set"),
)
"""Facts that count part of what another fact counts in the same year, by their definitions."""

_DAY = re.compile(r"(\d{1,2})[./ ]+(\d{1,2})[./ ]+(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def read_figure(fact: Fact, text: str) -> str:
    """Return a figure in the form in which it is kept; a blank one ("not collected") is "".

    Raises Invalid for what this fact cannot be.
    """
    text = " ".join(text.split())
    if not text:
        return ""
    if fact.unit == "text":
        return _text(text)
    if fact.unit == "date":
        return read_day(text).isoformat()
    return _number(fact, text)


def _number(fact: Fact, text: str) -> str:
    marks = {"percent": "%", "eur": "€"}.get(fact.unit, "")
    number = read_decimal(text.strip(marks) if marks else text)
    bounds = BOUNDS[fact.unit]
    if number < 0:
        raise Invalid(lazy("This cannot be less than 0."))
    most = min(bounds.most, MOST.get(fact.id, bounds.most))
    if number > most:
        raise Invalid(lazy("This cannot be more than %(most)s."), most=canonical(most))
    if number != round(number, bounds.places):
        if bounds.places == 0:
            raise Invalid(lazy("This is a whole number, without decimals."))
        raise Invalid(lazy("This has %(places)s decimals at most."), places=bounds.places)
    return canonical(number)


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Invalid(
            lazy("This text has %(length)s characters; %(limit)s fit."),
            length=len(text),
            limit=LONGEST_TEXT,
        )
    return text


def read_day(text: str) -> date:
    """Return a day that was typed as 2025-12-31 or 31 12 2025; raise Invalid for anything else."""
    iso, written = _ISO_DAY.fullmatch(text), _DAY.fullmatch(text)
    numbers = iso.groups() if iso else written.groups()[::-1] if written else ()
    try:
        year, month, day = (int(number) for number in numbers)
        return date(year, month, day)
    except ValueError:
        raise Invalid(lazy("Write the day as day, month, year: 14 5 2025.")) from None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A part that is larger than its whole."""

    part: Fact
    whole: Fact
    part_value: Decimal
    whole_value: Decimal


def contradictions(edition: Edition, figures: Mapping[str, str]) -> Iterator[Contradiction]:
    """Yield what cannot be true together among one year's figures (kept form, by fact)."""
    facts = {fact.id: fact for fact in edition.facts}
    for part, whole in PART_OF:
        if part not in facts or whole not in facts:
            continue
        small, large = figures.get(part, ""), figures.get(whole, "")
        if small and large and Decimal(small) > Decimal(large):
            yield Contradiction(facts[part], facts[whole], Decimal(small), Decimal(large))
