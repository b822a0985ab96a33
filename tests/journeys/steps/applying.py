"""Step 2: a call opens, and a cluster manager writes the self-assessment and submits it."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, expect

from assessments.editions import edition
from tests.journeys.people import PATIENCE, Visitor
from tests.journeys.steps.cast import Story, in_days, in_full, said, today
from tests.labelling.organisations.inspection import samples
from tests.labelling.organisations.making import FIGURES

EDITION = edition("cluster-excellence-2026")
BRONZE = next(level for level in EDITION.levels if level.id == "bronze")
SCOPE = EDITION.scope(BRONZE)
CLOSES = in_days(60)
LATER = in_days(75)
TEXT = (
    "Our strategy 2025–2028 was made between January and May 2025. All 61 members were invited; "
    "40 firms came to four workshops, and two of six draft priorities were dropped there. "
    "The general assembly adopted the rest on 14 May 2025 (source 1)."
)
SAVED = re.compile(r"Saved at \d\d:\d\d")


def an_officer_opens_a_call(story: Story) -> None:
    """A call for bronze and silver, from today on for sixty days."""
    olga = story["olga"].at
    olga.go("/calls")
    olga.press("Open a call")
    olga.fill("Title", "Autumn call")
    olga.select("Edition", EDITION.name)
    olga.choose("Bronze")
    olga.choose("Silver")
    olga.date("First day", today())
    olga.date("Last day", CLOSES)
    olga.press("Open the call")
    olga.is_at("Calls")
    olga.sees("Autumn call")
    olga.looks()


def the_manager_compares_the_levels(story: Story) -> None:
    """Without an account one sees what each level asks, and the guidance of every part."""
    with story.stranger() as reader:
        reader.go("/levels")
        reader.is_at("What each level asks")
        reader.sees("30 % of those possible in 16 parts")
        reader.sees("1–1½ days")
        reader.press("1.2 " + EDITION.parts["1.2"].title)
        reader.is_at("1.2")
        reader.sees("A good answer")
        reader.go("/levels")
        reader.press("Sign in to start")
        reader.is_at("Sign in")


def she_accepts_the_terms_and_starts(story: Story) -> None:
    """Without the authorised person's consent nothing starts."""
    maria = story["maria"].at
    maria.go("/levels")
    maria.press("Start an application")
    maria.press("read them here")
    maria.is_at("Terms of participation")
    maria.page.go_back()
    maria.page.get_by_role("radio", name=re.compile("^Bronze")).check()
    maria.fill("Authorised person", "Ana Lindqvist")
    maria.fill("Function", "Managing director")
    maria.press("Start the application")
    maria.sees("Without accepting the terms no application can start.")
    consent = "The authorised person has read the terms and accepts them for the organisation."
    maria.choose(consent)
    maria.press("Start the application")
    maria.is_at("Application A-")
    story.reference = maria.page.locator("h1").inner_text().split()[-1]
    story.application = urlsplit(maria.page.url).path


def the_officer_gives_more_time(story: Story) -> None:
    """With a reason, and a mail to the organisation."""
    olga = story["olga"].at
    olga.go(f"{story.application}/office")
    olga.press("Extend a date")
    olga.date("New date", LATER)
    olga.fill("Reason", "The general assembly of the cluster meets in that week.")
    olga.press("Extend the date")
    olga.sees("The general assembly of the cluster meets in that week.")
    olga.sees(f"before: {said(CLOSES)}")
    story.served.wait_for_letter(
        story["maria"].email, f"More time: {story.reference} is due by {in_full(LATER)}"
    )


def she_fills_the_fact_sheet(story: Story) -> None:
    """Every figure is saved as she leaves its box; there is no need for a button."""
    maria = story["maria"].at
    maria.go(story.application)
    maria.press("Fact sheet", maria.page.locator("main"))
    for fact in EDITION.facts:
        for year in range(today().year - 3, today().year):
            if fact.required:
                maria.page.locator(f"[id='value-{fact.id}.{year}']").fill(FIGURES[fact.id])
    last = f"{EDITION.facts[0].id}.{today().year - 1}"
    maria.page.locator(f"[id='value-{last}']").focus()
    expect(maria.page.locator("[data-save-status]")).to_contain_text(SAVED, timeout=PATIENCE)
    expect(maria.page.locator("form#fact-sheet")).not_to_contain_text("not saved")
    maria.press("Organisation", maria.page.locator("header"))
    maria.press("Fact sheet", maria.page.locator("header"))
    maria.sees("All required figures are there")
    maria.looks()


