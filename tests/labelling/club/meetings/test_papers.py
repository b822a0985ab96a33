"""The pack and the sealed sheets: who reads what; of others only what the gate published."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.club.meetings import doors, queries
from labelling.club.meetings.actions.packing import open_sheet, order_pack
from labelling.club.meetings.doors import AwardSection
from labelling.club.meetings.jobs import print_pack, print_sheet
from labelling.club.meetings.models import SealedSheet
from labelling.club.meetings.sealing import unseal
from labelling.core import files
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotAllowed, NotFound, NotNow, Unavailable
from labelling.settings import Settings
from tests.certificates.test_verapdf import ROOT
from tests.labelling.club.meetings.making import NOW, Planned, make_pack, make_planned
from tests.labelling.club.results.making import build_club, person_of
from tests.labelling.people.making import sign_in


def read(pdf: bytes, folder: Path) -> str:
    """Return what stands on the pages, as poppler reads it."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def own(planned: Planned, sheets: list[SealedSheet], at: int = 0) -> SealedSheet:
    """Return the sealed sheet of a member."""
    membership_id = planned.world.first(at)[1]
    return next(one for one in sheets if one.membership_id == membership_id)


def test_pack_needs_results(app: Flask) -> None:
    planned = make_planned(build_club(members=12))
    with pytest.raises(NotNow), unit_of_work() as session:
        order_pack(session, actor=planned.world.officer, meeting_id=planned.meeting.id, now=NOW)


def test_whole_pack_holds_all_sections_and_names_nobody(
    planned: Planned, settings: Settings, tmp_path: Path
) -> None:
    made, _sheets = make_pack(planned, settings)
    said = read(files.store().get(made[0].sha256), tmp_path)
    headings = [
        "1. Agenda", "2. The last meeting", "3. Participation and quality", "4. Changes of",
        "5. The club's results", "6. Groups of members", "7. Good practice", "8. Award",
        "9. What we do next", "10. Next dates", "11. For the minutes",
    ]  # fmt: skip
    assert [one for one in headings if one not in said] == []
    assert [said.index(one) for one in headings] == sorted(said.index(one) for one in headings)
    assert [one.name for one in planned.world.simulated.members if one.name in said] == []
    assert "A07" in said


def test_reader_finds_no_indicator_that_was_not_reported(
    client: FlaskClient, planned: Planned, settings: Settings, tmp_path: Path
) -> None:
    make_pack(planned, settings)
    found = []
    for at in (0, 1):
        sign_in(client, person_of(planned.world.first(at)[0]), Role.MANAGER)
        answer = client.get(f"/clubs/meetings/{planned.meeting.id}/pack.pdf")
        said = read(answer.data, tmp_path)
        found.append(("A07 Share" in said, "C03 " in said))
    assert found == [(True, False), (False, True)]  # what each of the two reported


def test_pack_and_sheet_are_accessible(
    planned: Planned, settings: Settings, tmp_path: Path
) -> None:
    made, sheets = make_pack(planned, settings)
    (tmp_path / "pack.pdf").write_bytes(files.store().get(made[0].sha256))
    (tmp_path / "sheet.pdf").write_bytes(unseal(own(planned, sheets)))
    paths = [str(tmp_path / name) for name in ("pack.pdf", "sheet.pdf")]
    program = [sys.executable, "-m", "tests.certificates.verapdf", *paths]
    asked = subprocess.run(program, check=True, capture_output=True, cwd=ROOT)
    assert {path: broken["ua1"] for path, broken in json.loads(asked.stdout).items()} == {
        path: [] for path in paths
    }


def test_sealed_sheet_is_for_one_member_only(
    planned: Planned, settings: Settings, tmp_path: Path
) -> None:
    _made, sheets = make_pack(planned, settings)
    sheet = own(planned, sheets)
    said = read(unseal(sheet), tmp_path)
    mine, *others = sorted(one.name for one in planned.world.simulated.members)[:12]
    assert f"For {mine} only" in said
    assert [one for one in others if one in said] == []
    stored = files.store().get(sheet.stored)
    assert (b"%PDF" in stored, sheet.stored == sheet.sha256) == (False, False)


