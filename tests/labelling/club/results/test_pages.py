"""The pages of results, as members and the office are served them."""

import csv
from io import StringIO

import pytest
from flask.testing import FlaskClient

from labelling.core.access import Role
from tests.labelling.club.results.making import World, person_of
from tests.labelling.people.making import sign_in


def enter(visitor: FlaskClient, world: World, at: int = 0) -> str:
    """Sign a member's contact in; return the address of its results."""
    actor, membership_id = world.first(at)
    sign_in(visitor, person_of(actor), Role.MANAGER)
    return f"/results/members/{membership_id}"


def enter_office(visitor: FlaskClient, world: World) -> str:
    """Sign the office in; return the address of the club's results."""
    sign_in(visitor, person_of(world.officer), Role.OFFICER)
    return f"/results/clubs/{world.club_id}"


def test_own_page_shows_pictures_sentences_and_nobody_elses_name(
    visitor: FlaskClient, released: World
) -> None:
    page = visitor.get(enter(visitor, released)).get_data(as_text=True)
    own, *others = sorted(one.name for one in released.simulated.members)
    assert own in page
    assert [name for name in others if name in page] == []
    assert 'role="img"' in page
    assert "The middle is" in page
    assert "your own peers" in page


def test_indicator_page_has_a_table_beside_every_picture(
    visitor: FlaskClient, released: World
) -> None:
    page = visitor.get(f"{enter(visitor, released)}/indicators/A07").get_data(as_text=True)
    assert page.count('class="chart-wide"') == page.count("chart-table") > 2
    assert "Definition" in page


@pytest.mark.parametrize(
    "path",
    ["", "/indicators/A07", "/report.pdf", "/figures.xlsx", "/peers", "/practices"],
)
def test_another_member_finds_nothing_there(
    visitor: FlaskClient, released: World, path: str
) -> None:
    own = enter(visitor, released)
    enter(visitor, released, 1)
    assert visitor.get(own + path).status_code == 404


def test_office_has_no_way_to_a_members_own_page(visitor: FlaskClient, released: World) -> None:
    own = enter(visitor, released)
    enter_office(visitor, released)
    assert visitor.get(own).status_code == 404


def test_indicator_that_was_not_reported_is_not_there(
    visitor: FlaskClient, released: World
) -> None:
    own = enter(visitor, released)
    assert visitor.get(f"{own}/indicators/D05").status_code == 404
    assert visitor.get(f"/results/clubs/{released.club_id}/indicators/D05").status_code == 404


def test_unknown_round_is_not_there(visitor: FlaskClient, released: World) -> None:
    assert visitor.get(f"{enter(visitor, released)}?round=1999-H1").status_code == 404


def test_extract_names_nobody_and_tells_what_the_page_tells(
    visitor: FlaskClient, released: World
) -> None:
    club = enter_office(visitor, released)
    content = visitor.get(f"{club}/extract.csv").get_data(as_text=True)
    assert [one.name for one in released.simulated.members if one.name in content] == []
    rows = list(csv.DictReader(StringIO(content.removeprefix("\ufeff"))))
    assert [row["indicator"] for row in rows] == list(released.simulated.indicators.indicators)
    hidden = next(row for row in rows if row["indicator"] == "D05")
    assert (hidden["n"], hidden["mean"], hidden["median"]) == ("", "", "")


def test_club_page_and_ledger_are_for_the_office(visitor: FlaskClient, released: World) -> None:
    club = enter_office(visitor, released)
    assert "Cross-sectoral matrix" in visitor.get(club).get_data(as_text=True)
    assert "club-2026" in visitor.get(f"{club}/releases").get_data(as_text=True)
    assert visitor.post(f"{club}/releases").status_code == 409
    enter(visitor, released)
    assert visitor.get(f"{club}/releases").status_code == 403


def test_report_is_a_pdf_and_figures_a_workbook(visitor: FlaskClient, released: World) -> None:
    own = enter(visitor, released)
    assert visitor.get(f"{own}/report.pdf").data[:5] == b"%PDF-"
    assert visitor.get(f"{own}/figures.xlsx").data[:2] == b"PK"


def test_protected_is_explained(visitor: FlaskClient, released: World) -> None:
    enter(visitor, released)
    page = visitor.get("/results/protected").get_data(as_text=True)
    assert "fewer than 20 values" in page
