"""Evidence of a past day: what the page shows, what the file proves, what becomes of forgery."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from certificates.canonical import canonical_json
from certificates.evidence import read_evidence
from certificates.presented import check_presented
from certificates.report import Report
from certificates.trustfile import read_bundle
from labelling.cli import cli
from labelling.core.database import unit_of_work
from labelling.decisions.models import LabelEventKind
from labelling.decisions.sheets import KIND
from labelling.issuing import stages
from labelling.issuing.sources import Order
from tests.labelling.register.making import (
    NOW,
    PRIVATE_REASON,
    Happening,
    Made,
    Period,
    add_happening,
    at,
    certify,
    issue,
    make_label,
    stop_the_clock,
)
from tests.labelling.register.reading import band_of, text_of

REVOKED = Happening(
    LabelEventKind.REVOKED, date(2026, 9, 1), "False figures.", recorded=at(date(2026, 10, 1))
)
REVOKE = '"type":"revoke"'
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask everything on 22 November 2026, 14:32 in Brussels."""
    stop_the_clock(monkeypatch)


def evidence(client: FlaskClient, made: Made, on: str = "") -> bytes:
    answer = client.get(f"/labels/{made.id}/evidence.json", query_string={"on": on} if on else {})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    content: bytes = answer.data
    return content


def checked(client: FlaskClient, data: bytes, on: date | None = None) -> Report:
    return check_presented(data, read_bundle(client.get("/trust.json").data), on, NOW)


def answers(report: Report) -> dict[str, tuple[bool | None, str]]:
    return {check.name: (check.ok, check.detail) for check in report.checks}


def test_evidence_tells_the_day_as_known_and_as_published_with_every_entry_proven(
    client: FlaskClient,
) -> None:
    made = certify(REVOKED)
    data = evidence(client, made, "2026-09-15")
    report = checked(client, data)
    assert (report.valid, report.authentic, report.status) == (False, True, "revoked")
    assert answers(report) == {
        "entries": (True, "The register's log has all 4 entries."),
        "events": (True, "What is told of the label is what the log has the hashes of."),
        "complete": (True, "Nothing that the register knows is left out."),
        "reach": (
            True,
            (
                "The evidence is of 22 November 2026, 13:32 UTC; "
                "with the trust bundle it covers 15 September 2026."
            ),
        ),
        "published": (
            True,
            (
                "As known now, 15 September 2026: revoked (False figures.); "
                "as published that day: active."
            ),
        ),
    }
    assert (report.label.number, report.label.level) == (made.label.number, "silver")
    assert PRIVATE_REASON.encode() not in data


@pytest.mark.parametrize(
    ("day", "status", "valid"),
    [
        ("2026-05-31", "none", False),
        ("2026-06-01", "active", True),
        ("2026-08-31", "active", True),
        ("2026-09-01", "revoked", False),
        ("2026-11-22", "revoked", False),
    ],
)
def test_evidence_gives_the_same_answer_as_the_interface(
    client: FlaskClient, day: str, status: str, valid: bool
) -> None:
    made = certify(REVOKED)
    report = checked(client, evidence(client, made, day))
    assert (report.status, report.valid) == (status, valid)
    told = client.get(f"/api/v1/labels/{made.id}?on={day}")
    assert told.json is not None
    assert told.json.get("status", "none") == (status if status != "none" else 404)


def test_evidence_can_be_asked_about_another_day_than_its_own(client: FlaskClient) -> None:
    data = evidence(client, certify(REVOKED), "2026-09-15")
    assert checked(client, data, date(2026, 8, 1)).status == "active"
    ahead = checked(client, data, date(2027, 1, 1))
    assert (ahead.valid, ahead.status) == (None, "unknown")


def test_evidence_of_its_own_day_is_open_once_the_bundle_is_out_of_date(
    client: FlaskClient,
) -> None:
    made = certify()
    data, old = evidence(client, made), read_bundle(client.get("/trust.json").data)
    assert check_presented(data, old, None, NOW).status == "active"
    report = check_presented(data, old, None, NOW + timedelta(days=2))
    assert (report.valid, report.authentic, report.status) == (None, True, "unknown")


def test_command_checks_evidence_off_line(client: FlaskClient, tmp_path: Path) -> None:
    made = certify()
    files = tmp_path / "e.json", tmp_path / "trust.json"
    files[0].write_bytes(evidence(client, made, "2026-09-15"))
    files[1].write_bytes(client.get("/trust.json").data)
    done = CliRunner().invoke(cli, ["verify", str(files[0]), "--trust", str(files[1])])
    assert (done.exit_code, json.loads(done.stdout)["status"]) == (0, "active")
    alone = CliRunner().invoke(cli, ["verify", str(files[0])])
    assert (alone.exit_code, json.loads(alone.stdout)["status"]) == (2, "unknown")


def revocation_in(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in content["entries"] if REVOKE in one["proof"])
    return found


def leave_out(content: dict[str, Any]) -> None:
    content["entries"] = [one for one in content["entries"] if REVOKE not in one["proof"]]


def another_reason(content: dict[str, Any]) -> None:
    last = revocation_in(content)
    last["event"] = last["event"].replace("False figures", "Fine figures")


