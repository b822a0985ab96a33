"""What of a frozen round goes to the gate: a cell for each indicator, and what links them.

A share has two cells more, its tops and its bottoms over the members who have the share, so that
the ratio of their sums passes the gate as sums do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from benchmarking.disclosure.audit import Definitions
from benchmarking.disclosure.cells import Cell, Contribution, Place
from benchmarking.disclosure.identities import Identity, parts_of
from benchmarking.figures import Sheet, Value, value
from benchmarking.frozen import FrozenMember
from benchmarking.indicators.model import Indicator, IndicatorSet
from benchmarking.rounds import Round

Groups = Mapping[str, frozenset[str]]

_WHOLE_ONLY: Groups = {}


@dataclass(frozen=True)
class RoundFigures:
    """A round's members, and their sheets of the round before where formulas look back."""

    indicators: IndicatorSet
    round: Round
    members: Mapping[str, FrozenMember]
    before: Mapping[str, Sheet]

    def value(self, member: str, indicator: Indicator) -> Value | None:
        """Return what an indicator comes to for a member, None where there is no value."""
        frozen = self.members.get(member)
        if frozen is None:
            return None
        sheets = {self.round: frozen.sheet}
        if member in self.before:
            sheets[self.round.previous] = self.before[member]
        found = value(self.indicators, indicator, sheets, self.round)
        return found if isinstance(found, Value) else None


def has_parts(indicator: Indicator) -> bool:
    """Say whether the ratio of its sums is published: a share of one quantity in another."""
    formula = indicator.formula
    if indicator.kind != "share" or formula is None or len(formula.numerator) != 1:
        return False
    return all(term.sign == 1 and not term.previous for term in formula.terms)


def top(round_: Round | str, code: str) -> Place:
    """Return where the sums of a share's numerators stand."""
    return Place(str(round_), f"{code}/top")


def bottom(round_: Round | str, code: str) -> Place:
    """Return where the sums of a share's denominators stand."""
    return Place(str(round_), f"{code}/bottom")


def cells_of(
    figures: RoundFigures, groups: Groups, codes: Iterable[str], *, with_parts: bool = True
) -> list[Cell]:
    """Return the cells of some indicators, with all accepted values and the groups.

    Tops and bottoms have no groups: their ratio is published of all members together, and only
    where ``with_parts`` asks for it.
    """
    found: list[Cell] = []
    for code in codes:
        indicator = figures.indicators.indicators[code]
        values = {
            member: one
            for member in sorted(figures.members)
            if (one := figures.value(member, indicator)) is not None and one.accepted
        }
        holding = {member: figures.members[member].holding for member in values}
        place = Place(str(figures.round), code)
        numbers = {member: one.number for member, one in values.items()}
        columns = [(place, numbers, groups, indicator.bounds.upper)]
        if with_parts and has_parts(indicator):
            tops = {m: one.numerator for m, one in values.items() if one.numerator is not None}
            bottoms = {m: one.denominator for m, one in values.items() if one.denominator}
            columns.append((top(figures.round, code), tops, _WHOLE_ONLY, None))
            columns.append((bottom(figures.round, code), bottoms, _WHOLE_ONLY, None))
        for where, column, sets, upper in columns:
            given = tuple(Contribution(m, number, holding[m]) for m, number in column.items())
            found.append(Cell(where, given, sets, upper))
    return found


def definitions(set_: IndicatorSet, rounds: Iterable[Round]) -> Definitions:
    """Return what the edition says that links the cells of some rounds.

    The same quantity in several cells is one value; totals are their parts, in a round and, for
    stocks, from round to round; two halves are a year.
    """
    stocks, identities = set[str](), list[Identity]()
    known = sorted(set(rounds))
    for quantity_id, suffixes in _cells_by_quantity(set_).items():
        if set_.quantities[quantity_id].kind == "stock":
            stocks |= set(suffixes)
        identities += [
            Identity(((Place(str(one), first), 1), (Place(str(one), second), -1)))
            for one in known
            for first, second in pairwise(suffixes)
        ]
    for one in known:
        identities += _of_edition(set_, one, known)
    return Definitions(frozenset(stocks), tuple(identities))


def _cells_by_quantity(set_: IndicatorSet) -> dict[str, list[str]]:
    """Return the names of the cells in which each quantity stands by itself."""
    found: dict[str, list[str]] = {}
    for indicator in set_.indicators.values():
        if indicator.formula is None:
            found.setdefault(indicator.code, []).insert(0, indicator.code)
        elif has_parts(indicator):
            above = indicator.formula.numerator[0].quantity
            found.setdefault(above, []).append(f"{indicator.code}/top")
            found.setdefault(indicator.formula.denominator.quantity, []).append(
                f"{indicator.code}/bottom"
            )
    return found


def _of_edition(set_: IndicatorSet, round_: Round, known: Iterable[Round]) -> list[Identity]:
    """Return the set's identities in a round, as far as all terms but one stand in known cells.

    What is in no cell is in no published sum. One such remainder follows from the others and is
    protected; through two of them nothing follows.
    """
    cells = _cells_by_quantity(set_)
    rounds = set(known)
    found = []
    for one in set_.identities:
        places, unknown = [], 0
        for term in (one.total, *one.parts):
            at = round_.previous if term.previous else round_
            unknown += at not in rounds or term.quantity not in cells
            name = cells.get(term.quantity, [term.quantity])[0]
            places.append((Place(str(at), name), term.sign))
        if one.kind == "within" or unknown > 1:
            continue
        (total, _), *parts = places
        if all(sign == 1 for _, sign in parts):
            found.append(parts_of(total, [place for place, _ in parts]))
        else:
            found.append(Identity(((total, 1), *((place, -sign) for place, sign in parts))))
    return found
