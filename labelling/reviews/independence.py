"""Which involvements bar an assessor, which must be agreed to, and which are long past. Pure.

Barred: employed or paid, board, member, competitor, close relative, consulted or trained this
office within three years. To be agreed to: acquaintance, same network, assessed last time. At
most two assessments in a row (schemes.md, conflicts).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from labelling.core.clock import years_before
from labelling.core.i18n import Text, lazy
from labelling.people.models import InvolvementKind as Kind
from labelling.reviews.models import ConflictGrade

YEARS = 3
"""Calendar years for which an involvement counts after its end, for everybody."""

MOST_IN_A_ROW = 2

BARRING = (
    Kind.EMPLOYED,
    Kind.BOARD,
    Kind.MEMBER,
    Kind.SEAT,
    Kind.CONSULTED,
    Kind.TRAINED,
    Kind.RELATED,
    Kind.COMPETITOR,
)

DECLARABLE: Mapping[Kind, Text] = {
    Kind.EMPLOYED: lazy("I have been employed or paid by it within the last three years."),
    Kind.BOARD: lazy("I have sat on one of its boards within the last three years."),
    Kind.MEMBER: lazy("I, or my employer, have been one of its members within three years."),
    Kind.CONSULTED: lazy("I have advised it within the last three years."),
    Kind.TRAINED: lazy("I have trained its staff within the last three years."),
    Kind.RELATED: lazy("A close relative of mine works for it or sits on one of its boards."),
    Kind.COMPETITOR: lazy("I work for an organisation that competes with it."),
    Kind.ACQUAINTED: lazy("I know people there personally."),
    Kind.SAME_NETWORK: lazy("We belong to the same network or project."),
}

KIND_NAMES: Mapping[Kind, Text] = {
    Kind.EMPLOYED: lazy("employed or paid by it"),
    Kind.BOARD: lazy("on one of its boards"),
    Kind.MEMBER: lazy("one of its members"),
    Kind.SEAT: lazy("holds a seat in it here"),
    Kind.CONSULTED: lazy("advised it"),
    Kind.TRAINED: lazy("trained its staff"),
    Kind.RELATED: lazy("a close relative works there"),
    Kind.COMPETITOR: lazy("works for a competitor"),
    Kind.ACQUAINTED: lazy("knows people there"),
    Kind.SAME_NETWORK: lazy("in the same network"),
    Kind.ADDRESS: lazy("shares an address or a name with people there"),
    Kind.ASSESSED: lazy("assessed it last time"),
    Kind.DECIDED: lazy("took part in deciding on it"),
}

TWICE_IN_A_ROW = lazy("assessed it the last two times")


class LedgerLine(Protocol):
    """A line of the ledger of involvements."""

    @property
    def kind(self) -> Kind: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that speaks against somebody's independence, and where it is known from."""

    grade: ConflictGrade
    kind: Kind
    fact: Text
    since: date | None
    until: date | None
    source: str


def counts_after(today: date) -> date:
    """Return the day after which an involvement must have ended to count today."""
    return years_before(today, YEARS)


def grade_of_kind(kind: Kind) -> ConflictGrade:
    """Return how serious a present involvement of this kind is."""
    if kind in BARRING:
        return ConflictGrade.BARRED
    return ConflictGrade.DECLARED


def gravest(grades: Iterable[ConflictGrade]) -> ConflictGrade:
    """Return the most serious grade, NONE where there is none."""
    order = list(ConflictGrade)
    return max(grades, key=order.index, default=ConflictGrade.NONE)


def findings(
    lines: Iterable[LedgerLine], assessments: Iterable[date], today: date
) -> list[Finding]:
    """Return what of a person's lines counts today, gravest first.

    ``assessments`` are the days of all earlier assessments of the organisation, whoever did them.
    What ended more than three years ago no longer counts.
    """
    lines = list(lines)
    found = [
        Finding(
            grade_of_kind(line.kind),
            line.kind,
            KIND_NAMES[line.kind],
            line.since,
            line.until,
            line.source,
        )
        for line in lines
        if line.kind is not Kind.ASSESSED and _counts(line, today)
    ]
    found += _repeated(lines, sorted(set(assessments), reverse=True))
    order = list(ConflictGrade)
    return sorted(found, key=lambda one: (-order.index(one.grade), one.kind.value, one.source))


def _counts(line: LedgerLine, today: date) -> bool:
    return line.until is None or line.until > counts_after(today)


def _repeated(lines: list[LedgerLine], days: list[date]) -> list[Finding]:
    own = {line.since: line for line in lines if line.kind is Kind.ASSESSED and line.since}
    if not days or days[0] not in own:
        return []
    last = own[days[0]]
    in_a_row = days[:MOST_IN_A_ROW]
    if len(in_a_row) == MOST_IN_A_ROW and all(day in own for day in in_a_row):
        return [
            Finding(
                ConflictGrade.BARRED,
                Kind.ASSESSED,
                TWICE_IN_A_ROW,
                in_a_row[-1],
                last.since,
                last.source,
            )
        ]
    return [
        Finding(
            ConflictGrade.DECLARED,
            Kind.ASSESSED,
            KIND_NAMES[Kind.ASSESSED],
            last.since,
            last.until,
            last.source,
        )
    ]
