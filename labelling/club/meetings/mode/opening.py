"""Under ``club-open``: whose figures are open to whom, as far as that tells nothing of others."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.disclosure.audit import Definitions
from benchmarking.disclosure.naming import Named, Sight, World, exposes
from benchmarking.disclosure.openness import CLUB_OPEN, OpenMeeting
from benchmarking.disclosure.releasefile import ReadRelease
from benchmarking.disclosure.roundcells import definitions
from benchmarking.rounds import Round
from labelling.club import queries as club
from labelling.club.meetings.mode.deck import Deck, DeckSlide
from labelling.club.meetings.mode.models import OpenAgreement
from labelling.club.meetings.mode.subjects import Room
from labelling.club.models import Club, ClubRound
from labelling.club.results import gate
from labelling.club.results.known import named_values, sights
from labelling.core.clock import today


def meeting_under(room: Room, standing: Sequence[OpenAgreement], code: str) -> OpenMeeting:
    """Return who agreed in time to open an indicator, as the policy asks it."""
    agreed = {str(one.membership_id): agreed_on(one) for one in standing if code in one.indicators}
    return OpenMeeting(CLUB_OPEN, room.meeting.held_on, frozenset({code}), agreed)


def agreed_on(one: OpenAgreement) -> date:
    """Return the civil day of an agreement."""
    return today(one.agreed_at)


def open_values(
    session: Session,
    room: Room,
    deck: Deck,
    standing: Sequence[OpenAgreement],
    released: ReadRelease,
) -> tuple[list[tuple[str, UUID, Fraction]], list[str]]:
    """Return the figures that may be open in a meeting, and the indicators that stay shut.

    Each is judged beside those before it: all who agreed will know all of them. A figure that would
    help to tell of others stays closed although its member agreed.
    """
    opened: list[tuple[str, UUID, Fraction]] = []
    shut: list[str] = []
    if not standing:
        return opened, shut
    published = [*map(gate.read, gate.releases_of(session, room.club.id)), released]
    known = set(named_values(session, room.club.id))
    world = world_of(session, room.club, room.round, published)
    seen = list(sights(published))
    for slide in deck.slides:
        code = slide.indicator.code
        under = meeting_under(room, standing, code)
        members = [
            one.membership_id
            for one in standing
            if under.shows(str(one.membership_id), code, str(one.membership_id))
            and str(one.membership_id) in slide.values
            and slide.values[str(one.membership_id)].accepted
        ]
        if len(members) < 2:  # noqa: PLR2004 # one alone has nobody to open it to
            continue
        more = _may_be_open(slide, members, frozenset(known), seen, world)
        if len(more) < 2:  # noqa: PLR2004
            shut.append(code)
            continue
        known |= more
        opened += [(code, UUID(one.member), one.value) for one in sorted(more)]
    return opened, shut


def _may_be_open(
    slide: DeckSlide,
    members: Sequence[UUID],
    known: frozenset[Named],
    seen: Sequence[Sight],
    world: World,
) -> frozenset[Named]:
    """Return the figures that tell of nobody else: all, or as many as may, those agreed first."""
    wanted = [
        Named(slide.standing.place, str(one), slide.values[str(one)].number) for one in members
    ]
    if not exposes(seen, known | set(wanted), world):
        return frozenset(wanted)
    found = frozenset[Named]()
    for one in wanted:
        if not exposes(seen, known | found | {one}, world):
            found |= {one}
    return found


def world_of(
    session: Session, owner: Club, round_: ClubRound, published: Sequence[ReadRelease]
) -> World:
    """Return all that a club's published figures were computed from."""
    set_ = club.round_set(session, round_)
    cells = tuple(cell for one in published for cell in one.release.cells)
    rounds = {Round.parse(cell.place.round) for cell in cells}
    links: Definitions = definitions(set_, rounds)
    return World(cells, links.stocks, links.identities, gate.policy_of(owner))
