"""A half-year of a club, from its announcement to the final results, each person at a browser.

Twenty-four fictitious members, six rounds: five were held before, the sixth is this story.
"""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from labelling.club import queries
from labelling.club.models import ReleaseKind, RoundState
from labelling.core.access import Role
from labelling.core.database import reading
from labelling.organisations.inspection.sandbox import inspect_sheet
from tests.journeys.steps.cast import in_days
from tests.journeys.steps.clubs import make_stage, send_the_others
from tests.journeys.steps.entering import (
    UNUSUAL,
    Story,
    an_unusual_figure_is_explained_and_the_sheet_sent,
    enter,
    figures_survive_a_reload_and_a_broken_connection,
    round_id,
    saved,
    the_member_accepts_the_code,
    the_rest_comes_from_a_spreadsheet,
)
from tests.journeys.steps.preparing import at_browser, installed
from tests.labelling.acting import actor_for
from tests.serving import Served

JUDGING = 120_000  # milliseconds: a release is judged against all that was released before
SOON = {  # days from today
    "Figures can be sent from": 0,
    "Last day for figures": 20,
    "Questions are answered by": 30,
    "Figures are frozen": 31,
    "Draft results": 32,
    "Meeting": 40,
    "Last day for corrections": 50,
    "Final results": 60,
}
CORRECTED = "One post was counted twice."


@pytest.fixture
def story(served: Served, browser: Browser) -> Iterator[Story]:
    """Prepare the club by its actions, and let an officer and two members sign in."""
    now = datetime.now(UTC) - timedelta(minutes=5)
    with installed(served):
        stage = make_stage(now)
    people = (stage.officer, actor_for(stage.contact, Role.MANAGER),
              actor_for(stage.firm_contact, Role.MANAGER))  # fmt: skip
    officer, member, firm = (at_browser(served, browser, one).at for one in people)
    yield Story(stage, served, officer, member, firm)
    for one in (officer, member, firm):
        one.context.close()


def test_a_half_year_from_its_announcement_to_the_final_results(story: Story) -> None:
    the_officer_announces_and_opens(story)
    the_member_accepts_the_code(story)
    figures_survive_a_reload_and_a_broken_connection(story)
    the_rest_comes_from_a_spreadsheet(story)
    an_unusual_figure_is_explained_and_the_sheet_sent(story)
    the_others_send_theirs(story)
    the_officer_checks_and_asks(story)
    the_member_answers(story)
    the_officer_freezes_and_releases_the_draft(story)
    the_member_sees_the_own_results(story)
    a_protected_figure_is_explained(story)
    the_member_corrects(story)
    the_officer_publishes_the_correction(story)
    the_meeting_is_held(story)
    the_final_results_are_out(story)


def the_officer_announces_and_opens(story: Story) -> None:
    """Days are announced; opening tells every contact by mail."""
    officer, half = story.officer, str(story.stage.half)
    officer.go("/clubs/")
    officer.press("Clusters compared")
    officer.looks()
    officer.press("Announce a round")
    expect(officer.field("Half-year")).to_have_value(half)
    for legend, days in SOON.items():
        officer.date(legend, in_days(days))
    officer.looks()
    officer.press("Announce the round")
    officer.sees("The round is announced. Every member was told by mail.")
    story.round = officer.page.url.partition("?")[0]
    officer.press("Open for figures")
    officer.sees("0 of 24 members have sent their figures")
    officer.looks()
    assert officer.fetch("Dates for your calendar (ICS)").count(b"BEGIN:VEVENT") == len(SOON)
    for person in (story.stage.contact, story.stage.firm_contact):
        story.served.link_in_letter(person.email, "/clubs/")


def the_others_send_theirs(story: Story) -> None:
    """A firm's contact sees its own sheet alone; who has sent is told as a count."""
    with installed(story.served):
        send_the_others(story.stage, round_id(story), datetime.now(UTC))
    firm = story.firm
    firm.take_task("Accept the code of conduct")
    firm.choose("I have read the code of conduct and accept it")
    firm.press("Accept the code of conduct")
    firm.go(story.round.partition(story.served.url)[2])
    firm.sees("fewer than 5 members have sent their figures")  # as the day began
    firm.looks()
    assert firm.go(story.sheet.partition(story.served.url)[2]) == 404
    firm.complaints.clear()


def the_officer_checks_and_asks(story: Story) -> None:
    """The office sees how complete each sheet is, and asks on record."""
    officer = story.officer
    officer.go(story.round)
    officer.sees("24 of 24 members have sent their figures")
    officer.press("Close and check")
    officer.press("Completeness and questions")
    officer.looks()
    officer.press("Alder Valley Mobility Cluster")
    officer.sees(UNUSUAL)
    officer.select("About", story.name("members-contacted"))
    officer.fill("Question", "Are calls of half an hour in it?")
    officer.looks()
    officer.press("Ask the member")
    officer.sees("The question is on record, and the member was told by mail.")


