"""The pages of results, as members and the office are served them."""

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from labelling.club.models import Club, ClubRound, Release, ReleaseKind, RoundState
from labelling.club.results import gate
from labelling.club.results.groups import group_in_sentence
from labelling.core import files
from labelling.core.access import Role
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.core.worker import Worker
from labelling.people.models import RoleGrant
from labelling.settings import Settings
from tests.labelling.club.results.making import NOW, World, build_club, person_of
from tests.labelling.club.results.releasing import correct, release
from tests.labelling.people.making import sign_in

ROOT = Path(__file__).parents[4]


def enter(client: FlaskClient, world: World, at: int = 0) -> str:
    """Sign a member's contact in; return the address of its results."""
    actor, membership_id = world.first(at)
    sign_in(client, person_of(actor), Role.MANAGER)
    return f"/results/members/{membership_id}"


def enter_office(client: FlaskClient, world: World) -> str:
    """Sign the office in; return the address of the club's results."""
    sign_in(client, person_of(world.officer), Role.OFFICER)
    return f"/results/clubs/{world.club_id}"


@pytest.fixture
def two(client: FlaskClient) -> World:
    """Return a club with two rounds whose results are out."""
    made = build_club(rounds=2)
    with unit_of_work() as session:
        session.get_one(ClubRound, made.rounds[0]).state = RoundState.FINAL
    release(made, round_id=made.rounds[0])
    release(made)
    return made


def test_own_page_shows_pictures_sentences_and_nobody_elses_name(
    client: FlaskClient, released: World
) -> None:
    page = client.get(enter(client, released)).get_data(as_text=True)
    own, *others = sorted(one.name for one in released.simulated.members)
    assert own in page
    assert [name for name in others if name in page] == []
    assert 'role="img"' in page
    assert "The middle is" in page
    assert "Your own peers: " in page


def test_indicator_page_has_a_table_beside_every_picture(
    client: FlaskClient, released: World
) -> None:
    page = client.get(f"{enter(client, released)}/indicators/A07").get_data(as_text=True)
    assert page.count('class="chart-wide"') == page.count("chart-table") > 2
    assert "Definition" in page


@pytest.mark.parametrize(
    "path",
    ["", "/indicators/A07", "/report", "/report.pdf", "/figures.xlsx", "/peers", "/practices"],
)
def test_another_member_finds_nothing_there(
    client: FlaskClient, released: World, path: str
) -> None:
    own = enter(client, released)
    enter(client, released, 1)
    assert client.get(own + path).status_code == 404


def test_office_has_no_way_to_a_members_own_page(client: FlaskClient, released: World) -> None:
    own = enter(client, released)
    enter_office(client, released)
    assert client.get(own).status_code == 404


def test_indicator_that_was_not_reported_is_not_there(client: FlaskClient, released: World) -> None:
    own = enter(client, released)
    assert client.get(f"{own}/indicators/D05").status_code == 404
    assert client.get(f"/results/clubs/{released.club_id}/indicators/D05").status_code == 404


def test_older_round_does_not_lead_to_asking_which_goes_by_the_newest(
    client: FlaskClient, two: World
) -> None:
    page = f"{enter(client, two)}/indicators/A07"
    shown = [
        "Ask those who are good at this" in client.get(f"{page}?round={half}").text
        for half in ("2025-H2", "2026-H1")
    ]
    assert shown == [False, True]


def test_unknown_round_is_not_there(client: FlaskClient, released: World) -> None:
    assert client.get(f"{enter(client, released)}?round=1999-H1").status_code == 404


def test_extract_names_nobody_and_tells_what_the_page_tells(
    client: FlaskClient, released: World
) -> None:
    club = enter_office(client, released)
    content = client.get(f"{club}/extract.csv").get_data(as_text=True)
    assert [one.name for one in released.simulated.members if one.name in content] == []
    rows = list(csv.DictReader(StringIO(content.removeprefix("\ufeff"))))
    assert [row["indicator"] for row in rows] == list(released.simulated.indicators.indicators)
    hidden = next(row for row in rows if row["indicator"] == "D05")
    assert (hidden["n"], hidden["mean"], hidden["median"]) == ("", "", "")


def test_club_page_and_ledger_are_for_the_office(client: FlaskClient, released: World) -> None:
    club = enter_office(client, released)
    assert "Cross-sectoral matrix" in client.get(club).get_data(as_text=True)
    assert "club-2026" in client.get(f"{club}/releases").get_data(as_text=True)
    assert client.post(f"{club}/releases").status_code == 409
    enter(client, released)
    assert client.get(f"{club}/releases").status_code == 403


def work(settings: Settings) -> None:
    """Let the worker do all that was ordered."""
    Worker(settings, lambda *_: None).drain(datetime.now(UTC))


def test_report_is_ordered_waited_for_and_downloaded(
    client: FlaskClient, released: World, settings: Settings
) -> None:
    own = enter(client, released)
    assert "Make your report" in client.get(f"{own}/report").get_data(as_text=True)
    assert client.get(f"{own}/report.pdf").status_code == 404
    assert client.post(f"{own}/report").status_code == 303
    assert client.post(f"{own}/report").status_code == 303
    waiting = client.get(f"{own}/report")
    assert "is being made" in waiting.get_data(as_text=True)
    assert waiting.headers["Refresh"] == "5"
    work(settings)
    done = client.get(f"{own}/report")
    assert "Refresh" not in done.headers
    assert "Download your report" in done.get_data(as_text=True)
    assert client.get(f"{own}/report.pdf").data[:5] == b"%PDF-"
    with reading() as session:
        jobs = [one.name for one in session.scalars(select(Outgoing))]
    assert jobs.count("results.report") == 1


