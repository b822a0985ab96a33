"""What bars an assessor, what must be agreed to, what is long past."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.people.models import InvolvementKind as Kind
from labelling.reviews.independence import BARRING, findings, gravest
from labelling.reviews.models import ConflictGrade as Grade

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Line:
    """A line of the ledger."""

    kind: Kind
    since: date | None = None
    until: date | None = None
    source: str = "test"


def grades(*lines: Line, assessed: tuple[date, ...] = ()) -> list[tuple[Grade, Kind]]:
    return [(one.grade, one.kind) for one in findings(lines, assessed, TODAY)]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, [(Grade.BARRED, Kind.EMPLOYED)]),
        (date(2023, 11, 23), [(Grade.BARRED, Kind.EMPLOYED)]),
        (date(2023, 11, 22), []),
    ],
)
def test_employment_bars_until_three_years_after_its_end(
    until: date | None, expected: list[tuple[Grade, Kind]]
) -> None:
    assert grades(Line(Kind.EMPLOYED, until=until)) == expected


def test_three_years_before_a_leap_day() -> None:
    found = findings([Line(Kind.BOARD, until=date(2025, 3, 1))], (), date(2028, 2, 29))
    assert [one.grade for one in found] == [Grade.BARRED]


def test_gravest_comes_first() -> None:
    assert grades(Line(Kind.ACQUAINTED), Line(Kind.RELATED)) == [
        (Grade.BARRED, Kind.RELATED),
        (Grade.DECLARED, Kind.ACQUAINTED),
    ]


FIRST, SECOND, THIRD = date(2020, 5, 1), date(2022, 5, 1), date(2024, 5, 1)


@pytest.mark.parametrize(
    ("own", "all_days", "expected"),
    [
        ([], (FIRST,), []),
        ([FIRST], (FIRST,), [(Grade.DECLARED, Kind.ASSESSED)]),
        ([FIRST], (FIRST, SECOND), []),
        ([FIRST, SECOND], (FIRST, SECOND), [(Grade.BARRED, Kind.ASSESSED)]),
        ([FIRST, SECOND], (FIRST, SECOND, THIRD), []),
        ([FIRST, THIRD], (FIRST, SECOND, THIRD), [(Grade.DECLARED, Kind.ASSESSED)]),
        ([SECOND, THIRD], (FIRST, SECOND, THIRD, THIRD), [(Grade.BARRED, Kind.ASSESSED)]),
    ],
)
def test_at_most_two_assessments_in_a_row(
    own: list[date], all_days: tuple[date, ...], expected: list[tuple[Grade, Kind]]
) -> None:
    lines = [Line(Kind.ASSESSED, since=day, until=day) for day in own]
    assert grades(*lines, assessed=all_days) == expected


@given(st.lists(st.sampled_from(list(Kind)), max_size=6))
def test_grade_is_barred_exactly_where_a_barring_kind_is_present(kinds: list[Kind]) -> None:
    present = [kind for kind in kinds if kind is not Kind.ASSESSED]
    grade = gravest(one.grade for one in findings(map(Line, present), (), TODAY))
    if any(kind in BARRING for kind in present):
        assert grade is Grade.BARRED
    else:
        assert grade is (Grade.DECLARED if present else Grade.NONE)
