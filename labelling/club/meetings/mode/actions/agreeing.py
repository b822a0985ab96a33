"""Members agree in writing, before the day, to open figures to each other (``club-open``)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club.meetings.mode import queries, texts
from labelling.club.meetings.mode.models import OpenAgreement
from labelling.club.meetings.models import MeetingState
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission


def agree_to_open(
    session: Session, *, actor: Actor, meeting_id: UUID, now: datetime
) -> OpenAgreement:
    """Agree for the asker's member to what is offered, up to the day before the meeting.

    Raises NotFound where nothing is offered, NotNow where it is too late or agreed already.
    """
    room = queries.room_for(session, actor, meeting_id, now)
    access.require(actor, Permission.OPENNESS_AGREE, room)
    offer = queries.find_offer(session, meeting_id)
    if offer is None or not offer.indicators or room.place is None:
        raise NotFound
    if room.meeting.state is not MeetingState.PLANNED or today(now) >= room.meeting.held_on:
        raise NotNow(lazy("This is agreed before the day of the meeting. It is too late now."))
    member = room.place.membership.id
    if queries.find_agreement(session, meeting_id, member) is not None:
        raise NotNow(lazy("Your member has agreed already."))
    row = OpenAgreement(
        meeting_id=meeting_id,
        membership_id=member,
        indicators=list(offer.indicators),
        text_version=texts.OPENNESS_VERSION,
        text_sha256=texts.fingerprint(texts.OPENNESS),
        agreed_at=now,
        agreed_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "openness.agreed",
        row,
        now,
        indicators=row.indicators,
        text_version=row.text_version,
    )
    return row


def take_agreement_back(session: Session, *, actor: Actor, meeting_id: UUID, now: datetime) -> None:
    """Take a member's agreement back; its figures disappear, and it sees no others'."""
    room = queries.room_for(session, actor, meeting_id, now)
    access.require(actor, Permission.OPENNESS_AGREE, room)
    row = None
    if room.place is not None:
        row = queries.find_agreement(session, meeting_id, room.place.membership.id)
    if row is None:
        raise NotNow(lazy("Your member has not agreed."))
    row.withdrawn_at, row.withdrawn_by = now, actor.person_id
    audit.record(session, actor, "openness.withdrawn", row, now)
