"""Step 4: scoring alone, the interview, the agreement, the report and its observations."""

import re

from playwright.sync_api import expect

from tests.journeys.people import PATIENCE
from tests.journeys.steps.applying import SAVED, SCOPE
from tests.journeys.steps.cast import ORGANISATION, Story, today

MEANT = "I have looked at what stands above, and it is meant so."
WRONG_FACT = "In 1.1 the assembly was on 14 May 2025, not on 15 May (minutes, page 1)."


def the_assessor_scores_alone(story: Story) -> None:
    """A line, strengths and areas for each part; the office sees that she is at it, no more."""
    ines = story["ines"].at
    ines.take_task("Score and hand in")
    ines.press(f"Go on with {SCOPE[0]}")
    ines.sees("Where it sees itself is shown after you have saved your own judgement.")
    ines.looks()
    for number, part in enumerate(SCOPE):
        ines.is_at(part)
        ines.page.get_by_role("radio", name=re.compile("^60 %")).check()
        ines.fill("Strength", f"The assembly adopted what is said in {part}.")
        ines.fill("Area for improvement", f"What {part} brings to members is not measured.")
        if number == 0:
            ines.fill("Question for the visit", "Who decided to drop two priorities?")
            saved = ines.page.locator("[data-save-status]")
            expect(saved).to_contain_text(SAVED, timeout=PATIENCE)
        last = part == SCOPE[-1]
        after = "" if last else SCOPE[number + 1]
        ines.press("Save and look at handing in" if last else f"Save and go to {after}")
    olga = story["olga"].at
    olga.go(f"{story.application}/panel")
    olga.sees("accepted")
    expect(olga.page.locator("main")).not_to_contain_text("60")


def she_hands_in(story: Story) -> None:
    """For good; after that nothing can be changed."""
    ines = story["ines"].at
    ines.is_at("Hand in my scores")
    ines.choose(MEANT)
    ines.press("Hand in my scores")
    ines.sees("handed in")
    ines.go("/reviews")
    ines.press(ORGANISATION)
    ines.sees("You handed in on")


def she_records_the_interview_and_closes_the_agreement(story: Story) -> None:
    """Bronze: half a day by video. With one assessor her scores are the agreed ones."""
    ines = story["ines"].at
    ines.take_task("Visit and close the agreement")
    ines.is_at("Agreement")
    ines.looks()
    ines.press("Record the interview")
    ines.sees("Who decided to drop two priorities?")
    ines.date("Day (the last one, where there were two)", today())
    ines.fill("Management of the cluster organisation", "Managing director")
    ines.fill("Members of the cluster", "Two firms")
    ines.press("Save the record")
    ines.go(f"{story.application}/agreement")
    ines.press("Close the agreement")
    ines.is_at("Feedback report")


def she_writes_the_report(story: Story) -> None:
    """The report begins with her texts; the summary is new."""
    ines = story["ines"].at
    ines.take_task("Write the feedback report")
    ines.fill("Summary", "What stands out is how the members chose the priorities.")
    ines.press("Save the report")
    ines.sees(re.compile(r"Saved at \d\d:\d\d"))
    ines.looks()


def the_officer_releases_the_draft(story: Story) -> None:
    """The office reads it and sends it to the organisation."""
    maria, olga = story["maria"].at, story["olga"].at
    assert maria.go(f"{story.application}/feedback") == 404
    olga.take_task("Read the feedback report and send it")
    olga.press("Send the draft to the organisation")
    assert maria.go(f"{story.application}/feedback") == 200


def the_organisation_corrects_a_fact(story: Story) -> None:
    """Facts, not scores."""
    maria = story["maria"].at
    maria.take_task("Check the facts in your feedback report")
    maria.is_at("Check the facts in your report")
    maria.press("Read the draft report")
    maria.sees("What stands out is how the members chose the priorities.")
    maria.looks()
    maria.press("Check the facts")
    maria.choose("No, something is wrong")
    maria.fill("Which facts are wrong, and what is right", WRONG_FACT)
    maria.press("Send our answer")
    maria.sees("You answered on")


def the_assessor_makes_it_final(story: Story) -> None:
    """She reads the observation, and the report stays as it is from then on."""
    ines = story["ines"].at
    ines.take_task("Read the observations and make the report final")
    ines.sees(WRONG_FACT)
    ines.choose("The observations were considered; the report stays as it is from here on.")
    ines.press("Make the report final")
    maria = story["maria"].at
    maria.go(f"{story.application}/feedback")
    maria.sees("Final since")


STEPS = (
    the_assessor_scores_alone,
    she_hands_in,
    she_records_the_interview_and_closes_the_agreement,
    she_writes_the_report,
    the_officer_releases_the_draft,
    the_organisation_corrects_a_fact,
    the_assessor_makes_it_final,
)
