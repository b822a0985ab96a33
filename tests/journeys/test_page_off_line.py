"""The page to fill in: written in a browser without any server, saved, opened again, read back."""

import json
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from labelling.applications.exchange import as_form, fields
from labelling.applications.exchange.sheets import assessment_of
from labelling.applications.versions.sources import DRAFT, load_source
from labelling.core.database import reading
from labelling.organisations.inspection import pages
from tests.labelling.applications.making import World, make_application, save

TEXT = 'Zwei „Zeilen“ & <b>kein Fett</b>\n\n\t"Ende" ≥ 5 €'


@pytest.fixture
def world(app: Flask) -> World:
    """Return a gold application with one answer."""
    assert app.extensions["settings"]
    world = make_application("gold")
    save(world, "1.2", band=40, text="As it was.")
    return world


def _written(app: Flask, world: World) -> bytes:
    with reading() as session, app.test_request_context():
        return as_form.written(
            assessment_of(
                world.application, "Alder", load_source(session, world.application, DRAFT)
            )
        )


def _opened(browser: Browser, file: Path) -> tuple[Page, list[str]]:
    page, heard = browser.new_page(), []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(file.as_uri())
    return page, heard


def _saved(page: Page, target: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    download.value.save_as(target)
    return target


def test_what_is_written_off_line_comes_back(
    app: Flask, world: World, browser: Browser, tmp_path: Path
) -> None:
    taken = tmp_path / "taken.html"
    taken.write_bytes(_written(app, world))
    page, heard = _opened(browser, taken)
    part = page.get_by_role("region", name="1.1 ")
    part.get_by_label("Line", exact=True).select_option("60")
    part.get_by_label("Answer").fill(TEXT)
    away = page.locator("section:has(fieldset)").first
    away.get_by_label("Does not apply because").fill("There is none here.")
    first = _saved(page, tmp_path / "first.html")
    again, heard_again = _opened(browser, first)
    section = again.get_by_role("region", name="1.2 ")
    assert section.get_by_label("Answer").input_value() == "As it was."
    section.get_by_label("Answer").fill("As it is.")
    last = _saved(again, tmp_path / "last.html")
    back = fields.read(json.loads(pages.inspect(last.read_bytes(), "page")), world.application)
    assert back["1.1"].said == (60, TEXT, None)
    assert (back["1.2"].said, back["1.2"].rests_on) == ((40, "As it is.", None), 1)
    assert [one.not_applicable for one in back.values() if one.not_applicable is not None] == [
        "There is none here."
    ]
    assert heard == heard_again == []


def test_what_was_not_saved_is_back_when_the_page_is_opened_again(
    app: Flask, world: World, browser: Browser, tmp_path: Path
) -> None:
    taken = tmp_path / "taken.html"
    taken.write_bytes(_written(app, world))
    page, _ = _opened(browser, taken)
    page.get_by_role("region", name="1.1 ").get_by_label("Answer").fill("Not in a file.")
    assert "Not in a file yet" in page.locator("#status").inner_text()
    page.reload()
    assert page.locator("#restored").is_visible()
    answer = page.get_by_role("region", name="1.1 ").get_by_label("Answer")
    assert answer.input_value() == "Not in a file."
    _saved(page, tmp_path / "first.html")
    page.reload()
    assert answer.input_value() == ""
