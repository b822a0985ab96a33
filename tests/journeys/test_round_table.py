"""Three assessors at a round table in three browsers; one line is cut in the middle of a word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from labelling.core.access import Actor
from labelling.core.database import unit_of_work
from labelling.reviews import actions
from tests.journeys.people import PATIENCE, Visitor
from tests.journeys.steps.preparing import at_browser, days_ago, installed, started_application
from tests.labelling.applications import making as applications
from tests.labelling.reviews import making as reviews
from tests.serving import Served

NEAR = 80  # what gold asks, so that a third assessor moderates
FIRST, SECOND = "4.3", "1.2"  # 200 points hang on criterion 4's parts, fewer on criterion 1's
REASON = "The plan was seen, its check in two years only."


@dataclass(frozen=True)
class Table:
    """The three, and where they sit."""

    application_id: UUID
    anna: Visitor
    ben: Visitor
    cleo: Visitor

    @property
    def address(self) -> str:
        """Return where the table is."""
        return f"/applications/{self.application_id}/table"

    @property
    def all(self) -> tuple[Visitor, ...]:
        """Return everybody at the table."""
        return self.anna, self.ben, self.cleo


@pytest.fixture
def at_table(served: Served, browser: Browser) -> Iterator[Table]:
    """Bring a case by the actions to where a third assessor has handed in; let them sign in."""
    with installed(served):
        application_id, assessors = _moderated(days_ago(20))
    seated = [at_browser(served, browser, one).at for one in assessors]
    seated[2].page.set_viewport_size({"width": 390, "height": 800})
    yield Table(application_id, *seated)
    for one in seated:
        one.context.close()


def _moderated(then: datetime) -> tuple[UUID, tuple[Actor, ...]]:
    world = started_application("gold", then)
    with unit_of_work() as session:
        anna, ben, cleo = (
            reviews.add_assessor(session, name, country)
            for name, country in (
                ("Anna Ahrens", "AT"),
                ("Ben Bakker", "BE"),
                ("Cleo Costa", "CY"),
            )
        )
    applications.answer_all(world)
    applications.submit(world, now=then)
    applications.make_eligible(world)
    reviews.panel_for(world.id, world.officer, [anna, ben], now=then)
    reviews.accept_all(world.id, [anna, ben], now=then)
    reviews.score_all(world.id, anna, NEAR, other={FIRST: 95, SECOND: 90}, now=then)
    reviews.score_all(world.id, ben, NEAR, other={FIRST: 60, SECOND: 60}, now=then)
    reviews.hand_in_all(world.id, [anna, ben], now=then)
    reviews.settle(world.id, anna, now=then)
    for part in (FIRST, SECOND):
        reviews.agree(world.id, anna, part, 75, reason="Between both.", now=then)
    with unit_of_work() as session:
        actions.invite_reader(
            session,
            actor=world.officer,
            application_id=world.id,
            person_id=reviews.id_of(cleo),
            discussed_from=reviews.DISCUSSED_FROM,
            now=then,
        )
    reviews.accept_all(world.id, [cleo], now=then)
    reviews.score_all(world.id, cleo, 80, now=then)
    reviews.hand_in(world.id, cleo, now=then)
    return world.id, (anna, ben, cleo)


def test_three_agree_live_and_a_cut_line_loses_nothing(at_table: Table) -> None:
    the_chair_opens_and_the_others_take_their_seats(at_table)
    all_follow_what_is_put_on_show(at_table)
    what_one_says_is_seen_by_all_at_once(at_table)
    one_writes_and_the_others_read_along(at_table)
    a_cut_line_loses_nothing(at_table)
    the_pen_passes_by_hand(at_table)
    the_agreed_score_and_a_dissent_are_on_record(at_table)
    the_chair_closes_the_table(at_table)


def the_chair_opens_and_the_others_take_their_seats(at: Table) -> None:
    """The parts stand in the order of what hangs on them."""
    for one in (at.ben, at.cleo):
        one.go(at.address)
        one.sees("It is not open now.")
    at.anna.go(at.address)
    at.anna.press("Open the round table")
    at.anna.is_at("Round table")
    parts = at.anna.page.locator("#line tbody th").all_inner_texts()
    assert [text[:3] for text in parts] == [FIRST, SECOND]
    at.anna.looks()
    for one in (at.ben, at.cleo):
        one.go(at.address)
        one.sees("Writes: Anna Ahrens")
        one.looks()


def all_follow_what_is_put_on_show(at: Table) -> None:
    """Without a reload at the others'."""
    at.anna.press(f"Go on to {FIRST}")
    at.anna.sees("Part 1 of 2 to discuss")
    for one in at.all:
        expect(one.page.locator("h2[data-said]")).to_contain_text(FIRST, timeout=PATIENCE)
        expect(one.page.get_by_label("What do you say by now?")).to_be_visible(timeout=PATIENCE)
        one.sees("Strength of 4.3 by Cleo Costa")
        one.looks()
    expect(at.ben.page.get_by_role("button", name="Agree on this")).to_have_count(0)


