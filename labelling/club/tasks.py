"""What waits for members of a club and for its office."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.life import TAKES_CORRECTIONS, TAKES_FIGURES
from labelling.club.models import (
    Club,
    ClubRound,
    CodeAcceptance,
    CodeOfConduct,
    Membership,
    Query,
    QueryAnswer,
    RoundMember,
    RoundState,
)
from labelling.club.reminders import due_step
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext, ngettext


@offers_tasks
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield a club's tasks for an actor: a constant number of statements."""
    if actor.role is Role.MANAGER:
        yield from _of_members(session, actor, now)
    elif actor.role is Role.OFFICER:
        yield from _of_office(session, now)


def _of_members(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    places = queries.own_places(session, actor)
    if not places:
        return
    accepted = _accepted(session, actor, places, now)
    clubs = {membership.id: club for club, membership, _name in places}
    for club, membership, _name in places:
        if membership.id not in accepted:
            yield Task(
                title=gettext("Accept the code of conduct"),
                about=club.name,
                button=gettext("Read it"),
                address=f"/clubs/members/{membership.id}/code",
            )
    rows = session.execute(
        select(RoundMember, ClubRound)
        .join(ClubRound, ClubRound.id == RoundMember.round_id)
        .where(
            RoundMember.membership_id.in_(accepted),
            ClubRound.state.in_(TAKES_FIGURES | TAKES_CORRECTIONS),
        )
        .order_by(ClubRound.half_year, RoundMember.id)
    ).all()
    for part, round_ in rows:
        if part.submitted_at is None and round_.state in TAKES_FIGURES:
            yield Task(
                title=gettext("Send the figures of %(half)s", half=round_.half_year),
                about=clubs[part.membership_id].name,
                button=gettext("Enter figures"),
                address=f"/clubs/parts/{part.id}/figures",
                due=round_.closes_on,
            )
    half = {part.id: round_.half_year for part, round_ in rows}
    for query in _unanswered(session, list(half)):
        yield Task(
            title=gettext("Answer a question about your figures"),
            about=half[query.round_member_id],
            button=gettext("Read it"),
            address=f"/clubs/parts/{query.round_member_id}/send#queries",
            due=query.due_on,
        )


def _accepted(
    session: Session, actor: Actor, places: list[tuple[Club, Membership, str]], now: datetime
) -> list[object]:
    """Return the memberships for which the actor accepted the code that is in force."""
    codes: dict[object, object] = {}
    rows = session.execute(
        select(CodeOfConduct.club_id, CodeOfConduct.id)
        .where(CodeOfConduct.in_force_on <= today(now))
        .order_by(CodeOfConduct.number)
    )
    for club_id, code_id in rows:
        codes[club_id] = code_id
    accepted = session.execute(
        select(CodeAcceptance.membership_id, CodeAcceptance.code_id).where(
            CodeAcceptance.person_id == actor.person_id
        )
    )
    given = {(membership_id, code_id) for membership_id, code_id in accepted}
    return [
        membership.id
        for club, membership, _name in places
        if club.id not in codes or (membership.id, codes[club.id]) in given
    ]


def _unanswered(session: Session, part_ids: list[object]) -> list[Query]:
    answered = select(QueryAnswer.query_id)
    query = (
        select(Query)
        .where(
            Query.round_member_id.in_(part_ids),
            Query.settled_at.is_(None),
            Query.id.not_in(answered),
        )
        .order_by(Query.due_on, Query.id)
    )
    return list(session.scalars(query))


def _of_office(session: Session, now: datetime) -> Iterator[Task]:
    rows = session.execute(
        select(ClubRound, Club.name)
        .join(Club, Club.id == ClubRound.club_id)
        .where(ClubRound.state != RoundState.FINAL)
        .order_by(ClubRound.half_year, ClubRound.id)
    ).all()
    for round_, name in rows:
        due = due_step(round_)
        if due is not None and due <= today(now):
            yield Task(
                title=gettext("Take round %(half)s one step further", half=round_.half_year),
                about=name,
                button=gettext("See the round"),
                address=f"/clubs/rounds/{round_.id}",
                due=due,
            )
    yield from _answers(session)


def _answers(session: Session) -> Iterator[Task]:
    """Yield, by round, how many answers of members wait to be read."""
    rows = session.execute(
        select(ClubRound, Query.id)
        .join(RoundMember, RoundMember.round_id == ClubRound.id)
        .join(Query, Query.round_member_id == RoundMember.id)
        .where(
            Query.settled_at.is_(None),
            Query.id.in_(select(QueryAnswer.query_id)),
        )
        .order_by(ClubRound.half_year, ClubRound.id)
    ).all()
    counts: dict[object, tuple[ClubRound, int]] = {}
    for round_, _query_id in rows:
        counts[round_.id] = (round_, counts.get(round_.id, (round_, 0))[1] + 1)
    for round_, count in counts.values():
        yield Task(
            title=ngettext("Settle %(num)s answer", "Settle %(num)s answers", count),
            about=gettext("Round %(half)s", half=round_.half_year),
            button=gettext("Read"),
            address=f"/clubs/rounds/{round_.id}/checking",
        )
