"""A club's meeting with three browsers: the chair steps, the projector and a member follow live."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import PATIENCE, Visitor
from tests.journeys.steps.preparing import at_browser, installed
from tests.labelling.club.meetings.mode.making import CODES, Held, plan
from tests.serving import Served

NAMED = CODES.index("A02") + 1  # the slide on which the first member may be named
NAME = "Alder Valley Mobility Cluster (fictitious)"


@dataclass(frozen=True)
class Room:
    """The chair with a projector, and a member on a telephone."""

    held: Held
    chair: Visitor
    projector: Page
    member: Visitor

    @property
    def address(self) -> str:
        """Return where the meeting is."""
        return f"/meeting-mode/{self.held.meeting_id}"


@pytest.fixture
def room(served: Served, browser: Browser) -> Iterator[Room]:
    """Plan a meeting that is held today on released draft results; let people sign in."""
    with installed(served):
        held = plan(seats=4, now=datetime.now(UTC))
    chair = at_browser(served, browser, held.chair).at
    member = at_browser(served, browser, held.member(2)[0]).at
    member.page.set_viewport_size({"width": 390, "height": 800})
    yield Room(held, chair, chair.context.new_page(), member)
    for one in (chair, member):
        one.context.close()


def test_a_meeting_is_followed_live(room: Room) -> None:
    the_chair_chooses_and_opens(room)
    the_others_follow_step_by_step(room)
    two_screens_of_the_chair_do_not_fight(room)
    a_name_is_given_and_taken_back_live(room)
    a_lost_connection_comes_back_to_the_same_slide(room)
    the_meeting_is_closed_and_nobody_is_named(room)


def the_chair_chooses_and_opens(room: Room) -> None:
    """Six indicators, each with a question; all are seen beforehand."""
    chair = room.chair
    chair.take_task("Prepare the slides")
    chair.is_at("Chair: Meeting of 2026-H1")
    chair.press("Read the slides")
    chair.is_at("Choose the slides")
    for code in CODES:
        chair.page.locator(f"input[value='{code}']").check()
    chair.looks()
    chair.press("Choose these")
    chair.is_at("Slides of the meeting")
    expect(chair.page.locator(".stage")).to_have_count(6)
    chair.page.get_by_label("Notes for the chair: Committed members").fill("Ask who left.")
    chair.press("Save the slides")
    chair.looks()
    room.member.go(room.address)
    room.member.sees("The meeting has not been opened yet.")
    room.projector.goto(f"{room.address}/projector")
    chair.press("Open the meeting")
    chair.sees("Slide 0 of 6")


def the_others_follow_step_by_step(room: Room) -> None:
    """By button and by keyboard; without a reload at the others'."""
    chair, member = room.chair, room.member
    expect(member.page.locator("h2[data-said]")).to_have_text(
        "The meeting begins.", timeout=PATIENCE
    )
    chair.press("Next slide")
    chair.sees("Slide 1 of 6")
    chair.sees("Ask who left.")
    chair.looks()
    question = str(chair.page.locator(".slide-title").inner_text())
    expect(room.projector.locator("h1")).to_have_text(question, timeout=PATIENCE)
    expect(member.page.locator("h2[data-said]")).to_have_text(question, timeout=PATIENCE)
    expect(room.projector).to_have_title(f"{question} · Touchstone")
    assert "Ask who left." not in member.page.content() + room.projector.content()
    member.sees("Only you see your own mark.")
    member.looks()
    assert "You" not in room.projector.locator("main").inner_text()
    chair.page.reload()
    member.page.reload()
    chair.sees("1 person follows")
    with chair.turning():
        chair.page.keyboard.press("ArrowRight")
    chair.sees("Slide 2 of 6")
    member.sees("Slide 2 of 6")


