"""Answers are saved as they are written, and whatever breaks on the way, no text is lost."""

import re
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from werkzeug.serving import make_server

from labelling.applications.queries.drafts import answers_of
from labelling.core.access import Role
from labelling.core.database import reading
from labelling.people.models import Person
from labelling.people.queries import get_person
from tests.labelling.applications.making import (
    World,
    answer_all,
    make_application,
    make_submitted,
    save,
)
from tests.labelling.people.making import COOKIE, sign_in
from tests.postbox import free_port

SAVED = re.compile(r"Saved at \d\d:\d\d")


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Return where the application answers, in threads of this process."""
    server = make_server("127.0.0.1", free_port(), app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def world(app: Flask) -> World:
    """Return a silver application that was just started."""
    return make_application("silver")


class Desk:
    """A person's browser on a part of an application."""

    def __init__(self, browser: Browser, app: Flask, address: str, *, width: int = 1280) -> None:
        self.app, self.address = app, address
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="en-GB",
            bypass_csp=True,  # axe is put into the page from outside
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)

    def sign_in(self, person: Person, role: Role | None = None) -> None:
        """Sign in without the pages for it."""
        client = self.app.test_client()
        sign_in(client, person, role)
        cookie = client.get_cookie(COOKIE)
        assert cookie is not None
        self.context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": self.address}])

    def open(self, world: World, tail: str = "/parts/1.2") -> None:
        """Open a page of the application."""
        self.page.goto(f"{self.address}/applications/{world.id}{tail}")

    def write(self, text: str) -> None:
        """Write the text of the answer, as keys do."""
        self.page.locator("textarea[name=text]").fill(text)

    @property
    def text(self) -> str:
        """Return what stands in the field."""
        return self.page.locator("textarea[name=text]").input_value()

    def says(self, words: str | re.Pattern[str]) -> None:
        """Wait until the line beside the button says so."""
        expect(self.page.locator("[data-save-status]")).to_contain_text(words)


@pytest.fixture
def desk(browser: Browser, app: Flask, address: str, world: World) -> Iterator[Desk]:
    """Return a browser in which the first owner has signed in."""
    desk = Desk(browser, app, address)
    desk.sign_in(world.made.owners[0])
    yield desk
    desk.context.close()


def stored(world: World, part_id: str = "1.2") -> tuple[int | None, str, int] | None:
    """Return band, text and version of an answer, None before its first save."""
    with reading() as session:
        answer = answers_of(session, world.id).get(part_id)
    return None if answer is None else (answer.band, answer.text, answer.version)


def wait_until_stored(desk: Desk, world: World, text: str) -> None:
    """Wait until the database has a text."""
    for _ in range(50):
        found = stored(world)
        if found is not None and found[1] == text:
            return
        desk.page.wait_for_timeout(100)
    raise AssertionError(f"{text!r} never arrived; there is {stored(world)}")


