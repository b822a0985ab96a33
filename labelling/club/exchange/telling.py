"""Mail about visits and questions. No figure, no place among others and no hidden name in any."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.exchange.models import AskedMember, Question, Visit
from labelling.club.models import Club, Membership
from labelling.club.telling import contacts_of
from labelling.core import mail


def tell_members(
    session: Session,
    club: Club,
    membership_ids: Iterable[UUID],
    template: str,
    now: datetime,
    *,
    visit: Visit,
) -> None:
    """Write to the contacts of some members about a visit."""
    for persons in contacts_of(session, _rows(session, membership_ids)).values():
        for person in persons:
            mail.send(
                session, person, template, now, about=visit,
                club=club.name, club_id=str(club.id), day=visit.held_on.isoformat(),
            )  # fmt: skip


def tell_asked(session: Session, club: Club, question: Question, rows: Iterable[AskedMember],
               now: datetime) -> None:  # fmt: skip
    """Write to those who are asked. The mail says neither why nor by whom."""
    asked = {one.membership_id: one for one in rows}
    for membership_id, persons in contacts_of(session, _rows(session, asked)).items():
        for person in persons:
            mail.send(
                session, person, "question_asked", now,
                club=club.name, asked=str(asked[membership_id].id),
                until=question.expires_on.isoformat(),
            )  # fmt: skip


def tell_asker(session: Session, club: Club, question: Question, now: datetime) -> None:
    """Write to the asker that somebody would like to talk."""
    for persons in contacts_of(session, _rows(session, [question.membership_id])).values():
        for person in persons:
            mail.send(
                session, person, "question_accepted", now, about=question,
                club=club.name, membership=str(question.membership_id),
            )  # fmt: skip


def tell_introduced(
    session: Session, club: Club, question: Question, asked: AskedMember, now: datetime
) -> None:
    """Write to both that they know each other now."""
    both = [question.membership_id, asked.membership_id]
    for membership_id, persons in contacts_of(session, _rows(session, both)).items():
        for person in persons:
            mail.send(
                session, person, "question_introduced", now, about=asked,
                club=club.name, membership=str(membership_id),
            )  # fmt: skip


def _rows(session: Session, ids: Iterable[UUID]) -> list[Membership]:
    return [one for one in club_queries.memberships_among(session, ids) if one.left_on is None]