def test_sheet_opens_for_own_people_and_is_logged(planned: Planned, settings: Settings) -> None:
    _made, sheets = make_pack(planned, settings)
    sheet, actor = own(planned, sheets), planned.chair[0]
    for stranger, refusal in ((planned.world.officer, NotAllowed), (planned.member[0], NotFound)):
        with pytest.raises(refusal), unit_of_work() as session:
            open_sheet(session, actor=stranger, sheet_id=sheet.id, now=NOW)
    with unit_of_work() as session:
        open_sheet(session, actor=actor, sheet_id=sheet.id, now=NOW)
    with reading() as session:
        opened = queries.openings_of(session, sheet.id)
    assert [(row.person_id, name) for row, name in opened] == [
        (actor.person_id, person_of(actor).name)
    ]


def test_sheet_of_another_member_cannot_be_put_in_its_place(
    planned: Planned, settings: Settings
) -> None:
    _made, sheets = make_pack(planned, settings)
    mine, other = own(planned, sheets), own(planned, sheets, 1)
    mine.stored = other.stored
    with pytest.raises(Unavailable):
        unseal(mine)


def test_office_sees_that_sheets_exist_and_not_what_is_in_them(
    client: FlaskClient, planned: Planned, settings: Settings
) -> None:
    _made, sheets = make_pack(planned, settings)
    sign_in(client, person_of(planned.world.officer), Role.OFFICER)
    page = client.get(f"/clubs/meetings/{planned.meeting.id}").get_data(as_text=True)
    assert "12 sheets are there" in page
    assert client.post(f"/clubs/sheets/{sheets[0].id}/open").status_code == 403
    assert client.get(f"/clubs/meetings/{planned.meeting.id}/pack.pdf").data[:5] == b"%PDF-"


def test_page_waits_for_the_pack_and_then_offers_it(
    client: FlaskClient, planned: Planned, settings: Settings
) -> None:
    sign_in(client, person_of(planned.world.officer), Role.OFFICER)
    address = f"/clubs/meetings/{planned.meeting.id}"
    assert client.post(f"{address}/pack").status_code == 303
    page = client.get(address).get_data(as_text=True)
    assert ("being made" in page, 'http-equiv="refresh"' in page) == (True, True)
    assert client.get(f"{address}/pack.pdf").status_code == 404
    sign_in(client, person_of(planned.chair[0]), Role.MANAGER)
    with reading() as session:
        pack = queries.newest_pack(session, planned.meeting.id)
        assert pack is not None
        sheet = queries.own_sheet(session, pack.id, planned.chair[1])
    assert sheet is not None
    assert client.post(f"/clubs/sheets/{sheet.id}/open").status_code == 409
    make_pack(planned, settings)
    page = client.get(address).get_data(as_text=True)
    assert ("Open our sheet" in page, 'http-equiv="refresh"' in page) == (True, False)
    with reading() as session:
        pack = queries.newest_pack(session, planned.meeting.id)
        assert pack is not None
        sheet = queries.own_sheet(session, pack.id, planned.chair[1])
    assert sheet is not None
    answer = client.post(f"/clubs/sheets/{sheet.id}/open")
    assert answer.data[:5] == b"%PDF-"
    assert "Opened by" in client.get(address).get_data(as_text=True)


def test_award_tells_its_rule_through_the_door(
    planned: Planned, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = AwardSection(["Most improved wins."], ["The shortlist has three."])
    monkeypatch.setattr(doors, "_awards", [lambda _session, _round: None])
    doors.tells_award(lambda _session, _round: told)
    made, _sheets = make_pack(planned, settings)
    said = read(files.store().get(made[0].sha256), tmp_path)
    assert ("Most improved wins." in said, "The shortlist has three." in said) == (True, True)


def test_second_print_changes_nothing(planned: Planned, settings: Settings) -> None:
    made, sheets = make_pack(planned, settings)
    later = NOW + timedelta(days=1)
    print_pack({"file": str(made[0].id)}, later)
    print_sheet({"sheet": str(sheets[0].id)}, later)
    with reading() as session:
        assert queries.pack_files(session, made[0].pack_id)[0].made_at == NOW
        assert queries.get_sheet(session, sheets[0].id).sha256 == sheets[0].sha256
