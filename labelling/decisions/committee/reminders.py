"""Mail before a vote in writing ends, and to the chair when it can be closed."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core.access import Role
from labelling.core.clock import today
from labelling.core.outbox import every_minute
from labelling.decisions.committee import mailing, queries
from labelling.decisions.committee.ballots import standing_votes
from labelling.decisions.committee.models import Reply, Sitting, SittingKind
from labelling.people import queries as people

DAYS_BEFORE = 2


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Queue a reminder to each member who has an open vote, and to the chair at the end."""
    running = session.scalars(
        select(Sitting)
        .where(
            Sitting.kind == SittingKind.IN_WRITING,
            Sitting.opened_at.is_not(None),
            Sitting.closed_at.is_(None),
            Sitting.cancelled_at.is_(None),
        )
        .order_by(Sitting.day, Sitting.id)
    ).all()
    for sitting in running:
        items = [item for item in queries.items_of(session, sitting.id) if item.result is None]
        if not items:
            continue
        votes = standing_votes(session, items)
        rows = queries.members_of(session, sitting.id)
        missing = [
            person
            for person in people.people_with_role(session, Role.COMMITTEE)
            if person.id in rows
            and rows[person.id].reply is not Reply.EXCUSED
            and any(person.id not in votes[item.id] for item in items)
        ]
        if today(now) > sitting.day or not missing:
            mailing.remind_to_close(session, sitting, now)
        elif today(now) >= sitting.day - timedelta(days=DAYS_BEFORE):
            for person in missing:
                mailing.remind_to_vote(session, sitting, person, now)
