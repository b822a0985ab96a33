"""Step 3: the office checks whether the organisation may apply, and builds the team."""

from tests.journeys.people import Visitor
from tests.journeys.steps.applying import EDITION, TEXT
from tests.journeys.steps.cast import ORGANISATION, Story, in_days, said

QUESTION = "Which firms came to the workshops? Please name them in 1.1."


def the_officer_returns_it_with_a_question(story: Story) -> None:
    """A message that the organisation reads word for word, and a new last day."""
    olga = story["olga"].at
    _open_the_check(olga)
    olga.sees("Has 74")
    olga.looks()
    olga.unfold("Return it with questions")
    olga.fill("What should the organisation do?", QUESTION)
    olga.date("New last day for submitting", in_days(80))
    olga.press("Return to the organisation")
    olga.sees("The organisation acts next")


def _open_the_check(olga: Visitor) -> None:
    olga.take_task("Check eligibility")
    olga.is_at(ORGANISATION)
    olga.press("Check eligibility")
    olga.is_at("Check eligibility")


def the_organisation_mends_and_submits_again(story: Story) -> None:
    """The other owner reads the question, changes the answer, submits."""
    nora = story["nora"].at
    nora.take_task("Answer the questions of the office and submit again")
    nora.sees(QUESTION)
    nora.go(f"{story.application}/parts/1.1")
    named = f"{TEXT} Among them were Kern, Lenz and Wieland."
    nora.fill("What you do, and how you know that it works", named)
    nora.press("Save and go to 1.2")
    nora.go(f"{story.application}/readiness")
    nora.press("Submit application")
    nora.choose("What we submit is true to the best of our knowledge, and may be frozen.")
    nora.press("Submit application")
    nora.is_at("Submitted")
    nora.sees("submission 2")


def the_officer_finds_it_eligible(story: Story) -> None:
    """Each rule gets its finding; then the application goes on."""
    olga = story["olga"].at
    _open_the_check(olga)
    olga.press("What was submitted")
    olga.sees("Among them were Kern, Lenz and Wieland.")
    _open_the_check(olga)
    for rule in EDITION.eligibility:
        olga.page.locator(f"section[id='{rule.id}']").get_by_label("Holds", exact=True).check()
    olga.press("Eligible: go on to the assessment team")
    olga.is_at(ORGANISATION)
    olga.sees("Step 3 of")


def the_officer_invites_the_assessor(story: Story) -> None:
    """Bronze asks for one."""
    olga = story["olga"].at
    olga.take_task("Invite an assessment team")
    olga.is_at("Assessment team")
    olga.sees("This level asks for 1 assessor")
    olga.looks()
    olga.choose("Ines Ionescu")
    olga.press("Check the choice, invite nobody")
    olga.sees("This team is what the level asks.")
    olga.press("Invite the assessor")
    olga.sees(f"answers by {said(in_days(7))}")


def the_assessor_sees_nothing_before_declaring(story: Story) -> None:
    """Name, country, level, dates; every other page does not exist for her."""
    ines = story["ines"].at
    ines.take_task("Say whether you are independent")
    ines.is_at(f"Are you independent of {ORGANISATION}?")
    ines.looks()
    seat = ines.page.url.removesuffix("/declaration").removeprefix(story.served.url)
    assert _statuses(ines, story, seat) == [404, 404, 404, 404]
    ines.go(f"{seat}/declaration")
    ines.choose("No, none of the things below")
    ines.press("Declare and go on")
    assert _statuses(ines, story, seat) == [200, 200, 200, 404]


def _statuses(ines: Visitor, story: Story, seat: str) -> list[int]:
    """Return what review, part, submission and draft answer."""
    tails = (seat, f"{seat}/parts/1.1", f"{story.application}/submission", story.application)
    return [ines.go(address) for address in tails]


STEPS = (
    the_officer_returns_it_with_a_question,
    the_organisation_mends_and_submits_again,
    the_officer_finds_it_eligible,
    the_officer_invites_the_assessor,
    the_assessor_sees_nothing_before_declaring,
)
