"""An attacker who has everything that was ever shown, knows who is in which group, and computes.

Three ways in: exact linear algebra over all members, indicators and rounds; linear programming for
how large a value can be at most; and the places of the ascending values behind quantiles. Only
what is shown is used, with one's own values and the identities of the edition; nothing of how the
gate decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

from benchmarking.disclosure.audit import Audited
from benchmarking.disclosure.cells import WHOLE, Contribution, Place
from benchmarking.disclosure.identities import Identity

Unknown = tuple[Place, str, int]
"""A member's value at a place, and which version of it."""

MARGIN = Fraction(11, 10)


@dataclass
class Attacker:
    """Equations over the values of all members: the sum of factor · value for each."""

    equations: list[tuple[dict[Unknown, int], Fraction]] = field(default_factory=list)
    truth: dict[Unknown, Fraction] = field(default_factory=dict)

    def sees(self, audited: Audited) -> None:
        """Take the means that a publication shows, as sums over the members behind them."""
        for judged in audited.judged:
            shown = audited.figures()[judged.cell.place]
            for group, figures in shown.items():
                members = judged.cell.contributions_of(group)
                keys = [self.key(judged.cell.place, one) for one in members]
                if "mean" in figures.shown:
                    mean = figures.shown["mean"]
                    assert isinstance(mean, Fraction)
                    self.equations.append((dict.fromkeys(keys, 1), mean * len(members)))
            for one in judged.cell.contributions_of(WHOLE):
                self.key(judged.cell.place, one)

    def key(self, place: Place, one: Contribution) -> Unknown:
        """Return the unknown for a value at a place; a corrected value is another."""
        for version in range(len(self.truth) + 1):
            key = place, one.member, version
            if self.truth.setdefault(key, one.value) == one.value:
                return key
        raise AssertionError("unreachable")

    def is_member(self, member: str) -> None:
        """Know one's own values."""
        for key, value in self.truth.items():
            if key[1] == member:
                self.equations.append(({key: 1}, value))

    def knows(self, identities: Iterable[Identity]) -> None:
        """Use that every member's values fulfil the edition's identities."""
        for identity in identities:
            for member in sorted({key[1] for key in self.truth}):
                terms = {(place, member, 0): factor for place, factor in identity.terms}
                if terms.keys() <= self.truth.keys():
                    self.equations.append((terms, Fraction(0)))

    def believes_steady(self, indicator: str) -> None:
        """Take a stock's values as the same in all rounds."""
        for key in self.truth:
            first = min((one for one in self.truth if one[1:] == key[1:]
                         and one[0].indicator == indicator),
                        key=lambda one: one[0].round, default=key)  # fmt: skip
            if key[0].indicator == indicator and key != first:
                self.equations.append(({key: 1, first: -1}, Fraction(0)))

    def solved(self) -> dict[Unknown, Fraction]:
        """Return every value that is determined."""
        order = sorted(self.truth, key=lambda key: (key[0].round, key[0].indicator, *key[1:]))
        rows = [
            [*(Fraction(terms.get(key, 0)) for key in order), total]
            for terms, total in self.equations
        ]
        form = _echelon(rows, len(order))
        alone = [row for row in form if sum(1 for entry in row[:-1] if entry) == 1]
        return {order[next(at for at, e in enumerate(row) if e)]: row[-1] for row in alone}

    def differences(self) -> dict[tuple[str, Place], Fraction]:
        """Return by how much members' corrected values changed, where that is determined."""
        extended = Attacker(list(self.equations), dict(self.truth))
        changes = {}
        for place, member, version in self.truth:
            if version == 1:
                change = (place, f"change of {member}", 0)
                extended.truth[change] = Fraction(0)
                terms = {(place, member, 1): 1, (place, member, 0): -1, change: -1}
                extended.equations.append((terms, Fraction(0)))
                changes[change] = (member, place)
        solved = extended.solved()
        return {name: solved[key] for key, name in changes.items() if key in solved}

    def told(self, myself: str | None = None) -> dict[Unknown, Fraction]:
        """Return the values of others that are determined."""
        return {key: value for key, value in self.solved().items() if key[1] != myself}

    def narrowed(
        self, myself: str | None = None, among: Iterable[Unknown] | None = None
    ) -> dict[Unknown, float]:
        """Return others' values whose upper bound lies below 1.10 of the truth, with the bound.

        Values are taken as not negative, as totals are. ``among``: which values to try.
        """
        order = list(self.truth)
        places = {key: at for at, key in enumerate(order)}
        matrix = np.zeros((len(self.equations), len(order)))
        for row, (terms, _) in enumerate(self.equations):
            for key, factor in terms.items():
                matrix[row, places[key]] = factor
        totals = [float(total) for _, total in self.equations]
        found = {}
        for key in order if among is None else among:
            if key[1] == myself or not self.truth[key]:
                continue
            bound = _largest(matrix, totals, places[key])
            if bound < float(self.truth[key] * MARGIN) * (1 - 1e-7):
                found[key] = bound
        return found


