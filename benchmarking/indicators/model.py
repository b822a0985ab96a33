"""What a set of indicators consists of, as frozen values."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from benchmarking.rounds import Round

Status = Literal["published", "draft"]
Tier = Literal["core", "choice"]
Direction = Literal["up", "down", "neutral"]
Counted = Literal["stock", "flow", "distinct", "year"]
Kind = Literal["stock", "flow", "distinct", "share", "ratio", "scale"]
IdentityKind = Literal["parts", "stock", "halves", "within"]
Effect = Literal["wording", "restated", "break"]


@dataclass(frozen=True)
class Spelling:
    """Another unit in which a figure may be given: `factor` of the set's unit make one of it."""

    id: str
    name: str
    factor: Fraction


@dataclass(frozen=True)
class Unit:
    """A unit; `whole` ones have no fractions, `decimals` are those that pages show."""

    id: str
    name: str
    symbol: str
    decimals: int
    whole: bool
    accepts: tuple[Spelling, ...]


@dataclass(frozen=True)
class Bounds:
    """Between what a figure lies, both ends included; None where there is no end."""

    lower: Fraction | None
    upper: Fraction | None

    def hold(self, number: Fraction) -> bool:
        """Say whether a number lies within."""
        above = self.lower is None or number >= self.lower
        return above and (self.upper is None or number <= self.upper)


@dataclass(frozen=True)
class Term:
    """A quantity in a formula: added (1) or taken off (-1), of this round or of the one before."""

    quantity: str
    sign: int = 1
    previous: bool = False

    def __str__(self) -> str:
        return (
            f"{'-' if self.sign < 0 else ''}{self.quantity}{'@previous' if self.previous else ''}"
        )


@dataclass(frozen=True)
class Formula:
    """Factor × numerator ÷ denominator; not shown while the denominator is under `least`."""

    numerator: tuple[Term, ...]
    denominator: Term
    factor: int
    least: int

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return the terms of numerator and denominator."""
        return (*self.numerator, self.denominator)


@dataclass(frozen=True)
class Quantity:
    """What a member enters.

    A stock on the last day, a flow or a distinct count of the half-year, or the sum of a calendar
    year, which can be known after its second half only.
    """

    id: str
    name: str
    unit: str
    kind: Counted
    bounds: Bounds
    guidance: str


@dataclass(frozen=True)
class Indicator:
    """What is compared. Without a formula it is entered as it is, as a quantity of the same id."""

    code: str
    tier: Tier
    group: str
    name: str
    unit: str
    kind: Kind
    direction: Direction
    bounds: Bounds
    definition: str
    guidance: str
    formula: Formula | None


@dataclass(frozen=True)
class Identity:
    """What must agree: the total with the sum of the parts (`within`: reaches at least it).

    `stock`: the last stock, what joined and what left; `halves`: the two halves of a year, which
    holds in second halves only.
    """

    id: str
    kind: IdentityKind
    total: Term
    parts: tuple[Term, ...]
    text: str


@dataclass(frozen=True)
class Measured:
    """What a change of definition did to the median, by both definitions in one round."""

    round: Round
    members: int
    before: Fraction
    after: Fraction


@dataclass(frozen=True)
class Change:
    """A definition that changed with a round.

    `wording` changed nothing, `restated` figures were put right backwards, after a `break` figures
    are not compared with those before.
    """

    indicator: str
    since: Round
    text: str
    effect: Effect
    measured: Measured | None


@dataclass(frozen=True)
class Group:
    """A group of indicators."""

    id: str
    name: str


@dataclass(frozen=True)
class IndicatorSet:
    """A dated set of indicators; `canonical` is its RFC 8785 form.

    `versions` has the set in each of its languages, that of the source first.
    """

    id: str
    name: str
    language: str
    status: Status
    first_round: Round
    groups: tuple[Group, ...]
    units: Mapping[str, Unit]
    indicators: Mapping[str, Indicator]
    entered: tuple[Quantity, ...]
    identities: tuple[Identity, ...]
    changes: tuple[Change, ...]
    canonical: bytes = field(repr=False)
    versions: "Mapping[str, IndicatorSet]" = field(repr=False, compare=False)

    @cached_property
    def identity(self) -> str:
        """Return the set's identity: SHA-256 of its RFC 8785 form, in hexadecimal."""
        return hashlib.sha256(self.canonical).hexdigest()

    @property
    def source(self) -> "IndicatorSet":
        """Return the set in the language in which it was written."""
        return next(iter(self.versions.values()))

    def in_language(self, language: str) -> "IndicatorSet":
        """Return the same set with its texts in another language.

        A text without a translation stays as the source has it, and so does the whole set where
        it knows nothing of the language.
        """
        return self.versions.get(language, self.source)

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """Return all that can be entered, by id: indicators without a formula, then the others."""
        own = [
            Quantity(one.code, one.name, one.unit, one.kind, one.bounds, one.guidance)
            for one in self.indicators.values()
            if one.kind in {"stock", "flow", "distinct"}
        ]
        return {quantity.id: quantity for quantity in (*own, *self.entered)}

    @cached_property
    def core(self) -> tuple[Indicator, ...]:
        """Return the indicators that everybody is asked for."""
        return tuple(one for one in self.indicators.values() if one.tier == "core")

    def asked(self, codes: Iterable[str]) -> tuple[Quantity, ...]:
        """Return what a member enters for some indicators, each once, in the order of need.

        Raises KeyError for a code that the set does not have.
        """
        needed: dict[str, None] = {}
        for code in codes:
            for term in self.terms(self.indicators[code]):
                needed[term.quantity] = None
        return tuple(self.quantities[quantity_id] for quantity_id in needed)

    def terms(self, indicator: Indicator) -> tuple[Term, ...]:
        """Return the quantities that an indicator is made of."""
        return indicator.formula.terms if indicator.formula else (Term(indicator.code),)

    def seasonal(self, indicator: Indicator) -> bool:
        """Say whether it counts what happened in the half-year: then like halves are compared."""
        return any(self.quantities[t.quantity].kind != "stock" for t in self.terms(indicator))

    def comparable_since(self, code: str, round_: Round) -> Round | None:
        """Return the round of the last break up to a round, None where there was none."""
        breaks = [
            change.since
            for change in self.changes
            if change.indicator == code and change.effect == "break" and change.since <= round_
        ]
        return max(breaks, default=None)
