"""Reads of working together: plans, comments, earlier versions, who is writing now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.applications.models import Answer, AnswerRevision
from labelling.applications.together.models import Comment, Mention, PartPlan, Presence
from labelling.core.access import Seat
from labelling.core.errors import NotFound
from labelling.organisations import queries as organisations
from labelling.people.models import Person

WRITING = timedelta(minutes=2)
"""For so long somebody counts as writing after the last sign of it."""


def plans_of(session: Session, application_id: UUID) -> dict[str, PartPlan]:
    """Return the plans of an application by part."""
    rows = session.scalars(select(PartPlan).where(PartPlan.application_id == application_id))
    return {row.part_id: row for row in rows}


def colleagues(session: Session, organisation_id: UUID, *seats: Seat) -> list[Person]:
    """Return who sits in an organisation and can act, on one of these seats (any if none)."""
    return [
        person
        for person, seat in organisations.seat_holders(session, organisation_id)
        if organisations.is_active(person) and (not seats or seat in seats)
    ]


def writing_now(
    session: Session, application_id: UUID, part_id: str, now: datetime, but: UUID | None
) -> list[UUID]:
    """Return who is writing on a part, without one person, who came last first."""
    return list(
        session.scalars(
            select(Presence.person_id)
            .where(
                Presence.application_id == application_id,
                Presence.part_id == part_id,
                Presence.seen_at > now - WRITING,
                Presence.person_id != but,
            )
            .order_by(Presence.seen_at.desc(), Presence.person_id)
        )
    )


def presence_of(
    session: Session, application_id: UUID, part_id: str, person_id: UUID
) -> Presence | None:
    """Return when a person was last seen on a part, or None."""
    return session.scalars(
        select(Presence).where(
            Presence.application_id == application_id,
            Presence.part_id == part_id,
            Presence.person_id == person_id,
        )
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with the people to whose attention it was brought."""

    comment: Comment
    mentioned: tuple[UUID, ...]


def remarks(session: Session, application_id: UUID, part_id: str) -> list[Remark]:
    """Return the comments on a part, oldest first, removed ones left out."""
    comments = session.scalars(
        select(Comment)
        .where(
            Comment.application_id == application_id,
            Comment.part_id == part_id,
            Comment.removed_at.is_(None),
        )
        .order_by(Comment.at, Comment.id)
    ).all()
    mentions: dict[UUID, list[UUID]] = {}
    for row in session.scalars(
        select(Mention)
        .where(Mention.comment_id.in_([one.id for one in comments]))
        .order_by(Mention.person_id)
    ):
        mentions.setdefault(row.comment_id, []).append(row.person_id)
    return [Remark(one, tuple(mentions.get(one.id, ()))) for one in comments]


def mentions_since(
    session: Session, person_ids: Iterable[UUID], since: datetime
) -> dict[UUID, int]:
    """Return how often each of these people was mentioned since an instant, if ever."""
    rows = session.execute(
        select(Mention.person_id, func.count())
        .join(Comment, Comment.id == Mention.comment_id)
        .where(Mention.person_id.in_(list(person_ids)), Comment.at > since)
        .group_by(Mention.person_id)
    )
    return {row[0]: row[1] for row in rows}


def get_comment(session: Session, comment_id: UUID) -> Comment:
    """Return a comment; raise NotFound, also after it was removed."""
    found = session.get(Comment, comment_id)
    if found is None or found.removed_at is not None:
        raise NotFound
    return found


def open_comments(session: Session, application_id: UUID) -> dict[str, int]:
    """Return how many comments wait to be settled, by part; parts without any are left out."""
    rows = session.execute(
        select(Comment.part_id, func.count())
        .where(
            Comment.application_id == application_id,
            Comment.settled_at.is_(None),
            Comment.removed_at.is_(None),
        )
        .group_by(Comment.part_id)
    )
    return {row[0]: row[1] for row in rows}


def revisions(session: Session, application_id: UUID, part_id: str) -> list[AnswerRevision]:
    """Return every version of an answer, newest first."""
    return list(
        session.scalars(
            select(AnswerRevision)
            .join(Answer, Answer.id == AnswerRevision.answer_id)
            .where(Answer.application_id == application_id, Answer.part_id == part_id)
            .order_by(AnswerRevision.version.desc())
        )
    )


def get_revision(
    session: Session, application_id: UUID, part_id: str, version: int
) -> AnswerRevision:
    """Return one version of an answer; raise NotFound."""
    found = session.scalars(
        select(AnswerRevision)
        .join(Answer, Answer.id == AnswerRevision.answer_id)
        .where(
            Answer.application_id == application_id,
            Answer.part_id == part_id,
            AnswerRevision.version == version,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def plans_for(
    session: Session, person_id: UUID | None, application_ids: Collection[UUID]
) -> list[PartPlan]:
    """Return the parts that a person is to write in these applications."""
    return list(
        session.scalars(
            select(PartPlan)
            .where(PartPlan.assigned_to == person_id, PartPlan.application_id.in_(application_ids))
            .order_by(PartPlan.application_id, PartPlan.part_id)
        )
    )


def plans_due(session: Session, days: Iterable[date]) -> list[PartPlan]:
    """Return the plans with one of these last days and somebody who writes."""
    return list(
        session.scalars(
            select(PartPlan)
            .where(PartPlan.due_on.in_(list(days)), PartPlan.assigned_to.is_not(None))
            .order_by(PartPlan.application_id, PartPlan.assigned_to, PartPlan.part_id)
        )
    )
