"""An edition in a browser: copied, changed, checked, tried, published by two, applied under."""

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.people.models import Person
from tests.labelling.applications.making import EDITION
from tests.labelling.decisions import making as decisions
from tests.labelling.organisations.making import Made, make_organisation
from tests.labelling.people.making import COOKIE, sign_in, sign_out

NEXT = "Cluster Excellence, edition 2027"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def office(app: Flask) -> decisions.Office:
    """Return an office with a case that was decided under the edition that ships."""
    office = decisions.make_office()
    decisions.label(office, name="Alder Cluster")
    return office


@pytest.fixture
def applicant(app: Flask) -> Made:
    with unit_of_work() as session:
        return make_organisation(session)


def opened(
    app: Flask, browser: Browser, address: str, person: Person, role: Role, *, phone: bool = False
) -> Page:
    """Return a page of somebody who has signed in; the server alone does the work: no scripts."""
    viewport = PHONE if phone else DESK
    context = browser.new_context(java_script_enabled=False, viewport=viewport)
    client = app.test_client()
    sign_in(client, person, role)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": address}])
    sign_out(client)
    return context.new_page()


def test_an_edition_is_built_published_and_applied_under(
    app: Flask, browser: Browser, address: str, office: decisions.Office, applicant: Made
) -> None:
    olga = opened(app, browser, address, office.officer, Role.OFFICER)
    _copy(olga, address)
    _ask_too_much(olga)
    _ask_what_can_be_reached(olga)
    olga.get_by_role("link", name="Try it over past cases").click()
    expect(olga.get_by_role("row", name="Alder Cluster")).to_contain_text("Silver")
    olga.go_back()
    _propose(olga)
    otto = opened(app, browser, address, office.second_officer, Role.OFFICER, phone=True)
    _publish(otto, address)
    _call(olga, address)
    ana = opened(app, browser, address, applicant.owners[0], Role.MANAGER)
    ana.goto(f"{address}/applications/new")
    ana.get_by_label("Bronze · Under the new edition").check()
    ana.get_by_role("textbox", name="Authorised person").fill("Ana Lindqvist")
    ana.get_by_label("Function").fill("Managing director")
    ana.get_by_label("The authorised person has read the terms").check()
    ana.get_by_role("button", name="Start the application").click()
    expect(ana.get_by_text("Your application is begun.")).to_be_visible()
    with reading() as session:
        started = session.scalars(select(Application).where(Application.state == State.DRAFT)).one()
    assert started.edition_id == "cluster-excellence-2027"


def _copy(page: Page, address: str) -> None:
    page.goto(f"{address}/office/schemes")
    page.get_by_role("link", name="Copy an edition").click()
    page.get_by_label("Copy which edition?").select_option(EDITION)
    page.get_by_label("Name of the new edition").fill(NEXT)
    page.get_by_label("Id of the new edition").fill("cluster-excellence-2027")
    page.get_by_label("Scheme", exact=True).fill("cluster-excellence")
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NEXT)


def _ask_too_much(page: Page) -> None:
    """A threshold that nobody can reach is named on the draft, with a link to its field."""
    page.get_by_role("link", name="Level gold").click()
    page.get_by_label("Threshold in percent of the points possible").fill("101")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("link", name="Draft cluster-excellence-2027").click()
    expect(page.get_by_text("Nobody can reach it: it is above 100 percent.")).to_be_visible()
    expect(page.get_by_role("link", name="Propose the edition")).to_have_count(0)


def _ask_what_can_be_reached(page: Page) -> None:
    page.locator('a[href$="tables/levels/gold#minimum_percent"]').click()
    page.get_by_label("Threshold in percent of the points possible").fill("82")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Draft cluster-excellence-2027").click()
    expect(page.get_by_text("every language is complete")).to_be_visible()


def _propose(page: Page) -> None:
    page.get_by_role("link", name="Propose the edition").click()
    expect(page.get_by_text("82 %")).to_be_visible()
    _fill_today(page, "From which day should it apply?")
    page.get_by_label("I have read what differs").check()
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("Another officer acts next").first).to_be_visible()


def _publish(page: Page, address: str) -> None:
    page.goto(f"{address}/tasks")
    page.get_by_role("link", name="Read the edition").click()
    page.get_by_label("Publish it").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NEXT)
    expect(page.get_by_text("What differs from Cluster Excellence, edition 2026")).to_be_visible()


def _call(page: Page, address: str) -> None:
    page.goto(f"{address}/calls/new")
    page.get_by_label("Title").fill("Under the new edition")
    page.get_by_label("Edition").select_option("cluster-excellence-2027")
    page.get_by_label("Bronze").check()
    _fill_today(page, "First day")
    page.get_by_role("button", name="Open the call").click()
    expect(page.get_by_role("rowheader", name="Under the new edition")).to_be_visible()


def _fill_today(page: Page, legend: str) -> None:
    group, today = page.get_by_role("group", name=legend), datetime.now(UTC).date()
    for label, number in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        group.get_by_label(label).fill(str(number))
