"""A proposal with its reasons: the team, what speaks for each, who else, or why there is none."""

from collections.abc import Collection, Sequence
from itertools import combinations

from assessments.assigning.rules import ALONE, TOGETHER, is_experienced, keeps, worth
from assessments.assigning.solving import ALL_RULES, solve
from assessments.assigning.task import Candidate, Case, Choice, Proposal, Reason, Rule, Weights

MOST_ALTERNATIVES = 3


def propose(
    candidates: Sequence[Candidate],
    case: Case,
    weights: Weights | None = None,
    *,
    rules: Collection[Rule] = ALL_RULES,
) -> Proposal:
    """Return the best team that keeps to the rules, or the smallest set of rules in conflict.

    The lead is the one with the most cases; none where the lead stands already.
    """
    weights = weights if weights is not None else Weights()
    team = solve(candidates, case, weights, rules=rules)
    if team is None:
        conflict = smallest_conflict(candidates, case, rules=rules)
        numbers = {
            rule: sum(keeps(one, case, rule) and _fits_alone(one, rule) for one in candidates)
            for rule in conflict
        }
        return Proposal((), None, 0, conflict, numbers)
    return proposal_of(team, candidates, case, weights, rules=rules)


def proposal_of(
    team: Sequence[Candidate],
    candidates: Sequence[Candidate],
    case: Case,
    weights: Weights,
    *,
    rules: Collection[Rule] = ALL_RULES,
) -> Proposal:
    """Return a team that was chosen, with what speaks for each and who else could come."""
    by_cases = max(team, key=lambda one: (one.cases, -candidates.index(one)), default=None)
    lead = None if case.led else by_cases
    return Proposal(
        team=tuple(
            Choice(
                one.key,
                _reasons(one, team, case),
                _instead(one, team, candidates, case, weights=weights, rules=rules),
            )
            for one in team
        ),
        lead=lead.key if lead is not None else None,
        worth=worth(team, case, weights),
    )


def smallest_conflict(
    candidates: Sequence[Candidate], case: Case, *, rules: Collection[Rule] = ALL_RULES
) -> tuple[Rule, ...]:
    """Return the fewest rules that cannot be kept together, in their order; () where all can be.

    The number of places is always among them: without it no rule is ever in conflict.
    """
    others = [rule for rule in (*ALONE, *TOGETHER) if rule in rules and rule is not Rule.SIZE]
    for count in range(len(others) + 1):
        for chosen in combinations(others, count):
            tried = {Rule.SIZE, *chosen}
            if solve(candidates, case, Weights(), rules=tried) is None:
                return tuple(rule for rule in Rule if rule in tried)
    return ()


def _fits_alone(candidate: Candidate, rule: Rule) -> bool:
    """Say whether somebody is such as a rule of the whole team asks for."""
    match rule:
        case Rule.FIELD:
            return candidate.field
        case Rule.ABROAD:
            return candidate.abroad
        case Rule.EXPERIENCED:
            return is_experienced(candidate)
    return True


def _reasons(one: Candidate, team: Sequence[Candidate], case: Case) -> tuple[Reason, ...]:
    others = [other for other in (*case.standing, *team) if other is not one]
    found = []
    if case.abroad and one.abroad:
        found.append(Reason.ABROAD)
    if one.field:
        found.append(Reason.FIELD)
    if one.language >= case.language_needed:
        found.append(Reason.LANGUAGE)
    if is_experienced(one):
        found.append(Reason.EXPERIENCED)
    elif any(is_experienced(other) for other in others):
        found.append(Reason.NEWER)
    if one.load == 0:
        found.append(Reason.LIGHT_LOAD)
    if not one.ties:
        found.append(Reason.NO_TIES)
    return tuple(found)


def _instead(
    one: Candidate,
    team: Sequence[Candidate],
    candidates: Sequence[Candidate],
    case: Case,
    *,
    weights: Weights,
    rules: Collection[Rule],
) -> tuple[str, ...]:
    """Return who could take somebody's place while the others stay, best first."""
    rest = tuple(other for other in team if other is not one)
    narrower = Case(case.size, case.abroad, case.language_needed, (*case.standing, *rest))
    without = {other.key for other in team}
    found: list[str] = []
    while len(found) < MOST_ALTERNATIVES:
        instead = solve(candidates, narrower, weights, rules=rules, without=without)
        if not instead:
            break
        found.append(instead[0].key)
        without.add(instead[0].key)
    return tuple(found)
