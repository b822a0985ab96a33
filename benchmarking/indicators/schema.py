"""The keys that a set of indicators has, and the values that are made of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from benchmarking.indicators.faults import Fault
from benchmarking.indicators.model import (
    Bounds,
    Change,
    Counted,
    Direction,
    Effect,
    Formula,
    Group,
    Identity,
    IdentityKind,
    Indicator,
    IndicatorSet,
    Kind,
    Measured,
    Quantity,
    Spelling,
    Status,
    Term,
    Tier,
    Unit,
)
from benchmarking.indicators.tables import Table, Value, use_up

_TERM = re.compile(r"(-?)([A-Za-z0-9][A-Za-z0-9._-]{0,63})(@previous)?")
_NAME, _GUIDANCE, _DEFINITION = 80, 160, 320  # characters: short enough for a small office
_MOST = 1_000_000

_STATUSES: tuple[Status, ...] = get_args(Status)
_TIERS: tuple[Tier, ...] = get_args(Tier)
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
_COUNTED: tuple[Counted, ...] = get_args(Counted)
_KINDS: tuple[Kind, ...] = get_args(Kind)
_IDENTITY_KINDS: tuple[IdentityKind, ...] = get_args(IdentityKind)
_EFFECTS: tuple[Effect, ...] = get_args(Effect)
_FACTORS = {1, 100}


@dataclass(frozen=True)
class Reading:
    """A set as far as it could be read, all its ids (of faulty items too), and its faults."""

    set: IndicatorSet
    group_ids: tuple[str, ...]
    unit_ids: tuple[str, ...]
    codes: tuple[str, ...]
    entered_ids: tuple[str, ...]
    identity_ids: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def known(self) -> frozenset[str]:
        """Return the ids of all indicators and quantities."""
        return frozenset((*self.codes, *self.entered_ids))


def read_set(
    data: object,
    canonical: bytes,
    versions: Mapping[str, IndicatorSet],
    language: str | None = None,
) -> Reading:
    """Return what the tables hold; items with a fault are left out, their ids are kept.

    The texts are taken as they stand: in `language`, where they have been put into another one
    than the source's. `versions` is where the set finds itself in each language.
    """
    faults: list[Fault] = []

    def read(table: Table) -> Reading:
        return _reading(table, canonical, versions, language, faults)

    return use_up(data, (), faults, read)


def _reading(
    table: Table,
    canonical: bytes,
    versions: Mapping[str, IndicatorSet],
    language: str | None,
    faults: list[Fault],
) -> Reading:
    table.skip("translations")
    groups = table.tables("groups", _group)
    units = table.tables("units", _unit)
    entered = table.tables("quantities", _quantity)
    indicators = table.tables("indicators", _indicator, name="code")
    identities = table.tables("identities", _identity)
    changes = table.tables("changes", _change, name="indicator")
    read = IndicatorSet(
        id=table.id(),
        name=table.text("name", _NAME),
        language=_language(table, language),
        status=table.word("status", _STATUSES),
        first_round=table.round("first_round"),
        groups=_sound(groups),
        units={unit.id: unit for unit in _sound(units)},
        indicators={indicator.code: indicator for indicator in _sound(indicators)},
        entered=_sound(entered),
        identities=_sound(identities),
        changes=_sound(changes),
        canonical=canonical,
        versions=versions,
    )
    table.close()
    return Reading(
        read,
        group_ids=tuple(group.id for group, _ in groups),
        unit_ids=tuple(unit.id for unit, _ in units),
        codes=tuple(indicator.code for indicator, _ in indicators),
        entered_ids=tuple(quantity.id for quantity, _ in entered),
        identity_ids=tuple(identity.id for identity, _ in identities),
        faults=tuple(faults),
    )


def _language(table: Table, spoken: str | None) -> str:
    """Return the language in which the texts stand: that of the source unless said."""
    source = table.id("language")
    return spoken or source


def _sound(items: tuple[tuple[Value, bool], ...]) -> tuple[Value, ...]:
    return tuple(item for item, is_sound in items if is_sound)


def _group(table: Table) -> Group:
    return Group(id=table.id(), name=table.text("name", _NAME))


def _unit(table: Table) -> Unit:
    return Unit(
        id=table.id(),
        name=table.text("name", _NAME),
        symbol=table.text("symbol", _NAME),
        decimals=table.integer("decimals", 0, 6),
        whole=table.flag("whole"),
        accepts=_sound(table.tables("accepts", _spelling)),
    )


def _spelling(table: Table) -> Spelling:
    found = Spelling(id=table.id(), name=table.text("name", _NAME), factor=table.number("factor"))
    if found.factor <= 0:
        table.note("must be above 0", "factor")
    return found


def _bounds(table: Table) -> Bounds:
    found = Bounds(table.optional_number("lower"), table.optional_number("upper"))
    if found.lower is not None and found.upper is not None and found.lower >= found.upper:
        table.note("must be above the lower bound", "upper")
    return found


def _quantity(table: Table) -> Quantity:
    return Quantity(
        id=table.id(),
        name=table.text("name", _NAME),
        unit=table.id("unit"),
        kind=table.word("kind", _COUNTED),
        bounds=_bounds(table),
        guidance=table.text("guidance", _GUIDANCE),
    )


def _indicator(table: Table) -> Indicator:
    return Indicator(
        code=table.id("code"),
        tier=table.word("tier", _TIERS),
        group=table.id("group"),
        name=table.text("name", _NAME),
        unit=table.id("unit"),
        kind=table.word("kind", _KINDS),
        direction=table.word("direction", _DIRECTIONS),
        bounds=_bounds(table),
        definition=table.text("definition", _DEFINITION),
        guidance=table.text("guidance", _GUIDANCE),
        formula=table.table("formula", _formula),
    )


def _formula(table: Table) -> Formula:
    factor = table.integer("factor", 1, 100, default=1)
    if factor not in _FACTORS:
        table.note("must be 1 or 100", "factor")
    return Formula(
        numerator=_terms(table, "numerator"),
        denominator=_term(table, "denominator"),
        factor=factor,
        least=table.integer("least", 1, _MOST, default=1),
    )


def _identity(table: Table) -> Identity:
    return Identity(
        id=table.id(),
        kind=table.word("kind", _IDENTITY_KINDS),
        total=_term(table, "total"),
        parts=_terms(table, "parts"),
        text=table.text("text", _GUIDANCE),
    )


def _change(table: Table) -> Change:
    return Change(
        indicator=table.id("indicator"),
        since=table.round("since"),
        text=table.text("text", _DEFINITION),
        effect=table.word("effect", _EFFECTS),
        measured=table.table("measured", _measured),
    )


def _measured(table: Table) -> Measured:
    return Measured(
        round=table.round("round"),
        members=table.integer("members", 5, _MOST),  # fewer tell a median that is not shown
        before=table.number("before"),
        after=table.number("after"),
    )


def _term(table: Table, key: str) -> Term:
    """Take one term, such as `A01@previous`; it is added, so that it has no sign."""
    written = table.text(key, _NAME)
    term = _parsed(written)
    if written and (term is None or term.sign < 0):
        table.note("must be a quantity, with @previous for the round before", key)
    return term or Term("")


def _terms(table: Table, key: str) -> tuple[Term, ...]:
    """Take a list of terms, such as `["joined", "-left"]`."""
    found = []
    for index, written in enumerate(table.texts(key)):
        term = _parsed(written)
        if term is None:
            table.note(
                "must be a quantity: -x to take it off, x@previous for last round's", key, index
            )
        else:
            found.append(term)
    return tuple(found)


def _parsed(written: str) -> Term | None:
    match = _TERM.fullmatch(written)
    if match is None:
        return None
    return Term(match[2], sign=-1 if match[1] else 1, previous=bool(match[3]))
