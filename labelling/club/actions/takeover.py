"""What a club brings along: rounds that it held elsewhere, and sheets that came to the office."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarking.figures import Entry
from benchmarking.indicators.model import IndicatorSet
from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.actions.rounds import step
from labelling.club.dates import RoundDates, refuse_disorder
from labelling.club.life import TAKES_FIGURES
from labelling.club.models import (
    ClubRound,
    RoundEvent,
    RoundMember,
    RoundState,
    Source,
    ValueRevision,
)
from labelling.club.sets import asked_codes
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

Entries = Mapping[str, Entry]
_MOST_DECIMALS = 6


def take_over_round(
    session: Session,
    *,
    actor: Actor,
    club_id: UUID,
    half_year: str,
    dates: RoundDates,
    now: datetime,
) -> ClubRound:
    """Bring in a round that the club held before it was here; it waits to be frozen.

    Nobody is told, since nobody has anything to do.
    """
    club = queries.get_club(session, club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    refuse_disorder(dates)
    if any(one.half_year == half_year for one in queries.rounds_of(session, club_id)):
        raise Invalid(lazy("This round is there already."), field="half_year")
    row = ClubRound(
        club_id=club_id,
        half_year=str(Round.parse(half_year)),
        set_id=queries.newest_set(session, club_id).id,
        state=RoundState.CHECKING,
        announced_at=now,
        announced_by=actor.person_id,
        **dict(dates),
    )
    session.add(row)
    session.flush()
    session.add(RoundEvent(round_id=row.id, state=RoundState.CHECKING, at=now, by=actor.person_id))
    audit.record(session, actor, "round.taken-over", row, now, half_year=half_year)
    return row


def conclude_round(session: Session, *, actor: Actor, round_id: UUID, now: datetime) -> None:
    """End a round that was held elsewhere once its figures are frozen.

    Its results came out there, so that none need come out here. Raises NotNow for a round that
    was announced here.
    """
    round_ = queries.get_round(session, round_id)
    club = queries.get_club(session, round_.club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    if not queries.was_taken_over(session, round_id):
        raise NotNow(lazy("Release the final results first; the round follows."))
    if round_.state is not RoundState.FROZEN:
        raise NotNow(lazy("Freeze the figures first; the round follows."))
    step(session, round_, RoundState.FINAL, actor, now)


def take_over_figures(
    session: Session,
    *,
    actor: Actor,
    round_id: UUID,
    sheets: Mapping[UUID, Entries],
    sent_at: datetime,
    now: datetime,
) -> None:
    """Enter whole sheets that members gave to the office, as sent at a moment, by membership.

    For members who have sent nothing here. Raises NotNow where one has.
    """
    round_ = queries.get_round(session, round_id)
    oversight = queries.oversight_of(session, actor, round_.club_id, now)
    access.require(actor, Permission.CLUB_OVERSEE, oversight)
    club = oversight.club
    if round_.state not in TAKES_FIGURES:
        raise NotNow(lazy("This round takes no figures now."))
    known = {row.membership_id: row for row in queries.parts_in(session, round_id)}
    members = {row.id: row for row, _name in queries.memberships_of(session, club.id)}
    set_ = queries.round_set(session, round_)
    values: list[dict[str, object]] = []
    for membership_id, entries in sheets.items():
        part = known.get(membership_id)
        if membership_id not in members or (part is not None and part.submitted_at is not None):
            raise NotNow(lazy("This member has sent its figures itself."))
        if part is None:
            part = RoundMember(
                round_id=round_id,
                membership_id=membership_id,
                asked=asked_codes(set_, _given(set_, entries)),
                holding=members[membership_id].holding,
                bands=dict(members[membership_id].bands),
            )
            session.add(part)
            session.flush()
        part.submitted_at, part.submitted_by = sent_at, actor.person_id
        values += [_row(part.id, name, entry, actor, sent_at) for name, entry in entries.items()]
    if values:
        session.execute(insert(ValueRevision), values)
    audit.record(session, actor, "figures.taken-over", round_, now, members=len(sheets))


def _given(set_: IndicatorSet, entries: Entries) -> list[str]:
    """Return the indicators for which a sheet has all that is entered in its round."""
    return [
        code
        for code, indicator in set_.indicators.items()
        if all(term.quantity in entries for term in set_.terms(indicator))
    ]


def _row(
    part_id: UUID, quantity: str, entry: Entry, actor: Actor, at: datetime
) -> dict[str, object]:
    return {
        "round_member_id": part_id,
        "quantity": quantity,
        "revision": 1,
        "number": _decimal(entry.number),
        "unit": entry.unit,
        "grade": entry.grade,
        "accuracy": _decimal(entry.accuracy),
        "note": entry.note,
        "not_collected": entry.number is None,
        "source": Source.OFFICE,
        "corrects": False,
        "saved_at": at,
        "saved_by": actor.person_id,
    }


def _decimal(number: Fraction | None) -> str:
    """Return a number as a decimal of at most six places, rounded half even."""
    if number is None:
        return ""
    scaled = Decimal(round(number * 10**_MOST_DECIMALS)).scaleb(-_MOST_DECIMALS)
    return format(scaled.normalize() + 0, "f")
