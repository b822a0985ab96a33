"""What the page of a decided application says of the decision, and of an appeal against it."""

from datetime import timedelta

import pytest
from flask import Flask

from labelling.applications import own_panels
from labelling.applications.models import Application
from labelling.applications.office_panels import Panel
from labelling.applications.queries import get_application
from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.decisions import outcome_boxes
from labelling.decisions.offers.actions import decline_offer
from labelling.reviews.models import Outcome
from tests.labelling.decisions.applicants import owner_of
from tests.labelling.decisions.making import (
    NOW,
    Office,
    decided,
    make_office,
    recommended,
)


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Return the people who prepare and decide; boxes are asked for two days later."""
    monkeypatch.setattr(outcome_boxes, "utcnow", lambda: NOW + timedelta(days=2))
    return make_office()


def boxes(application: Application, *, owner: bool = True) -> list[Panel]:
    """Return the boxes of this module, as an owner sees them, or somebody else."""
    actor = owner_of(application)
    if not owner:
        actor = Actor(role=Role.MANAGER, person_id=actor.person_id)
    with reading() as session:
        row = get_application(session, application.id)
        return outcome_boxes.own_boxes(session, actor, row)


def test_boxes_stand_on_the_applications_page() -> None:
    assert outcome_boxes.own_boxes in own_panels._sources


def test_award_names_label_and_days_and_leads_to_it(office: Office) -> None:
    application = recommended()
    decided(office, application)
    (box,) = boxes(application)
    assert box.title == "Decided on 28 May 2026"
    assert box.text.startswith("Silver was awarded: label CE-2026-")
    assert box.address.startswith("/organisation/labels/")


def test_refusal_leads_to_report_and_appeal(office: Office) -> None:
    application = recommended(percent=20)
    decided(office, application, outcome=Outcome.NOT_AWARDED)
    outcome, appeal = boxes(application)
    assert outcome.text.startswith("The label was not awarded.")
    assert outcome.address == f"/applications/{application.id}/feedback"
    assert (appeal.title, appeal.address) == ("If you do not agree", "/appeals")
    assert appeal.text.startswith("You may appeal until Saturday 27 June 2026.")
    assert [box.title for box in boxes(application, owner=False)] == [outcome.title]


def test_offer_that_was_declined_counts_as_not_awarded(office: Office) -> None:
    application = recommended(percent=45)
    decided(office, application, outcome=Outcome.LOWER_LEVEL, level_id="bronze")
    assert boxes(application) == []
    actor = owner_of(application)
    with unit_of_work() as session:
        decline_offer(session, actor=actor, application_id=application.id, now=NOW)
    assert [box.title for box in boxes(application)] == [
        "Decided on 28 May 2026",
        "If you do not agree",
    ]