def another_day(content: dict[str, Any]) -> None:
    last = revocation_in(content)
    last["event"] = last["event"].replace("2026-09-01", "2026-11-01")


def another_number(content: dict[str, Any]) -> None:
    content["number"] = "CE-2026-0417-R"


def another_hash(content: dict[str, Any]) -> None:
    last = revocation_in(content)
    proof = json.loads(last["proof"])
    proof["leaf"]["event_sha256"] = "0" * 64
    last["proof"] = canonical_json(proof, "it").decode()


@pytest.mark.parametrize(
    ("forge", "check", "detail"),
    [
        (leave_out, "complete", "more on this label: revoked on 1 September 2026."),
        (another_reason, "events", "is not the one of which the log has the hash."),
        (another_day, "events", "is not the one of which the log has the hash."),
        (another_number, "events", "is about another number."),
        (another_hash, "entries", "does not lead from the leaf to the log's signed root."),
    ],
)  # fmt: skip
def test_forged_evidence_is_refused(
    client: FlaskClient, forge: Callable[[dict[str, Any]], None], check: str, detail: str
) -> None:
    content = json.loads(evidence(client, certify(REVOKED), "2026-09-15"))
    forge(content)
    report = checked(client, canonical_json(content, "it"))
    assert (report.valid, report.authentic, report.status) == (False, False, "unknown")
    ok, said = answers(report)[check]
    assert (ok, said.endswith(detail)) == (False, True)


def test_evidence_that_is_younger_than_the_bundle_cannot_be_known_to_be_whole(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = certify()
    old = read_bundle(client.get("/trust.json").data)
    stop_the_clock(monkeypatch, LATER)
    report = check_presented(evidence(client, made), old, None, LATER)
    assert (report.valid, report.authentic, answers(report)["complete"][0]) == (None, None, None)


def test_what_the_bundle_learnt_later_is_counted_too(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = certify()
    data = evidence(client, made, "2026-09-15")
    stop_the_clock(monkeypatch, LATER)
    add_happening(made, Happening(REVOKED.kind, REVOKED.day, "False.", recorded=LATER))
    report = check_presented(data, read_bundle(client.get("/trust.json").data), None, LATER)
    assert (report.authentic, report.status) == (True, "revoked")


def test_a_term_that_is_being_issued_is_in_no_evidence(client: FlaskClient) -> None:
    made = make_label(
        periods=[Period(pdfs=()), Period(date(2028, 6, 1), date(2030, 5, 31), "gold", pdfs=())]
    )
    issue(made, at(date(2026, 5, 28)), term=0)
    with unit_of_work() as session:
        stages.seal(session, Order(KIND, made.label.id, made.terms[1].id, "en", 2), NOW)
    data = evidence(client, made)
    assert b"gold" not in data
    assert len(read_evidence(data).entries) == 3
    assert "Counts from Written Entry" in text_of(client.get(f"/labels/{made.id}").text)
    assert "1 June 2028" not in text_of(client.get(f"/labels/{made.id}").text)


def test_page_of_a_day_shows_the_entries_with_their_proofs_and_the_command(
    client: FlaskClient,
) -> None:
    made = certify(REVOKED)
    page = client.get(f"/labels/{made.id}?on=2026-09-15").text
    assert band_of(page)[1].startswith("On 15 September 2026: revoked False figures.")
    assert "As published on that day: active. As known today: revoked." in text_of(page)
    for one in read_evidence(evidence(client, made)).entries:
        assert f'href="/log/proof/{one.proof.index}"' in page
        assert client.get(f"/log/proof/{one.proof.index}").status_code == 200
    assert f'href="/labels/{made.id}/evidence.json?on=2026-09-15"' in page
    name = f"{made.label.number}-2026-09-15.evidence.json"
    assert f"labelling verify {name} --trust trust.json --on 2026-09-15" in text_of(page)


@pytest.mark.parametrize("on", ["2026-11-23", "2026-02-30", "x", "2026-9-1-1", "-", "20260910"])
def test_day_that_is_none_is_told_at_the_field(client: FlaskClient, on: str) -> None:
    made = certify()
    answer = client.get(f"/labels/{made.id}", query_string={"on": on})
    assert (answer.status_code, "This needs a change" in answer.text) == (422, True)
    assert (
        client.get(f"/labels/{made.id}/evidence.json", query_string={"on": on}).status_code == 400
    )


@pytest.mark.parametrize(
    "junk", [b"{}", b'{"kind":"evidence-of-a-label"}', b"{evidence-of-a-label"]
)
def test_what_is_no_evidence_is_bad_input(tmp_path: Path, junk: bytes) -> None:
    file = tmp_path / "e.json"
    file.write_bytes(junk)
    done = CliRunner().invoke(cli, ["verify", str(file), "--trust", str(file)])
    assert (done.exit_code, done.stdout) == (2, "")


def test_moments_of_entries_are_those_of_the_facts(client: FlaskClient) -> None:
    made = certify(REVOKED)
    found = read_evidence(evidence(client, made))
    assert found.as_of == datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
    (revoked,) = (one.proof.leaf for one in found.entries if one.proof.leaf.type == "revoke")
    assert revoked.at == at(date(2026, 10, 1))
