"""Practising: begin, save case by case, hand in and be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.calibration import Place, calibration, clearance, cleared_until
from assessments.consensus import Opinion
from assessments.editions import edition
from assessments.rubric import is_on_step
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import format_day, lazy
from labelling.core.permissions import Permission
from labelling.reviews.calibration import queries
from labelling.reviews.calibration.cases import (
    PracticeCase,
    cases_of,
    reference,
    set_after,
    sets_of,
)
from labelling.reviews.calibration.models import CalibrationRound, CalibrationScore
from labelling.reviews.calibration.subjects import OwnCalibration
from labelling.reviews.patience import patience

REFRESH = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Given:
    """What an assessor gives to one part: a percentage or nothing yet, and why."""

    score: int | None
    reason: str = ""


def begin_round(
    session: Session, *, actor: Actor, edition_id: str, now: datetime
) -> CalibrationRound:
    """Begin the practice cases of an edition, or go on with those that are begun.

    Each time it is another set than the last, as far as there are several.

    Raises NotFound for an edition without cases, NotNow within the days of a try that was not
    enough, and as long as a clearance counts for more than another 60 days.
    """
    person_id = _self(actor)
    access.require(actor, Permission.CALIBRATION_TAKE, OwnCalibration(person_id), now=now)
    if not sets_of(edition_id):
        raise NotFound
    rounds = [row for row in queries.rounds_of(session, person_id) if row.edition_id == edition_id]
    for row in rounds:
        if row.handed_in_at is None:
            return row
    free_on = begins_on(rounds)
    if free_on is not None and today(now) < free_on:
        raise NotNow(
            lazy("You can score the practice cases again from %(day)s on."),
            day=format_day(free_on),
        )
    last = rounds[0].case_set if rounds else None
    row = CalibrationRound(
        person_id=person_id,
        edition_id=edition_id,
        case_set=set_after(edition_id, last),
        begun_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "calibration.started", row, now)
    return row


def begins_on(rounds: list[CalibrationRound]) -> date | None:
    """Return from when the next round may begin, by the last that was handed in."""
    done = [row for row in rounds if row.handed_in_at is not None]
    if not done:
        return None
    last = done[0]
    if last.cleared_until is not None:
        return last.cleared_until - REFRESH
    return (
        today(last.handed_in_at + patience().practice_again)
        if last.handed_in_at is not None
        else None
    )


def shows_reference(row: CalibrationRound, rounds: list[CalibrationRound]) -> bool:
    """Say whether a round's reference may be read: once cleared, or after the second attempt.

    Before that it would be learnt by heart. ``rounds`` are all of the person's, newest first.
    """
    done = [one for one in rounds if one.edition_id == row.edition_id and one.handed_in_at]
    if row.cleared_until is not None:
        return True
    ids = [one.id for one in done]
    if row.id not in ids:
        return False
    at = ids.index(row.id)
    before = done[at + 1] if at + 1 < len(done) else None
    return at > 0 or (before is not None and before.cleared_until is None)


def save_case(
    session: Session,
    *,
    actor: Actor,
    round_id: UUID,
    case_id: str,
    given: Mapping[str, Given],
    now: datetime,
) -> CalibrationRound:
    """Keep what an assessor gives to the parts of one case, as far as it goes.

    Raises NotNow once handed in, Invalid for a percentage that nobody can give.
    """
    row = _own_round(session, actor, round_id, now)
    case = case_in(row, case_id)
    known = edition(row.edition_id)
    stands = queries.scores_of(session, row.id)
    for part in case.parts:
        one = given.get(part.part)
        if one is None:
            continue
        if one.score is not None and not is_on_step(known.step, Fraction(one.score)):
            raise Invalid(lazy("Choose a percentage from the list."))
        kept = stands.get((case_id, part.part)) or CalibrationScore(
            round_id=row.id, case_id=case_id, part_id=part.part
        )
        kept.score, kept.reason, kept.saved_at = one.score, one.reason, now
        session.add(kept)
    session.flush()
    audit.record(session, actor, "calibration.saved", row, now, case=case_id)
    return row


def hand_in_round(
    session: Session, *, actor: Actor, round_id: UUID, now: datetime
) -> CalibrationRound:
    """Compare with the reference; enough of it clears for live panels for the rule's months.

    Raises Invalid as long as a part has no percentage.
    """
    row = _own_round(session, actor, round_id, now)
    cases = cases_of(row.edition_id, row.case_set)
    asked = reference(cases)
    mine: dict[Place, Opinion] = {
        place: Fraction(one.score)
        for place, one in queries.scores_of(session, row.id).items()
        if one.score is not None
    }
    if set(asked) - set(mine):
        raise Invalid(lazy("Some parts have no percentage yet. Score them all, then hand in."))
    rule = queries.rule_of(session, row.edition_id)
    found = clearance(calibration(asked, mine), rule.standard)
    row.handed_in_at, row.judged = now, found.calibration.judged
    row.agreement, row.lean = found.calibration.agreement, found.calibration.lean
    row.distance, row.short = found.calibration.distance, ",".join(found.short)
    if found.cleared:
        row.cleared_until = cleared_until(today(now), rule.months)
    session.flush()
    audit.record(session, actor, "calibration.handed_in", row, now)
    return row


def case_in(row: CalibrationRound, case_id: str) -> PracticeCase:
    """Return a case of a round's set; raise NotFound."""
    for case in cases_of(row.edition_id, row.case_set):
        if case.id == case_id:
            return case
    raise NotFound


def _own_round(session: Session, actor: Actor, round_id: UUID, now: datetime) -> CalibrationRound:
    row = queries.get_round(session, round_id)
    access.require(actor, Permission.CALIBRATION_TAKE, OwnCalibration(row.person_id), now=now)
    if row.handed_in_at is not None:
        raise NotNow(lazy("These scores are handed in and stay as they are."))
    return row


def _self(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotFound
    return actor.person_id