def test_report_made_before_a_release_says_so_and_is_replaced(
    client: FlaskClient, released: World, settings: Settings
) -> None:
    own = enter(client, released)
    client.post(f"{own}/report")
    work(settings)
    (before,) = files.store().digests()
    correct(released, sorted(released.contacts)[0], "B03", 50_000)
    release(released)
    assert "make it anew" in client.get(f"{own}/report").get_data(as_text=True)
    client.post(f"{own}/report")
    work(settings)
    (after,) = files.store().digests()
    assert after != before
    assert "make it anew" not in client.get(f"{own}/report").get_data(as_text=True)


def test_report_is_not_older_for_slides_or_peers_of_another(
    client: FlaskClient, released: World, settings: Settings
) -> None:
    own = enter(client, released)
    client.post(f"{own}/report")
    work(settings)
    with unit_of_work() as session:
        last = gate.releases_of(session, released.club_id)[-1]
        session.add_all(
            Release(
                club_id=released.club_id, number=last.number + 1 + at, kind=kind,
                round_id=released.round_id, frozen_id=last.frozen_id, membership_id=member,
                policy=last.policy, sha256=last.sha256, content=last.content, released_at=NOW,
            )
            for at, (kind, member) in enumerate(
                [(ReleaseKind.SLIDES, None), (ReleaseKind.OWN_PEERS, released.first(1)[1])]
            )
        )  # fmt: skip
    assert "make it anew" not in client.get(f"{own}/report").get_data(as_text=True)


def test_group_is_called_so_that_a_sentence_can_go_on_with_it() -> None:
    club = Club(
        dimensions=[{"id": "size", "name": "Members", "bands": [{"id": "a", "name": "up to 30"}]}]
    )
    assert [group_in_sentence(club, one) for one in ("*", "size:a")] == [
        "the club",
        "the group “Members: up to 30”",
    ]


def test_figures_are_a_workbook(client: FlaskClient, released: World) -> None:
    assert client.get(f"{enter(client, released)}/figures.xlsx").data[:2] == b"PK"


def test_release_is_ordered_judged_and_listed(
    client: FlaskClient, database: Database, settings: Settings
) -> None:
    world = build_club()
    club = enter_office(client, world)
    assert client.post(f"{club}/releases", data={"dimension": "colour"}).status_code == 422
    assert client.post(f"{club}/releases", data={"dimension": "size"}).status_code == 303
    waiting = client.get(f"{club}/releases")
    assert "is being judged" in waiting.get_data(as_text=True)
    assert waiting.headers["Refresh"] == "5"
    client.post(f"{club}/releases", data={"dimension": "size"})
    work(settings)
    done = client.get(f"{club}/releases").get_data(as_text=True)
    assert "1 release" in done
    assert "is being judged" not in done
    with reading() as session:
        (row,) = gate.releases_of(session, world.club_id)
    assert row.released_by == world.officer.person_id


def test_release_that_was_recorded_is_not_made_twice(
    client: FlaskClient, database: Database, settings: Settings
) -> None:
    """The worker died after the release and before it could say so: the job comes again."""
    world = build_club(members=16)
    client.post(f"{enter_office(client, world)}/releases", data={"dimension": ""})
    work(settings)
    with unit_of_work() as session:
        (job,) = session.scalars(select(Outgoing).where(Outgoing.name == "results.release"))
        job.finished_at = None
    work(settings)
    with reading() as session:
        (job,) = session.scalars(select(Outgoing).where(Outgoing.name == "results.release"))
        assert len(gate.releases_of(session, world.club_id)) == 1
    assert (job.finished_at is not None, job.failed_at) == (True, None)


def test_release_ordered_by_who_is_no_officer_any_more_does_not_happen(
    client: FlaskClient, database: Database, settings: Settings
) -> None:
    world = build_club()
    club = enter_office(client, world)
    client.post(f"{club}/releases", data={"dimension": "size"})
    with unit_of_work() as session:
        grants = update(RoleGrant).where(RoleGrant.person_id == world.officer.person_id)
        session.execute(grants.values(ended_at=NOW))
    work(settings)
    with reading() as session:
        assert gate.releases_of(session, world.club_id) == []
        (job,) = session.scalars(select(Outgoing).where(Outgoing.name == "results.release"))
    assert job.failed_at is not None


def test_protected_is_explained(client: FlaskClient, released: World) -> None:
    enter(client, released)
    page = client.get("/results/protected").get_data(as_text=True)
    assert "fewer than 20 values" in page


def test_report_breaks_no_rule_of_accessible_pdfs(
    client: FlaskClient, released: World, settings: Settings, tmp_path: Path
) -> None:
    own = enter(client, released)
    client.post(f"{own}/report")
    work(settings)
    file = tmp_path / "report.pdf"
    file.write_bytes(client.get(f"{own}/report.pdf").data)
    program = [sys.executable, "-m", "tests.certificates.verapdf", str(file)]
    asked = subprocess.run(program, check=True, capture_output=True, cwd=ROOT)
    assert json.loads(asked.stdout)[str(file)]["ua1"] == []
