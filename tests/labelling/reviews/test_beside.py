"""Evidence beside the scores: at the cited page, for those who may read it, and inert."""

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from labelling.core.database import unit_of_work
from labelling.core.web.headers import BESIDE, POLICY
from labelling.organisations.models import EvidencePreview
from labelling.organisations.queries import get_evidence_file
from labelling.reviews.beside import Shown, beside
from labelling.reviews.statements import Citation, Mark, Statement, pages_in
from tests.labelling.applications.making import NOW
from tests.labelling.organisations import making as organisations
from tests.labelling.people.making import sign_out
from tests.labelling.reviews.test_pages import enter, scoring

PDF: dict[str, Any] = {
    "id": "a",
    "version": 2,
    "media_type": "application/pdf",
    "pages": "4–11",
}


@pytest.mark.parametrize(
    ("where", "pages"),
    [
        ("4–11", (4,)),
        ("4-11, 17", (4, 17)),
        ("p. 9", (9,)),
        ("Seiten 2, 30", (2, 30)),
        ("3; 3", (3,)),
        ("0", ()),
        ("table 3", ()),
        ("", ()),
    ],
)
def test_pages_are_read_where_pages_are_meant(where: str, pages: tuple[int, ...]) -> None:
    assert pages_in(where) == pages


def test_a_piece_opens_where_the_organisation_and_ones_own_words_cite_it() -> None:
    mine = Statement("1.1", "strengths", 0, "Seen.", Mark((Citation("a", "20", 2, "…"),)))
    other = Statement("1.1", "strengths", 1, "Too.", Mark((Citation("b", "7", 1, "…"),)))

    assert beside([PDF], (mine, other)) == [Shown(PDF, True, False, (4, 20))]


def test_only_what_a_browser_draws_is_shown_here() -> None:
    kinds = ("image/png", "text/csv", None)
    pieces = [{**PDF, "pages": "", "media_type": kind} for kind in kinds]
    paper = {**PDF, "version": None}

    assert [one.here for one in beside([*pieces, paper], ())] == [True, False, False, False]


def test_the_page_frames_the_submitted_version_at_its_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = organisations.stored
    monkeypatch.setattr(
        organisations,
        "stored",
        lambda content: replace(
            plain(content), filename="strategy.pdf", media_type="application/pdf"
        ),
    )
    world, lead, seat = scoring()
    enter(client, lead)

    page = client.get(f"{seat}/parts/1.1")

    address = f"/evidence/{world.evidence_id}/1/shown"
    assert f'src="{address}#page=3&amp;navpanes=0&amp;view=FitH"' in page.text
    assert f'<details class="fold" id="shown-{world.evidence_id}"' in page.text
    assert page.headers["Content-Security-Policy"] == f"{POLICY}; frame-src 'self'"
    framed = client.get(address)
    assert framed.status_code == 200
    assert framed.headers["Content-Disposition"].startswith("inline")
    assert framed.headers["Content-Security-Policy"] == BESIDE
    assert framed.headers["X-Content-Type-Options"] == "nosniff"


def test_the_small_picture_of_the_frozen_file_stands_beside_its_title(client: FlaskClient) -> None:
    world, lead, seat = scoring()
    small = f"/evidence/{world.evidence_id}/1/preview"
    enter(client, lead)
    assert small not in client.get(f"{seat}/parts/1.1").text
    with unit_of_work() as session:
        frozen = get_evidence_file(session, world.evidence_id, 1)
        session.add(
            EvidencePreview(sha256=frozen.sha256, picture=b"jpeg", pages=None, drawn_at=NOW)
        )
    assert f'src="{small}"' in client.get(f"{seat}/parts/1.1").text
    assert client.get(small).data == b"jpeg"
    enter(client, world.assessors[1])
    assert client.get(small).status_code == 404


def test_nobody_sees_there_what_they_may_not_download(client: FlaskClient) -> None:
    world, _lead, _seat = scoring()
    address = f"/evidence/{world.evidence_id}/1"
    for stranger in (*world.assessors[1:], world.owner, world.officer):
        enter(client, stranger)
        assert client.get(f"{address}/shown").status_code == client.get(address).status_code
    enter(client, world.assessors[1])
    assert client.get(f"{address}/shown").status_code == 404
    assert client.get(f"/evidence/{world.evidence_id}/2/shown").status_code == 404
    sign_out(client)
    assert client.get(f"{address}/shown").status_code == client.get(address).status_code == 303
