"""The audit file of an award: canonical JSON that holds all it takes to recompute the winner.

It holds members' figures, so that it is sealed: for the club's office and the jury. Numbers are
exact, as texts such as "40" or "81/2".
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import rfc8785

from benchmarking.award.auditreading import UnreadableAudit, read_audit
from benchmarking.award.case import Candidate, Case, Course, Criterion, Decision, JurySheet
from benchmarking.award.deciding import JudgedOneself, decide

__all__ = ["FORMAT", "Recomputed", "UnreadableAudit", "audit_file", "recompute"]

FORMAT = "club-award-1"


@dataclass(frozen=True)
class Recomputed:
    """Whether what a file states is what its own figures give, and the decision they give."""

    agrees: bool
    decision: Decision


def audit_file(case: Case) -> bytes:
    """Return the file of an award, with its decision, in RFC 8785 form. Raises JudgedOneself."""
    return rfc8785.dumps({**_case(case), "decision": _decision(decide(case))})


def recompute(content: bytes, frozen: str | None = None) -> Recomputed:
    """Decide the award again from a file, and say whether the file states the same.

    `frozen` is the SHA-256 of the frozen round as known elsewhere: a file about another one does
    not agree. Raises UnreadableAudit for a file that is none, or that does not have our form.
    """
    case, stated = read_audit(content, FORMAT)
    try:
        decision = decide(case)
    except JudgedOneself as error:
        raise UnreadableAudit(str(error)) from error
    same_round = frozen is None or frozen == case.frozen
    return Recomputed(same_round and stated == _decision(decision), decision)


def _case(case: Case) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "round": str(case.round),
        "frozen": case.frozen,
        "indicators": case.indicators,
        "rule": {
            "route": case.rule.route,
            "measure": case.rule.measure,
            "criteria": [_criterion(criterion) for criterion in case.rule.criteria],
        },
        "candidates": [_candidate(one) for one in case.candidates],
        "jury": [_jury_sheet(sheet) for sheet in case.jury],
        "agreement": _written(case.agreement),
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "weight": str(criterion.weight),
        "direction": criterion.direction,
        "target": _written(criterion.target),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "member": candidate.member,
        "complete": candidate.complete,
        "in_time": candidate.in_time,
        "open_queries": candidate.open_queries,
        "worst_grade": candidate.worst_grade,
        "won": [str(round_) for round_ in candidate.won],
        "consents": candidate.consents,
        "courses": {name: _course(course) for name, course in candidate.courses.items()},
    }


def _course(course: Course) -> dict[str, Any]:
    return {"start": _written(course.start), "end": _written(course.end)}


def _jury_sheet(sheet: JurySheet) -> dict[str, Any]:
    scores = {name: str(score) for name, score in sheet.scores.items()}
    return {"juror": sheet.juror, "member": sheet.member, "scores": scores}


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "kind": decision.kind,
        "members": list(decision.members),
        "reason": decision.reason,
        "obstacles": {name: list(why) for name, why in decision.obstacles.items()},
        "scores": {name: str(score) for name, score in decision.scores.items()},
        "stays_first": {name: str(share) for name, share in decision.stays_first.items()},
    }


def _written(number: Fraction | None) -> str | None:
    return None if number is None else str(number)
