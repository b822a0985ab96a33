"""A sheet out and in again, and sheets that mean no good."""

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelling.club import queries
from labelling.core.clock import utcnow
from labelling.core.database import reading, unit_of_work
from labelling.core.workbooks import workbook
from labelling.organisations.inspection.sandbox import inspect_sheet
from tests.labelling.club.making import CORE, World, enter, make_club, open_round
from tests.labelling.organisations.browsing import as_person, text_of

Cells = list[list[Any]]
NOTE = "'=HYPERLINK(x) is text"


@pytest.fixture
def world(app: Flask) -> World:
    """Return a club whose round began today."""
    now = utcnow()
    with unit_of_work() as session:
        made = make_club(session, now=now)
    open_round(made, now=now)
    return made


@pytest.fixture
def client(app: Flask, world: World) -> FlaskClient:
    """Return the browser of the organisation's contact."""
    return as_person(app, world.contact)


def _send(client: FlaskClient, world: World, content: bytes, name: str = "in.xlsx") -> TestResponse:
    address = f"/clubs/parts/{world.part().id}/sheet"
    return client.post(address, data={"file": (io.BytesIO(content), name)})


def _take(client: FlaskClient, world: World, page: str) -> TestResponse:
    hidden = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)
        for name in ("figures", "seen", "save_id")
    }
    data = {name: _text(found) for name, found in hidden.items()}
    return client.post(f"/clubs/parts/{world.part().id}/sheet", data=data)


def _text(found: re.Match[str] | None) -> str:
    assert found is not None
    return found[1].replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")


def _kept(world: World) -> dict[str, tuple[str, str, str, bool]]:
    with reading() as session:
        rows = queries.current_rows(session, [world.part().id]).get(world.part().id, {})
    return {
        name: (row.number, row.grade, row.note, row.not_collected) for name, row in rows.items()
    }


def _sheet(client: FlaskClient, world: World) -> bytes:
    return client.get(f"/clubs/parts/{world.part().id}/figures.xlsx").get_data()


def test_sheet_that_went_out_comes_in_without_a_change(world: World, client: FlaskClient) -> None:
    now = utcnow()
    enter(world, {**CORE, "left": ""}, now=now)
    before = _kept(world)
    answer = _send(client, world, _sheet(client, world))
    assert answer.status_code == 200
    assert "Nothing would change" in text_of(answer)
    assert _kept(world) == before


def test_every_figure_filled_in_comes_in_as_written(world: World, client: FlaskClient) -> None:
    header, *rows = inspect_sheet(_sheet(client, world), "sheet.xlsx")
    filled: Cells = []
    for row in rows:
        line: dict[str, str | Decimal] = dict(
            zip(header, [*row, *[""] * len(header)], strict=False)
        )
        if line["id"] == "B07":
            line |= {"not_collected": "X", "note": NOTE}
        else:
            line |= {"value": Decimal(CORE[row[0]]), "grade": "b"}
        filled.append(list(line.values()))
    answer = _send(client, world, workbook("x", header, filled))
    assert answer.status_code == 200
    assert _kept(world) == {}  # nothing is saved before it was looked at
    assert _take(client, world, answer.get_data(as_text=True)).status_code == 303
    assert _kept(world) == {
        name: (number, "B", "", False) for name, number in CORE.items() if name != "B07"
    } | {"B07": ("", "", NOTE, True)}


def test_note_that_looks_like_a_formula_goes_out_as_text(world: World, client: FlaskClient) -> None:
    enter(world, {"A01": "60"}, now=utcnow())
    sent = workbook("x", ["id", "value", "note"], [["A01", 61, "=1+1"]])
    page = _send(client, world, sent).get_data(as_text=True)
    assert _take(client, world, page).status_code == 303
    assert _kept(world)["A01"] == ("61", "", "=1+1", False)
    with zipfile.ZipFile(io.BytesIO(_sheet(client, world))) as archive:
        assert "<f" not in archive.read("xl/worksheets/sheet1.xml").decode()
    assert "Nothing would change" in text_of(_send(client, world, _sheet(client, world)))


def _formula() -> bytes:
    return _rewritten(
        "xl/worksheets/sheet1.xml", lambda data: data.replace(b"<v>1</v>", b"<f>1+1</f><v>2</v>")
    )


def _linked() -> bytes:
    """Return a sheet that asks another file for its figure."""
    content = io.BytesIO(
        _rewritten(
            "xl/worksheets/sheet1.xml",
            lambda data: data.replace(b"<v>1</v>", b"<f>[1]Sheet1!A1</f><v>2</v>"),
        )
    )
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
            '2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships/externalLinkPath" Target="file:///etc/passwd" '
            'TargetMode="External"/></Relationships>',
        )
    return content.getvalue()


def _rewritten(part: str, change: Callable[[bytes], bytes]) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(workbook("x", ["id", "value"], [["A01", 1]])))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == part else data)
    return content.getvalue()


def _bomb() -> bytes:
    return _rewritten(
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"<sheetData>", b"<sheetData>" + b" " * 8_000_000, 1),
    )


