"""Data that a journey begins with, made by the actions on the served system's own database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser

from assessments.editions import edition
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.people.queries import get_person
from tests.campaigns import writers
from tests.journeys.people import Visitor
from tests.journeys.steps.cast import Somebody
from tests.labelling.applications import making
from tests.labelling.organisations.making import fill_facts, make_organisation
from tests.labelling.people.making import SECRET
from tests.serving import Served


@contextmanager
def installed(served: Served) -> Iterator[None]:
    """Work on a served system's database from inside this process for a while."""
    with writers.installed(served.data, served.environment["LABELLING_DATABASE_URL"]):
        yield


def days_ago(days: int) -> datetime:
    """Return the instant so many days ago."""
    return datetime.now(UTC) - timedelta(days=days)


def started_application(level: str, then: datetime) -> making.World:
    """Let an organisation with two owners and a contributor start an application."""
    with unit_of_work() as session:
        made = make_organisation(session, contributors=1, now=then - timedelta(days=40))
        fill_facts(session, made, edition=edition(making.EDITION), now=then)
        officer = making.make_officer(session)
        opens = (then - timedelta(days=9)).date()
        call = making.make_call(session, officer, opens_on=opens, closes_on=None, now=then)
        application = making.start(session, made, call, level, now=then)
    return making.World(made, officer, call, application)


def at_browser(served: Served, browser: Browser, actor: Actor, *, scripts: bool = True) -> Somebody:
    """Let somebody sign in through the pages; a second factor is asked for where there is one."""
    assert actor.person_id is not None
    with installed(served), reading() as session:
        person = get_person(session, actor.person_id)
    at = Visitor(browser, served.url, scripts=scripts)
    secret = SECRET if actor.has_second_factor else ""
    somebody = Somebody(person.name, person.email, at, served, secret=secret)
    somebody.sign_in()
    at.is_at("My tasks")
    return somebody
