"""The fictitious club: the same for a seed, plausible, and nothing in it contradicts itself."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from benchmarking.award.auditfile import audit_file, recompute
from benchmarking.award.case import Candidate, Case, Course, Criterion, Rule
from benchmarking.figures import Value, value, worst
from benchmarking.rounds import Round
from benchmarking.simulated import SimulatedClub, simulated_club
from benchmarking.simulated.cast import DIMENSIONS
from benchmarking.statistics.trend import trend
from benchmarking.validation.hard import hard_findings
from benchmarking.validation.soft import soft_findings

CLUB = simulated_club()
LAST = CLUB.rounds[-1]
CODES = [one.code for one in CLUB.indicators.core]


def values(club: SimulatedClub, code: str, round_: Round) -> dict[str, Value]:
    """Return the accepted values of a round by member."""
    indicator = club.indicators.indicators[code]
    found = {}
    for name, sheets in club.sheets.items():
        one = value(club.indicators, indicator, sheets, round_) if round_ in sheets else None
        if isinstance(one, Value) and one.accepted:
            found[name] = one
    return found


def test_club_has_24_fictitious_members_over_six_rounds() -> None:
    assert len(CLUB.members) == 24
    assert all(one.name.endswith("(fictitious)") for one in CLUB.members)
    assert [str(one) for one in CLUB.rounds] == [
        "2023-H2", "2024-H1", "2024-H2", "2025-H1", "2025-H2", "2026-H1",
    ]  # fmt: skip
    assert Counter(len(sheets) for sheets in CLUB.sheets.values()) == {6: 22, 4: 2}


def test_same_seed_gives_the_same_club_and_another_another() -> None:
    assert simulated_club() == CLUB
    assert simulated_club().frozen(LAST).hash == CLUB.frozen(LAST).hash
    assert simulated_club(1).frozen(LAST).hash != CLUB.frozen(LAST).hash


def test_club_stays_the_one_that_demonstrations_show() -> None:
    assert CLUB.frozen(LAST).hash == (
        "4fadad204941f6bba8eea60467f1a89fc024fdda54b3f83d37e40c277291fd68"
    )


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_no_figure_is_refused_and_few_are_asked_about(seed: int) -> None:
    club = simulated_club(seed)
    asked = []
    for sheets in club.sheets.values():
        for round_ in sheets:
            assert hard_findings(club.indicators, sheets, round_) == ()
            asked.append(len(soft_findings(club.indicators, sheets, round_, {})))
    assert sum(asked) / len(asked) < 5


def test_figures_fit_their_units() -> None:
    for sheets in CLUB.sheets.values():
        for sheet in sheets.values():
            for name, entry in sheet.entries.items():
                unit = CLUB.indicators.units[CLUB.indicators.quantities[name].unit]
                assert entry.number is None or not unit.whole or entry.number.denominator == 1


def test_there_are_blanks_grades_holdings_and_choices() -> None:
    entries = [
        e for sheets in CLUB.sheets.values() for s in sheets.values() for e in s.entries.values()
    ]
    grades = Counter(entry.grade for entry in entries)
    assert 0 < sum(entry.number is None for entry in entries) < len(entries) / 20
    assert grades["A"] > grades["B"] > grades["C"] > grades["D"] > 0
    assert Counter(one.holding for one in CLUB.members if one.holding) == {
        "fictitious-holding-1": 2,
        "fictitious-holding-2": 2,
    }
    assert len({tuple(sheets[LAST].entries) for sheets in CLUB.sheets.values()}) > 20
    covered = {name for sheets in CLUB.sheets.values() for name in sheets[LAST].entries}
    missing = set(CLUB.indicators.quantities) - covered
    assert missing == {"income-of-year"}  # known after a second half only


@pytest.mark.parametrize("code", CODES)
def test_core_has_enough_values_to_be_shown(code: str) -> None:
    assert len(values(CLUB, code, LAST)) >= 16


def test_each_dimension_gives_groups_that_are_large_enough() -> None:
    holding = {one.id: one for one in CLUB.members}
    for dimension in DIMENSIONS:
        groups = CLUB.partition(dimension.id).groups
        assert sorted(name for group in groups for name in group.members) == sorted(holding)
        assert len(groups) > 1
        for group in groups:
            assert len({holding[n].holding or n for n in group.members}) >= 8


def test_corrections_are_of_what_stands_and_slips_by_a_thousand_are_asked_about() -> None:
    assert len({one.member for one in CLUB.corrections}) == 5
    slips = 0
    for one in CLUB.corrections:
        sheets = dict(CLUB.sheets[one.member])
        assert sheets[one.round].entries[one.quantity] == one.after
        sheets[one.round] = replace(
            sheets[one.round], entries={**sheets[one.round].entries, one.quantity: one.before}
        )
        asked = soft_findings(CLUB.indicators, sheets, one.round, {})
        slips += any(finding.id == f"factor:{one.quantity}" for finding in asked)
    assert slips >= 1


def test_members_differ_in_where_they_are_going() -> None:
    indicator = CLUB.indicators.indicators["A07"]
    slopes = []
    for sheets in CLUB.sheets.values():
        found = {
            r: v.number
            for r in sheets
            if isinstance(v := value(CLUB.indicators, indicator, sheets, r), Value)
        }
        moved = trend(found, LAST, "up", seasonal=True)
        if moved is not None:
            slopes.append(moved.slope)
    assert min(slopes) < 0 < max(slopes)


def test_award_of_the_club_can_be_recomputed() -> None:
    rule = Rule(
        "most_improved",
        "gap_closed",
        (
            Criterion("A07", Fraction(1), "up", Fraction(95)),
            Criterion("C02", Fraction(1), "up", Fraction(95)),
        ),
    )
    before = {code: values(CLUB, code, LAST.year_before) for code in ("A07", "C02")}
    now = {code: values(CLUB, code, LAST) for code in ("A07", "C02")}
    candidates = []
    for member in CLUB.members:
        courses = {
            code: Course(
                before[code][member.id].number if member.id in before[code] else None,
                now[code][member.id].number if member.id in now[code] else None,
            )
            for code in ("A07", "C02")
        }
        grade = worst(now[c][member.id].grade for c in courses if member.id in now[c])
        candidates.append(Candidate(member.id, True, True, 0, grade, (), True, courses))
    case = Case(LAST, CLUB.frozen(LAST).hash, CLUB.indicators.identity, rule, tuple(candidates))
    found = recompute(audit_file(case), CLUB.frozen(LAST).hash)
    assert found.agrees
    assert found.decision.kind in {"winner", "shortlist"}
    assert len(found.decision.scores) >= 15