def two_screens_of_the_chair_do_not_fight(room: Room) -> None:
    """A second screen that has not seen the step yet changes nothing."""
    chair = room.chair
    second = chair.context.new_page()
    second.route("**/live/**", lambda route: route.abort())
    second.goto(f"{room.address}/chair")
    chair.press("Next slide")
    chair.sees("Slide 3 of 6")
    with second.expect_event("load"):
        second.get_by_role("button", name="Next slide").click()
    expect(second.locator("body")).to_contain_text("Another screen had moved on.")
    expect(second.locator("body")).to_contain_text("Slide 3 of 6")
    second.close()
    chair.press("Back")
    chair.sees(f"Slide {NAMED} of 6")


def a_name_is_given_and_taken_back_live(room: Room) -> None:
    """The chair's own member is named: from its own page, at the others' with the next look."""
    member, own = room.member, room.chair.context.new_page()
    member.sees(f"Slide {NAMED} of 6")
    own.goto(room.address)
    with own.expect_event("load"):
        own.get_by_role("link", name="Show our name with this figure").click()
    expect(own.locator("main")).to_contain_text("Everybody in this meeting sees the name")
    with own.expect_event("load"):
        own.get_by_role("button", name="Show our name", exact=True).click()
    for page in (member.page, room.projector, room.chair.page):
        expect(page.locator("body")).to_contain_text(NAME, timeout=PATIENCE)
    member.looks()
    with own.expect_event("load"):
        own.get_by_role("button", name="Take my name back").click()
    for page in (member.page, room.projector, room.chair.page):
        expect(page.locator("body")).not_to_contain_text(NAME, timeout=PATIENCE)
    with own.expect_event("load"):
        own.get_by_role("link", name="Show our name with this figure").click()
    with own.expect_event("load"):
        own.get_by_role("button", name="Show our name", exact=True).click()
    expect(member.page.locator("body")).to_contain_text(NAME, timeout=PATIENCE)
    own.close()


def a_lost_connection_comes_back_to_the_same_slide(room: Room) -> None:
    """The member's line is cut; the chair goes on; what is on show is there again."""
    member = room.member
    member.context.set_offline(True)
    expect(member.page.locator("[data-lost]")).to_be_visible(timeout=PATIENCE)
    room.chair.press("Next slide")
    room.chair.press("Next slide")
    room.chair.sees("Slide 4 of 6")
    member.sees(f"Slide {NAMED} of 6")
    member.context.set_offline(False)
    member.sees("Slide 4 of 6")
    expect(member.page.locator("[data-lost]")).to_be_hidden()
    member.complaints[:] = [one for one in member.complaints if "DISCONNECTED" not in one]
    room.chair.press("Back")
    room.chair.press("Back")
    expect(member.page.locator("body")).to_contain_text(NAME, timeout=PATIENCE)


def the_meeting_is_closed_and_nobody_is_named(room: Room) -> None:
    """Consents expire; pages, slides and the file hold no name."""
    chair, member = room.chair, room.member
    chair.unfold("Close the meeting")
    chair.press("Close the meeting now")
    chair.sees("The meeting is closed.")
    for page in (member.page, room.projector):
        expect(page.locator("body")).to_contain_text("The meeting is closed.", timeout=PATIENCE)
        expect(page.locator("body")).not_to_contain_text(NAME)
    assert chair.go(f"{room.address}") == 200
    chair.unfold("What we let be shown with our name")
    chair.sees("ended with the meeting")
    chair.sees("taken back")
    member.go(f"{room.address}/deck")
    member.is_at("Slides of the meeting")
    member.looks()
    assert NAME not in member.page.content()
    assert member.fetch("Download as PDF").startswith(b"%PDF-")


def test_without_scripts_a_link_loads_what_is_on_show(served: Served, browser: Browser) -> None:
    with installed(served):
        held = plan(members=12, seats=4, now=datetime.now(UTC))
        held.open(datetime.now(UTC))
    member = at_browser(served, browser, held.member(2)[0], scripts=False).at
    member.go(f"/meeting-mode/{held.meeting_id}")
    member.sees("The meeting begins.")
    with installed(served):
        held.step(1)
    member.press("Load what is on show now")
    member.sees("Slide 1 of 6")
    member.context.close()
