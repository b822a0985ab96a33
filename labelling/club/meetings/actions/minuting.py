"""Minutes: written while people talk, looked over by the office, confirmed by the chair, sent.

Members are named only where they may be: the office looks before the chair confirms, for only the
office knows who is a member.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club.meetings import queries
from labelling.club.meetings.models import MeetingState, Minutes
from labelling.club.meetings.record import names_to_leave_out, record_of, sealed, template
from labelling.club.meetings.subjects import AtMeeting
from labelling.club.meetings.telling import tell
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.saves import id_of_other_words
from labelling.organisations.queries import is_active
from labelling.people import queries as people

TEXT_LIMIT = 20_000


class MinutesChanged(Conflict):
    """Somebody else saved the minutes meanwhile; ``theirs`` is what stands now."""

    def __init__(self, row: Minutes) -> None:
        super().__init__(lazy("Somebody saved the minutes while you were writing."))
        self.theirs, self.version = row.text, row.version
        self.by, self.at = row.saved_by, row.saved_at


def begin_minutes(
    session: Session, *, actor: Actor, meeting_id: UUID, now: datetime, why: str = ""
) -> Minutes:
    """Begin the minutes from the agenda, or a correction of confirmed ones, which says why.

    Raises NotNow where a version is being written, Invalid for a correction without its reason.
    """
    at = queries.at_meeting(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_MINUTES_WRITE, at)
    if at.meeting.state is MeetingState.CANCELLED:
        raise NotNow(lazy("This meeting was cancelled."))
    last = queries.newest_minutes(session, meeting_id)
    if last is not None and last.confirmed_at is None:
        raise NotNow(lazy("The minutes are being written already."))
    if last is not None and not why.strip():
        raise Invalid(lazy("Say what is corrected, and why."), field="why")
    row = Minutes(
        meeting_id=meeting_id,
        number=last.number + 1 if last is not None else 1,
        text=last.text if last is not None else template(session, at),
        why=why if last is not None else "",
        version=1,
        begun_at=now,
        begun_by=actor.person_id,
        saved_at=now,
        saved_by=actor.person_id,
        content="",
        sha256="",
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "meeting.minutes_begun", at.meeting, now, number=row.number)
    return row


def _written(
    session: Session, actor: Actor, meeting_id: UUID, now: datetime
) -> tuple[AtMeeting, Minutes]:
    at = queries.at_meeting(session, actor, meeting_id, now)
    row = queries.newest_minutes(session, meeting_id)
    if row is None:
        raise NotFound
    return at, row


def _refuse_confirmed(row: Minutes) -> None:
    if row.confirmed_at is not None:
        raise NotNow(lazy("These minutes are confirmed. Begin a correction to change them."))


def save_minutes(
    session: Session,
    *,
    actor: Actor,
    meeting_id: UUID,
    text: str,
    version: int,
    save_id: UUID,
    now: datetime,
    follows: Collection[UUID] = (),
) -> Minutes:
    """Save the text as it is typed; the same save again is no conflict.

    With other words, as from a page that was sent twice and written on in between, it is a save
    that follows the first. ``follows`` are earlier saves of the same writer whose answer never
    came. What the office had looked over goes back to it. Raises MinutesChanged where somebody else
    saved since ``version``.
    """
    at, row = _written(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_MINUTES_WRITE, at)
    _refuse_confirmed(row)
    if text == row.text:
        return row
    own = row.saved_by == actor.person_id
    if own and row.save_id == save_id:
        save_id = id_of_other_words(save_id, text)
    elif row.version != version and not (own and row.save_id in follows):
        raise MinutesChanged(row)
    if len(text) > TEXT_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."), field="text", most=TEXT_LIMIT
        )
    row.text, row.version, row.save_id = text, row.version + 1, save_id
    row.saved_at, row.saved_by = now, actor.person_id
    audit.record(session, actor, "meeting.minutes_saved", at.meeting, now, version=row.version)
    if row.released_at is not None:
        row.released_at = row.released_by = None
        audit.record(
            session, actor, "meeting.minutes_taken_back", at.meeting, now, number=row.number
        )
    return row


def release_minutes(
    session: Session, *, actor: Actor, meeting_id: UUID, version: int, now: datetime
) -> Minutes:
    """Hand the minutes to the chair, as the office, once nobody is named who may not be.

    Raises Invalid with the names that have to go.
    """
    at, row = _written(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_MINUTES_RELEASE, at)
    _refuse_confirmed(row)
    if row.version != version:
        raise Conflict(lazy("The minutes were changed meanwhile. Read them again."))
    named = names_to_leave_out(session, at, row.text)
    if named:
        raise Invalid(
            lazy("Leave these names out, they may not be told: %(names)s."),
            field="text",
            names=", ".join(named),
        )
    row.released_at, row.released_by = now, actor.person_id
    audit.record(session, actor, "meeting.minutes_released", at.meeting, now, number=row.number)
    if at.meeting.chair_id is not None:
        chair = people.get_person(session, at.meeting.chair_id)
        if is_active(chair):
            key = f"minutes-released:{row.id}:{row.version}"
            tell(session, chair, "club_minutes_to_confirm", (at.club, at.meeting), now, key=key)
    return row


def confirm_minutes(
    session: Session, *, actor: Actor, meeting_id: UUID, version: int, now: datetime
) -> Minutes:
    """Confirm the minutes as the chair; from here on they stay, and all who came are told.

    Raises NotNow before the meeting is over or the office has looked.
    """
    at, row = _written(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_MINUTES_CONFIRM, at)
    _refuse_confirmed(row)
    if at.meeting.state is not MeetingState.CLOSED:
        raise NotNow(lazy("Minutes are confirmed once the meeting is over."))
    if row.released_at is None:
        raise NotNow(lazy("The office looks over the minutes first."))
    if row.version != version:
        raise Conflict(lazy("The minutes were changed meanwhile. Read them again."))
    row.content, row.sha256 = sealed(record_of(session, at, row))
    row.confirmed_at, row.confirmed_by = now, actor.person_id
    audit.record(
        session,
        actor,
        "meeting.minutes_confirmed",
        at.meeting,
        now,
        number=row.number,
        sha256=row.sha256,
    )
    for one in queries.attendees_of(session, meeting_id):
        if is_active(one.person) and one.row.came is not False:
            tell(
                session,
                one.person,
                "club_minutes_confirmed",
                (at.club, at.meeting),
                now,
                key=f"minutes:{row.id}:{one.person.id}",
                corrected=row.number > 1,
            )
    return row
