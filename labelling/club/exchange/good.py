"""Who is good at an indicator: by published cuts and frozen figures; told to nobody.

Whether a question can be asked follows from what is published, and from what the asker itself
reported: never from who or how many are asked. So an accepted question tells nothing about them.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import WHOLE, Place
from benchmarking.quantiles import Quartiles
from benchmarking.rounds import Round
from benchmarking.statistics.place import quarter
from labelling.club import queries as club
from labelling.club.frozen import frozen_values, read_frozen, reported
from labelling.club.models import Club, ClubRound, FrozenRound, Membership
from labelling.club.results import gate
from labelling.club.results import queries as results

BEST = 4


def round_to_ask_in(session: Session, membership: Membership, code: str) -> ClubRound | None:
    """Return the newest round with results, if a member may ask about an indicator in it.

    It reported the indicator itself, and the club's quartiles are published, which takes at least
    eight members and two beyond either cut. None otherwise.
    """
    owner = club.get_club(session, membership.club_id)
    rounds = results.rounds_with_results(session, owner.id)
    if not rounds:
        return None
    newest = rounds[0]
    set_ = club.round_set(session, newest)
    sheet = results.own_sheets(session, membership.id).get(Round.parse(newest.half_year))
    known = code in set_.indicators and set_.indicators[code].direction != "neutral"
    if not known or code not in reported(set_, sheet):
        return None
    return newest if _cuts(session, owner, newest, code).q3 is not None else None


def _cuts(session: Session, owner: Club, round_: ClubRound, code: str) -> Quartiles:
    standing = gate.published(session, owner).standing(Place(round_.half_year, code), WHOLE)
    if standing is None:
        return Quartiles(None, None, None)
    return Quartiles(standing.get("q1"), standing.get("median"), standing.get("q3"))


def those_who_are_good(
    session: Session, asker: Membership, round_: ClubRound, code: str
) -> list[Membership]:
    """Return the members in the best quarter by their own figure, for the mail alone.

    Not the asker, nobody of its holding, nobody who has left, no estimates.
    """
    frozen = club.newest_frozen(session, round_.id)
    if frozen is None:
        return []
    owner = club.get_club(session, round_.club_id)
    before = session.get(FrozenRound, frozen.previous_id) if frozen.previous_id else None
    set_ = club.round_set(session, round_)
    values = frozen_values(
        set_, read_frozen(frozen), read_frozen(before) if before is not None else None
    )[code]
    cuts = _cuts(session, owner, round_, code)
    direction = set_.indicators[code].direction
    good = {
        UUID(member)
        for member, one in values.items()
        if one.accepted and quarter(one.number, cuts, direction) == BEST
    }
    return [
        row
        for row, _name in club.memberships_of(session, owner.id)
        if row.id in good
        and row.id != asker.id
        and not (row.holding and row.holding == asker.holding)
    ]
