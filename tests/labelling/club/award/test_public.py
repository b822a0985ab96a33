"""The award in public: its certificate, checked off line and at /verify, and taken back."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from certificates.commands import verify_report
from labelling.cli import cli
from labelling.club.award import queries
from labelling.club.award.actions.revoking import (
    ask_revocation,
    decide_revocation,
    drop_revocation,
)
from labelling.club.award.models import Award
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotAllowed, NotNow
from labelling.core.outbox import Outgoing
from labelling.core.web import identity
from labelling.issuing.jobs import issue_certificate
from labelling.issuing.orders import ISSUE
from tests.labelling.club.award.making import Club, awarded
from tests.labelling.club.results.making import NOW


@pytest.fixture
def issued(keyed: Flask, monkeypatch: pytest.MonkeyPatch) -> tuple[Club, Award]:
    """Return an award whose certificate was issued."""
    monkeypatch.setattr(identity, "utcnow", lambda: NOW)
    club, award = awarded()
    with reading() as session:
        (job,) = session.scalars(select(Outgoing).where(Outgoing.name == ISSUE)).all()
    issue_certificate(job.payload, NOW)
    return club, award


def test_award_is_public_once_its_certificate_is_issued(keyed: Flask, client: FlaskClient) -> None:
    _club, award = awarded()
    assert client.get(f"/awards/{award.public_id}").status_code == 404
    assert award.holder not in client.get("/awards").get_data(as_text=True)


def test_public_page_names_holder_route_and_no_figure(
    issued: tuple[Club, Award], client: FlaskClient
) -> None:
    _club, award = issued
    page = client.get(f"/awards/{award.public_id}").get_data(as_text=True)
    assert award.holder in page
    assert "Best practice" in page
    assert "The award counts today" in page
    assert "First by" not in page
    assert award.holder in client.get("/awards").get_data(as_text=True)
    assert client.get(f"/awards/{award.public_id}/sign.svg").mimetype == "image/svg+xml"
    assert client.get("/awards/k7Qm2xV9tRab").status_code == 404


def offline(client: FlaskClient, award: Award, folder: Path) -> tuple[dict[str, object], int]:
    """Check the certificate as a stranger does, without the network."""
    pdf, trust = folder / "award.pdf", folder / "trust.json"
    pdf.write_bytes(client.get(f"/awards/{award.public_id}/certificate.pdf").data)
    trust.write_bytes(client.get("/trust.json").data)
    return verify_report(pdf, str(trust), None, NOW)


def test_certificate_is_checked_off_line(
    issued: tuple[Club, Award], client: FlaskClient, tmp_path: Path
) -> None:
    _club, award = issued
    report, code = offline(client, award, tmp_path)
    assert code == 0
    assert (report["valid"], report["authentic"], report["status"]) == (True, True, "active")
    assert report["label"] == {
        "id": award.public_id,
        "number": award.number,
        "holder": award.holder,
        "level": "best_practice",
        "valid_from": "2026-09-01",
        "valid_until": "2028-08-31",
        "version": 1,
    }


def check(client: FlaskClient, pdf: bytes) -> str:
    """Send a file to /verify."""
    data = {"file": FileStorage(BytesIO(pdf), "award.pdf"), "on": ""}
    answer = client.post("/verify", data=data, content_type="multipart/form-data")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_verify_page_knows_file_and_number(issued: tuple[Club, Award], client: FlaskClient) -> None:
    _club, award = issued
    pdf = client.get(f"/awards/{award.public_id}/certificate.pdf").data
    page = check(client, pdf)
    assert "Genuine, and active today" in page
    assert award.holder in page
    assert f"/awards/{award.public_id}" in page
    assert "This file is not as we issued it" in check(client, pdf + b"x")
    answer = client.get("/verify", query_string={"number": award.number})
    assert (answer.status_code, answer.location) == (303, f"/awards/{award.public_id}")


def test_award_is_taken_back_by_two_persons(
    issued: tuple[Club, Award], client: FlaskClient, tmp_path: Path
) -> None:
    club, award = issued
    with unit_of_work() as session:
        ask_revocation(
            session, actor=club.officer, award_id=award.id, public_reason="A figure was wrong.",
            now=NOW,
        )  # fmt: skip
    officer = replace(club.officer, confirmed_at=NOW)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        decide_revocation(session, actor=officer, award_id=award.id, now=NOW)
    assert "counts today" in client.get(f"/awards/{award.public_id}").get_data(as_text=True)
    with unit_of_work() as session:
        decide_revocation(session, actor=club.chair, award_id=award.id, now=NOW)
    page = client.get(f"/awards/{award.public_id}").get_data(as_text=True)
    assert "The award was taken back" in page
    assert "A figure was wrong." in page
    report, code = offline(client, award, tmp_path)
    assert (code, report["authentic"], report["status"]) == (1, True, "revoked")
    pdf = client.get(f"/awards/{award.public_id}/certificate.pdf").data
    assert "today it is revoked" in check(client, pdf)
    with reading() as session:
        assert queries.rounds_won(session, club.world.club_id) == {}
    with pytest.raises(NotNow), unit_of_work() as session:
        decide_revocation(session, actor=club.chair, award_id=award.id, now=NOW)


def test_second_person_may_leave_the_award(issued: tuple[Club, Award]) -> None:
    club, award = issued
    with unit_of_work() as session:
        ask_revocation(
            session, actor=club.officer, award_id=award.id, public_reason="Perhaps.", now=NOW
        )
    with unit_of_work() as session:
        drop_revocation(session, actor=club.chair, award_id=award.id, now=NOW)
    with reading() as session:
        assert queries.find_revocation(session, award.id) is None


def test_command_computes_the_award_again(issued: tuple[Club, Award], tmp_path: Path) -> None:
    _club, award = issued
    with reading() as session:
        row = queries.get_file(session, award.file_id).row
    file = tmp_path / "award.json"
    file.write_text(row.content)
    run = CliRunner().invoke(cli, ["award", str(file), "--sha256", row.sha256])
    assert run.exit_code == 0
    assert json.loads(run.output)["members"] == [str(award.membership_id)]
    changed = json.loads(row.content)
    changed["jury"][0]["scores"][row.members[0]] = "0"
    changed["jury"][1]["scores"][row.members[0]] = "0"
    file.write_text(json.dumps(changed, separators=(",", ":"), sort_keys=True))
    assert CliRunner().invoke(cli, ["award", str(file)]).exit_code == 1
    file.write_text(row.content.replace('"late"', '"open"') + " ")
    assert CliRunner().invoke(cli, ["award", str(file)]).exit_code == 2
    assert CliRunner().invoke(cli, ["award", str(tmp_path / "none.json")]).exit_code == 2
