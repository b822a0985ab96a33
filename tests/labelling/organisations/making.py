"""Organisations for tests, made by the room's own actions: people on seats, figures, evidence."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from assessments.editions.model import Edition
from labelling.core import files
from labelling.core.access import Actor, Role, Seat
from labelling.organisations import fact_sheet, queries
from labelling.organisations.actions.evidence import (
    Description,
    StoredFile,
    add_file,
    add_seen_on_site,
)
from labelling.organisations.actions.facts import Figure, Outcome, save_facts
from labelling.organisations.actions.profile import Profile, create_organisation
from labelling.organisations.actions.seats import invite_to_seat
from labelling.organisations.models import Evidence, Organisation
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.people.making import add_person

PROFILE = Profile(
    name="Alder Valley Mobility Cluster",
    country="AT",
    city="Steyr",
    field="mobility",
    website="https://alder.example",
    about="61 firms and institutes that build vehicles.",
    language="en",
)
QUOTA = 2_000_000_000
FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "members-total": "74",
        "members-firms": "61",
        "members-sme": "48",
        "members-research": "6",
        "member-kinds": "4",
        "members-joined": "7",
        "members-left": "3",
        "members-active": "52",
        "members-met": "40",
        "months-of-work": "96",
        "staff-fte": "4.5",
        "staff-persons": "6",
        "staff-left": "1",
        "income-total": "612000.50",
        "income-private": "248000",
        "income-fees": "96000",
        "secured-months": "18",
        "cost-budgeted": "600000",
        "cost-actual": "597300",
        "service-cases": "86",
        "firms-served": "44",
        "sme-served": "35",
        "service-satisfaction": "88.5",
        "projects-running": "9",
        "members-in-projects": "31",
        "project-money": "1450000",
        "results-confirmed": "5",
        "projects-cross-sector": "3",
        "partner-clusters-abroad": "4",
        "members-international": "17",
        "members-digital": "22",
        "members-transition": "14",
        "survey-response": "62",
        "survey-useful": "81",
        "aims-set": "12",
        "aims-reached": "9",
    }
)
"""One year's figures that hold together."""


@dataclass(slots=True)
class Made:
    """An organisation with the people who sit in it."""

    organisation: Organisation
    owners: list[Person] = field(default_factory=list)
    contributors: list[Person] = field(default_factory=list)
    readers: list[Person] = field(default_factory=list)

    @property
    def id(self) -> UUID:
        """Return the organisation's id."""
        return self.organisation.id

    def actor(self, person: Person | None = None) -> Actor:
        """Return a seat holder (the first owner if none is named) acting as manager."""
        person = person if person is not None else self.owners[0]
        seat = next(
            seat
            for seat, people in (
                (Seat.OWNER, self.owners),
                (Seat.CONTRIBUTOR, self.contributors),
                (Seat.READER, self.readers),
            )
            if person.id in {sitting.id for sitting in people}
        )
        return actor_for(person, Role.MANAGER, {self.id: seat})


def make_organisation(
    session: Session,
    profile: Profile = PROFILE,
    *,
    owners: int = 2,
    contributors: int = 0,
    readers: int = 0,
    facts: bool = False,
    now: datetime | None = None,
) -> Made:
    """Make an organisation with so many people on its seats, and its fact sheet if asked."""
    now = now if now is not None else datetime.now(UTC)
    founder = add_person(session, "Ana Lindqvist")
    actor = actor_for(founder, Role.MANAGER)
    made = Made(create_organisation(session, actor=actor, profile=profile, now=now), [founder])
    for seat, people, number in (
        (Seat.OWNER, made.owners, owners - 1),
        (Seat.CONTRIBUTOR, made.contributors, contributors),
        (Seat.READER, made.readers, readers),
    ):
        for _ in range(number):
            people.append(_seated(session, made, seat, now))
    if facts:
        fill_facts(session, made, now=now)
    return made


def _seated(session: Session, made: Made, seat: Seat, now: datetime) -> Person:
    person = add_person(session, f"Ilse Varga ({seat.value})")
    invite_to_seat(
        session,
        actor=made.actor(),
        organisation_id=made.id,
        email=person.email,
        name=person.name,
        seat=seat,
        now=now,
    )
    return person


def fill_facts(
    session: Session,
    made: Made,
    *,
    edition: Edition | None = None,
    years: Sequence[int] = (),
    figures: Mapping[str, str] = FIGURES,
    now: datetime | None = None,
) -> Outcome:
    """Enter the same figures for each year (the last three); others than ``FIGURES`` if given."""
    now = now if now is not None else datetime.now(UTC)
    edition = edition if edition is not None else fact_sheet.edition_for(session, made.id)
    asked = {fact.id for fact in edition.facts}
    years = years or fact_sheet.years_at(now, ZoneInfo("Europe/Brussels"))
    known = queries.fact_values(session, made.id)
    return save_facts(
        session,
        actor=made.actor(),
        organisation_id=made.id,
        edition=edition,
        years=years,
        figures=[
            Figure(
                fact_id,
                year,
                text,
                version=known[fact_id, year].version if (fact_id, year) in known else 0,
            )
            for year in years
            for fact_id, text in figures.items()
            if fact_id in asked
        ],
        save_id=uuid4(),
        now=now,
    )


def stored(
    content: bytes = b"Minutes of the assembly.\n", filename: str = "minutes.txt"
) -> StoredFile:
    """Put bytes into the file store as if they had been inspected."""
    try:
        store = files.store()
    except RuntimeError:
        store = files.FileStore(Path(tempfile.mkdtemp()))
        files.install(store)
    return StoredFile(store.put(content), filename, "text/plain", len(content))


def add_evidence(
    session: Session,
    made: Made,
    title: str = "Strategy 2025–2028",
    *,
    content: bytes = b"Minutes of the assembly.\n",
    now: datetime | None = None,
) -> Evidence:
    """Add a piece that is kept as a file."""
    return add_file(
        session,
        actor=made.actor(),
        organisation_id=made.id,
        description=Description(title, date(2025, 5, 14)),
        file=stored(content),
        quota=QUOTA,
        now=now if now is not None else datetime.now(UTC),
    )


def add_paper(
    session: Session,
    made: Made,
    title: str = "Minutes of the general assembly",
    *,
    now: datetime | None = None,
) -> Evidence:
    """Add a piece that is seen on site."""
    return add_seen_on_site(
        session,
        actor=made.actor(),
        organisation_id=made.id,
        description=Description(title, date(2025, 5, 14), "Folder A3 in the office"),
        now=now if now is not None else datetime.now(UTC),
    )
