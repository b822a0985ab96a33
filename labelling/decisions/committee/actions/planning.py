"""Planning a sitting, inviting the members, their replies, calling it off."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.bodies import rules_of
from labelling.decisions.committee import mailing, queries
from labelling.decisions.committee.models import (
    ItemResult,
    Reply,
    Sitting,
    SittingKind,
    SittingMember,
)
from labelling.decisions.committee.stages import Stage, refuse_unless, stage_of
from labelling.decisions.committee.subjects import Plan
from labelling.decisions.subjects import person_of
from labelling.people import queries as people

REASON_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Arrangement:
    """When and where a sitting is, and who chairs it; ``begins_at`` is for meetings alone."""

    kind: SittingKind
    day: date
    begins_at: datetime | None
    place: str
    link: str
    chair_id: UUID
    deputy_id: UUID | None


def plan_sitting(
    session: Session, *, actor: Actor, scheme: str, arranged: Arrangement, now: datetime
) -> Sitting:
    """Plan a sitting of a scheme's committee, by the rules that the scheme has now.

    Nobody is invited yet. Raises Invalid for a day that is past, a meeting without a place, a
    chair who is not of the committee.
    """
    access.require(actor, Permission.SITTING_PLAN, Plan(scheme=scheme), now=now)
    rules = rules_of(scheme)
    _refuse_arrangement(session, arranged, now)
    last = session.scalar(select(func.max(Sitting.number)).where(Sitting.scheme == scheme))
    sitting = Sitting(
        scheme=scheme,
        number=(last or 0) + 1,
        quorum_percent=rules.quorum_percent,
        quorum_at_least=rules.quorum_at_least,
        secret=rules.secret,
        tie=rules.tie,
        without_majority=rules.without_majority,
        planned_at=now,
        planned_by=person_of(actor),
        **_columns(arranged),
    )
    session.add(sitting)
    session.flush()
    audit.record(session, actor, "sitting.planned", sitting, now, **_details(arranged))
    return sitting


def change_sitting(
    session: Session, *, actor: Actor, sitting_id: UUID, arranged: Arrangement, now: datetime
) -> Sitting:
    """Arrange a sitting otherwise; those who were invited are told.

    The kind stays. Once it is open only chair and deputy can be named anew.
    """
    sitting = queries.get_sitting(session, sitting_id)
    access.require(actor, Permission.SITTING_PLAN, Plan(sitting), now=now)
    refuse_unless(sitting, Stage.PLANNED, Stage.CALLED, Stage.OPEN)
    if arranged.kind is not sitting.kind:
        raise NotNow(lazy("A meeting stays a meeting; plan another sitting instead."))
    if stage_of(sitting) is Stage.OPEN:
        _refuse_chairs(session, arranged)
        sitting.chair_id, sitting.deputy_id = arranged.chair_id, arranged.deputy_id
    else:
        _refuse_arrangement(session, arranged, now)
        for name, value in _columns(arranged).items():
            setattr(sitting, name, value)
    session.flush()
    audit.record(session, actor, "sitting.changed", sitting, now, **_details(arranged))
    if sitting.called_at is not None:
        mailing.tell_changed(session, sitting, now)
    return sitting


def call_sitting(session: Session, *, actor: Actor, sitting_id: UUID, now: datetime) -> Sitting:
    """Invite every member of the committee who was not invited yet, with the agenda.

    In writing the days for voting begin now. Raises NotNow without anything on the agenda, or
    where nobody is left to invite.
    """
    sitting = queries.get_sitting(session, sitting_id)
    access.require(actor, Permission.SITTING_PLAN, Plan(sitting), now=now)
    refuse_unless(sitting, Stage.PLANNED, Stage.CALLED, Stage.OPEN)
    if not queries.items_of(session, sitting_id):
        raise NotNow(lazy("Nothing is on the agenda yet. Put a case on it first."))
    known = queries.members_of(session, sitting_id)
    invited = [
        person
        for person in people.people_with_role(session, Role.COMMITTEE)
        if person.id not in known
    ]
    if not invited:
        raise NotNow(lazy("Every member of the committee has been invited already."))
    session.add_all(
        SittingMember(sitting_id=sitting_id, person_id=person.id, called_at=now)
        for person in invited
    )
    if sitting.called_at is None:
        _begin(sitting, now)
    session.flush()
    audit.record(
        session,
        actor,
        "sitting.called",
        sitting,
        now,
        members=[str(person.id) for person in invited],
        day=sitting.day.isoformat(),
    )
    mailing.tell_called(session, sitting, invited, now)
    return sitting


def _begin(sitting: Sitting, now: datetime) -> None:
    sitting.called_at = now
    if sitting.kind is SittingKind.IN_WRITING:
        sitting.opened_at = now
        days = rules_of(sitting.scheme).writing_days
        sitting.day = max(sitting.day, today(now) + timedelta(days=days))


def reply(
    session: Session, *, actor: Actor, sitting_id: UUID, answer: Reply, now: datetime
) -> SittingMember:
    """Say whether one takes part; the last answer counts."""
    sitting = queries.get_sitting(session, sitting_id)
    desk = queries.desk_for(session, sitting, actor.person_id, now)
    access.require(actor, Permission.SITTING_REPLY, desk, now=now)
    refuse_unless(sitting, Stage.CALLED, Stage.OPEN)
    row = session.get_one(SittingMember, (sitting_id, person_of(actor)))
    row.reply, row.replied_at = answer, now
    session.flush()
    audit.record(session, actor, "sitting.replied", sitting, now, answer=answer.value)
    return row


def call_off(
    session: Session, *, actor: Actor, sitting_id: UUID, reason: str, now: datetime
) -> Sitting:
    """Call a sitting off; what is on its agenda can be put on another.

    Raises NotNow where it has decided something: then it ends with its minutes.
    """
    sitting = queries.get_sitting(session, sitting_id)
    access.require(actor, Permission.SITTING_PLAN, Plan(sitting), now=now)
    refuse_unless(sitting, Stage.PLANNED, Stage.CALLED, Stage.OPEN)
    if not reason or len(reason) > REASON_LIMIT:
        raise Invalid(
            lazy("Write why, in up to %(most)s characters."), field="reason", most=REASON_LIMIT
        )
    items = queries.items_of(session, sitting_id)
    if any(item.result not in {None, ItemResult.TAKEN_OFF} for item in items):
        raise NotNow(lazy("This sitting has closed a vote, so it ends with its minutes."))
    for item in items:
        if item.result is None:
            item.result, item.closed_at, item.closed_by = ItemResult.TAKEN_OFF, now, actor.person_id
    sitting.cancelled_at, sitting.cancelled_reason = now, reason
    session.flush()
    audit.record(session, actor, "sitting.called_off", sitting, now, reason=reason)
    if sitting.called_at is not None:
        mailing.tell_called_off(session, sitting, now)
    return sitting


def _refuse_arrangement(session: Session, arranged: Arrangement, now: datetime) -> None:
    if arranged.day < today(now):
        raise Invalid(lazy("Choose today or a later day."), field="day")
    if arranged.kind is SittingKind.MEETING:
        if arranged.begins_at is None:
            raise Invalid(lazy("Write when it begins, for example 14:30."), field="clock")
        if not arranged.place and not arranged.link:
            raise Invalid(lazy("Write the place, or the link to a video meeting."), field="place")
    if arranged.link and not _is_web_address(arranged.link):
        raise Invalid(lazy("Write the whole address, beginning with https://."), field="link")
    _refuse_chairs(session, arranged)


def _refuse_chairs(session: Session, arranged: Arrangement) -> None:
    members = {person.id for person in people.people_with_role(session, Role.COMMITTEE)}
    if arranged.chair_id not in members:
        raise Invalid(lazy("Choose a member of the committee."), field="chair")
    if arranged.deputy_id is not None and arranged.deputy_id not in members - {arranged.chair_id}:
        raise Invalid(lazy("Choose another member of the committee."), field="deputy")


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname)


def _columns(arranged: Arrangement) -> dict[str, object]:
    meets = arranged.kind is SittingKind.MEETING
    return {
        "kind": arranged.kind,
        "day": arranged.day,
        "begins_at": arranged.begins_at if meets else None,
        "place": arranged.place if meets else "",
        "link": arranged.link if meets else "",
        "chair_id": arranged.chair_id,
        "deputy_id": arranged.deputy_id,
    }


def _details(arranged: Arrangement) -> dict[str, str | None]:
    return {
        "kind": arranged.kind.value,
        "day": arranged.day.isoformat(),
        "chair": str(arranged.chair_id),
        "deputy": str(arranged.deputy_id) if arranged.deputy_id is not None else None,
    }
