"""What assessors said of cases part by part, and the tables of scores made from it."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from assessments.agreement.scores import Given, Scores, scores_of
from assessments.consensus import Opinion


@dataclass(frozen=True, slots=True)
class Said:
    """What one assessor said of one part of a case, alone, before any discussion."""

    case: str
    part: str
    assessor: str
    opinion: Opinion


def by_part(said: Iterable[Said]) -> Scores:
    """Return the percentages with each part of each case as a unit of its own.

    Agreement is measured on these. Raises BadInput where an assessor judged a part twice.
    """
    return scores_of(
        Given(json.dumps([one.case, one.part]), one.assessor, one.opinion)
        for one in said
        if isinstance(one.opinion, Fraction)
    )


def by_case(said: Iterable[Said]) -> Scores:
    """Return for each case each assessor's mean over the parts that all of them gave a percentage.

    Severity is measured on these: how an assessor sees a case colours all of its parts, so the
    parts of a case are no independent witnesses. A case without such a part is left out.
    """
    cases: defaultdict[str, defaultdict[str, dict[str, Fraction]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for one in said:
        if isinstance(one.opinion, Fraction):
            cases[one.case][one.assessor][one.part] = one.opinion
    found = []
    for case, by_assessor in cases.items():
        shared = set.intersection(*(set(parts) for parts in by_assessor.values()))
        for assessor, parts in by_assessor.items() if shared else ():
            total = sum((parts[part] for part in shared), start=Fraction(0))
            found.append(Given(case, assessor, total / len(shared)))
    return scores_of(found)