def she_answers_part_by_part(story: Story) -> None:
    """Guidance beside the field, one line, a text, evidence; saved as it is written."""
    maria = story["maria"].at
    maria.go(story.application)
    maria.press(f"Go on with {SCOPE[0]}")
    maria.sees("What counts as evidence")
    _write(maria)
    expect(maria.page.locator("[data-save-status]")).to_contain_text(SAVED, timeout=PATIENCE)
    maria.looks()
    maria.press("Add evidence")
    maria.is_at("Add evidence to 1.1")
    new = maria.page.get_by_role("region", name="A new file")
    maria.field("Title", new).fill("Strategy 2025–2028")
    paper = FilePayload(name="strategy.pdf", mimeType="application/pdf", buffer=samples.pdf())
    maria.field("File", new).set_input_files(paper)
    maria.field("Pages", new).fill("4–11")
    maria.press("Add and cite", new)
    maria.sees("p. 4–11 · PDF")
    maria.press(f"Save and go to {SCOPE[1]}")
    _write(maria)
    maria.press("Add evidence")
    shown = maria.page.get_by_role("region", name="A paper shown on site only")
    maria.field("Title", shown).fill("Minutes of the board")
    maria.field("Where it can be seen", shown).fill("Folder A3 in the office")
    maria.press("Note and cite", shown)
    maria.sees("seen on site, no copy: Folder A3 in the office")
    for part in SCOPE[2:-1]:
        maria.press(f"Save and go to {part}")
        maria.is_at(part)
        _write(maria)
        _cite(maria)


def _write(maria: Visitor, text: str = TEXT) -> None:
    maria.page.get_by_role("radio", name=re.compile("^60 %")).check()
    maria.fill("What you do, and how you know that it works", text)


def _cite(maria: Visitor) -> None:
    maria.press("Add evidence")
    maria.page.get_by_role("radio", name=re.compile("^Strategy 2025–2028")).check()
    maria.press("Cite this piece")
    maria.sees("1 Strategy 2025–2028")


def submitting_names_what_blocks_it(story: Story) -> None:
    """The last part is open and nothing is declared: nothing is submitted, each item leads on."""
    maria = story["maria"].at
    maria.go(story.application)
    maria.press("What is missing")
    maria.is_at("What is missing")
    maria.sees("5 items before you can submit")
    maria.press("Submit application")
    alert = maria.page.get_by_role("alert")
    expect(alert).to_contain_text(EDITION.parts[SCOPE[-1]].title)
    expect(alert.get_by_role("listitem")).to_have_count(3)
    maria.looks()
    with maria.turning():
        alert.get_by_role("link").first.click()
    assert maria.page.url.endswith(f"/parts/{SCOPE[-1]}#band")
    _write(maria)
    _cite(maria)


def the_readiness_list_leads_to_each_place(story: Story) -> None:
    """Every item is a link to the very field."""
    maria = story["maria"].at
    maria.go(f"{story.application}/readiness")
    maria.sees("4 items before you can submit")
    items = maria.page.locator("section[aria-labelledby=must] li a")
    for number in range(items.count()):
        with maria.turning():
            items.nth(number).click()
        anchor = maria.page.url.partition("#")[2]
        assert maria.page.locator(f"[id='{anchor}']").is_visible()
        maria.page.go_back()
    with maria.turning():
        items.first.click()
    declared = [rule for rule in EDITION.eligibility if rule.kind == "declared"]
    for rule in declared:
        maria.page.get_by_role("group", name=rule.text).get_by_label("Yes", exact=True).check()
    maria.press("Save the answers")


def she_submits(story: Story) -> None:
    """What is submitted is frozen, with a fingerprint."""
    maria = story["maria"].at
    maria.take_task("Write the self-assessment and submit it")
    maria.press("See what is missing, and submit")
    maria.sees("Nothing missing.")
    maria.press("Submit application")
    maria.is_at("Submit the application")
    maria.choose("What we submit is true to the best of our knowledge, and may be frozen.")
    maria.press("Submit application")
    maria.is_at("Submitted")
    expect(maria.page.locator("p.fingerprint")).to_have_text(re.compile(r"^([0-9a-f]{4}\s?){16}$"))
    maria.looks()
    maria.go(f"{story.application}/parts/1.1")
    maria.sees("Frozen")
    assert maria.page.locator("textarea").count() == 0


STEPS = (
    an_officer_opens_a_call,
    the_manager_compares_the_levels,
    she_accepts_the_terms_and_starts,
    the_officer_gives_more_time,
    she_fills_the_fact_sheet,
    she_answers_part_by_part,
    submitting_names_what_blocks_it,
    the_readiness_list_leads_to_each_place,
    she_submits,
)
