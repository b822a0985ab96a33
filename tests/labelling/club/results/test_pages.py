"""The pages of results, as members and the office are served them."""

import csv
from io import StringIO

import pytest
from flask.testing import FlaskClient

from labelling.core.access import Role
from tests.labelling.club.results.making import World, person_of
from tests.labelling.people.making import sign_in


def enter(client: FlaskClient, world: World, at: int = 0) -> str:
    """Sign a member's contact in; return the address of its results."""
    actor, membership_id = world.first(at)
    sign_in(client, person_of(actor), Role.MANAGER)
    return f"/results/members/{membership_id}"


def enter_office(client: FlaskClient, world: World) -> str:
    """Sign the office in; return the address of the club's results."""
    sign_in(client, person_of(world.officer), Role.OFFICER)
    return f"/results/clubs/{world.club_id}"


def test_own_page_shows_pictures_sentences_and_nobody_elses_name(
    client: FlaskClient, released: World
) -> None:
    page = client.get(enter(client, released)).get_data(as_text=True)
    own, *others = sorted(one.name for one in released.simulated.members)
    assert own in page
    assert [name for name in others if name in page] == []
    assert 'role="img"' in page
    assert "The middle is" in page
    assert "your own peers" in page


def test_indicator_page_has_a_table_beside_every_picture(
    client: FlaskClient, released: World
) -> None:
    page = client.get(f"{enter(client, released)}/indicators/A07").get_data(as_text=True)
    assert page.count('class="chart-wide"') == page.count("chart-table") > 2
    assert "Definition" in page


@pytest.mark.parametrize(
    "path",
    ["", "/indicators/A07", "/report.pdf", "/figures.xlsx", "/peers", "/practices"],
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


def test_report_is_a_pdf_and_figures_a_workbook(client: FlaskClient, released: World) -> None:
    own = enter(client, released)
    assert client.get(f"{own}/report.pdf").data[:5] == b"%PDF-"
    assert client.get(f"{own}/figures.xlsx").data[:2] == b"PK"


def test_protected_is_explained(client: FlaskClient, released: World) -> None:
    enter(client, released)
    page = client.get("/results/protected").get_data(as_text=True)
    assert "fewer than 20 values" in page