def violations(page: Page) -> list[str]:
    """Return what axe finds on a page."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def test_every_change_is_saved_as_it_is_made(desk: Desk, world: World) -> None:
    desk.open(world)
    desk.page.get_by_text("60 % · Systematic").click()
    desk.says(SAVED)
    assert stored(world) == (60, "", 1)
    desk.write("All 61 members were invited.")
    wait_until_stored(desk, world, "All 61 members were invited.")
    desk.page.get_by_role("button", name="Save and go to 1.3").click()
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("1.3")
    assert stored(world) == (60, "All 61 members were invited.", 2)
    assert desk.page.evaluate("localStorage.length") == 0


def test_leaving_by_any_link_saves(desk: Desk, world: World) -> None:
    desk.open(world)
    desk.write("Written in the last moment.")
    desk.page.get_by_role("link", name="Organisation", exact=True).first.click()
    desk.page.wait_for_load_state()
    wait_until_stored(desk, world, "Written in the last moment.")


def test_without_a_connection_the_text_is_kept_and_sent_later(desk: Desk, world: World) -> None:
    desk.open(world)
    desk.context.set_offline(True)
    desk.write("Written in a train.")
    desk.says("Not saved yet: no connection. Your text is kept here.")
    desk.page.get_by_role("button", name="Save and go to 1.3").click()
    desk.page.wait_for_timeout(300)
    assert (desk.text, stored(world)) == ("Written in a train.", None)
    desk.context.set_offline(False)
    desk.says(SAVED)
    assert stored(world) == (None, "Written in a train.", 1)


def test_an_answer_that_gets_lost_is_no_conflict(desk: Desk, world: World) -> None:
    desk.open(world)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    desk.page.route("**/parts/1.2", lose, times=1)
    desk.write("First.")
    desk.says("Not saved yet")
    assert stored(world) == (None, "First.", 1)
    desk.write("First, and second.")
    desk.says(SAVED)
    assert stored(world) == (None, "First, and second.", 2)


def test_after_the_session_ended_the_text_comes_back(desk: Desk, world: World) -> None:
    desk.open(world)
    desk.context.clear_cookies()
    desk.write("Written after an hour of silence.")
    alert = desk.page.get_by_role("alert")
    expect(alert).to_contain_text("You were signed out.")
    expect(alert.get_by_role("link", name="Sign in")).to_be_visible()
    desk.sign_in(world.made.owners[0])
    desk.open(world)
    expect(desk.page.locator("[data-kept]")).to_contain_text("It is back in the fields.")
    desk.says(SAVED)
    assert desk.text == "Written after an hour of silence."
    assert stored(world) == (None, "Written after an hour of silence.", 1)


def test_what_one_person_left_is_not_shown_to_another(desk: Desk, world: World) -> None:
    desk.open(world)
    desk.context.clear_cookies()
    desk.write("Mine alone.")
    expect(desk.page.get_by_role("alert")).to_contain_text("You were signed out.")
    desk.sign_in(world.made.contributors[0])
    desk.open(world)
    desk.page.wait_for_timeout(300)
    assert (desk.text, stored(world)) == ("", None)


@pytest.mark.parametrize(
    ("choice", "chosen", "version"),
    [
        ("Keep mine", "Mine.", 2),
        ("Keep theirs", "Theirs.", 1),
        ("Save the joined text", "Mine.\n\nTheirs.", 2),
    ],
)
def test_two_writers_see_both_texts_and_one_chooses(
    desk: Desk, world: World, choice: str, chosen: str, version: int
) -> None:
    desk.open(world)
    save(world, "1.2", text="Theirs.", actor=world.made.actor(world.made.contributors[0]))
    desk.write("Mine.")
    alert = desk.page.get_by_role("alert")
    expect(alert).to_contain_text("saved this part at")
    assert stored(world) == (60, "Theirs.", 1)
    alert.get_by_role("button", name="See both texts").click()
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("Two texts for 1.2")
    assert "Theirs." in desk.page.content()
    assert violations(desk.page) == []
    desk.page.get_by_role("button", name=choice).click()
    expect(desk.page.locator("textarea[name=text]")).to_be_visible()
    desk.page.wait_for_timeout(300)
    assert desk.text == chosen
    assert stored(world) == (60, chosen, version)
    assert desk.page.get_by_role("alert").count() == 0
    assert desk.page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_a_violation_or_scrolls_sideways(
    browser: Browser, app: Flask, address: str, world: World, width: int
) -> None:
    other = make_submitted(name="Lower Elm Food Cluster")
    third = make_application("bronze", name="Harbour Lights Photonics")
    answer_all(third)
    assert other.officer.person_id is not None
    with reading() as session:
        officer = get_person(session, other.officer.person_id)
    owner, office = "owner", "office"
    seen = [
        (owner, "/levels"),
        (owner, "/levels/cluster-excellence-2026/1.2"),
        (owner, "/terms"),
        (owner, "/applications"),
        *(
            (owner, f"/applications/{world.id}{tail}")
            for tail in (
                "",
                "/parts/1.2",
                "/parts/2.3",
                "/parts/1.2/evidence",
                "/readiness",
                "/submit",
                "/score",
                "/ways",
                "/declarations",
                "/withdraw",
            )
        ),
        (office, "/applications"),
        (office, "/calls"),
        (office, "/calls/new"),
        *(
            (office, f"/applications/{other.id}{tail}")
            for tail in (
                "/office",
                "/eligibility",
                "/deadline",
                "/submission",
                "/receipt",
            )
        ),
    ]
    complaints: list[str] = []

    def note(error: object) -> None:
        complaints.append(str(error))

    for who, person, role in ((owner, world.made.owners[0], None), (office, officer, Role.OFFICER)):
        desk = Desk(browser, app, address, width=width)
        desk.sign_in(person, role)
        page = desk.page
        page.on("pageerror", note)
        for path in [path for asked, path in seen if asked == who]:
            page.goto(address + path)
            complaints += [f"{path} {one}" for one in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                complaints.append(f"{path} scrolls sideways")
        desk.context.close()
    assert complaints == []
