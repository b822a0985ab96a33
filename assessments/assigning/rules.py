"""The rules of a team as functions of people: kept or broken, and what a team is worth. Pure.

The solver, the check of a team that somebody changed, and the tests by brute force all use these.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from assessments.assigning.task import Candidate, Case, Rule, Weights

EXPERIENCED_FROM = 3
"""Cases from which somebody counts as experienced."""

ALONE: tuple[Rule, ...] = (
    Rule.INDEPENDENT,
    Rule.AVAILABLE,
    Rule.LANGUAGE,
    Rule.LOAD,
    Rule.TRAINED,
)
"""Rules that each person keeps or breaks alone."""

TOGETHER: tuple[Rule, ...] = (
    Rule.SIZE,
    Rule.FIELD,
    Rule.ABROAD,
    Rule.EXPERIENCED,
    Rule.NOT_AGAIN,
)
"""Rules that only a whole team keeps or breaks."""


def is_experienced(candidate: Candidate) -> bool:
    """Say whether somebody has handed in enough cases to lead, or to stand beside somebody new."""
    return candidate.cases >= EXPERIENCED_FROM


def keeps(candidate: Candidate, case: Case, rule: Rule) -> bool:
    """Say whether somebody keeps to a rule that concerns each person alone."""
    match rule:
        case Rule.INDEPENDENT:
            return not candidate.barred
        case Rule.AVAILABLE:
            return candidate.available
        case Rule.LANGUAGE:
            return candidate.language >= case.language_needed
        case Rule.LOAD:
            return candidate.load < candidate.capacity
        case Rule.TRAINED:
            return candidate.trained
    return True


def broken(team: Sequence[Candidate], case: Case) -> list[Rule]:
    """Return the rules that a team breaks, those who stand already included; [] where it fits."""
    whole = [*case.standing, *team]
    found = [rule for rule in ALONE if not all(keeps(one, case, rule) for one in team)]
    if len(whole) != case.size:
        found.append(Rule.SIZE)
    if not any(one.field for one in whole):
        found.append(Rule.FIELD)
    if sum(one.abroad for one in whole) < case.abroad:
        found.append(Rule.ABROAD)
    if not any(is_experienced(one) for one in whole):
        found.append(Rule.EXPERIENCED)
    if any(repeated(a, b) for a, b in combinations(whole, 2)):
        found.append(Rule.NOT_AGAIN)
    return found


def repeated(a: Candidate, b: Candidate) -> bool:
    """Say whether two assessed their last case together."""
    return b.key in a.together or a.key in b.together


def worth_of(candidate: Candidate, weights: Weights) -> int:
    """Return what somebody alone adds to a team: field, language, a light load, no ties."""
    return (
        weights.field * candidate.field
        + weights.language * candidate.language
        - weights.load * candidate.load
        - weights.ties * candidate.ties
    )


def worth(team: Iterable[Candidate], case: Case, weights: Weights) -> int:
    """Return what a team is worth: of each alone, and of somebody new beside the experienced."""
    team = list(team)
    whole = [*case.standing, *team]
    mixed = any(is_experienced(one) for one in whole) and any(
        not is_experienced(one) for one in whole
    )
    return sum(worth_of(one, weights) for one in team) + weights.mix * mixed
