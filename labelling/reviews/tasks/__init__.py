"""What waits for whom around reviews; each sentence tells only of the reader's own work."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.reviews.conflicts.tasks import objections_to_answer
from labelling.reviews.tasks.assessors import invitations, own_reviews, team_steps
from labelling.reviews.tasks.conflicts import conflicts_to_answer
from labelling.reviews.tasks.office import office_steps
from labelling.reviews.tasks.owners import reports_to_check
from labelling.reviews.tasks.questions import questions_to_settle
from labelling.reviews.tasks.together import (
    days_for_owner,
    days_for_team,
    open_tables,
    reports_to_edit,
    reports_to_rate,
)


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Return what waits for the actor in this room."""
    if actor.role is Role.ASSESSOR:
        yield from invitations(session, actor)
        yield from own_reviews(session, actor)
        yield from team_steps(session, actor, today(now))
        yield from open_tables(session, actor)
        yield from days_for_team(session, actor)
        yield from reports_to_edit(session, actor)
    elif actor.role is Role.OFFICER:
        yield from office_steps(session, actor, today(now))
        yield from conflicts_to_answer(session, actor)
        yield from objections_to_answer(session, actor)
        yield from questions_to_settle(session, actor)
    elif actor.role is Role.MANAGER:
        yield from conflicts_to_answer(session, actor)
        yield from reports_to_check(session, actor)
        yield from days_for_owner(session, actor)
        yield from reports_to_rate(session, actor, now)
        yield from questions_to_settle(session, actor)
