"""Gold: two assessors, one from abroad, compare and agree, each at a browser of their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from labelling.core.access import Actor
from labelling.core.database import unit_of_work
from tests.journeys.people import Visitor
from tests.journeys.steps.assessing import MEANT
from tests.journeys.steps.cast import today
from tests.journeys.steps.preparing import at_browser, days_ago, installed, started_application
from tests.labelling.applications import making as applications
from tests.labelling.reviews import making as reviews
from tests.serving import Served

PERCENT = 80  # on the threshold of gold, so that a third assessor looks
DISCUSSED, WIDE = "4.3", "1.2"
HERS, HIS = {DISCUSSED: 90, WIDE: 85}, {DISCUSSED: 60, WIDE: 65}
REASON = "The register of contacts, seen by both, shows 31 of 74 members."
LAST = "Save and look at handing in"


@dataclass(frozen=True)
class Case:
    """A case for gold in which both assessors have handed in."""

    application_id: UUID
    anna: Visitor
    ben: Visitor
    cleo: Visitor
    officer: Visitor

    @property
    def home(self) -> str:
        """Return the address of the agreement."""
        return f"/applications/{self.application_id}/agreement"


@pytest.fixture
def case(served: Served, browser: Browser) -> Iterator[Case]:
    """Make the case by the actions, on the served system's database, and let people sign in."""
    with installed(served):
        application_id, assessors, officer = _handed_in(days_ago(20))
    seated = [at_browser(served, browser, one).at for one in (*assessors, officer)]
    yield Case(application_id, *seated)
    for one in seated:
        one.context.close()


def _handed_in(then: datetime) -> tuple[UUID, tuple[Actor, ...], Actor]:
    world = started_application("gold", then)
    with unit_of_work() as session:
        assessors = tuple(
            reviews.add_assessor(session, name, country)
            for name, country in (
                ("Anna Ahrens", "AT"),
                ("Ben Bakker", "BE"),
                ("Cleo Costa", "CY"),
            )
        )
    reason = "We are a team of three."
    applications.answer_all(world, but=["6.3"], now=then)
    applications.save(world, "6.3", band=None, text="", not_applicable=reason, now=then)
    applications.submit(world, now=then)
    applications.make_eligible(world, now=then)
    team = assessors[:2]
    reviews.panel_for(world.id, world.officer, team, now=then)
    reviews.accept_all(world.id, team, now=then)
    for one, other in zip(team, (HERS, HIS), strict=True):
        reviews.score_all(world.id, one, PERCENT, other=other, now=then)
    reviews.hand_in_all(world.id, team, now=then)
    return world.id, assessors, world.officer


def test_two_assessors_compare_and_agree_and_a_third_moderates(case: Case) -> None:
    what_hangs_most_on_comes_first(case)
    a_wide_difference_needs_a_reason(case)
    the_other_neither_overwrites_nor_agrees(case)
    so_near_the_threshold_the_agreement_stays_open(case)
    the_office_invites_a_third_assessor(case)
    she_moderates_two_parts_and_sees_no_others_score(case)
    the_team_agrees_again_and_closes(case)


def what_hangs_most_on_comes_first(case: Case) -> None:
    """Small differences are settled by the mean, in one step."""
    anna = case.anna
    anna.take_task("Compare scores and agree")
    anna.is_at("Agreement")
    parts = anna.page.locator("table tbody th").all_inner_texts()
    assert [text[:3] for text in parts[:2]] == [DISCUSSED, WIDE]
    anna.looks()
    anna.press("See what becomes of each")
    anna.looks()
    anna.press("Accept these together")
    anna.sees("1 part is to be discussed.")


def a_wide_difference_needs_a_reason(case: Case) -> None:
    """From 25 points on the mean alone is not enough."""
    anna, ben = case.anna, case.ben
    anna.press(f"Agree on {DISCUSSED}")
    anna.looks()
    assert anna.field("Agreed score in percent").input_value() == "75"
    anna.press("Agree on this")
    expect(anna.page.get_by_role("alert")).to_contain_text("Write why you agreed on this")
    ben.go(f"{case.home}/{DISCUSSED}")
    anna.fill("Why you agreed on this", REASON)
    anna.press("Agree on this")
    anna.is_at("Agreement")


def the_other_neither_overwrites_nor_agrees(case: Case) -> None:
    """He had the page open before: both texts are shown; he puts his view on record instead."""
    ben = case.ben
    ben.fill("Agreed score in percent", "60")
    ben.fill("Why you agreed on this", "I have seen the plan alone.")
    ben.press("Agree on this")
    ben.sees("Your text is below and not saved yet")
    ben.sees(REASON)
    assert ben.field("Why you agreed on this").input_value() == "I have seen the plan alone."
    ben.looks()
    ben.go(f"{case.home}/{DISCUSSED}")
    ben.unfold("I do not share the agreed score")
    ben.fill("Your own view", "I would have given 70.")
    ben.press("Put my view on record")
    ben.sees("Ben Bakker does not share the agreed score")


def so_near_the_threshold_the_agreement_stays_open(case: Case) -> None:
    """Within three points of what gold asks a third assessor looks first."""
    anna = case.anna
    anna.go(case.home)
    anna.sees("a third assessor moderates the two parts with the widest difference: 1.2, 4.3.")
    anna.press("Go on to the visit")
    anna.is_at("Record of the visit")
    anna.date("Day (the last one, where there were two)", today())
    anna.fill("Its boards", "Two members of the board")
    anna.press("Save the record")
    anna.go(case.home)
    anna.sees("A further assessor looks first. The office acts next.")
    expect(anna.page.get_by_role("button", name="Close the agreement")).to_have_count(0)


def the_office_invites_a_third_assessor(case: Case) -> None:
    """Or would write why not."""
    officer = case.officer
    officer.go(case.home)
    officer.looks()
    officer.page.get_by_role("radio", name=re.compile("Cleo Costa")).check()
    officer.press("Invite for a further look")
    officer.go(case.home)
    officer.sees("The further assessor is invited and sees nothing of your scores")


def she_moderates_two_parts_and_sees_no_others_score(case: Case) -> None:
    """Alone, like those before her."""
    cleo = case.cleo
    cleo.take_task("Say whether you are independent")
    cleo.choose("No, none of the things below")
    cleo.press("Declare and go on")
    assert cleo.go(case.home) == 404
    cleo.take_task("Score and hand in")
    cleo.sees("2 parts are still open.")
    cleo.press(f"Go on with {WIDE}")
    for part, after in ((WIDE, f"Save and go to {DISCUSSED}"), (DISCUSSED, LAST)):
        cleo.is_at(part)
        cleo.page.get_by_role("radio", name=re.compile("^80 %")).check()
        cleo.fill("Strength", f"What is said in {part} was seen in three minutes.")
        cleo.fill("Area for improvement", f"Members of the north are missing in {part}.")
        cleo.press(after)
    cleo.choose(MEANT)
    cleo.press("Hand in my scores")
    cleo.sees("handed in")


def the_team_agrees_again_and_closes(case: Case) -> None:
    """What she moderated is always agreed anew; then nothing keeps the agreement open."""
    anna = case.anna
    anna.go(case.home)
    anna.sees("Cleo Costa has handed in.")
    anna.looks()
    anna.press("See what becomes of each")
    anna.looks()
    anna.press("Accept these together")
    anna.press(f"Agree on {DISCUSSED}")
    anna.fill("Agreed score in percent", "80")
    anna.fill("Why you agreed on this", "The third view stands between ours.")
    anna.press("Agree on this")
    anna.press("Close the agreement")
    anna.is_at("Feedback report")
