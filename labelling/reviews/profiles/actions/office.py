"""What the office keeps of assessors: trainings, contracts, rates, and what it knows of ties."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotAllowed
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.queries import get_organisation
from labelling.people.actions import record_involvement
from labelling.people.models import Involvement, InvolvementKind
from labelling.reviews.independence import DECLARABLE
from labelling.reviews.profiles.models import AssessorContract, AssessorRate, AssessorTraining
from labelling.reviews.profiles.subjects import AssessorFile

SOURCE = "office"
MOST_A_DAY = Decimal(10_000)
_SEATED = lazy("You have a seat in this organisation, so another officer does this.")
_ENDS_BEFORE = lazy("It cannot end before it begins.")
_NOT_YET = lazy("Choose a day that is not in the future.")


def record_training(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    title: str,
    passed_on: date,
    expires_on: date | None,
    now: datetime,
) -> AssessorTraining:
    """Record a training that an assessor has passed, and until when it counts.

    Without ``expires_on`` it never runs out. A course that ends in the system records it as
    SYSTEM. Raises Invalid for a day in the future, or an end before the day.
    """
    access.require(actor, Permission.ASSESSOR_KEEP, AssessorFile(person_id))
    if passed_on > today(now):
        raise Invalid(_NOT_YET, field="passed_on")
    if expires_on is not None and expires_on < passed_on:
        raise Invalid(_ENDS_BEFORE, field="expires_on")
    row = AssessorTraining(
        person_id=person_id,
        title=title,
        passed_on=passed_on,
        expires_on=expires_on,
        recorded_at=now,
        recorded_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "training.recorded",
        row,
        now,
        title=title,
        expires_on=expires_on.isoformat() if expires_on else "",
    )
    return row


def record_contract(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    since: date,
    until: date | None,
    signed_on: date | None,
    now: datetime,
) -> AssessorContract:
    """Record a contract; it counts once both have signed. Raises Invalid for impossible days."""
    access.require(actor, Permission.ASSESSOR_KEEP, AssessorFile(person_id))
    if until is not None and until < since:
        raise Invalid(_ENDS_BEFORE, field="until")
    if signed_on is not None and signed_on > today(now):
        raise Invalid(_NOT_YET, field="signed_on")
    row = AssessorContract(
        person_id=person_id,
        since=since,
        until=until,
        signed_on=signed_on,
        recorded_at=now,
        recorded_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "contract.recorded", row, now, since=since.isoformat())
    return row


def record_rate(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    since: date,
    fee_a_day: Decimal,
    expenses: str,
    now: datetime,
) -> AssessorRate:
    """Record what an assessor gets for a day (euros) from a day on; what was before stays."""
    access.require(actor, Permission.ASSESSOR_KEEP, AssessorFile(person_id))
    if not 0 <= fee_a_day <= MOST_A_DAY:
        raise Invalid(lazy("Write an amount from 0 to 10,000 euros."), field="fee_a_day")
    row = AssessorRate(
        person_id=person_id,
        since=since,
        fee_a_day=fee_a_day.quantize(Decimal("0.01")),
        expenses=expenses,
        recorded_at=now,
        recorded_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "rate.recorded", row, now, since=since.isoformat())
    return row


def note_involvement(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    organisation_id: UUID,
    kind: InvolvementKind,
    since: date | None,
    until: date | None,
    note: str,
    now: datetime,
) -> Involvement:
    """Write into the ledger what the office knows to bind an assessor to an organisation.

    Raises NotAllowed for who sits there, Invalid for a kind that only the system records, or an
    end before the beginning.
    """
    access.require(actor, Permission.ASSESSOR_KEEP, AssessorFile(person_id))
    if organisation_id in actor.seats:
        raise NotAllowed(_SEATED)
    if kind not in DECLARABLE:
        raise Invalid(lazy("Choose from the list."), field="kind")
    if since is not None and until is not None and until < since:
        raise Invalid(_ENDS_BEFORE, field="until")
    get_organisation(session, organisation_id)
    return record_involvement(
        session,
        actor=actor,
        person_id=person_id,
        organisation_id=organisation_id,
        kind=kind,
        source=SOURCE,
        now=now,
        since=since,
        until=until,
        note=note,
    )