def what_one_says_is_seen_by_all_at_once(at: Table) -> None:
    """What was handed in stands beside it."""
    at.ben.page.get_by_label("What do you say by now?").select_option("70")
    for one in (at.anna, at.cleo):
        row = one.page.locator("#sayings tbody tr", has_text="Ben Bakker")
        expect(row).to_contain_text("70 %", timeout=PATIENCE)
        expect(row).to_contain_text("60 %")


def one_writes_and_the_others_read_along(at: Table) -> None:
    """As it is typed, before anything is agreed."""
    at.anna.fill("Agreed score in percent", "80")
    at.anna.fill("Why you agreed on this", "The plan was seen")
    for one in (at.ben, at.cleo):
        one.sees("Anna Ahrens is writing, not agreed yet")
        one.sees("The plan was seen")


def a_cut_line_loses_nothing(at: Table) -> None:
    """What she writes meanwhile is kept here and sent later; she is where the others are."""
    anna = at.anna
    anna.context.set_offline(True)
    anna.fill("Why you agreed on this", REASON)
    anna.sees("No connection. What you write stays on this device")
    at.cleo.page.get_by_label("What do you say by now?").select_option("75")
    at.ben.sees("75 %")
    assert REASON not in at.ben.page.content()
    anna.context.set_offline(False)
    at.ben.sees(REASON)
    row = anna.page.locator("#sayings tbody tr", has_text="Cleo Costa")
    expect(row).to_contain_text("75 %", timeout=PATIENCE)
    anna.page.reload()
    expect(anna.page.locator("h2[data-said]")).to_contain_text(FIRST)
    assert anna.field("Why you agreed on this").input_value() == REASON
    at.cleo.context.set_offline(True)
    at.cleo.page.wait_for_timeout(500)
    at.cleo.context.set_offline(False)
    at.cleo.page.reload()
    at.cleo.sees(REASON)
    anna.complaints.clear()  # the browser reports each request that found no line
    at.cleo.complaints.clear()


def the_pen_passes_by_hand(at: Table) -> None:
    """He asks, she gives; her fields go, his come with what she wrote."""
    at.ben.press("Ask for the pen")
    at.anna.sees("Ben Bakker asks for the pen.")
    at.anna.press("Give Ben Bakker the pen", at.anna.page.locator(".asks"))
    at.anna.sees("Writes: Ben Bakker")
    reason = at.ben.page.get_by_label("Why you agreed on this")
    expect(reason).to_have_value(REASON, timeout=PATIENCE)
    expect(at.anna.page.get_by_role("button", name="Agree on this")).to_have_count(0)


def the_agreed_score_and_a_dissent_are_on_record(at: Table) -> None:
    """All see it at once; whoever does not share it says why."""
    at.ben.press("Agree on this")
    for one in at.all:
        one.sees("Agreed: 80 %")
    at.cleo.unfold("I do not share the agreed score")
    at.cleo.fill("Why you do not share it", "One check in two years is too few.")
    at.cleo.press("Put my view on record")
    at.anna.sees("Cleo Costa does not share the agreed score")
    at.ben.sees("One check in two years is too few.")
    at.ben.looks()


def the_chair_closes_the_table(at: Table) -> None:
    """What is left can be agreed at another time."""
    anna = at.anna
    anna.press(f"Go on to {SECOND}")
    at.cleo.sees("Part 2 of 2 to discuss")
    anna.unfold("Time and end")
    anna.press("Close the round table")
    anna.sees("What was agreed and written is kept.")
    at.cleo.sees("It is not open now.")
    anna.looks()
