"""The fact sheet in a browser: figures are saved as they are entered, and nothing gets lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from labelling.core.database import reading, unit_of_work
from labelling.organisations import queries
from labelling.people.models import Person
from tests.labelling.organisations.making import Made, make_organisation
from tests.labelling.people.making import COOKIE, sign_in, sign_out

YEAR = datetime.now(UTC).year - 1
MEMBERS, FIRMS, SMALL = (f"members-{kind}.{YEAR}" for kind in ("total", "firms", "sme"))


@pytest.fixture
def made(app: Flask) -> Made:
    with unit_of_work() as session:
        return make_organisation(session)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Sheet:
    """The page of one person."""

    def __init__(
        self, app: Flask, context: BrowserContext, address: str, made: Made, person: Person
    ) -> None:
        self._app, self._address, self._person = app, address, person
        self.context = context
        self.sign_in()
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.home = f"{address}/organisations/{made.id}/facts"
        self.page.goto(self.home)

    def sign_in(self) -> None:
        client = self._app.test_client()
        sign_in(client, self._person)
        cookie = client.get_cookie(COOKIE)
        assert cookie is not None
        self.context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": self._address}])
        sign_out(client)

    def enter(self, name: str, text: str) -> None:
        field = self.page.locator(f"[id='value-{name}']")
        field.fill(text)
        field.blur()

    def said(self, name: str) -> str:
        return f"[id='said-{name}']"

    def status(self, text: str) -> None:
        expect(self.page.locator("[data-save-status]")).to_contain_text(text, timeout=15_000)


@pytest.fixture
def mine(app: Flask, browser: Browser, address: str, made: Made) -> Iterator[Sheet]:
    with browser.new_context() as context:
        yield Sheet(app, context, address, made, made.owners[0])


@pytest.fixture
def theirs(app: Flask, browser: Browser, address: str, made: Made) -> Iterator[Sheet]:
    with browser.new_context() as context:
        yield Sheet(app, context, address, made, made.owners[1])


def kept(made: Made) -> dict[str, str]:
    with reading() as session:
        rows = queries.fact_values(session, made.id)
    return {f"{fact_id}.{year}": row.value for (fact_id, year), row in rows.items()}


def test_a_figure_is_saved_when_it_is_left_and_read_back(mine: Sheet, made: Made) -> None:
    mine.enter(f"income-total.{YEAR}", "612.000,50")
    mine.status("Saved at")
    expect(mine.page.locator(mine.said(f"income-total.{YEAR}"))).to_have_text("= 612,000.5 €")
    assert kept(made) == {f"income-total.{YEAR}": "612000.5"}
    mine.enter(f"income-total.{YEAR}", "1000")
    expect(mine.page.locator(mine.said(f"income-total.{YEAR}"))).to_have_text("= 1,000 €")
    assert (kept(made), mine.faults) == ({f"income-total.{YEAR}": "1000"}, [])


def test_where_a_figure_comes_from_is_saved_and_told_beside_it(mine: Sheet, made: Made) -> None:
    mine.enter(MEMBERS, "74")
    mine.status("Saved at")
    mine.page.locator("#fact-members-total summary").click()
    mine.page.locator(f"[id='source-{MEMBERS}']").fill("Register")
    mine.page.locator(f"[id='dated-{MEMBERS}']").fill(f"{YEAR}-12-31")
    mine.page.locator(f"[id='grade-{MEMBERS}']").select_option("B")
    told = mine.page.locator(f"[data-figure='{MEMBERS}'] [data-told]")
    expect(told).to_have_text(f"B · Register · 31 December {YEAR}", timeout=15_000)
    mine.page.reload()
    expect(told).to_have_text(f"B · Register · 31 December {YEAR}")
    assert mine.faults == []


def test_a_correction_saves_the_figure_that_was_refused_before(mine: Sheet, made: Made) -> None:
    mine.enter(FIRMS, "61")
    mine.status("Saved at")
    mine.enter(SMALL, "74")
    expect(mine.page.locator(mine.said(SMALL))).to_contain_text("is more than")
    mine.status("Some figures are not saved")
    mine.enter(FIRMS, "80")
    mine.status("Saved at")
    assert kept(made) == {FIRMS: "80", SMALL: "74"}
    expect(mine.page.locator(mine.said(SMALL))).to_have_text("")


@pytest.mark.parametrize(("choice", "value"), [("Keep mine", "80"), ("Keep theirs", "74")])
def test_two_people_choose_between_two_values(
    mine: Sheet, theirs: Sheet, made: Made, choice: str, value: str
) -> None:
    theirs.enter(MEMBERS, "74")
    theirs.status("Saved at")
    mine.enter(MEMBERS, "80")
    expect(mine.page.locator(mine.said(MEMBERS))).to_contain_text("saved 74 at")
    assert kept(made) == {MEMBERS: "74"}
    mine.page.get_by_role("button", name=choice).click()
    expect(mine.page.locator(mine.said(MEMBERS))).to_have_text("")
    mine.page.get_by_role("button", name="Save the fact sheet").last.click()
    mine.page.wait_for_url("**done=saved")
    assert (kept(made), mine.faults) == ({MEMBERS: value}, [])


def test_without_a_connection_the_figures_wait_and_go_later(mine: Sheet, made: Made) -> None:
    mine.context.set_offline(True)
    mine.enter(MEMBERS, "74")
    mine.status("no connection")
    mine.context.set_offline(False)
    mine.status("Saved at")
    assert kept(made) == {MEMBERS: "74"}


def test_what_was_not_saved_is_back_when_the_page_is_opened_again(mine: Sheet, made: Made) -> None:
    mine.context.set_offline(True)
    mine.enter(MEMBERS, "74")
    mine.status("no connection")
    mine.page.close()
    mine.context.set_offline(False)
    assert kept(made) == {}
    mine.page = mine.context.new_page()
    mine.page.goto(mine.home)
    mine.status("Saved at")
    assert kept(made) == {MEMBERS: "74"}


def test_a_session_that_has_ended_loses_nothing(mine: Sheet, made: Made) -> None:
    mine.context.clear_cookies()
    mine.enter(MEMBERS, "74")
    mine.status("You were signed out")
    assert kept(made) == {}
    mine.sign_in()
    mine.page.locator("[data-save-status] a").click()
    mine.status("Saved at")
    assert kept(made) == {MEMBERS: "74"}


def test_leaving_by_a_link_saves_the_last_figure(mine: Sheet, made: Made) -> None:
    mine.page.locator(f"[id='value-{MEMBERS}']").fill("74")
    mine.page.locator("header a").first.click()
    mine.page.wait_for_load_state()
    mine.page.goto(mine.home)
    expect(mine.page.locator(f"[id='value-{MEMBERS}']")).to_have_value("74")
    mine.page.wait_for_timeout(500)
    assert kept(made) == {MEMBERS: "74"}
