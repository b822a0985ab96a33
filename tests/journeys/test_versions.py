"""Versions, a branch and files of one self-assessment; and a workshop on two phones."""

import json
import re
from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload, expect
from werkzeug.serving import make_server

from labelling.applications.queries.drafts import answers_of
from labelling.core.database import reading
from labelling.core.workbooks import workbook
from labelling.organisations.inspection.sandbox import inspect_sheet
from labelling.people.models import Person
from tests.journeys.people import Visitor
from tests.labelling.applications.making import World, make_application, save
from tests.labelling.people.making import COOKIE, sign_in, sign_out

DRAFT = "The assembly agreed on three aims."
SHORT = "Three aims, agreed by all."
WHILE = "The assembly agreed on three aims in May."
OUTSIDE = "Written on the train, without a connection."
AGAIN = "Read aloud to the board, and changed."
NOTHING = "The file says nothing that the draft does not say"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Return where the application answers, in threads of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def world(app: Flask) -> World:
    """Return a bronze application with one answer."""
    world = make_application("bronze")
    save(world, "1.2", text=DRAFT)
    return world


@pytest.fixture
def ana(app: Flask, browser: Browser, address: str, world: World) -> Iterator[Visitor]:
    """Return the first owner, who has signed in, at the application."""
    with visitor(app, browser, address, world.made.owners[0]) as at:
        at.go(f"/applications/{world.id}")
        yield at


def visitor(app: Flask, browser: Browser, address: str, person: Person) -> Visitor:
    """Return a browser in which somebody has signed in."""
    at = Visitor(browser, address)
    client = app.test_client()
    sign_in(client, person)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    at.context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": address}])
    sign_out(client)
    return at


def stored(world: World, part_id: str) -> tuple[int | None, str]:
    """Return line and text of an answer, as the database has them."""
    with reading() as session:
        answer = answers_of(session, world.id)[part_id]
    return answer.band, answer.text


def test_a_branch_and_files_come_back_and_neither_side_is_lost(ana: Visitor, world: World) -> None:
    a_branch_is_written_beside_the_draft(ana, world)
    both_sides_are_joined(ana, world)
    a_spreadsheet_comes_back(ana, world)
    a_word_file_and_a_program_s_file_come_back(ana, world)
    what_is_no_file_of_ours_is_refused(ana, world)


def a_branch_is_written_beside_the_draft(ana: Visitor, world: World) -> None:
    """What is written there changes nothing in the draft."""
    ana.press("Versions")
    ana.fill("Name", "Before the board meeting")
    ana.press("Keep this version")
    ana.sees("Before the board meeting")
    ana.fill("Name", "Shorter")
    ana.press("Start a branch from it")
    ana.is_at("Shorter")
    ana.unfold("1.2")
    ana.press("Write 1.2")
    ana.fill("What you do, and how you know that it works", SHORT)
    ana.looks()
    ana.press("Save on the branch")
    ana.is_at("Shorter")
    ana.looks()
    assert stored(world, "1.2") == (60, DRAFT)
    save(world, "1.2", text=WHILE, version=1)


def both_sides_are_joined(ana: Visitor, world: World) -> None:
    """The comparison says that both have changed; both texts are kept."""
    ana.go(f"/applications/{world.id}/versions")
    ana.looks()
    ana.press("Shorter")
    ana.press("Compare with the draft")
    ana.sees("1 part differs")
    ana.looks()
    ana.press("Take parts of “Shorter” over into the draft")
    ana.sees("Both sides have changed since.")
    ana.choose("Keep both texts, 1.2")
    ana.looks()
    ana.press("Take over what is chosen")
    assert stored(world, "1.2") == (60, f"{WHILE}\n\n{SHORT}")


def a_spreadsheet_comes_back(ana: Visitor, world: World) -> None:
    """Filled in off line, while a colleague writes another part here."""
    files = f"/applications/{world.id}/files"
    ana.go(files)
    ana.looks()
    header, *rows = inspect_sheet(ana.fetch("Spreadsheet (XLSX)"), "answers.xlsx")
    row = next(row for row in rows if row[0] == "1.3")
    row[2], row[3] = "40", OUTSIDE
    save(world, "1.5", text=AGAIN)
    read_in(ana, files, "answers.xlsx", workbook("Answers", header, rows, [20] * len(header)))
    ana.sees("Only the other has changed since.")
    ana.sees("Only the draft has changed since.")
    ana.looks()
    assert "1.3" not in answered(world)
    ana.choose("Take the other, 1.3")
    ana.choose("Leave the draft, 1.5")
    ana.press("Take over what is chosen")
    assert (stored(world, "1.3"), stored(world, "1.5")) == ((40, OUTSIDE), (60, AGAIN))


