"""Reminders before a clearance ends, tasks, how long practice is kept, copy and erasure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from assessments.editions import editions
from labelling.core import mail
from labelling.core.access import Actor, Role, may
from labelling.core.clock import today
from labelling.core.doors import Task, holds_personal_data, offers_tasks
from labelling.core.i18n import gettext
from labelling.core.outbox import every_minute
from labelling.core.permissions import Permission
from labelling.people.queries import people_with_role
from labelling.reviews.calibration import queries
from labelling.reviews.calibration.cases import installed
from labelling.reviews.calibration.models import CalibrationRound, CalibrationScore
from labelling.reviews.calibration.subjects import Clearances

KEPT = timedelta(days=3 * 365)
REMINDED = timedelta(days=30)


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Write to assessors whose clearance ends within 30 days, where their scheme asks for one."""
    day = today(now)
    for edition_id in _asking(session):
        people = people_with_role(session, Role.ASSESSOR)
        known = queries.cleared_until(session, edition_id, [one.id for one in people])
        for person in people:
            until = known.get(person.id)
            if until is not None and day <= until <= day + REMINDED:
                mail.send(
                    session,
                    person,
                    "calibration_ends",
                    now,
                    key=f"calibration_ends:{edition_id}:{person.id}:{until.isoformat()}",
                    day=until.isoformat(),
                )


@every_minute
def forget_old(session: Session, now: datetime) -> None:
    """Delete rounds that were begun three years ago: their clearances have long run out."""
    _delete(session, CalibrationRound.begun_at < now - KEPT)


@offers_tasks
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Return the practice that schemes ask for; for the office, rules that wait for a second."""
    if may(actor, Permission.CALIBRATION_RULE, Clearances()):
        yield from _rules_to_confirm(session, actor)
    if actor.role is not Role.ASSESSOR or actor.person_id is None:
        return
    for edition_id in _asking(session):
        until = queries.cleared_until(session, edition_id, [actor.person_id]).get(actor.person_id)
        if until is not None and until > today(now) + REMINDED:
            continue
        yield Task(
            title=gettext("Score the practice cases"),
            about=_name(edition_id),
            button=gettext("See the practice cases"),
            address="/reviews/calibration",
            due=until,
        )


def _rules_to_confirm(session: Session, actor: Actor) -> Iterator[Task]:
    for edition_id in _practised():
        row = queries.find_proposal(session, edition_id)
        if row is not None and row.asked_by != actor.person_id:
            yield Task(
                title=gettext("Confirm what is asked for live panels"),
                about=_name(edition_id),
                button=gettext("Read and answer"),
                address=f"/office/calibration?edition={edition_id}",
            )


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return an assessor's practice, with what was given."""
    return {
        "rounds": [
            {
                "edition": row.edition_id,
                "begun_at": row.begun_at.isoformat(),
                "handed_in_at": row.handed_in_at.isoformat() if row.handed_in_at else None,
                "agreement": None if row.agreement is None else str(row.agreement),
                "lean": None if row.lean is None else str(row.lean),
                "cleared_until": row.cleared_until.isoformat() if row.cleared_until else None,
                "scores": [
                    {
                        "case": one.case_id,
                        "part": one.part_id,
                        "score": one.score,
                        "reason": one.reason,
                    }
                    for one in queries.scores_of(session, row.id).values()
                ],
            }
            for row in queries.rounds_of(session, person_id)
        ]
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Delete an assessor's practice."""
    _delete(session, CalibrationRound.person_id == person_id)


def _delete(session: Session, which: ColumnElement[bool]) -> None:
    rounds = select(CalibrationRound.id).where(which)
    session.execute(delete(CalibrationScore).where(CalibrationScore.round_id.in_(rounds)))
    session.execute(delete(CalibrationRound).where(which))


def _asking(session: Session) -> list[str]:
    """Return the editions with practice cases that ask for clearance."""
    return [one for one in _practised() if queries.rule_of(session, one).required]


def _practised() -> list[str]:
    return sorted({case.edition_id for case in installed()})


def _name(edition_id: str) -> str:
    return next((one.name for one in editions() if one.id == edition_id), edition_id)


holds_personal_data("calibration", export, erase)