def _largest(matrix: np.ndarray, totals: Sequence[float], at: int) -> float:
    if not totals:
        return float("inf")
    aim = np.zeros(matrix.shape[1])
    aim[at] = -1
    done = linprog(aim, A_eq=matrix, b_eq=totals, bounds=(0, None), method="highs")
    return float("inf") if done.status == 3 else -float(done.fun)


def _echelon(rows: list[list[Fraction]], columns: int) -> list[list[Fraction]]:
    """Return the reduced echelon form of rows with their totals."""
    left, done = [list(row) for row in rows], list[list[Fraction]]()
    for column in range(columns):
        pivot = next((row for row in left if row[column]), None)
        if pivot is None:
            continue
        left = [row for row in left if row is not pivot]
        lead = pivot[column]
        pivot = [entry / lead if entry else entry for entry in pivot]
        for group in (left, done):
            for row in group:
                if row[column]:
                    factor = row[column]
                    row[:] = [a - factor * b if b else a for a, b in zip(row, pivot, strict=True)]
        done.append(pivot)
    return done


def pinned(
    shown: Mapping[str, Fraction | float], members: int, *, smoothed: bool, own: float | None = None
) -> dict[int, float]:
    """Return the ascending values (0-based place) that quantiles and mean leave no room for.

    The attacker knows how quantiles are computed, and may be one of the members: then each place
    that one's own value may have is tried, and what they all agree on is pinned.
    """
    tried = range(members) if own is not None else [None]
    found: dict[int, tuple[float, float]] | None = None
    for place in tried:
        ranges = _ranges(shown, members, smoothed, place, own)
        if ranges is not None:
            found = ranges if found is None else {
                at: (min(low, ranges[at][0]), max(high, ranges[at][1]))
                for at, (low, high) in found.items()
            }  # fmt: skip
    return {
        at: high
        for at, (low, high) in (found or {}).items()
        if high < float("inf")
        and high - low <= 1e-6 * max(1, abs(high))
        and (own is None or abs(high - own) > 1e-6)
    }


_SHARES = {"median": "1/2", "q1": "1/4", "q3": "3/4", "p10": "1/10", "p90": "9/10"}


def _ranges(
    shown: Mapping[str, Fraction | float],
    members: int,
    smoothed: bool,
    place: int | None,
    own: float | None,
) -> dict[int, tuple[float, float]] | None:
    rows, totals = [], []
    for name, value in shown.items():
        if name != "sd":
            rows.append(_weights(name, members, smoothed))
            totals.append(float(value))
    if place is not None and own is not None:
        rows.append(np.eye(members)[place])
        totals.append(own)
    if not rows:
        return None
    ascending = np.eye(members)[:-1] - np.eye(members)[1:]
    found = {}
    for at in range(members):
        ends = []
        for sign in (1, -1):
            done = linprog(
                sign * np.eye(members)[at], A_ub=ascending, b_ub=np.zeros(members - 1),
                A_eq=np.array(rows), b_eq=totals, bounds=(0, None), method="highs",
            )  # fmt: skip
            if done.status == 2:
                return None
            ends.append(float("inf") if done.status == 3 else sign * float(done.fun))
        found[at] = (ends[0], ends[1])
    return found


def _weights(name: str, members: int, smoothed: bool) -> np.ndarray:
    """Return how much of each ascending value a figure has."""
    if name == "mean":
        return np.full(members, 1 / members)
    weights = np.zeros(members)
    h = (members - 1) * Fraction(_SHARES[name])
    for shift, part in ((-1, 0.25), (0, 0.5), (1, 0.25)) if smoothed else ((0, 1.0),):
        at = min(max(h + shift, Fraction(0)), Fraction(members - 1))
        low = int(at)
        weights[low] += part * float(low + 1 - at)
        if at != low:
            weights[low + 1] += part * float(at - low)
    return weights
