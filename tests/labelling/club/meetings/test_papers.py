"""The pack and the sealed sheets: who reads what; of others only what the gate published."""

import hashlib
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.club.meetings import doors, queries
from labelling.club.meetings.actions.packing import open_sheet, order_pack
from labelling.club.meetings.doors import AwardSection
from labelling.club.meetings.jobs import print_pack
from labelling.club.meetings.papers import papers_for
from labelling.club.meetings.sealing import unseal
from labelling.core import files
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotAllowed, NotFound, NotNow, Unavailable
from tests.certificates.asking import flaws
from tests.labelling.club.meetings.making import (
    NOW,
    Planned,
    content,
    made,
    make_planned,
    ordered,
    sealed,
    whole,
)
from tests.labelling.club.results.making import build_club, person_of
from tests.labelling.people.making import sign_in


def read(pdf: bytes, folder: Path) -> str:
    """Return what stands on the pages, as poppler reads it."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_pack_needs_results(app: Flask) -> None:
    planned = make_planned(build_club(members=12))
    with pytest.raises(NotNow), unit_of_work() as session:
        order_pack(session, actor=planned.world.officer, meeting_id=planned.meeting.id, now=NOW)


def test_whole_pack_holds_all_sections_names_nobody_and_is_accessible(
    planned: Planned, tmp_path: Path
) -> None:
    pdf = whole(planned)
    said = read(pdf, tmp_path)
    headings = [
        "1. Agenda", "2. The last meeting", "3. Participation and quality", "4. Changes of",
        "5. The club's results", "6. Groups of members", "7. Good practice", "8. Award",
        "9. What we do next", "10. Next dates", "11. For the minutes",
    ]  # fmt: skip
    assert [one for one in headings if one not in said] == []
    once = [said.index(one) for one in headings if said.count(one) == 1]
    assert (len(once) > 5, once) == (True, sorted(once))
    assert [one.name for one in planned.world.simulated.members if one.name in said] == []
    assert "A07" in said
    assert flaws(pdf, tmp_path) == []


def test_readers_find_no_indicator_that_they_did_not_report(planned: Planned) -> None:
    pack = ordered(planned)
    found = []
    for at in (0, 1):
        actor = planned.world.first(at)[0]
        with reading() as session:
            seat = queries.at_meeting(session, actor, planned.meeting.id, NOW)
            papers = papers_for(session, actor, seat)
        assert papers is not None
        assert papers.file is not None
        seen = content(pack, papers.file)
        found.append({row.indicator.code for row in seen.rows} & {"A07", "C03"})
    assert found == [{"A07"}, {"C03"}]  # what each of the two reported
    assert {"A07", "C03"} <= set(pack.indicators)


def test_pack_of_who_reported_nothing_shows_no_figure(planned: Planned) -> None:
    pack = ordered(planned)
    with reading() as session:
        file = queries.file_of(session, pack.id, sees=())
        assert file is not None
    seen = content(pack, file)
    assert (list(seen.rows), list(seen.matrix), list(seen.practices)) == ([], [], [])


def test_sealed_sheet_is_for_one_member_only_and_accessible(
    planned: Planned, tmp_path: Path
) -> None:
    sheet = sealed(planned, ordered(planned))
    pdf = unseal(sheet)
    said = read(pdf, tmp_path)
    mine, *others = sorted(one.name for one in planned.world.simulated.members)[:12]
    assert f"For {mine} only" in said
    assert [one for one in others if one in said] == []
    stored = files.store().get(sheet.stored)
    assert (b"%PDF" in stored, sheet.stored == sheet.sha256) == (False, False)
    assert hashlib.sha256(pdf).hexdigest() == sheet.sha256
    assert flaws(pdf, tmp_path) == []


def test_sheet_opens_for_own_people_and_is_logged(planned: Planned) -> None:
    sheet, actor = sealed(planned, ordered(planned)), planned.chair[0]
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


def test_sheet_of_another_member_cannot_be_put_in_its_place(planned: Planned) -> None:
    pack = ordered(planned)
    mine, other = sealed(planned, pack), sealed(planned, pack, 1)
    mine.stored = other.stored
    with pytest.raises(Unavailable):
        unseal(mine)


def test_page_waits_then_offers_the_papers_to_those_whose_they_are(
    client: FlaskClient, planned: Planned
) -> None:
    sign_in(client, person_of(planned.world.officer), Role.OFFICER)
    address = f"/clubs/meetings/{planned.meeting.id}"
    assert client.post(f"{address}/pack").status_code == 303
    page = client.get(address).get_data(as_text=True)
    waits = (
        "being made",
        'id="paper-list" aria-live="polite" data-waiting',
        f'"{address}">Look again<',  # no fragment: it would not load anew
    )
    assert [one for one in waits if one not in page] == []
    assert 'http-equiv="refresh"' not in page
    assert client.get(f"{address}/pack.pdf").status_code == 404
    with reading() as session:
        pack = queries.newest_pack(session, planned.meeting.id)
        assert pack is not None
        sheet = queries.own_sheet(session, pack.id, planned.chair[1])
    assert sheet is not None
    sign_in(client, person_of(planned.chair[0]), Role.MANAGER)
    assert client.post(f"/clubs/sheets/{sheet.id}/open").status_code == 409
    made(pack)
    answer = client.post(f"/clubs/sheets/{sheet.id}/open")
    assert answer.data[:5] == b"%PDF-"
    page = client.get(address).get_data(as_text=True)
    assert ("Open our sheet" in page, "Opened by" in page) == (True, True)
    sign_in(client, person_of(planned.world.officer), Role.OFFICER)
    assert client.post(f"/clubs/sheets/{sheet.id}/open").status_code == 403
    page = client.get(address).get_data(as_text=True)
    assert ("12 sheets are there" in page, "Opened by" in page) == (True, False)
    assert ("data-waiting" in page, "Look again" in page) == (False, False)
    assert client.get(f"{address}/pack.pdf").data[:5] == b"%PDF-"


def test_award_tells_its_rule_through_the_door(
    planned: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = AwardSection(["Most improved wins."], ["The shortlist has three."])
    monkeypatch.setattr(doors, "_awards", [lambda _session, _round: None])
    doors.tells_award(lambda _session, _round: told)
    pack = ordered(planned)
    with reading() as session:
        file = queries.pack_files(session, pack.id)[0]
    assert content(pack, file).award == told


def test_second_print_changes_nothing(planned: Planned) -> None:
    pack = ordered(planned)
    sheet = sealed(planned, pack)
    print_pack({"pack": str(pack.id)}, NOW + timedelta(days=1))
    with reading() as session:
        again = queries.get_sheet(session, sheet.id)
    assert (again.made_at, again.sha256, again.stored) == (NOW, sheet.sha256, sheet.stored)
