"""Gold is decided in a sitting: planned, called, voted on, minuted, each person at a browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from labelling.core.access import Role
from tests.journeys.people import Visitor
from tests.journeys.steps.cast import ORGANISATION, today
from tests.journeys.steps.preparing import at_browser, installed
from tests.labelling.decisions import making
from tests.labelling.decisions.committee.making import make_committee
from tests.serving import Served

REASON = "Every part of gold was seen on site, and every figure was explained."
DISSENT = "The second round of the members' survey came too late for this visit."


@dataclass(frozen=True)
class Cast:
    """Who takes part: an officer, and the members of whom the first chairs."""

    officer: Visitor
    members: tuple[Visitor, ...]

    @property
    def chair(self) -> Visitor:
        """Return who chairs."""
        return self.members[0]


@pytest.fixture
def cast(served: Served, browser: Browser) -> Iterator[Cast]:
    """Prepare a decision about gold by the actions, and let people sign in."""
    with installed(served):
        now = datetime.now(UTC) - timedelta(hours=2)
        committee = make_committee(size=3, now=now)
        application = making.recommended(
            level="gold", percent=90, visited=today() - timedelta(days=9), now=now
        )
        making.prepared(committee.office, application, now=now)
    officer = at_browser(
        served, browser, making.acting(committee.office.officer, Role.OFFICER, now=now)
    ).at
    members = tuple(
        at_browser(served, browser, making.acting(person, Role.COMMITTEE, now=now)).at
        for person in committee.members
    )
    yield Cast(officer, members)
    for one in (officer, *members):
        one.context.close()


def test_a_gold_decision_goes_through_a_sitting(cast: Cast) -> None:
    the_officer_plans_a_sitting_and_invites(cast)
    the_members_answer(cast)
    the_chair_opens_the_meeting(cast)
    the_members_vote_and_the_chair_closes(cast)
    a_member_dissents(cast)
    the_chair_approves_the_minutes(cast)


def the_officer_plans_a_sitting_and_invites(cast: Cast) -> None:
    """What is prepared waits for an agenda; every member gets mail."""
    officer = cast.officer
    officer.take_task("Put prepared cases on an agenda")
    officer.sees(ORGANISATION)
    officer.press("Plan a sitting")
    officer.looks()
    officer.choose("Meeting")
    officer.date("Day", today())
    officer.fill("Begins at", "23:55")
    officer.fill("Place", "Room 2.14")
    officer.select("Chair", "Carla Committee")
    officer.select("Stands in for the chair", "Cees Committee")
    officer.press("Plan the sitting")
    officer.is_at("Sitting 1 of the committee")
    officer.page.get_by_role("radio").first.check()
    officer.press("Put it on the agenda")
    officer.looks()
    officer.press("Invite the members")
    officer.sees("The members were invited by mail.")


def the_members_answer(cast: Cast) -> None:
    """Each on the page that the mail leads to."""
    for member in cast.members:
        member.take_task("Say whether you attend")
        member.choose("Yes, I attend")
        member.press("Answer the invitation")
    cast.chair.looks()
    assert cast.chair.fetch("Entry for your calendar").startswith(b"BEGIN:VCALENDAR\r\n")


def the_chair_opens_the_meeting(cast: Cast) -> None:
    """Who is absent has no vote."""
    chair = cast.chair
    chair.take_task("Open the meeting")
    chair.press("Open the meeting: who is present?")
    chair.looks()
    for name in ("Carla Committee", "Cees Committee", "Member 3"):
        chair.choose(name)
    chair.press("Open the meeting")
    chair.sees("The attendance was recorded.")


def the_members_vote_and_the_chair_closes(cast: Cast) -> None:
    """Two are for, one is against; the result takes effect at once."""
    for member, said in zip(cast.members, ("For", "For", "Against"), strict=True):
        member.take_task("Vote in the meeting")
        member.press(ORGANISATION)
        member.choose(said)
        member.press("Vote")
        member.sees(f"You voted: {said}.")
    chair = cast.chair
    chair.page.reload()
    chair.looks()
    chair.sees("3 of 3 members entitled to vote take part; the quorum is 3.")
    chair.sees("As it stands: for 2, against 1, abstentions 0.")
    chair.fill("Reasons", REASON)
    chair.press("Close the vote and record the result")
    chair.sees("Carried")
    chair.sees("For 2, against 1, abstentions 0.")
    chair.press("Open the whole case")
    chair.sees("Awarded: Gold")


def a_member_dissents(cast: Cast) -> None:
    """With a reason, under the member's name."""
    member = cast.members[2]
    member.page.reload()
    member.press("Put your dissent on record")
    member.fill("Your dissent, with its reason", DISSENT)
    member.press("Put it on record")
    member.sees("Your dissent is on record.")


def the_chair_approves_the_minutes(cast: Cast) -> None:
    """From then on nothing changes; the minutes come on paper."""
    chair = cast.chair
    chair.take_task("Close the sitting")
    chair.press("Draft of the minutes")
    chair.sees(DISSENT)
    chair.looks()
    chair.press("Approve the minutes")
    chair.sees("The minutes are approved and frozen.")
    expect(chair.page.get_by_role("button", name="Save the remarks")).to_have_count(0)
