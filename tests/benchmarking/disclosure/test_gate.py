"""One round and indicator: upper bounds, what is told, and a past that is too long."""

from dataclasses import replace
from fractions import Fraction

import pytest

from benchmarking.disclosure.cells import WHOLE, Cell, Contribution
from benchmarking.disclosure.figures import Verdict
from benchmarking.disclosure.gate import judge
from benchmarking.disclosure.policy import CLUB_2026
from benchmarking.disclosure.reasons import Reason
from benchmarking.disclosure.releases import Told
from tests.benchmarking.disclosure.making import FIRST, cell, club, publish


def shares(*values: int) -> Cell:
    return replace(cell(FIRST, club(values)), upper=Fraction(100))


def test_what_is_left_to_the_top_may_be_dominated_as_well() -> None:
    """All but two have everything: what these two lack can be worked out from each other."""
    values = [100, 100, 100, 100, 60, 90]
    bounded, free = shares(*values), replace(shares(*values), upper=None)
    found = judge(bounded, CLUB_2026).figures()[WHOLE]
    assert found.suppressed["mean"] is Reason.P_PERCENT
    assert "mean" in judge(free, CLUB_2026).figures()[WHOLE].shown
    assert "mean" in judge(shares(90, 80, 70, 95, 60, 90), CLUB_2026).figures()[WHOLE].shown


def test_everybody_at_the_top_is_dominated_there() -> None:
    found = judge(shares(*[100] * 9), CLUB_2026).figures()[WHOLE]
    assert found.suppressed["mean"] is Reason.P_PERCENT


def test_told_sets_are_listed_once_with_whether_their_mean_is_shown() -> None:
    values = club([1000, *range(1, 30)])
    names = list(values)
    judged = judge(
        cell(
            FIRST, values, A=names[:10], B=names[:10], C=names[:11], D=names[15:25], E=names[:3]
        ),
        CLUB_2026,
    )  # fmt: skip
    assert [(one.group, one.summed) for one in judged.told()] == [
        ("*", True),
        ("C", False),
        ("D", True),
    ]
    assert judged.verdicts["A"] is judged.verdicts["B"] is Verdict.REFUSED
    assert judged.without_sum("D").verdicts["D"] is Verdict.WITHOUT_SUM
    assert judged.without_sum("A").verdicts == judged.verdicts


@pytest.mark.parametrize(
    ("above", "below", "shown"),
    [
        ([4, 5, 6, 7, 8], [9, 8, 7, 6, 5], True),
        ([400, 1, 1, 1, 1], [9, 8, 7, 6, 5], False),
        ([4, 5, 6, 7, 8], [900, 1, 1, 1, 1], False),
    ],
)
def test_ratio_of_sums_needs_both(above: list[int], below: list[int], shown: bool) -> None:
    numerator, denominator = (judge(cell(FIRST, club(one)), CLUB_2026) for one in (above, below))
    assert numerator.shows_ratio_to(denominator, WHOLE) is shown


def test_hidden_sum_takes_mean_and_spread_of_all_equal_sets() -> None:
    values = club(range(10, 30))
    judged = judge(cell(FIRST, values, All=list(values)), CLUB_2026).without_sum(WHOLE)
    for group in (WHOLE, "All"):
        assert judged.figures()[group].suppressed == {
            "mean": Reason.DIFFERENCING, "sd": Reason.DIFFERENCING,
        }  # fmt: skip


def test_past_with_more_than_can_be_looked_at_lets_nothing_new_out() -> None:
    """A set that crosses 28 told ones in halves: 2^28 unions follow. Eleven can be judged."""
    everyone = [Contribution(f"m{at:03}", Fraction(10 + at % 7)) for at in range(300)]
    told = [
        Told(FIRST, f"g{at}", tuple(everyone[at * 10 : at * 10 + 10]), summed=True)
        for at in range(28)
    ]
    crossing = frozenset(one.member for at, one in enumerate(everyone) if at % 10 < 5)
    values = Cell(FIRST, tuple(everyone), {"crossing": crossing})
    verdicts = [judge(values, CLUB_2026, told[:count]).verdicts for count in (28, 11)]
    assert verdicts == [
        {"*": Verdict.SHOWN, "crossing": Verdict.REFUSED},
        {"*": Verdict.SHOWN, "crossing": Verdict.SHOWN},
    ]


def test_members_without_an_accepted_value_are_in_no_set() -> None:
    values = club(range(10, 20))
    judged = judge(cell(FIRST, values, G=[*list(values)[:5], "nobody"]), CLUB_2026)
    assert judged.figures()["G"].n == 5
    (audited,) = publish(CLUB_2026, [judged.cell])
    assert [len(one.contributions) for one in audited.after.told()] == [10, 5]
