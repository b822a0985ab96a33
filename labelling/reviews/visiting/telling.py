"""Letters about a visit, with the entry for the reader's calendar. Nobody's name is in it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.recipients import owners, tell
from labelling.core import i18n
from labelling.core.errors import NotNow
from labelling.core.i18n import gettext, lazy
from labelling.core.icalendar import calendar_object, escaped, instant
from labelling.organisations.queries import get_organisation
from labelling.people.models import Person
from labelling.people.queries import get_person
from labelling.reviews.subjects import Assessment
from labelling.reviews.visiting.models import VisitPlan
from labelling.settings import in_use


def all_concerned(session: Session, application: Application, case: Assessment) -> list[Person]:
    """Return the team and the owners of the organisation."""
    team = [get_person(session, person_id) for person_id in sorted(case.team)]
    return team + [one for one in owners(session, application) if one.id not in case.team]


def ask_for_days(
    session: Session, application: Application, people: Sequence[Person], now: datetime
) -> None:
    """Ask which of the proposed days suit."""
    tell(session, list(people), application, "visit_days_asked", now)


def tell_fixed(
    session: Session,
    application: Application,
    plan: VisitPlan,
    people: Sequence[Person],
    now: datetime,
    *,
    agenda: bool = False,
) -> None:
    """Tell each the day, or that the agenda stands, with the entry for the calendar.

    The entry is in the reader's language, and the day is that of the place.
    """
    organisation = get_organisation(session, application.organisation_id)
    settings = in_use()
    template = "visit_agenda" if agenda else "visit_fixed"
    there = plan.starts_at.astimezone(ZoneInfo(plan.zone)) if plan.starts_at is not None else None
    day = there.date().isoformat() if there is not None else ""
    for person in people:
        with i18n.speaking(person.language):
            entry = entry_of(
                plan,
                gettext("Visit: %(name)s", name=organisation.name),
                settings.public_url,
                settings.office_email.rpartition("@")[2],
                now,
            )
        tell(session, [person], application, template, now, calendar=entry, day=day)


def entry_of(plan: VisitPlan, title: str, public_url: str, domain: str, now: datetime) -> str:
    """Return the visit as a calendar object; later ones of its id replace it. Raises NotNow."""
    if plan.starts_at is None or plan.ends_at is None:
        raise NotNow(lazy("Fix the day first."))
    page = f"{public_url}/applications/{plan.application_id}/visit/plan"
    return calendar_object(
        [
            "BEGIN:VEVENT",
            f"UID:visit-{plan.id}@{domain}",
            f"SEQUENCE:{plan.told}",
            f"DTSTAMP:{instant(now)}",
            f"DTSTART:{instant(plan.starts_at)}",
            f"DTEND:{instant(plan.ends_at)}",
            f"SUMMARY:{escaped(title)}",
            f"LOCATION:{escaped(plan.place)}",
            f"DESCRIPTION:{escaped(page)}",
            "STATUS:CONFIRMED",
            "END:VEVENT",
        ]
    )
