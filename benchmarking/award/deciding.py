"""How an award ends: by figures and their robustness, or by a jury."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from benchmarking.award.case import Candidate, Case, Decision, JurySheet, Obstacle
from benchmarking.award.eligibility import obstacles
from benchmarking.award.measures import measured
from benchmarking.award.robustness import DRAWS, ENOUGH, NORMALISATIONS, firsts, z

FEWEST = 5
"""With fewer eligible candidates figures decide nothing."""

FEWEST_JURORS = 2

_SHORTLISTED = Fraction(1, 20)  # first in so many draws under one normalisation


class JudgedOneself(ValueError):
    """Say that a juror scored the juror's own organisation."""


Obstacles = Mapping[str, tuple[Obstacle, ...]]


def decide(case: Case) -> Decision:
    """Return how the award ends.

    By figures: the first is the one with the highest weighted mean, of shares of the gap as they
    are, else of z. It wins if it is first alone, and stays so in at least 80 % of the draws under
    min-max, z and rank each; otherwise all that could be first are a shortlist for the jury. With
    fewer than five eligible there is none. By a jury: the highest mean score.
    Raises JudgedOneself.
    """
    found = {one.member: obstacles(case, one) for one in case.candidates}
    hindered = {member: why for member, why in found.items() if why}
    eligible = sorted(
        (one for one in case.candidates if not found[one.member]), key=lambda one: one.member
    )
    if case.rule.measure == "jury":
        return _by_jury(case.jury, [one.member for one in eligible], hindered)
    if len(eligible) < FEWEST:
        return Decision("none", (), "few_eligible", hindered, {}, {})
    return _by_figures(case, eligible, hindered)


def _by_figures(case: Case, eligible: Sequence[Candidate], hindered: Obstacles) -> Decision:
    names = [one.member for one in eligible]
    weights = [criterion.weight for criterion in case.rule.criteria]
    columns = [_column(case, eligible, at) for at in range(len(weights))]
    shown = columns if case.rule.measure == "gap_closed" else [z(column) for column in columns]
    scores = [
        sum((w * v for w, v in zip(weights, row, strict=True)), Fraction(0)) / sum(weights)
        for row in zip(*shown, strict=True)
    ]
    leaders = [at for at, one in enumerate(scores) if one == max(scores)]
    alone, shortlist = _drawn(case, columns, weights, leaders)
    by_name = dict(zip(names, scores, strict=True))
    if len(leaders) > 1:
        tied = tuple(names[at] for at in sorted(shortlist))
        return Decision("shortlist", tied, "tie", hindered, by_name, {})
    if all(share >= ENOUGH for share in alone.values()):
        return Decision("winner", (names[leaders[0]],), "robust", hindered, by_name, alone)
    listed = tuple(names[at] for at in sorted(shortlist))
    return Decision("shortlist", listed, "not_robust", hindered, by_name, alone)


def _column(case: Case, eligible: Sequence[Candidate], at: int) -> list[Fraction]:
    criterion = case.rule.criteria[at]
    courses = [one.courses[criterion.id] for one in eligible]
    nothing = Fraction(0)  # a level is measured without its start; all else has been collected
    moves = [(one.start or nothing, one.end or nothing) for one in courses]
    return measured(case.rule.measure, criterion, moves)


def _drawn(
    case: Case,
    columns: Sequence[Sequence[Fraction]],
    weights: Sequence[Fraction],
    leaders: Sequence[int],
) -> tuple[dict[str, Fraction], set[int]]:
    """Return in what share of draws the first leader is first alone, and who could be first."""
    seed = bytes.fromhex(case.frozen)
    alone, shortlist = {}, set(leaders)
    for name, normalise in NORMALISATIONS.items():
        drawn = list(firsts([normalise(column) for column in columns], weights, seed))
        alone[name] = Fraction(sum(one == [leaders[0]] for one in drawn), DRAWS)
        for at in range(len(columns[0])):
            if Fraction(sum(at in one for one in drawn), DRAWS) >= _SHORTLISTED:
                shortlist.add(at)
    return alone, shortlist


def _by_jury(jury: Sequence[JurySheet], eligible: Sequence[str], hindered: Obstacles) -> Decision:
    for sheet in jury:
        if sheet.member and sheet.member in sheet.scores:
            raise JudgedOneself("a juror scored the juror's own organisation")
    given = {name: [s.scores[name] for s in jury if name in s.scores] for name in eligible}
    scores = {
        name: sum(found, Fraction(0)) / len(found)
        for name, found in given.items()
        if len(found) >= FEWEST_JURORS
    }
    if not eligible:
        return Decision("none", (), "nobody_eligible", hindered, {}, {})
    if len(scores) < len(eligible):
        return Decision("none", (), "few_jurors", hindered, scores, {})
    best = max(scores.values())
    leaders = tuple(name for name in eligible if scores[name] == best)
    if len(leaders) > 1:
        return Decision("shortlist", leaders, "tie", hindered, scores, {})
    return Decision("winner", leaders, "first", hindered, scores, {})
