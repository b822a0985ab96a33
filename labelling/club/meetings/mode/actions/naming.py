"""A member's name on a slide: given from its own device, taken back at once, never silently."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.disclosure.naming import Named, exposes
from labelling.club.meetings.mode import queries, texts
from labelling.club.meetings.mode.deck import DeckSlide, deck_of
from labelling.club.meetings.mode.models import NamingConsent
from labelling.club.meetings.mode.opening import world_of
from labelling.club.meetings.mode.subjects import Room
from labelling.club.results import gate
from labelling.club.results.known import named_values, sights
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, NotAllowed, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

PROTECTED = lazy(
    "Protected: with your name beside it, this figure could tell of others. It is not shown."
)
_NOT_COUNTED = lazy("Only a figure that counts can be shown with your name.")
_GIVEN = lazy("Your name is shown for this indicator already.")
_CHANGED = lazy("Another name was shown meanwhile. Say again whether yours shall be shown.")
_NOT_OPEN = lazy("The meeting is not open.")


@dataclass(frozen=True, slots=True)
class JudgedNaming:
    """A name that may be shown, for what was known and published when it was judged."""

    meeting_id: UUID
    membership_id: UUID
    code: str
    value: Fraction
    known: frozenset[Named]
    release: int


def judge_naming(
    session: Session, *, actor: Actor, meeting_id: UUID, code: str, now: datetime
) -> JudgedNaming:
    """Judge whether the asker's member can be named with its figure without telling of others.

    Knowing the value is to leave it out of all that was ever published: nothing may then follow
    about few. Raises NotNow where it would, where the meeting is not open, or where there is no
    figure that counts; NotFound for an indicator that is on no slide.
    """
    room = queries.room_for(session, actor, meeting_id, now)
    access.require(actor, Permission.NAMING_GIVE, room)
    slide, member = _slide_and_member(session, room, code)
    value = slide.values.get(str(member))
    if value is None or not value.accepted:
        raise NotNow(_NOT_COUNTED)
    published = [gate.read(one) for one in gate.releases_of(session, room.club.id)]
    known = named_values(session, room.club.id)
    more = known | {Named(slide.standing.place, str(member), value.number)}
    world = world_of(session, room.club, room.round, published)
    if exposes(list(sights(published)), more, world):
        raise NotNow(PROTECTED)
    return JudgedNaming(meeting_id, member, code, value.number, known, len(published))


def _slide_and_member(session: Session, room: Room, code: str) -> tuple[DeckSlide, UUID]:
    if not room.is_open:
        raise NotNow(_NOT_OPEN)
    slide = deck_of(session, room.meeting, room.round).of(code)
    if slide is None or room.place is None:
        raise NotFound
    if queries.find_standing(session, room.meeting.id, room.place.membership.id, code) is not None:
        raise NotNow(_GIVEN)
    return slide, room.place.membership.id


def give_consent(
    session: Session, *, actor: Actor, judged: JudgedNaming, now: datetime
) -> NamingConsent:
    """Show a member's name with its figure from now on, in this meeting only.

    Raises Conflict where another name or release has come between, NotNow as judging does.
    """
    room = queries.room_for(session, actor, judged.meeting_id, now)
    access.require(actor, Permission.NAMING_GIVE, room)
    _slide, member = _slide_and_member(session, room, judged.code)
    if member != judged.membership_id:
        raise NotAllowed
    published = len(gate.releases_of(session, room.club.id))
    if (named_values(session, room.club.id), published) != (judged.known, judged.release):
        raise Conflict(_CHANGED)
    row = NamingConsent(
        meeting_id=judged.meeting_id,
        membership_id=member,
        indicator=judged.code,
        value=judged.value,
        text_version=texts.NAMING_VERSION,
        given_at=now,
        given_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "naming.given", row, now, indicator=row.indicator)
    return row


def withdraw_consent(
    session: Session, *, actor: Actor, meeting_id: UUID, code: str, now: datetime
) -> None:
    """Take a name back; the next look of any screen shows it no more.

    Raises NotNow where none is shown.
    """
    room = queries.room_for(session, actor, meeting_id, now)
    access.require(actor, Permission.NAMING_GIVE, room)
    member = room.place.membership.id if room.place is not None else None
    row = queries.find_standing(session, meeting_id, member, code) if member else None
    if row is None:
        raise NotNow(lazy("Your name is not shown for this indicator."))
    row.withdrawn_at, row.withdrawn_by = now, actor.person_id
    audit.record(session, actor, "naming.withdrawn", row, now, indicator=code)
