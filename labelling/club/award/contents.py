"""An award's file read back: the rule and the courses that stand in it."""

from fractions import Fraction
from uuid import UUID

from benchmarking.award.auditfile import FORMAT
from benchmarking.award.auditreading import read_audit
from benchmarking.award.case import Case, Course, Criterion
from labelling.club.award.models import AwardFile


def case_in(row: AwardFile) -> Case:
    """Return the case that a file holds. Raises UnreadableAudit."""
    return read_audit(row.content.encode(), FORMAT)[0]


def heaviest(case: Case) -> Criterion:
    """Return the criterion that weighs most; of several the first by id."""
    return min(case.rule.criteria, key=lambda one: (-one.weight, one.id))


def course_of(case: Case, membership_id: UUID, criterion: str) -> Course:
    """Return a candidate's figures on a criterion."""
    member = str(membership_id)
    found = next(one for one in case.candidates if one.member == member)
    return found.courses[criterion]


def as_text(number: Fraction) -> str:
    """Return a whole count as it is written."""
    return str(int(number)) if number.denominator == 1 else str(number)
