"""The officer's page: turn, late dates with reminders, mail and its fate, boxes of other rooms."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from labelling.applications import office_panels
from labelling.applications.models import Application
from labelling.applications.office_panels import Panel
from labelling.applications.reminders import remind
from labelling.core.access import Actor, Role
from labelling.core.clock import utcnow
from labelling.core.database import reading, unit_of_work
from labelling.core.mail import Letter
from labelling.core.outbox import Undeliverable
from labelling.core.worker import Worker
from labelling.people.queries import get_person
from labelling.settings import Settings
from tests.labelling.applications.making import World, make_eligible, make_submitted
from tests.labelling.people.making import sign_in


@pytest.fixture
def office(client: FlaskClient, world: World) -> FlaskClient:
    """Return a client signed in as the officer."""
    assert world.officer.person_id is not None
    with reading() as session:
        person = get_person(session, world.officer.person_id)
    sign_in(client, person, Role.OFFICER)
    return client


@pytest.fixture
def world(app: Flask) -> World:
    """Return an application that was submitted 13 days ago: its check is three days late."""
    return make_submitted(now=utcnow() - timedelta(days=13))


def page(client: FlaskClient, world: World) -> str:
    """Return the page as text."""
    return client.get(f"/applications/{world.id}/office").text


def test_a_late_step_says_by_how_much_and_how_often_it_was_reminded(
    office: FlaskClient, world: World
) -> None:
    with unit_of_work() as session:
        remind(session, utcnow())
    text = page(office, world)
    assert "Step 2 of 7, Eligibility: <b>Submitted</b>" in text
    assert "Check the eligibility of the organisation." in text
    assert "3 days late" in text
    assert "1 reminder sent" in text


def test_the_mail_log_tells_what_became_of_each_mail(
    office: FlaskClient, world: World, settings: Settings
) -> None:
    waiting = page(office, world)
    assert "Application A-2026-001 started: submit by" in waiting
    assert waiting.count("waiting") == 5

    def deliver(letter: Letter, _settings: Settings) -> None:
        if letter.subject.startswith("Check eligibility"):
            raise Undeliverable("refused by the mail server (550)")

    Worker(settings, deliver).drain(utcnow() - timedelta(days=12))
    done = page(office, world)
    assert "refused by the mail server (550)" in done
    assert (done.count("· sent"), done.count("not delivered")) == (4, 1)


def test_boxes_of_other_rooms_stand_on_the_page_and_one_may_be_due(
    office: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def boxes(_session: Session, _actor: Actor, application: Application) -> list[Panel]:
        return [
            Panel("Assessment team", lines=(("Places", "1"),)),
            Panel(
                "Next",
                text=f"Invite somebody for {application.reference}.",
                button="Choose an assessor",
                address="/somewhere",
                is_due=True,
            ),
        ]

    monkeypatch.setattr(office_panels, "_sources", [boxes])
    make_eligible(world)
    text = page(office, world)
    assert "<dt>Places</dt><dd>1</dd>" in text
    assert "Your turn: Invite somebody for A-2026-001." in text
    assert text.count('href="/somewhere"') == 1
