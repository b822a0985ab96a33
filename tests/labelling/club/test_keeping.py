"""What is kept: spreadsheets that are refused, recomputed rounds, personal data, reminders."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from labelling.club import personal_data, queries, reminders
from labelling.club.actions.freezing import freeze_round
from labelling.club.actions.rounds import move_round
from labelling.club.models import Membership, RoundState
from labelling.commands.clubs import recomputed
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.outbox import Outgoing
from labelling.core.workbooks import workbook
from labelling.organisations.inspection.sandbox import inspect_sheet
from tests.labelling.club.making import CORE, NOW, World, club_with_round, enter, send

pytestmark = pytest.mark.usefixtures("app")


def _changed(book: bytes, part: str, old: str, new: str) -> bytes:
    """Return a workbook with one part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            text = source.read(name).decode()
            out.writestr(name, text.replace(old, new) if name == part else text)
    return target.getvalue()


def test_workbook_comes_back_as_it_left() -> None:
    book = workbook("2026-H1", ["id", "value"], [["=A1", 5], ["ä & <b>", None], ["", "-2"]])
    assert inspect_sheet(book, "a.xlsx") == [["id", "value"], ["=A1", "5"], ["ä & <b>"], ["", "-2"]]
    assert workbook("2026-H1", ["id"], []) == workbook("2026-H1", ["id"], [])


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, "<v>5</v>", "<f>1+1</f><v>2</v>"),
        (SHEET, 'r="B2"', 'r="ZZZ2"'),
        (SHEET, 'r="B2"', 'r="B999999"'),
        (SHEET, 'r="B2"', 'r="B2" t="s"'),
        (SHEET, "<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        (SHEET, "</worksheet>", ""),
        ("xl/workbook.xml", 'r:id="rId1"', 'r:id="rId9"'),
        ("[Content_Types].xml", "sheet.main+xml", "sheet.macroEnabled.main+xml"),
    ],
)
def test_hostile_spreadsheet_is_refused(part: str, old: str, new: str) -> None:
    book = workbook("x", ["id", "value"], [["A01", 5]])
    with pytest.raises(Invalid):
        inspect_sheet(_changed(book, part, old, new), "a.xlsx")


def test_what_is_no_spreadsheet_is_refused() -> None:
    for content, name in ((b"id,value", "a.xlsx"), (b"PK\x03\x04", "a.xlsx"), (b"x", "a.csv")):
        with pytest.raises(Invalid):
            inspect_sheet(content, name)


def _frozen(world: World) -> None:
    enter(world, CORE)
    send(world)
    with unit_of_work() as session:
        move_round(session, actor=world.officer, round_id=world.rounds[0].id,
                   state=RoundState.CHECKING, now=NOW)  # fmt: skip
    with unit_of_work() as session:
        freeze_round(session, actor=world.officer, round_id=world.rounds[0].id, now=NOW)


def test_frozen_round_is_recomputed_with_the_hashes_it_rests_on() -> None:
    world = club_with_round()
    _frozen(world)
    with reading() as session:
        row = queries.newest_frozen(session, world.rounds[0].id)
        assert row is not None
        report = recomputed(session, row)
        set_ = queries.round_set(session, world.rounds[0])
    mine = str(world.membership.id)
    assert report["values"]["A07"] == {mine: {"value": "200/3", "grade": "A"}}
    assert (report["sha256"], report["previous_sha256"]) == (row.sha256, None)
    assert report["indicators_sha256"] == set_.identity


def test_person_takes_their_acts_along_and_erasure_ends_what_they_answer_for() -> None:
    world = club_with_round()
    _frozen(world)
    with reading() as session:
        found = personal_data.export(session, world.contact.id)
    assert found["contact_in"] == [{"club": "Clusters compared", "member_since": "2026-07-06"}]
    assert found["codes_accepted"][0]["version"] == 1
    assert len(found["figures_entered"]) == len(CORE)
    assert found["sheets_sent"] == [NOW.isoformat()]
    with unit_of_work() as session:
        personal_data.erase(session, world.contact.id, NOW)
    with reading() as session:
        assert session.get_one(Membership, world.membership.id).contact_id is None
        assert len(personal_data.export(session, world.contact.id)["figures_entered"]) == len(CORE)


def test_reminders_go_out_once_to_those_who_have_not_sent() -> None:
    world = club_with_round()
    enter(world, CORE)
    send(world)
    closes = world.rounds[0].closes_on
    days = (closes - NOW.date()).days
    for day in (1, days - 6, days - 6, days - 1, days + 1, days + 2, days + 30):
        with unit_of_work() as session:
            reminders.remind(session, NOW + timedelta(days=day))
    with reading() as session:
        rows = session.scalars(
            select(Outgoing).where(Outgoing.name == "club_reminder").order_by(Outgoing.created_at)
        ).all()
        office = session.scalars(select(Outgoing).where(Outgoing.name == "club_round_due")).all()
    assert [(row.person_id, row.payload["context"]["late"]) for row in rows] == [
        (world.firm_contact.id, False),
        (world.firm_contact.id, False),
        (world.firm_contact.id, True),
    ]
    assert len(office) == 1
