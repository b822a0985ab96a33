"""Every page of every role, in the demonstration: accessible, in its window, with one heading."""

import os
import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from labelling.core.access import ROLE_NAMES, Role
from tests.demonstrating import Demonstration
from tests.journeys.people import PATIENCE, faults_of, width_faults_of
from tests.warm import ROOT

ROLES = (
    "public",
    "manager",
    "assessor",
    "officer",
    "committee",
    "appeals",
    "advisory",
    "quality",
    "administrator",
)
MOST_PAGES, FEWEST_PAGES = 110, 8
WIDE, NARROW = 1280, 390
SCREENS = ROOT / "screens"
# A page is looked at once for each kind of address; these differ by a word, not by an id.
ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/labels/)\w{12}|(?<=/)\d\.\d\b"
    r"|(?<=/cluster-excellence/)\w+/[a-z]{2}\b|(?<=/)20\d\d(-Q\d)?\b|(?<=/indicators/)\w\d\d"
    r"|(?<=/)20\d\d-H\d\b|(?<=/figures/)[\w-]+"
)
# These are the same for everybody: one role looks at them.
THE_PUBLICS = re.compile(r"^/(accessibility|privacy|levels|statistics|verify|misuse)\b")
THE_MANAGERS = re.compile(r"^/me/")
NO_PAGES = re.compile(
    r"\.(pdf|json|svg|png|csv|ics|xlsx|docx|html|toml|xml)$|/evidence/[^/]+/\d+$|^/(kept|demo|api)\b|^/log/"
)


class Tour:
    """One role's way through all pages that its pages lead to, one of each kind first."""

    def __init__(self, browser: Browser, demo: str, role: str) -> None:
        self._context = browser.new_context(base_url=demo, locale="en-GB")
        self._context.set_default_timeout(PATIENCE)
        self.page: Page = self._context.new_page()
        self._demo, self._role, self._width = demo, role, WIDE
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on(
            "console", lambda line: self._note(line.text) if line.type == "error" else None
        )
        if role != "public":
            self._continue_as(str(ROLE_NAMES[Role(role)]))

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self._role} {self._width} {urlsplit(self.page.url).path}: {fault}")

    def _continue_as(self, role: str) -> None:
        self.page.goto("/demo")
        heading = self.page.get_by_role("heading", name=role, exact=True)
        people = heading.locator("xpath=following-sibling::ul[1]")
        with self.page.expect_event("load"):
            people.get_by_role("button").first.click()

    def links(self) -> list[str]:
        """Return where the page leads to inside the system, each address once."""
        found = self.page.locator("a[href]").evaluate_all(
            "all => all.map(one => new URL(one.getAttribute('href'), document.baseURI).href)"
        )
        own = [urldefrag(one)[0] for one in found if one.startswith(f"{self._demo}/")]
        paths = [one.removeprefix(self._demo) for one in own]
        return [one for one in dict.fromkeys(paths) if not NO_PAGES.search(urlsplit(one).path)]

    def walk(self, start: str) -> Iterator[str]:
        """Open page after page, breadth first; yield the address of each that is new in kind."""
        waiting, kinds = [start], set[str]()
        while waiting and len(kinds) < MOST_PAGES:
            path = waiting.pop(0)
            kind = ID.sub("*", urlsplit(path).path)
            if kind in kinds or self._is_anothers(kind):
                continue
            kinds.add(kind)
            response = self.page.goto(path)
            if response is None or response.status != 200:
                self._note(f"answers {response.status if response else 'nothing'} to {path}")
                continue
            yield kind
            waiting += self.links()

    def _is_anothers(self, kind: str) -> bool:
        return bool(
            (THE_PUBLICS.search(kind) and self._role != "public")
            or (THE_MANAGERS.search(kind) and self._role != "manager")
        )

    def look(self, *, long: bool) -> None:
        """Note what is wrong with the page that is open, in a wide window and in a narrow one.

        Axe takes most of the time; in the short form it looks at the narrow window alone.
        """
        heading = self.page.locator("h1")
        if heading.count() != 1:
            self._note(f"{heading.count()} headings")
        elif not self.page.title().startswith(" ".join(heading.inner_text().split())):
            self._note(f"title {self.page.title()!r}, heading {heading.inner_text()!r}")
        for width in (NARROW, WIDE):
            self._width = width
            self.page.set_viewport_size({"width": width, "height": 900})
            look = faults_of if long or width == NARROW else width_faults_of
            for fault in look(self.page):
                self._note(fault)
            if os.environ.get("SCREENS"):
                self._keep_a_picture()

    def _keep_a_picture(self) -> None:
        name = re.sub(r"\W+", "-", ID.sub("x", urlsplit(self.page.url).path)).strip("-")
        file = SCREENS / str(self._width) / self._role / f"{name or 'home'}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=file, full_page=True)

    def close(self) -> None:
        """Leave."""
        self._context.close()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_fits_both_windows_and_keeps_to_its_policy(
    browser: Browser, demonstration: Demonstration, role: str, long_campaign: bool
) -> None:
    tour = Tour(browser, demonstration.url, role)
    pages = 0
    for _ in tour.walk(start_of(role)):
        tour.look(long=long_campaign)
        pages += 1
    tour.close()
    assert tour.faults == []
    assert pages >= FEWEST_PAGES


def start_of(role: str) -> str:
    """Return the first page of a role."""
    return {"public": "/", "administrator": "/system"}.get(role, "/tasks")
