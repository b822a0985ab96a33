"""Mail before and after the last day for figures, and to the office when a step is due."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.models import ClubRound, Membership, RoundMember, RoundState
from labelling.club.telling import contacts_of, tell, tell_office
from labelling.core.clock import today
from labelling.core.outbox import every_minute

_SOON = (7, 2)  # days before the last day
_LATEST = 7  # days after it in which a reminder still goes out


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Queue reminders 7 and 2 days before the last day and on the day after; each goes out once."""
    running = session.scalars(
        select(ClubRound)
        .where(ClubRound.state.in_([RoundState.OPEN, RoundState.CHECKING]))
        .order_by(ClubRound.id)
    ).all()
    for round_ in running:
        when = _when(round_.closes_on, today(now))
        if when is not None:
            _remind_members(session, round_, when, now)
    _remind_office(session, now)


def _when(last: date, day: date) -> str | None:
    """Return which reminder a round has reached, None for none."""
    left = (last - day).days
    if left < 0:
        return "late" if -left <= _LATEST else None
    return next((str(days) for days in reversed(_SOON) if left <= days), None)


def _remind_members(session: Session, round_: ClubRound, when: str, now: datetime) -> None:
    missing = session.scalars(
        select(Membership)
        .join(RoundMember, RoundMember.membership_id == Membership.id)
        .where(
            RoundMember.round_id == round_.id,
            RoundMember.submitted_at.is_(None),
            Membership.left_on.is_(None),
        )
        .order_by(Membership.id)
    ).all()
    if not missing:
        return
    club = queries.get_club(session, round_.club_id)
    for membership_id, persons in contacts_of(session, missing).items():
        for person in persons:
            tell(
                session,
                person,
                (club, round_, membership_id),
                "club_reminder",
                now,
                key=f"club:{round_.id}:{round_.closes_on}:{when}:{membership_id}:{person.id}",
                late=when == "late",
            )


def due_step(round_: ClubRound) -> date | None:
    """Return the announced day on which the office takes the round's next step."""
    return {
        RoundState.ANNOUNCED: round_.opens_on,
        RoundState.OPEN: round_.closes_on,
        RoundState.CHECKING: round_.freezes_on,
        RoundState.FROZEN: round_.draft_on,
        RoundState.DRAFT: round_.meeting_on,
        RoundState.MEETING: round_.final_on,
    }.get(round_.state)


def _remind_office(session: Session, now: datetime) -> None:
    rounds = session.scalars(
        select(ClubRound).where(ClubRound.state != RoundState.FINAL).order_by(ClubRound.id)
    ).all()
    for round_ in rounds:
        due = due_step(round_)
        waits = due is not None and (
            today(now) > due if round_.state is RoundState.OPEN else today(now) >= due
        )
        if due is not None and waits:
            tell_office(
                session,
                queries.get_club(session, round_.club_id),
                round_,
                "club_round_due",
                now,
                key=f"club-step:{round_.id}:{round_.state.value}:{due}",
                due=due.isoformat(),
            )
