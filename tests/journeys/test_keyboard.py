"""By keyboard alone, and without scripts: whoever uses no mouse comes as far as everybody else."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from labelling.core.database import reading
from labelling.people.queries import get_person
from tests.journeys.people import PASSWORD, PATIENCE, Visitor
from tests.journeys.steps.cast import Somebody
from tests.journeys.steps.preparing import at_browser, days_ago, installed, started_application
from tests.labelling.applications.making import World, answer_all
from tests.serving import Served

MOST_TABS = 150
ANSWER = "What you do, and how you know that it works"
# What has the focus, in words, and whether one can see that it has it.
FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.labels?.[0]?.innerText || one.getAttribute('aria-label') || one.innerText || '';
  const own = getComputedStyle(one);
  const ring = own.outlineStyle !== 'none' && parseFloat(own.outlineWidth) >= 2;
  const near = one.nextElementSibling ? getComputedStyle(one.nextElementSibling, '::before') : own;
  const shown = ring || own.boxShadow !== 'none' || near.boxShadow !== 'none' ||
    parseFloat(near.outlineWidth) >= 2;
  return [one.tagName, label.trim().replace(/\\s+/g, ' '), shown, one.type ?? ''];
}"""


class Typist:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, *words: str) -> None:
        """Go on by Tab until what begins with one of these has the focus, always seen."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            tag, label, shown, _kind = self.page.evaluate(FOCUSED)
            assert shown or tag == "BODY", f"{self.page.url}: one cannot see that {label!r} has it"
            if tag != "BODY" and label.startswith(words):
                return
        raise AssertionError(f"{self.page.url}: no Tab leads to {words!r}")

    def enter(self, words: str) -> None:
        """Go to a link or a button and press Enter; wait for the page that comes."""
        self.tab_to(words)
        with self.page.expect_event("load"):
            self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        """Go to a field and type."""
        self.tab_to(label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def take(self, *first: str, steps: int = 0) -> None:
        """Go to a group of radios, or to a box, take it by Space, and go on by arrow keys."""
        self.tab_to(*first)
        self.page.keyboard.press("Space")
        for _ in range(steps):
            self.page.keyboard.press("ArrowDown")

    def skip(self) -> None:
        """Take the skip link: the first Tab shows it, Enter leads past the navigation."""
        self.page.keyboard.press("Tab")
        expect(self.page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "main"


@pytest.fixture
def world(served: Served, browser: Browser) -> Iterator[World]:
    """Return a bronze application of which part 7.2 is open."""
    with installed(served):
        world = started_application("bronze", days_ago(3))
        answer_all(world, but=["7.2"], now=days_ago(2))
    yield world
    for context in list(browser.contexts):
        context.close()


def test_a_manager_signs_in_answers_and_submits_by_keyboard(
    served: Served, browser: Browser, world: World
) -> None:
    with installed(served), reading() as session:
        email = get_person(session, world.made.owners[0].id).email
    ana = Typist(Visitor(browser, served.url).page)
    ana.page.goto("/")
    ana.enter("Sign in")
    ana.skip()
    ana.write("E-mail address", email)
    ana.write("Password", PASSWORD)
    ana.enter("Sign in")
    ana.skip()
    ana.enter("Go on writing")
    ana.skip()
    ana.enter("Go on with 7.2")
    ana.skip()
    ana.take("0 %", steps=3)
    chosen = ana.page.locator("input[name=band]:checked")
    expect(chosen).to_have_attribute("value", "60")
    ana.write(ANSWER, "We ask all members every spring, and 62 % answer.")
    ana.enter("Add evidence")
    ana.skip()
    ana.take("Minutes of the general assembly", "Strategy 2025–2028")  # whichever is first
    ana.enter("Cite this piece")
    assert ana.page.url.endswith("#evidence")  # back at the place that she left
    ana.enter("Save and see what is missing")
    expect(ana.page.locator("main")).to_contain_text("Nothing missing.", timeout=PATIENCE)
    ana.skip()
    ana.enter("Submit application")
    ana.skip()
    ana.take("What we submit is true")
    ana.enter("Submit application")
    expect(ana.page.locator("h1")).to_have_text("Submitted", timeout=PATIENCE)
    assert ana.page.evaluate("document.activeElement.tagName") == "H1"


def test_an_officer_checks_eligibility_by_keyboard(
    served: Served, browser: Browser, world: World
) -> None:
    olga = at_browser(served, browser, world.officer)
    typist = Typist(olga.at.page)
    typist.enter("Applications")
    typist.skip()
    typist.enter(world.made.organisation.name)
    typist.skip()
    typist.enter("Extend a date")
    typist.skip()
    typist.enter("Extend the date")
    expect(typist.page.locator("#problems")).to_be_focused(timeout=PATIENCE)
    typist.tab_to("New date: Write the day")
    typist.page.keyboard.press("Enter")
    assert typist.page.evaluate("document.activeElement.name") == "day"


def test_anybody_checks_a_number_by_keyboard(served: Served, browser: Browser) -> None:
    with Visitor(browser, served.url) as stranger:
        typist = Typist(stranger.page)
        stranger.go("/")
        typist.enter("Check a certificate")
        typist.skip()
        typist.write("Number of the label", "CE-2026-0417-X")
        typist.enter("Open the register entry")
        assert stranger.page.title().startswith("Error:")
        expect(stranger.page.get_by_role("alert")).to_contain_text("This is not a label number")
        typist.tab_to("This is not a label number")
        stranger.page.keyboard.press("Enter")
        assert stranger.page.evaluate("document.activeElement.id") == "number"


def test_a_manager_needs_no_scripts(served: Served, browser: Browser, world: World) -> None:
    ana = _owner_without_scripts(served, browser, world)
    ana.at.take_task("Write the self-assessment and submit it")
    ana.at.press("Go on with 7.2")
    ana.at.page.get_by_role("radio", name=re.compile("^60 %")).check()
    ana.at.fill(ANSWER, "We ask all members every spring, and 62 % answer.")
    ana.at.press("Add evidence")
    ana.at.page.get_by_role("radio", name=re.compile("^Minutes")).check()
    ana.at.press("Cite this piece")
    ana.at.press("Save and see what is missing")
    ana.at.press("Fact sheet", ana.at.page.locator("header"))
    figure = ana.at.page.locator("input[inputmode=decimal]").first
    figure.fill("75")
    ana.at.press("Save the fact sheet")
    assert ana.at.page.locator("input[inputmode=decimal]").first.input_value() == "75"
    ana.at.go(f"/applications/{world.id}/readiness")
    ana.at.press("Submit application")
    ana.at.press("Submit application")
    ana.at.sees("Confirm this before you submit.")
    ana.at.choose("What we submit is true to the best of our knowledge, and may be frozen.")
    ana.at.press("Submit application")
    ana.at.is_at("Submitted")
    ana.at.press("Go to my tasks")
    ana.at.sees("Nothing waits for you.")
    with ana.at.turning():
        ana.at.page.locator("details.person summary").click()
        ana.at.page.locator("details.person").get_by_role("button", name="Sign out").click()
    ana.at.sees("You have signed out.")


def _owner_without_scripts(served: Served, browser: Browser, world: World) -> Somebody:
    return at_browser(served, browser, world.owner, scripts=False)
