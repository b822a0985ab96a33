"""Two of an organisation at two browsers write one self-assessment, with evidence that moves on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from labelling.applications.queries.drafts import answers_of
from labelling.core.database import reading
from labelling.desk.demo_data.papers import one_page
from tests.journeys.people import PATIENCE, Visitor
from tests.journeys.steps.cast import Somebody, in_days, in_full, said
from tests.journeys.steps.preparing import at_browser, days_ago, installed, started_application
from tests.labelling.applications.making import World
from tests.labelling.organisations.inspection import samples
from tests.serving import Served

ANSWER = "What you do, and how you know that it works"
SAVED = re.compile(r"Saved at \d\d:\d\d")
DUE = in_days(10)
FIRST = "Forty firms came to four workshops."
SECOND = "Forty firms came to four workshops in spring, and thirty in autumn."
OTHER = "The board looks at the plan every quarter."


@dataclass(frozen=True)
class Office:
    """An owner and a contributor of one organisation, and what they write."""

    served: Served
    world: World
    ana: Somebody
    ilse: Somebody

    @property
    def home(self) -> str:
        """Return the address of the application."""
        return f"/applications/{self.world.id}"

    def part(self, part_id: str) -> str:
        """Return the address of a part."""
        return f"{self.home}/parts/{part_id}"

    def stored(self, part_id: str) -> str:
        """Return the text that the database has, blank before the first save."""
        with installed(self.served), reading() as session:
            answer = answers_of(session, self.world.id).get(part_id)
        return answer.text if answer is not None else ""


@pytest.fixture
def office(served: Served, browser: Browser) -> Iterator[Office]:
    """Return an application that was just started; its owner and a contributor have signed in."""
    with installed(served):
        world = started_application("bronze", days_ago(3))
    made = world.made
    ana = at_browser(served, browser, world.owner)
    ilse = at_browser(served, browser, made.actor(made.contributors[0]))
    ilse.at.page.set_viewport_size({"width": 390, "height": 800})
    yield Office(served, world, ana, ilse)
    for one in (ana, ilse):
        one.at.context.close()


def test_two_write_together_and_lose_nothing(office: Office) -> None:
    she_says_who_writes_what(office)
    both_write_at_once(office)
    both_write_the_same_part(office)
    one_asks_and_the_other_settles(office)
    an_earlier_version_comes_back(office)
    a_paper_is_cited_by_its_pages(office)
    whoever_cites_it_learns_that_it_changed(office)
    she_checks_the_part(office)


def writes(office: Office, at: Visitor, text: str, part_id: str = "1.2") -> None:
    """Fill in the answer, and wait until the database has it."""
    at.fill(ANSWER, text)
    for _ in range(60):
        if office.stored(part_id) == text:
            return
        at.page.wait_for_timeout(250)
    raise AssertionError(f"{text!r} never arrived; there is {office.stored(part_id)!r}")


def says(at: Visitor, words: re.Pattern[str]) -> None:
    """Wait until the line beside the button says so."""
    expect(at.page.locator("[data-save-status]")).to_contain_text(words, timeout=PATIENCE)


def she_says_who_writes_what(office: Office) -> None:
    """The colleague learns it by mail, and finds it on the page."""
    ana, ilse = office.ana.at, office.ilse
    ana.go(office.home)
    ana.press("Who writes what")
    for part in ("1.2", "1.3"):
        ana.page.locator(f"[id='part-{part}']").check()
    ana.select("Who writes them", ilse.name)
    ana.date("Until when", DUE)
    ana.press("Save who writes them")
    expect(ana.page.get_by_role("row", name=ilse.name)).to_contain_text(said(DUE))
    ana.looks()
    office.served.wait_for_letter(ilse.email, f"Parts to write by {in_full(DUE)}")
    ilse.at.go(f"{office.home}/work")
    ilse.at.sees("A name keeps nobody else from writing.")
    expect(ilse.at.page.get_by_role("button", name="Save who writes them")).to_have_count(0)
    ilse.at.looks()


def both_write_at_once(office: Office) -> None:
    """Each on a part of their own; on the same one, each sees that the other is there."""
    ana, ilse = office.ana.at, office.ilse.at
    ilse.go(office.part("1.2"))
    ilse.sees(f"{office.ilse.name} writes it, by")
    ana.go(office.part("1.3"))
    ana.fill(ANSWER, OTHER)
    writes(office, ilse, FIRST)
    says(ana, SAVED)
    ana.go(office.part("1.2"))
    ana.sees(f"{office.ilse.name} is writing here, too.")
    ilse.looks()
    assert (office.stored("1.2"), office.stored("1.3")) == (FIRST, OTHER)


def both_write_the_same_part(office: Office) -> None:
    """The later one is shown both texts, and joins them."""
    ana, ilse = office.ana.at, office.ilse.at
    writes(office, ilse, SECOND)
    ana.fill(ANSWER, f"{FIRST} Two priorities were dropped.")
    ana.page.get_by_role("alert").get_by_text("saved this part at").wait_for()
    assert office.stored("1.2") == SECOND
    ana.press("See both texts")
    ana.fill("Or write one from both", f"{SECOND} Two priorities were dropped.")
    ana.press("Save the joined text")
    ana.is_at("1.2")
    assert office.stored("1.2") == f"{SECOND} Two priorities were dropped."


def one_asks_and_the_other_settles(office: Office) -> None:
    """Whoever is named after an @ gets a mail without the text; the office never sees it."""
    ana, ilse = office.ana, office.ilse.at
    ilse.go(office.part("1.2"))
    ilse.press("Comments")
    ilse.press("Write the comment")
    ilse.sees("Write something first.")
    ilse.fill("Your comment", f"@{ana.name}, which two were dropped?")
    ilse.press("Write the comment")
    ilse.sees(f"Told by mail: {ana.name}")
    ilse.looks()
    reference = office.world.application.reference
    letter = office.served.wait_for_letter(ana.email, f"A comment for you on 1.2 of {reference}")
    assert "dropped" not in letter
    ana.at.go(office.part("1.2"))
    ana.at.press("1 open comment")
    ana.at.sees("which two were dropped?")
    with ana.at.turning():
        ana.at.page.get_by_role("button", name=re.compile("^Settled")).click()
    ana.at.sees("No open comments on this part.")
    ana.at.looks()


def an_earlier_version_comes_back(office: Office) -> None:
    """As the newest one; what stood before stays among the versions."""
    ana = office.ana.at
    ana.go(office.part("1.2"))
    ana.press("Earlier versions")
    ana.sees("3 versions")
    ana.looks()
    ana.press("Bring version 1 back")
    ana.sees("4 versions")
    ana.sees("Two priorities were dropped.")
    ana.go(office.part("1.2"))
    assert ana.field(ANSWER).input_value() == office.stored("1.2") == FIRST


def a_paper_is_cited_by_its_pages(office: Office) -> None:
    """Uploaded once, on a phone; cited in two parts."""
    ilse = office.ilse.at
    ilse.go(office.part("1.2"))
    ilse.page.get_by_role("radio", name=re.compile("^60 %")).check()
    says(ilse, SAVED)
    ilse.press("Add evidence")
    new = ilse.page.get_by_role("region", name="A new file")
    ilse.field("Title", new).fill("Strategy 2025–2028")
    ilse.field("File", new).set_input_files(paper("strategy.pdf", samples.pdf()))
    ilse.field("Pages", new).fill("4–11")
    ilse.press("Add and cite", new)
    ilse.sees("p. 4–11 · PDF")
    ilse.looks()
    ilse.go(office.part("1.3"))
    ilse.press("Add evidence")
    ilse.page.get_by_role("radio", name=re.compile("^Strategy 2025–2028")).check()
    ilse.press("Cite this piece")
    ilse.sees("1 Strategy 2025–2028")


def whoever_cites_it_learns_that_it_changed(office: Office) -> None:
    """Until somebody has looked whether the pages still fit."""
    ana = office.ana.at
    ana.go(f"/organisations/{office.world.made.id}/evidence")
    ana.press("Strategy 2025–2028")
    ana.field("File").set_input_files(
        paper("strategy-2.pdf", one_page("Strategy", ["Second edition."]))
    )
    ana.press("Add the version")
    expect(ana.page.get_by_role("rowheader", name="2", exact=True)).to_be_visible()
    ana.looks()
    for part in ("1.2", "1.3"):
        ana.go(office.part(part))
        ana.sees("changed since it was cited")
    ana.go(f"{office.home}/readiness")
    ana.sees("Strategy 2025–2028")
    ana.go(office.part("1.2"))
    with ana.turning():
        ana.page.get_by_role("link", name="Change Strategy 2025–2028").click()
    ana.fill("Pages", "5–12")
    ana.looks()
    ana.press("Save the pages")
    ana.sees("p. 5–12 · PDF")
    expect(ana.page.get_by_text("changed since it was cited")).to_have_count(0)


def she_checks_the_part(office: Office) -> None:
    """The check stands until somebody changes the part."""
    ana, ilse = office.ana.at, office.ilse.at
    ana.press("Mark it as checked")
    ana.sees(f"Checked by {office.ana.name}")
    ilse.go(office.part("1.2"))
    writes(office, ilse, SECOND)
    ana.go(office.part("1.2"))
    ana.sees("Changed since it was checked")
    ana.looks()


def paper(name: str, content: bytes) -> FilePayload:
    """Return a file as a browser sends it."""
    return FilePayload(name=name, mimeType="application/pdf", buffer=content)
