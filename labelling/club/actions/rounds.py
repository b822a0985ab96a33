"""A round from its announcement to its end: dates, who takes part, one step after another."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.dates import RoundDates, refuse_disorder
from labelling.club.life import CHANGES_DATES, TAKES_FIGURES, refuse_leap, refuse_unreleased
from labelling.club.models import ClubRound, Membership, RoundEvent, RoundMember, RoundState
from labelling.club.sets import asked_codes
from labelling.club.telling import tell_members
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission


def announce_round(
    session: Session,
    *,
    actor: Actor,
    club_id: UUID,
    half_year: str,
    dates: RoundDates,
    now: datetime,
) -> ClubRound:
    """Announce a half-year with its dates; it uses the club's newest set of indicators."""
    club = queries.get_club(session, club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    try:
        half = Round.parse(half_year)
    except ValueError:
        raise Invalid(lazy("Write the half-year like 2026-H1."), field="half_year") from None
    if any(one.half_year == str(half) for one in queries.rounds_of(session, club_id)):
        raise Invalid(lazy("This round is there already."), field="half_year")
    refuse_disorder(dates)
    row = ClubRound(
        club_id=club_id,
        half_year=str(half),
        set_id=queries.newest_set(session, club_id).id,
        announced_at=now,
        announced_by=actor.person_id,
        **dict(dates),
    )
    session.add(row)
    session.flush()
    _note(session, row, actor, now)
    audit.record(session, actor, "round.announced", row, now, **_written(dates))
    tell_members(session, club, row, "club_round_announced", now)
    return row


def change_dates(
    session: Session, *, actor: Actor, round_id: UUID, dates: RoundDates, now: datetime
) -> None:
    """Change the announced days; every contact is told of the new ones."""
    round_ = queries.get_round(session, round_id)
    club = queries.get_club(session, round_.club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    if round_.state not in CHANGES_DATES:
        raise NotNow(lazy("This round has ended. Its dates stay as they were."))
    refuse_disorder(dates)
    changed = {name: day for name, day in dates if getattr(round_, name) != day}
    if not changed:
        return
    for name, day in changed.items():
        setattr(round_, name, day)
    audit.record(
        session, actor, "round.dates", round_, now, **{k: v.isoformat() for k, v in changed.items()}
    )
    tell_members(session, club, round_, "club_round_dates", now)


def move_round(
    session: Session, *, actor: Actor, round_id: UUID, state: RoundState, now: datetime
) -> None:
    """Take a round to its next state. Freezing is an act of its own: see ``freeze_round``.

    Draft and final follow from the release of their results, and cannot come before it. Opening
    it fixes, for each member of that day, what it reports, its holding and its bands. Sent twice,
    it finds the round there and does nothing.
    """
    round_ = queries.get_round(session, round_id)
    club = queries.get_club(session, round_.club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    if round_.state is state:
        return
    refuse_leap(round_.state, state)
    if state is RoundState.FROZEN:
        raise NotNow(lazy("Freeze the figures first; the round follows."))
    refuse_unreleased(state, queries.released_kinds(session, round_id))
    if state is RoundState.OPEN:
        for membership, _name in queries.memberships_of(session, club.id):
            _take_part(session, round_, membership)
        tell_members(session, club, round_, "club_round_opened", now)
    step(session, round_, state, actor, now)


def step(
    session: Session, round_: ClubRound, state: RoundState, actor: Actor, now: datetime
) -> None:
    """Note that a round came to a state. No permission of its own: callers have required theirs."""
    round_.state = state
    _note(session, round_, actor, now)
    audit.record(session, actor, "round.moved", round_, now, state=state.value)


def _note(session: Session, round_: ClubRound, actor: Actor, now: datetime) -> None:
    session.add(
        RoundEvent(
            round_id=round_.id,
            state=round_.state or RoundState.ANNOUNCED,
            at=now,
            by=actor.person_id,
        )
    )


def _take_part(session: Session, round_: ClubRound, membership: Membership) -> None:
    if queries.find_part(session, round_.id, membership.id) is not None:
        return
    set_ = queries.round_set(session, round_)
    session.add(
        RoundMember(
            round_id=round_.id,
            membership_id=membership.id,
            asked=asked_codes(set_, queries.choices_of(session, membership.id)),
            holding=membership.holding,
            bands=dict(membership.bands),
        )
    )


def let_take_part(
    session: Session, *, actor: Actor, round_id: UUID, membership_id: UUID, now: datetime
) -> None:
    """Let a member that joined late take part in a round that is open already."""
    round_ = queries.get_round(session, round_id)
    club = queries.get_club(session, round_.club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    membership = queries.get_membership(session, membership_id)
    if membership.club_id != club.id or membership.left_on is not None:
        raise Invalid(lazy("Choose a member of this club."), field="member")
    if round_.state not in TAKES_FIGURES:
        raise NotNow(lazy("This round takes no figures now."))
    if queries.find_part(session, round_id, membership_id) is not None:
        return
    _take_part(session, round_, membership)
    audit.record(session, actor, "round.joined", round_, now, membership=str(membership_id))


def _written(dates: RoundDates) -> dict[str, str]:
    return {name: day.isoformat() for name, day in dates}
