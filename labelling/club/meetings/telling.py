"""Mail about meetings: to the members' contacts and to those who take part. No figure in any."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.meetings import queries
from labelling.club.meetings.calendar import calendar_of
from labelling.club.meetings.models import Meeting
from labelling.club.models import Club, ClubRound
from labelling.club.telling import contacts_of
from labelling.core import mail
from labelling.core.i18n import place_of_zone
from labelling.organisations.queries import is_active
from labelling.people.models import Person
from labelling.settings import in_use


def everybody(session: Session, club: Club, meeting: Meeting) -> list[Person]:
    """Return who is told of a meeting: contacts of all members, and all who take part."""
    members = [row for row, _name in club_queries.memberships_of(session, club.id)]
    found = {
        person.id: person
        for persons in contacts_of(session, members).values()
        for person in persons
    }
    for one in queries.attendees_of(session, meeting.id):
        if is_active(one.person):
            found[one.person.id] = one.person
    return sorted(found.values(), key=lambda one: (one.email, str(one.id)))


def tell_dates(
    session: Session,
    about: tuple[Club, ClubRound, Meeting],
    template: str,
    to: Iterable[Person],
    now: datetime,
) -> None:
    """Write the day, the time and the place to some people, with the entry for their calendar."""
    club, round_, meeting = about
    settings = in_use()
    entry = calendar_of(
        meeting,
        f"{club.name} {round_.half_year}",
        settings.public_url,
        settings.office_email.rpartition("@")[2],
        now,
    )
    for person in to:
        mail.send(
            session,
            person,
            template,
            now,
            about=meeting,
            calendar=entry,
            club=club.name,
            half=round_.half_year,
            meeting=str(meeting.id),
            day=meeting.held_on.isoformat(),
            **_clocks(meeting),
            place=meeting.place,
            why=meeting.cancelled_why,
        )


def _clocks(meeting: Meeting) -> dict[str, Any]:
    if meeting.starts_at is None or meeting.ends_at is None:
        return {"start": "", "end": "", "zone": ""}
    zone = ZoneInfo(meeting.zone)
    return {
        "start": f"{meeting.starts_at.astimezone(zone):%H:%M}",
        "end": f"{meeting.ends_at.astimezone(zone):%H:%M}",
        "zone": place_of_zone(meeting.zone),
    }


def tell(
    session: Session,
    person: Person,
    template: str,
    about: tuple[Club, Meeting],
    now: datetime,
    *,
    key: str | None = None,
    **context: Any,
) -> None:
    """Write to one person about a meeting."""
    club, meeting = about
    mail.send(
        session,
        person,
        template,
        now,
        about=meeting,
        key=key,
        club=club.name,
        meeting=str(meeting.id),
        day=meeting.held_on.isoformat(),
        **context,
    )
