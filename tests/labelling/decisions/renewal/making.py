"""Terms awarded on a day, and applications under way for the next one."""

from datetime import UTC, date, datetime, timedelta

from labelling.applications import terms as participation
from labelling.applications.actions import start_application
from labelling.applications.models import Application, Call
from labelling.core.access import Actor
from labelling.core.database import unit_of_work
from labelling.decisions.models import Label
from tests.labelling.decisions.applicants import seated
from tests.labelling.decisions.making import EDITION, Office, decided, recommended, terms

END = date(2028, 5, 31)


def noon(day: date) -> datetime:
    """Return noon on a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def days(held: Label) -> list[tuple[str, date, date]]:
    """Return the terms of a label: level, first and last day."""
    return [(one.level_id, one.valid_from, one.valid_until) for one in terms(held)]


def awarded(
    office: Office, held: Label, level: str, started: date, decided_on: date
) -> Application:
    """Award a further term on an application started on a day."""
    application = recommended(
        level=level,
        percent=95,
        organisation_id=held.organisation_id,
        visited=decided_on - timedelta(days=10),
        now=noon(started),
    )
    decided(office, application, now=noon(decided_on))
    return application


def call(level: str, day: date) -> Call:
    """Return a call of a level that is open on a day."""
    with unit_of_work() as session:
        row = Call(
            title="All year",
            edition_id=EDITION.id,
            edition_sha256=EDITION.identity,
            levels=[level],
            opens_on=day - timedelta(days=30),
            created_at=noon(day),
        )
        session.add(row)
    return row


def started(held: Label, level: str, day: date, *, by: Actor | None = None) -> Application:
    """Start an application of the label's holder on a day."""
    row = call(level, day)
    owner = by or seated(held.organisation_id)
    with unit_of_work() as session:
        return start_application(
            session,
            actor=owner,
            organisation_id=held.organisation_id,
            call_id=row.id,
            level_id=level,
            terms_version=participation.VERSION,
            authorised_name="Ada Berg",
            authorised_function="Manager",
            now=noon(day),
        )
