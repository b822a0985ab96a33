"""Applications for tests, made by the room's own actions: calls, answers, submissions, checks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from labelling.applications import actions, queries, terms
from labelling.applications.actions import Content, Finding, Saved
from labelling.applications.models import Application, Call, Submission
from labelling.applications.schemes import edition_of, level_of
from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.organisations.editions import applies_from, edition
from labelling.organisations.models import Evidence
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import (
    PROFILE,
    Made,
    add_evidence,
    add_paper,
    fill_facts,
    make_organisation,
)
from tests.labelling.people.making import add_person

NOW = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
EDITION = "cluster-excellence-2026"
TEXT = (
    "Our strategy 2025–2028 was made between January and May 2025. All 61 members were invited; "
    "40 firms came to four workshops, and two of six draft priorities were dropped there. "
    "The general assembly adopted the rest on 14 May 2025 (source 1)."
)


@dataclass(slots=True)
class World:
    """An application with all who have to do with it."""

    made: Made
    officer: Actor
    call: Call
    application: Application

    @property
    def id(self) -> UUID:
        """Return the application's id."""
        return self.application.id

    @property
    def owner(self) -> Actor:
        """Return the first owner, acting as manager."""
        return self.made.actor()

    def reload(self) -> Application:
        """Return the application as it stands in the database now."""
        with reading() as session:
            self.application = queries.get_application(session, self.id)
        return self.application


def make_officer(session: Session, name: str = "Otto Berg") -> Actor:
    """Add an officer whose second factor was given just now."""
    return actor_for(
        add_person(session, name, roles=[Role.OFFICER]), Role.OFFICER, confirmed_at=NOW
    )


def make_call(
    session: Session,
    officer: Actor,
    *,
    levels: Iterable[str] = ("bronze", "silver", "gold"),
    opens_on: date = date(2026, 9, 1),
    closes_on: date | None = date(2027, 1, 31),
    title: str = "Autumn 2026",
    edition_id: str = EDITION,
    now: datetime = NOW,
) -> Call:
    """Open a call under our own edition, or another; from its first day on where that is later."""
    begins = applies_from(edition_id)
    return actions.open_call(
        session,
        actor=officer,
        title=title,
        edition_id=edition_id,
        levels=list(levels),
        opens_on=max(opens_on, begins) if begins is not None else opens_on,
        closes_on=closes_on,
        now=now,
    )


def make_application(
    level: str = "bronze",
    *,
    name: str = PROFILE.name,
    facts: bool = True,
    contributors: int = 1,
    readers: int = 1,
    edition_id: str = EDITION,
    now: datetime = NOW,
) -> World:
    """Start an application of a new organisation in a new call, in a unit of work of its own."""
    with unit_of_work() as session:
        made = make_organisation(
            session,
            replace(PROFILE, name=name),
            contributors=contributors,
            readers=readers,
            now=now - timedelta(days=40),
        )
        if facts:
            fill_facts(session, made, edition=edition(edition_id), now=now)
        officer = make_officer(session)
        call = make_call(session, officer, edition_id=edition_id, now=now)
        application = start(session, made, call, level, now=now)
    return World(made, officer, call, application)


def start(
    session: Session, made: Made, call: Call, level: str = "bronze", *, now: datetime = NOW
) -> Application:
    """Start an application of an organisation in a call."""
    return actions.start_application(
        session,
        actor=made.actor(),
        organisation_id=made.id,
        call_id=call.id,
        level_id=level,
        terms_version=terms.VERSION,
        authorised_name="Ana Lindqvist",
        authorised_function="Managing director",
        now=now,
    )


def save(
    world: World,
    part_id: str,
    *,
    band: int | None = 60,
    text: str = TEXT,
    not_applicable: str | None = None,
    version: int = 0,
    save_id: UUID | None = None,
    follows: Iterable[UUID] = (),
    actor: Actor | None = None,
    now: datetime = NOW,
) -> Saved:
    """Save the answer to a part in a unit of work of its own."""
    with unit_of_work() as session:
        return actions.save_answer(
            session,
            actor=actor if actor is not None else world.owner,
            application_id=world.id,
            part_id=part_id,
            content=Content(band, text, not_applicable),
            version=version,
            save_id=save_id if save_id is not None else uuid4(),
            follows=list(follows),
            now=now,
        )


def answer_all(
    world: World, *, band: int = 60, but: Iterable[str] = (), now: datetime = NOW
) -> Evidence:
    """Answer every part that the level asks, each with the same two pieces, and declare all.

    Returns the piece that is kept as a file; the other one is seen on site.
    """
    with unit_of_work() as session:
        pieces = [
            add_paper(session, world.made, now=now),
            add_evidence(session, world.made, now=now),
        ]
        application = queries.get_application(session, world.id)
        found = edition_of(application)
        for part_id in found.scope(level_of(application)):
            if part_id in but:
                continue
            actions.save_answer(
                session,
                actor=world.owner,
                application_id=world.id,
                part_id=part_id,
                content=Content(band, TEXT),
                version=0,
                save_id=uuid4(),
                now=now,
            )
            for piece in pieces:
                actions.cite_evidence(
                    session,
                    actor=world.owner,
                    application_id=world.id,
                    part_id=part_id,
                    evidence_id=piece.id,
                    pages="3",
                    now=now,
                )
        for rule in found.eligibility:
            if rule.kind == "declared":
                actions.declare(
                    session,
                    actor=world.owner,
                    application_id=world.id,
                    rule_id=rule.id,
                    holds=True,
                    now=now,
                )
    return pieces[1]


def submit(world: World, *, now: datetime = NOW) -> Submission:
    """Submit a complete application."""
    with unit_of_work() as session:
        submission = actions.submit_application(
            session, actor=world.owner, application_id=world.id, now=now
        )
    world.reload()
    return submission


def make_submitted(
    level: str = "bronze", *, name: str = PROFILE.name, band: int = 60, now: datetime = NOW
) -> World:
    """Make an application, answer all of it, submit it."""
    world = make_application(level, name=name, now=now)
    answer_all(world, band=band, now=now)
    submit(world, now=now)
    return world


def make_eligible(world: World, *, now: datetime = NOW) -> None:
    """Find that every rule holds, and let the application go on."""
    with unit_of_work() as session:
        application = queries.get_application(session, world.id)
        actions.record_findings(
            session,
            actor=world.officer,
            application_id=world.id,
            findings={rule.id: Finding(True) for rule in edition_of(application).eligibility},
            now=now,
        )
        actions.declare_eligible(session, actor=world.officer, application_id=world.id, now=now)
    world.reload()
