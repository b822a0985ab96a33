"""On the served system: two writers, a session that really ends, no scripts, too long a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from labelling.applications.queries.drafts import answers_of
from labelling.core.database import reading, unit_of_work
from labelling.people.models import SignedInSession
from tests.journeys.people import PATIENCE
from tests.journeys.steps.cast import Somebody
from tests.journeys.steps.preparing import at_browser, days_ago, installed, started_application
from tests.labelling.applications.making import World
from tests.serving import Served

ANSWER = "What you do, and how you know that it works"
SAVED = re.compile(r"Saved at \d\d:\d\d")


@dataclass(frozen=True)
class Draft:
    """An application that was just started, on a served system."""

    served: Served
    browser: Browser
    world: World

    @property
    def part(self) -> str:
        """Return the address of part 1.2."""
        return f"/applications/{self.world.id}/parts/1.2"

    def owner(self, *, scripts: bool = True) -> Somebody:
        """Return the first owner at a browser, on part 1.2."""
        return self._opened(
            at_browser(self.served, self.browser, self.world.owner, scripts=scripts)
        )

    def contributor(self, *, scripts: bool = True) -> Somebody:
        """Return the contributor at a browser, on part 1.2."""
        made = self.world.made
        actor = made.actor(made.contributors[0])
        return self._opened(at_browser(self.served, self.browser, actor, scripts=scripts))

    def _opened(self, somebody: Somebody) -> Somebody:
        somebody.at.go(self.part)
        return somebody

    def stored(self) -> str:
        """Return the text that the database has."""
        with installed(self.served), reading() as session:
            return answers_of(session, self.world.id)["1.2"].text

    def end_sessions(self) -> None:
        """End every session, as an hour of silence would."""
        with installed(self.served), unit_of_work() as session:
            session.execute(update(SignedInSession).values(expires_at=datetime.now(UTC)))


@pytest.fixture
def draft(served: Served, browser: Browser) -> Iterator[Draft]:
    """Return a bronze application whose part 1.2 nobody has answered."""
    with installed(served):
        world = started_application("bronze", days_ago(3))
    yield Draft(served, browser, world)
    for context in list(browser.contexts):
        context.close()


def says(somebody: Somebody, words: str | re.Pattern[str]) -> None:
    """Wait until the line beside the button says so."""
    line = somebody.at.page.locator("[data-save-status]")
    expect(line).to_contain_text(words, timeout=PATIENCE)


def test_two_writers_at_two_browsers_lose_neither_text(draft: Draft) -> None:
    ana, ilse = draft.owner(), draft.contributor()
    ana.at.fill(ANSWER, "Hers.")
    says(ana, SAVED)
    ilse.at.fill(ANSWER, "His.")
    ilse.at.page.get_by_role("alert").get_by_text("saved this part at").wait_for()
    assert draft.stored() == "Hers."
    ilse.at.press("See both texts")
    ilse.at.is_at("Two texts for 1.2")
    texts = ilse.at.page.locator(".both .text").all_inner_texts()
    assert texts == ["His.", "Hers."]
    ilse.at.looks()
    ilse.at.fill("Or write one from both", "Hers and his.")
    ilse.at.press("Save the joined text")
    ilse.at.is_at("1.2")
    ana.at.go(draft.part)
    assert ana.at.field(ANSWER).input_value() == draft.stored() == "Hers and his."


def test_a_session_that_ends_while_one_writes_loses_nothing(draft: Draft) -> None:
    ana = draft.owner()
    draft.end_sessions()
    ana.at.fill(ANSWER, "Written after an hour.")
    alert = ana.at.page.get_by_role("alert")
    expect(alert).to_contain_text("You were signed out.", timeout=PATIENCE)
    ana.at.press("Sign in", alert)
    ana.enter_password()
    ana.at.is_at("1.2")
    expect(ana.at.page.locator("[data-kept]")).to_contain_text("It is back in the fields.")
    says(ana, SAVED)
    assert ana.at.field(ANSWER).input_value() == draft.stored() == "Written after an hour."


def test_without_scripts_buttons_do_the_same(draft: Draft) -> None:
    ana, ilse = draft.owner(scripts=False), draft.contributor(scripts=False)
    ana.at.page.get_by_role("radio", name=re.compile("^40 %")).check()
    ana.at.fill(ANSWER, "Hers.")
    ana.at.press("Save and go to 1.3")
    ana.at.is_at("1.3")
    ilse.at.fill(ANSWER, "His.")
    ilse.at.press("Save and go to 1.3")
    ilse.at.is_at("Two texts for 1.2")
    ilse.at.sees("Hers.")
    ilse.at.press("Keep mine")
    ilse.at.is_at("1.2")
    assert draft.stored() == "His."


def test_without_scripts_what_arrives_after_the_session_is_offered_again(draft: Draft) -> None:
    ana = draft.owner(scripts=False)
    ana.at.fill(ANSWER, "Sent too late.")
    draft.end_sessions()
    ana.at.press("Save and go to 1.3")
    ana.at.is_at("Sign in")
    ana.at.sees("What you wrote is kept.")
    ana.enter_password()
    ana.at.is_at("What you wrote is still here")
    ana.at.sees("Sent too late.")
    ana.at.press("Send it now")
    ana.at.is_at("1.3")
    assert draft.stored() == "Sent too late."


BACK = re.compile(r"What you typed here at \d\d:\d\d was not sent")
TOWN = "Town of the office"
ABOUT = "About the cluster"


def test_a_form_that_a_button_sends_gives_back_what_was_typed(draft: Draft) -> None:
    ana = draft.owner()
    profile = f"/organisations/{draft.world.made.id}/edit"
    offered = ana.at.page.get_by_text(BACK)

    def reopened() -> tuple[str, int]:
        ana.at.go(profile)
        return ana.at.field(ABOUT).input_value(), offered.count()

    ana.at.go(profile)
    stored = ana.at.field(ABOUT).input_value()
    ana.at.fill(ABOUT, "Left by a link.")
    ana.at.page.get_by_role("link", name="Complaints").click()
    ana.at.page.go_back()
    expect(offered).to_be_visible()
    assert ana.at.field(ABOUT).input_value() == "Left by a link."
    ana.at.looks()
    ana.at.fill(TOWN, "")
    ana.at.press("Save the profile")
    ana.at.sees("This needs a change")
    assert reopened() == ("Left by a link.", 1)
    ana.at.press("Throw it away")
    expect(offered).to_have_count(0)
    assert reopened() == (stored, 0)

    ana.at.fill(ABOUT, "Without a cookie.")
    ana.at.page.context.clear_cookies()
    ana.at.press("Save the profile")
    ana.at.is_at("Please sign in")
    ana.at.page.get_by_role("main").get_by_role("link", name="Sign in").click()
    ana.enter_password()
    ana.at.is_at("Edit the profile")
    assert (ana.at.field(ABOUT).input_value(), offered.count()) == ("Without a cookie.", 1)
    ana.at.press("Save the profile")
    ana.at.sees("Everything was saved.")
    assert reopened() == ("Without a cookie.", 0)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_too_long_a_text_is_kept_as_a_draft(draft: Draft, *, scripts: bool) -> None:
    ana = draft.owner(scripts=scripts)
    long = "We asked all members. " * 40
    ana.at.fill(ANSWER, long)
    ana.at.press("Save and go to 1.3")
    ana.at.sees("It is saved as a draft.")
    assert draft.stored().strip() == long.strip()
    ana.at.go(f"/applications/{draft.world.id}/readiness")
    ana.at.sees("80 characters too many")