def the_member_answers(story: Story) -> None:
    """On the page to which the task leads; the office settles it."""
    member, officer = story.member, story.officer
    member.take_task("Answer a question about your figures")
    member.choose("is right as it is")
    member.fill("Your answer", "Yes, they are.")
    member.press("Answer the office")
    member.sees("Your answer is on record.")
    officer.take_task("Settle 1 answer")
    officer.press("Alder Valley Mobility Cluster")
    officer.sees("Yes, they are.")
    officer.press("Settle this question")
    officer.sees("The question is settled.")


def the_officer_freezes_and_releases_the_draft(story: Story) -> None:
    """The round follows its release: there is no other way to the draft."""
    officer = story.officer
    officer.go(story.round)
    officer.press("Freeze the figures")
    officer.sees("Tick this if you go on earlier all the same.")
    officer.choose("Go on before the announced day")
    officer.press("Freeze the figures")
    officer.sees("The figures are frozen.")
    officer.sees("as sent in time")
    officer.looks()
    officer.press("Release the draft results")
    officer.sees(f"Next: Draft of {story.stage.half}")
    officer.looks()
    _release(story, ReleaseKind.DRAFT)
    assert _state(story) is RoundState.DRAFT


def _release(story: Story, kind: ReleaseKind) -> None:
    """Release results, and wait until they were judged and are out."""
    page = story.officer.page
    with page.expect_event("load", timeout=JUDGING):
        page.get_by_role("button", name="Release the results", exact=True).click()
    deadline = time.monotonic() + JUDGING / 1000
    while kind not in _released(story):
        assert time.monotonic() < deadline, f"no {kind.value} was released in time"
        time.sleep(1)
    story.officer.go(f"/results/clubs/{story.stage.club.id}/releases")
    story.officer.sees("What was released")


def _released(story: Story) -> set[ReleaseKind]:
    with installed(story.served), reading() as session:
        return queries.released_kinds(session, round_id(story))


def _state(story: Story) -> RoundState:
    with installed(story.served), reading() as session:
        return queries.get_round(session, round_id(story)).state


def the_member_sees_the_own_results(story: Story) -> None:
    """Own figure, place, middle and trend; nothing of what the member does not report."""
    member = story.member
    member.go("/clubs/")
    member.press("Results")
    member.is_at(f"Your results {story.stage.half}")
    member.sees("These results are not final")
    member.looks()
    active = member.page.locator("article#i-A07")
    expect(active).to_contain_text("You: ")
    expect(active).to_contain_text("middle")
    with member.turning():
        active.get_by_role("link", name="Active member share").click()
    member.sees("Change over time")
    member.sees("smoothed")
    member.looks()
    assert member.page.locator("svg[role=img]").count() > 0


def a_protected_figure_is_explained(story: Story) -> None:
    """Where a figure is not shown, a word stands and a page explains it."""
    member = story.member
    member.press("Your results")
    member.press("Why is a figure protected?")
    member.is_at("Why is a figure protected?")
    member.sees("Too few members gave the figure.")
    member.looks()


def the_member_corrects(story: Story) -> None:
    """After the freeze a changed figure counts once it is sent again."""
    member = story.member
    member.go(story.sheet)
    enter(member, "B01", "9.5")
    saved(story)
    member.press("Save and look before sending")
    for box in member.page.locator("textarea[name=answer]").all():
        box.fill(CORRECTED)
    member.press("Send them again")
    member.sees("Your figures were sent.")


def the_officer_publishes_the_correction(story: Story) -> None:
    """Another version, with its reason; a figure that one correction would tell stays as it was."""
    officer = story.officer
    officer.go(story.round)
    officer.fill("What changed, and why", CORRECTED)
    officer.press("Freeze another version")
    officer.sees(CORRECTED)
    with installed(story.served), reading() as session:
        versions = queries.frozen_versions(session, round_id(story))
    assert [(one.version, one.members) for one in versions] == [(2, 24), (1, 24)]
    assert len({one.sha256 for one in versions}) == 2
    officer.go(f"/results/clubs/{story.stage.club.id}/releases")
    officer.sees(f"Next: Correction of {story.stage.half}")
    _release(story, ReleaseKind.CORRECTION)
    assert _state(story) is RoundState.DRAFT


def the_meeting_is_held(story: Story) -> None:
    """The state alone: agenda, slides and the award have journeys of their own."""
    officer = story.officer
    officer.go(story.round)
    officer.press("Begin the meeting")
    officer.sees("Release the final results")
    assert _state(story) is RoundState.MEETING


def the_final_results_are_out(story: Story) -> None:
    """The round follows again; nothing can be entered any more, and the results stay."""
    officer, member = story.officer, story.member
    officer.press("Release the final results")
    _release(story, ReleaseKind.FINAL)
    assert _state(story) is RoundState.FINAL
    officer.go(story.round)
    expect(officer.page.get_by_role("button", name="Freeze another version")).to_have_count(0)
    officer.looks()
    member.go(story.sheet)
    member.sees("This round takes no figures now.")
    member.looks()
    member.go(f"/results/members/{story.stage.own}")
    expect(member.page.locator("body")).not_to_contain_text("These results are not final")
    table = inspect_sheet(member.fetch("Figures as a workbook (XLSX)"), "results.xlsx")
    assert any(re.search("A07", cell) for row in table for cell in row)
