"""Who takes part: named by members, invited by the office; answers; who was there."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.meetings import queries
from labelling.club.meetings.models import Meeting, MeetingState, Participant
from labelling.club.meetings.subjects import AtMeeting, is_office
from labelling.club.meetings.telling import tell_dates
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.people.actions import invite_person
from labelling.people.models import Person

_ENDED = lazy("This meeting is over, or was cancelled. Who takes part stays as it was.")


def _refuse_ended(meeting: Meeting) -> None:
    if meeting.state not in {MeetingState.PLANNED, MeetingState.OPEN}:
        raise NotNow(_ENDED)


def name_participant(
    session: Session, *, actor: Actor, meeting_id: UUID, person_id: UUID, now: datetime
) -> Participant:
    """Name one of a member's own people for a meeting: the contact, or somebody with a seat.

    Raises Invalid for anybody else, NotNow once the meeting is over.
    """
    at = queries.at_meeting(session, actor, meeting_id, now)
    access.require(actor, Permission.PARTICIPANT_NAME, at)
    _refuse_ended(at.meeting)
    if at.place is None:
        raise NotNow(lazy("Members name their own people. The office invites guests."))
    known = {one.id: one for one in queries.people_of_member(session, at.place.membership)}
    if person_id not in known:
        raise Invalid(lazy("Choose one of your own people."), field="person")
    return _seat(session, at, known[person_id], at.place.membership.id, (actor, now))


def invite_guest(
    session: Session,
    *,
    actor: Actor,
    meeting_id: UUID,
    email: str,
    name: str,
    language: str,
    now: datetime,
) -> Participant:
    """Invite a guest of the office, who gets an account where there is none."""
    at = queries.at_meeting(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_PLAN, at)
    _refuse_ended(at.meeting)
    if not name.strip():
        raise Invalid(lazy("Enter a name."), field="name")
    person = invite_person(session, actor=actor, email=email, name=name, language=language, now=now)
    return _seat(session, at, person, None, (actor, now))


def _seat(
    session: Session,
    at: AtMeeting,
    person: Person,
    membership_id: UUID | None,
    by: tuple[Actor, datetime],
) -> Participant:
    actor, now = by
    if queries.find_participant(session, at.meeting.id, person.id) is not None:
        raise Invalid(lazy("This person is named for the meeting already."), field="person")
    row = Participant(
        meeting_id=at.meeting.id,
        person_id=person.id,
        membership_id=membership_id,
        named=False,
        added_at=now,
        added_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "meeting.participant", at.meeting, now, person=str(person.id))
    if person.id != actor.person_id:
        round_ = club_queries.get_round(session, at.meeting.round_id)
        tell_dates(session, (at.club, round_, at.meeting), "club_meeting_invited", [person], now)
    return row


def take_participant_off(
    session: Session, *, actor: Actor, participant_id: UUID, now: datetime
) -> UUID:
    """Take somebody off the list: the member its own people, the office anybody."""
    row = queries.get_participant(session, participant_id)
    at = queries.at_meeting(session, actor, row.meeting_id, now)
    access.require(actor, Permission.PARTICIPANT_NAME, at)
    own = at.place is not None and row.membership_id == at.place.membership.id
    if not own and not is_office(actor):
        raise NotFound
    _refuse_ended(at.meeting)
    if row.person_id == at.meeting.chair_id:
        raise NotNow(lazy("The chair takes part. Name another chair first."))
    session.delete(row)
    audit.record(
        session, actor, "meeting.participant_off", at.meeting, now, person=str(row.person_id)
    )
    return at.meeting.id


def answer_invitation(
    session: Session, *, actor: Actor, meeting_id: UUID, comes: bool, named: bool, now: datetime
) -> None:
    """Say whether one comes, and whether the others of this meeting may read one's name."""
    at = queries.at_meeting(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_JOIN, at)
    row = at.participant
    if row is None:
        raise NotFound
    _refuse_ended(at.meeting)
    row.comes, row.named, row.answered_at = comes, named, now
    audit.record(session, actor, "meeting.answered", at.meeting, now, comes=comes, named=named)


def accept_code_as_guest(
    session: Session, *, actor: Actor, meeting_id: UUID, code_id: UUID, now: datetime
) -> None:
    """Accept the code of conduct as a guest; before that nothing of the meeting is seen.

    Members accept it for their place. Raises NotNow where another version is in force.
    """
    at = queries.at_meeting(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_JOIN, at)
    code = club_queries.code_in_force(session, at.club.id, now)
    if code is None or code.id != code_id:
        raise NotNow(lazy("Another version of the code of conduct is in force. Read that one."))
    row = at.participant
    if row is None or row.membership_id is not None:
        raise NotNow(lazy("Members accept the code of conduct on the page of their membership."))
    row.code_id, row.code_at = code.id, now
    audit.record(session, actor, "meeting.code_accepted", at.meeting, now, number=code.number)


def note_attendance(
    session: Session, *, actor: Actor, meeting_id: UUID, came: Collection[UUID], now: datetime
) -> None:
    """Note who was there, by the ids of their places; the minutes count them."""
    at = queries.at_meeting(session, actor, meeting_id, now)
    access.require(actor, Permission.ATTENDANCE_NOTE, at)
    if at.meeting.state is MeetingState.CANCELLED:
        raise NotNow(_ENDED)
    rows = [one.row for one in queries.attendees_of(session, meeting_id)]
    if not set(came) <= {row.id for row in rows}:
        raise Invalid(lazy("Choose from the list."), field="came")
    for row in rows:
        row.came = row.id in came
    audit.record(session, actor, "meeting.attendance", at.meeting, now, there=len(set(came)))
