"""What assessors keep of themselves: languages' levels, countries, hours, employers, absences."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.countries import CODES
from labelling.organisations.members import folded
from labelling.reviews.profiles import queries
from labelling.reviews.profiles.domains import plain_domain
from labelling.reviews.profiles.levels import LEVELS
from labelling.reviews.profiles.models import (
    AssessorAbsence,
    AssessorEmployer,
    AssessorExperience,
)
from labelling.reviews.subjects import OwnProfile

MOST_HOURS = 200
_ENDS_BEFORE = lazy("It cannot end before it begins.")


def save_experience(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    levels: Mapping[str, str],
    worked_in: Sequence[str],
    lived_in: Sequence[str],
    hours_a_month: int | None,
    now: datetime,
) -> AssessorExperience:
    """Keep how well one speaks, where one worked and lived, and how much time one has.

    Raises Invalid for a level, a country or hours (0 to 200 a month) that cannot be.
    """
    access.require(actor, Permission.PROFILE_EDIT, OwnProfile(person_id))
    if any(level not in LEVELS for level in levels.values()):
        raise Invalid(lazy("Choose from the list."))
    if not CODES.issuperset([*worked_in, *lived_in]):
        raise Invalid(lazy("Choose from the list."), field="worked_in")
    if hours_a_month is not None and not 0 <= hours_a_month <= MOST_HOURS:
        raise Invalid(lazy("Write hours a month, from 0 to 200."), field="hours_a_month")
    row = queries.find_experience(session, person_id) or AssessorExperience(person_id=person_id)
    row.levels, row.worked_in, row.lived_in = dict(levels), list(worked_in), list(lived_in)
    row.hours_a_month, row.updated_at = hours_a_month, now
    session.add(row)
    session.flush()
    audit.record(session, actor, "profile.saved", row, now)
    return row


def add_employer(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    name: str,
    domain: str,
    since: date,
    until: date | None,
    now: datetime,
) -> AssessorEmployer:
    """Name somebody for whom one works or worked; conflicts are found by name and domain."""
    access.require(actor, Permission.PROFILE_EDIT, OwnProfile(person_id))
    if until is not None and until < since:
        raise Invalid(_ENDS_BEFORE, field="until")
    row = AssessorEmployer(
        person_id=person_id,
        name=name,
        folded=folded(name),
        domain=plain_domain(domain),
        since=since,
        until=until,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "employer.recorded", row, now)
    return row


def end_employer(
    session: Session, *, actor: Actor, employer_id: UUID, until: date, now: datetime
) -> AssessorEmployer:
    """Say that one works there no more; it counts for three years. Raise NotNow if said already."""
    row = queries.get_employer(session, employer_id)
    access.require(actor, Permission.PROFILE_EDIT, OwnProfile(row.person_id))
    if row.until is not None:
        raise NotNow(lazy("This has its last day already."))
    if until < row.since:
        raise Invalid(_ENDS_BEFORE, field="until")
    row.until = until
    audit.record(session, actor, "employer.ended", row, now)
    return row


def add_absence(
    session: Session, *, actor: Actor, person_id: UUID, since: date, until: date, now: datetime
) -> AssessorAbsence:
    """Say when one is away, both days included; raise Invalid for a span in the past."""
    access.require(actor, Permission.PROFILE_EDIT, OwnProfile(person_id))
    if until < since:
        raise Invalid(_ENDS_BEFORE, field="until")
    if until < today(now):
        raise Invalid(lazy("Choose a day that is not past."), field="until")
    row = AssessorAbsence(person_id=person_id, since=since, until=until, recorded_at=now)
    session.add(row)
    session.flush()
    audit.record(session, actor, "absence.recorded", row, now)
    return row


def remove_absence(session: Session, *, actor: Actor, absence_id: UUID, now: datetime) -> None:
    """Take an absence back."""
    row = queries.get_absence(session, absence_id)
    access.require(actor, Permission.PROFILE_EDIT, OwnProfile(row.person_id))
    audit.record(session, actor, "absence.taken_back", row, now)
    session.delete(row)
