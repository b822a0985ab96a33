"""Who may have the award of a meeting."""

from collections.abc import Iterator

from benchmarking.award.case import Candidate, Case, Course, Criterion, Obstacle, Rule


def obstacles(case: Case, candidate: Candidate) -> tuple[Obstacle, ...]:
    """Return why a candidate cannot have the award, () where it can.

    Complete, in time, no open query, grade C or better, no winner of the last two rounds, consents
    to be named; and where the share of a gap counts, not at or past the target from the start.
    """
    return tuple(_obstacles(case, candidate))


def _obstacles(case: Case, candidate: Candidate) -> Iterator[Obstacle]:
    courses = [(one, candidate.courses.get(one.id)) for one in case.rule.criteria]
    if not candidate.complete or not all(_has(case.rule, course) for _, course in courses):
        yield "incomplete"
    if not candidate.in_time:
        yield "late"
    if candidate.open_queries:
        yield "open_query"
    if candidate.worst_grade == "D":
        yield "estimate"
    if {case.round.previous, case.round.previous.previous} & set(candidate.won):
        yield "recent_winner"
    if not candidate.consents:
        yield "no_consent"
    if any(_reached(criterion, course) for criterion, course in courses):
        yield "target_reached"


def _has(rule: Rule, course: Course | None) -> bool:
    """Say whether the figures that the measure needs were collected."""
    if course is None or course.end is None:
        return False
    return rule.measure == "level" or course.start is not None


def _reached(criterion: Criterion, course: Course | None) -> bool:
    if criterion.target is None or course is None or course.start is None:
        return False
    if criterion.direction == "down":
        return course.start <= criterion.target
    return course.start >= criterion.target
