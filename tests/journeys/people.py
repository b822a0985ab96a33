"""A person at a browser: signs in, fills in, presses, and looks with axe at the pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import TracebackType

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

PASSWORD = "four words that nobody says"
PATIENCE = 20_000  # milliseconds, on a slow machine


class Visitor:
    """One browser window. Every page that is looked at has no violation and no policy error.

    ``strict`` leaves the policy against foreign scripts in force, so that axe has to stay outside.
    """

    def __init__(
        self,
        browser: Browser,
        url: str,
        *,
        scripts: bool = True,
        width: int = 1280,
        strict: bool = False,
    ) -> None:
        self.context = browser.new_context(
            base_url=url,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            locale="en-GB",
            bypass_csp=scripts and not strict,  # axe is put into the page from outside
        )
        self._scripts = scripts and not strict
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.context.close()

    def go(self, path: str) -> int:
        """Open an address; return the status it answered with."""
        response = self.page.goto(path)
        assert response is not None
        return response.status

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """Return a field by its label, whether it is optional or not."""
        words = re.compile(rf"^\s*{re.escape(label)}(\s+\(optional\))?\s*$")
        return (within if within is not None else self.page).get_by_label(words)

    def fill(self, label: str, text: str) -> None:
        """Fill a field by its label."""
        self.field(label).fill(text)

    def choose(self, label: str) -> None:
        """Tick a box or take a radio by its label."""
        self.field(label).check()

    def select(self, label: str, option: str) -> None:
        """Choose from a list by the words of an option."""
        self.field(label).select_option(label=option)

    def date(self, legend: str, day: date) -> None:
        """Write a day into the three boxes below a legend."""
        group = self.page.get_by_role("group", name=re.compile(rf"^{re.escape(legend)}"))
        for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(label, exact=True).fill(str(number))

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button, or follow a link, by its words; wait for the page that comes."""
        place = within if within is not None else self.page.locator("body")
        button = place.get_by_role("button", name=name, exact=True)
        link = place.get_by_role("link", name=name, exact=True)
        with self.turning():
            button.or_(link).first.click()

    def fetch(self, name: str) -> bytes:
        """Return the file behind a link."""
        link = self.page.get_by_role("link", name=name, exact=True)
        answer = self.page.request.get(str(link.get_attribute("href")))
        assert answer.ok, answer.status
        return answer.body()

    @contextmanager
    def turning(self) -> Iterator[None]:
        """Wait for another page after what is done here."""
        with self.page.expect_event("load"):
            yield

    def unfold(self, summary: str) -> None:
        """Open what is folded away."""
        self.page.locator("details:not([open]) > summary", has_text=summary).first.click()

    def take_task(self, title: str) -> None:
        """Find a task on the person's first page, and follow its one button."""
        self.go("/tasks")
        task = self.page.locator("ul.tasks > li", has_text=title).first
        with self.turning():
            task.get_by_role("link").click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Insist that a text stands on the page, to be seen."""
        expect(self.page.locator("body")).to_contain_text(text, timeout=PATIENCE)

    def is_at(self, heading: str) -> None:
        """Insist that the page's one main heading begins with these words."""
        words = re.compile(rf"^\s*{re.escape(heading)}")
        expect(self.page.locator("h1")).to_have_text(words, timeout=PATIENCE)

    def looks(self) -> None:
        """Insist that the page is accessible, fits its window, and broke no rule of the browser."""
        if self._scripts:
            assert faults_of(self.page) == [], self.page.url
        assert self.complaints == []
        assert self.page.locator("h1").count() == 1


# Nothing is said at length of what is right, which takes longest on a long page.
FAULTS_ALONE = {"resultTypes": ["violations"]}


def faults_of(page: Page) -> list[str]:
    """Return what axe finds on a page, and whether the page scrolls sideways."""
    found = Axe().run(page, options=FAULTS_ALONE).response["violations"]
    faults = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    return faults + width_faults_of(page)


def width_faults_of(page: Page) -> list[str]:
    """Return whether the page scrolls sideways."""
    scrolls = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return ["scrolls sideways"] if scrolls else []
