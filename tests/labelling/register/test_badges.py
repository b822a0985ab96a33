"""The credential and the badge of a label at their addresses."""

import json
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from certificates.baking import unbake
from certificates.credential import check
from labelling.core.database import reading
from labelling.decisions.models import LabelEventKind
from labelling.issuing import issuer
from tests.labelling.register.making import (
    NOW,
    TODAY,
    Happening,
    Made,
    Period,
    add_happening,
    make_label,
    stop_the_clock,
)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask everything on 22 November 2026, 14:32 in Brussels."""
    stop_the_clock(monkeypatch)


def address(made: Made, part: str) -> str:
    return f"/labels/{made.id}/{part}"


def test_credential_is_served_to_the_letter_and_is_genuine(client: FlaskClient) -> None:
    made = make_label(periods=[Period(pdfs=(b"%PDF-1.7 old", b"%PDF-1.7 new"))])
    answer = client.get(address(made, "credential.json"))
    assert answer.data == made.certificates[1].credential.encode()
    assert answer.mimetype == "application/vc"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    with reading() as session:
        verdict = check(answer.data, issuer.listed_keys(session), now=NOW)
    assert verdict.genuine, verdict.reason
    again = client.get(
        address(made, "credential.json"), headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("form", ["svg", "png"])
def test_badge_bakes_the_credential(client: FlaskClient, form: str) -> None:
    made = make_label()
    answer = client.get(address(made, f"badge.{form}"))
    assert answer.status_code == 200
    assert json.loads(unbake(answer.data)) == json.loads(made.certificates[0].credential)


def test_badge_says_at_once_that_the_label_is_suspended(client: FlaskClient) -> None:
    made = make_label()
    before = client.get(address(made, "badge.svg"))
    assert "Active on 22 November 2026" in before.text
    assert before.headers["Cache-Control"] == "public, no-cache"
    assert before.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    add_happening(made, Happening(LabelEventKind.SUSPENDED, TODAY))
    after = client.get(
        address(made, "badge.svg"), headers={"If-None-Match": before.headers["ETag"]}
    )
    assert after.status_code == 200
    assert "Suspended since 22 November 2026" in after.text
    picture = client.get(address(made, "badge.png"))
    assert picture.data != client.get(address(make_label(), "badge.png")).data


def test_badge_is_of_the_term_in_force_not_of_one_to_come(client: FlaskClient) -> None:
    later = TODAY + timedelta(days=30)
    made = make_label(
        periods=[Period(level="bronze"), Period(later, date(2028, 12, 31), recorded=NOW)]
    )
    assert "Bronze" in client.get(address(made, "badge.svg")).text


@pytest.mark.parametrize("form", ["svg", "png"])
def test_label_that_has_not_begun_has_no_badge(client: FlaskClient, form: str) -> None:
    made = make_label(periods=[Period(TODAY + timedelta(days=1), date(2028, 12, 31), recorded=NOW)])
    assert client.get(address(made, f"badge.{form}")).status_code == 404
    assert "badge.svg" not in client.get(f"/labels/{made.id}").text
    assert client.get(address(made, "credential.json")).status_code == 200
