"""Step 5: the recommendation, a prepared decision, and the second person who takes it."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from sqlalchemy import update

from labelling.core.database import unit_of_work
from labelling.people.models import SignedInSession
from labelling.people.queries import find_person_by_email
from tests.journeys.steps.cast import ORGANISATION, Somebody, Story

REASON = "The office is close to its members, and its figures hold together."


def the_assessor_recommends(story: Story) -> None:
    """What the agreed scores give by the rules of the level."""
    ines = story["ines"].at
    ines.take_task("Recommend")
    ines.sees("By the rules the agreed scores give: award Bronze.")
    ines.looks()
    ines.choose("Award Bronze")
    ines.press("Recommend to the committee")
    ines.sees("award Bronze")


def the_officer_prepares_and_cannot_decide(story: Story) -> None:
    """Who prepared it sees who can decide, and no form."""
    olga, clara = story["olga"].at, story["clara"]
    olga.take_task("Prepare the decision")
    olga.is_at(f"Prepare the decision: {ORGANISATION}")
    olga.looks()
    olga.choose("Award Bronze")
    olga.fill("Note for the committee", "One fact was corrected after the observations.")
    olga.press("Send for decision")
    olga.is_at(f"Decision: {ORGANISATION}")
    olga.sees(f"Who can decide: {clara.name}.")
    expect(olga.page.get_by_role("button", name="Record the decision")).to_have_count(0)


def the_committee_decides(story: Story) -> None:
    """With a second factor of these ten minutes; the reason goes to the organisation."""
    clara = story["clara"]
    _let_the_second_factor_grow_old(story, clara)
    clara.at.take_task("Decide on an application")
    clara.at.sees("You decide as the second person.")
    expect(clara.at.page.get_by_role("button", name="Record the decision")).to_have_count(0)
    clara.at.press("Give the second factor")
    clara.at.fill("Code", clara.recovery_codes.pop())
    clara.at.press("Go on")
    clara.at.is_at(f"Decision: {ORGANISATION}")
    clara.at.looks()
    clara.at.choose("Award Bronze")
    clara.at.fill("Reason for the organisation", REASON)
    clara.at.press("Record the decision")
    clara.at.sees(f"Decided by {clara.name}")
    story.label_number = clara.at.page.locator("a.label-number").first.inner_text()


def _let_the_second_factor_grow_old(story: Story, somebody: Somebody) -> None:
    """Put the last second factor of somebody's sessions an hour back."""
    with story.installed(), unit_of_work() as session:
        person = find_person_by_email(session, somebody.email)
        assert person is not None
        session.execute(
            update(SignedInSession)
            .where(SignedInSession.person_id == person.id)
            .values(confirmed_at=datetime.now(UTC) - timedelta(hours=1))
        )


def the_certificate_arrives(story: Story) -> None:
    """It is printed once, entered in the register, and its owner gets mail."""
    maria = story["maria"]
    subject = f"The certificate for label {story.label_number} is ready"
    letter = story.served.wait_for_letter(maria.email, subject, patience=60)
    found = re.search(re.escape(story.served.url) + r"(/labels/\S+)", letter)
    assert found is not None
    story.label_page = found.group(1)
    maria.at.go(story.label_page)
    until = maria.at.page.locator("dl.facts dt", has_text="Valid until").locator("+ dd b")
    story.valid_until = datetime.strptime(until.inner_text(), "%d %B %Y").date()  # noqa: DTZ007 (a day)
    story.certificate = maria.at.fetch("Download the certificate")
    assert story.certificate.startswith(b"%PDF-")
    maria.at.go("/tasks")
    maria.at.sees(story.label_number)
    maria.at.go(story.application)
    maria.at.sees(REASON)


STEPS = (
    the_assessor_recommends,
    the_officer_prepares_and_cannot_decide,
    the_committee_decides,
    the_certificate_arrives,
)