def _entities() -> bytes:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return _rewritten(
        "xl/workbook.xml",
        lambda data: data.replace(b"<workbook", doctype + b"<workbook", 1),
    )


def _far_away() -> bytes:
    return _rewritten(
        "xl/worksheets/sheet1.xml", lambda data: data.replace(b'r="A2"', b'r="XFD1048576"')
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_formula, "contains formulas"),
        (_linked, "contains formulas"),
        (_bomb, "unfolds to far more than it seems"),
        (_entities, "can be misused"),
        (_far_away, "unfolds to far more than it seems"),
        (lambda: b"PK\x03\x04 no archive at all", "could not be read"),
        (lambda: b"id;value\nA01;5\n", "is not what its name says"),
        (lambda: b"", "is not what its name says"),
    ],
)
def test_hostile_sheet_is_refused_with_its_reason(
    world: World, client: FlaskClient, content: Callable[[], bytes], said: str
) -> None:
    answer = _send(client, world, content())
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert _kept(world) == {}


def test_other_kinds_of_file_are_refused(world: World, client: FlaskClient) -> None:
    plain = workbook("x", ["id", "value"], [["A01", 1]])
    for name in ("in.xlsm", "in.csv", "in"):
        answer = _send(client, world, plain, name)
        assert (answer.status_code, _kept(world)) == (422, {}), name


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([["figure", "number"], ["A01", 5]], "The first row names the columns"),
        ([["id", "value", "value"], ["A01", 5, 6]], "A column stands there twice"),
        ([], "The first row names the columns"),
    ],
)
def test_sheet_of_something_else_is_refused(
    world: World, client: FlaskClient, cells: Cells, said: str
) -> None:
    header, *rows = cells or [[]]
    answer = _send(client, world, workbook("x", header, rows))
    assert (answer.status_code, _kept(world)) == (422, {})
    assert said in text_of(answer)


def test_sheet_of_another_member_is_refused(app: Flask, world: World, client: FlaskClient) -> None:
    firm = as_person(app, world.firm_contact)
    theirs = firm.get(f"/clubs/parts/{world.part(world.firm).id}/figures.xlsx").get_data()
    answer = _send(client, world, theirs)
    assert (answer.status_code, _kept(world)) == (422, {})
    assert "This is the sheet of another round or of another member" in text_of(answer)


def test_thousands_of_rows_are_refused_and_many_faults_are_all_named(
    world: World, client: FlaskClient
) -> None:
    many: Cells = [[f"X{number}", number] for number in range(5000)]
    answer = _send(client, world, workbook("x", ["id", "value"], many))
    assert answer.status_code == 422
    assert "unfolds to far more than it seems" in text_of(answer)
    some = text_of(_send(client, world, workbook("x", ["id", "value"], many[:40])))
    assert sum(f"“X{number}” is no figure that you report" in some for number in range(40)) == 40
    assert _kept(world) == {}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1e400", "is not a number"),
        ("NaN", "is not a number"),
        ("Infinity", "is not a number"),
        ("sixty", "is not a number"),
    ],
)
def test_what_is_no_number_is_named_by_its_line(
    world: World, client: FlaskClient, value: str, said: str
) -> None:
    answer = _send(client, world, workbook("x", ["id", "value"], [["A01", value]]))
    assert (answer.status_code, _kept(world)) == (422, {})
    assert said in text_of(answer)


def test_what_could_not_be_saved_is_told_by_its_row_before_anything_is_saved(
    world: World, client: FlaskClient
) -> None:
    rows = [
        ["A01", "61", "", "", ""],
        ["left", "-2", "", "", ""],
        ["active-members", "40", "Z", "", ""],
        ["B01", "2", "", "x", ""],
        ["private-income", "5", "", "", "n" * 501],
    ]
    header = ["id", "value", "grade", "not_collected", "note"]
    answer = _send(client, world, workbook("x", header, rows))
    said = text_of(answer)
    assert answer.status_code == 422
    assert "4 rows cannot be taken" in said
    for line, why in (
        (3, "“Members that left” would be -2. It is 0 at least."),
        (4, "Active members: The grade is A, B, C or D."),
        (5, "Management staff: Either a figure, or “not collected”. Not both."),
        (6, "Private income: The note has 501 characters; 500 fit."),
    ):
        assert f"Row {line}: {why}" in said
    assert "Save this figure" in said
    assert _take(client, world, answer.get_data(as_text=True)).status_code == 303
    assert _kept(world) == {"A01": ("61", "", "", False)}


def test_one_member_cannot_take_over_what_another_was_shown(
    app: Flask, world: World, client: FlaskClient
) -> None:
    sent = workbook("x", ["id", "value"], [["A01", 61]])
    page = _send(client, world, sent).get_data(as_text=True)
    hidden = {
        name: _text(re.search(rf'name="{name}" value="([^"]*)"', page))
        for name in ("figures", "seen", "save_id")
    }
    firm = as_person(app, world.firm_contact)
    answer = firm.post(f"/clubs/parts/{world.part(world.firm).id}/sheet", data=hidden)
    assert answer.status_code == 400
