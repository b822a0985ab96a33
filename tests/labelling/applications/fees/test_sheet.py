"""The file of fees has every fee, and no text in it begins a formula."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from labelling.applications.fees import queries
from labelling.applications.fees.queries import Wanted
from labelling.applications.fees.sheet import fees_file
from labelling.core.database import reading
from labelling.core.spreadsheets import Cell, csv_file
from tests.labelling.applications.fees.making import PAYER, invoiced, name_payer
from tests.labelling.applications.making import NOW, World


def test_the_file_has_every_fee_and_no_formula(world: World) -> None:
    invoiced(world)
    name_payer(world, replace(PAYER, name='=HYPERLINK("x")'), actor=world.officer)
    with reading() as session:
        rows = queries.all_fees(session, world.officer, Wanted(), NOW.date())
    content = fees_file(rows, {})
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    (line,) = table
    assert (line["Application"], line["Amount"], line["Currency"], line["Payer"]) == (
        world.reload().reference,
        "1650.00",
        "EUR",
        '\'=HYPERLINK("x")',
    )
    assert (line["Invoiced"], line["State"], line["Kind"]) == ("2026-11-22", "invoiced", "new")


@given(st.text())
def test_no_text_of_a_file_begins_a_formula(text: str) -> None:
    content = csv_file(["A"], [[text]]).decode("utf-8-sig")
    (_, (cell,)) = list(csv.reader(io.StringIO(content, newline="")))[:2] if text else ((), ("",))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet=" ;,\t\r\n\"'=+-@aé"))
def test_no_text_begins_a_formula_where_cells_end_at_semicolons_and_lines(text: str) -> None:
    """A spreadsheet set to semicolons sees our one cell as several, our quotes notwithstanding."""
    content = csv_file(["A", "B"], [["A-1", text]]).decode("utf-8-sig")
    begun = (cell.lstrip(' "') for cell in re.split(r"[;\r\n]|\t", content))
    assert not [cell for cell in begun if cell.startswith(("=", "+", "-", "@"))]


def test_a_payers_lines_are_told_as_written() -> None:
    cells: list[Cell] = ["Hauptplatz 1; Graz\n8010 Graz", "Kai 2;=1+1\n=2", "Alder-Valley"]
    (_, row) = csv.reader(
        io.StringIO(csv_file(["A", "B", "C"], [cells]).decode("utf-8-sig"), newline="")
    )
    assert row == ["Hauptplatz 1; Graz\n8010 Graz", "Kai 2;'=1+1\n'=2", "Alder-Valley"]


def test_numbers_and_days_of_a_file_stay_what_they_are() -> None:
    cells: list[Cell] = [Decimal("-12.50"), 7, date(2026, 11, 22), None, "-1"]
    assert csv_file(["A", "B", "C", "D", "E"], [cells]) == (
        "\ufeffA,B,C,D,E\r\n-12.50,7,2026-11-22,,'-1\r\n".encode()
    )