def a_word_file_and_a_program_s_file_come_back(ana: Visitor, world: World) -> None:
    """Unchanged, both say nothing new; what is changed is found."""
    files = f"/applications/{world.id}/files"
    ana.go(files)
    word, data = ana.fetch("Word file (DOCX)"), ana.fetch("For programs (JSON)")
    read_in(ana, files, "answers.docx", word, stays=True)
    ana.sees(NOTHING)
    changed = data.replace(AGAIN.encode(), b"Changed by a program.")
    assert json.loads(changed) != json.loads(data)
    read_in(ana, files, "answers.json", changed)
    ana.sees("new: Changed by a program")
    ana.sees("1 part differs")


def what_is_no_file_of_ours_is_refused(ana: Visitor, world: World) -> None:
    """With a sentence, and nothing is changed."""
    files = f"/applications/{world.id}/files"
    before = answered(world)
    read_in(ana, files, "answers.xlsx", b"This is no spreadsheet.", stays=True)
    expect(ana.page.get_by_role("alert")).to_be_visible()
    ana.looks()
    assert answered(world) == before


def read_in(ana: Visitor, files: str, name: str, content: bytes, *, stays: bool = False) -> None:
    """Send a file; it leads to what differs, or stays where it was sent from."""
    ana.go(files)
    ana.field("File").set_input_files(FilePayload(name=name, mimeType="", buffer=content))
    ana.press("Read the file")
    ana.is_at("As a file" if stays else "Take over from")


def answered(world: World) -> dict[str, str]:
    """Return the texts of all answers."""
    with reading() as session:
        return {part: answer.text for part, answer in answers_of(session, world.id).items()}


def test_a_group_scores_on_its_phones_and_one_result_is_kept(
    ana: Visitor, browser: Browser, address: str, world: World
) -> None:
    ana.press("Workshop")
    ana.press("Start a workshop")
    code = ana.page.locator(".workshop-code").inner_text()
    ana.looks()
    phones = [
        Visitor(browser, address, width=390),
        Visitor(browser, address, width=390, scripts=False),
    ]
    for at, name in zip(phones, ("Rosa", "Emil"), strict=True):
        comes_in(at, code.lower(), name)
    for at, band in zip(phones, ("60", "20"), strict=True):
        chooses(at, band)
    ana.sees("2 of 2 have chosen")
    assert "40 points" not in ana.page.content()
    ana.press("Show the differences")
    ana.sees("40 points between the lowest and the highest")
    ana.looks()
    phones[1].page.reload()
    for at in phones:
        at.sees("40 points between the lowest and the highest")
        at.looks()
    with ana.turning():
        ana.page.get_by_role("radio", name=re.compile("^40 %")).check()
        ana.page.get_by_role("button", name="Keep this result").click()
    assert stored(world, "1.1")[0] == 40
    ana.page.get_by_role("button", name=re.compile("^Go on to 1.2")).click()
    ana.is_at("Workshop")
    phones[0].is_at("1.2")
    ana.press("End the workshop")
    phones[0].page.reload()
    phones[0].sees("This workshop has ended. Thank you.")
    for at in phones:
        at.context.close()


def comes_in(at: Visitor, code: str, name: str) -> None:
    """Come in by the code, however it is typed; no account is needed."""
    at.go("/workshop")
    at.fill("Code", "WRONG CODE")
    at.fill("Your name in this room", name)
    at.press("Come in")
    at.sees("No workshop is open under this code.")
    at.fill("Code", code)
    at.press("Come in")
    at.is_at("1.1")
    at.looks()


def chooses(at: Visitor, band: str) -> None:
    """Choose a line; the others' choices are not shown."""
    at.page.get_by_role("radio", name=re.compile(f"^{band} %")).check()
    at.press("Send my choice")
    at.sees(f"You chose {band} %.")
    at.looks()
