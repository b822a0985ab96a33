"""The trust bundle: the register's facts, enough for a stranger to check a certificate alone."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.serving import make_server

from certificates.keys import Purpose
from certificates.leaves import LeafType
from certificates.standing import Change, Event, History, Term
from certificates.trust import Bundle, Document, Issuer, Label, Trust
from certificates.trustfile import read_bundle
from labelling.core import clock
from labelling.core.database import reading
from labelling.decisions.models import LabelEventKind
from labelling.issuing import keys, log
from labelling.issuing.models import LogEvent
from tests.labelling.register.making import (
    NOW,
    PRIVATE_REASON,
    Happening,
    Period,
    add_happening,
    at,
    issue,
    make_label,
    pdf_bytes,
    stop_the_clock,
)

ROOT = Path(__file__).resolve().parents[3]


def leaf_of_the_suspension() -> int:
    """Return the number in the log of the one suspension that there is."""
    with reading() as session:
        return session.scalars(select(LogEvent.leaf).where(LogEvent.type == LeafType.SUSPEND)).one()


def test_bundle_has_every_label_with_its_facts_and_certificates(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch)
    made = make_label(
        periods=[Period(pdfs=(pdf_bytes("one"), pdf_bytes("two")))],
        happenings=[Happening(LabelEventKind.SUSPENDED, date(2026, 9, 3), "Not reported.")],
    )
    answer = client.get("/trust.json")
    term, (first, second) = made.terms[0], made.certificates
    assert answer.mimetype == "application/json"
    assert PRIVATE_REASON not in answer.text
    bundle = read_bundle(answer.data)
    assert replace(bundle, trust=None) == Bundle(
        issuer=Issuer("Office of the label", "http://localhost"),
        time_zone="Europe/Brussels",
        as_of=NOW,
        valid_until=NOW + timedelta(hours=24),
        labels=(
            Label(
                id=made.id,
                number=made.label.number,
                holder="Alder Valley Mobility Cluster",
                country="AT",
                level="silver",
                history=History(
                    (
                        Term(
                            str(term.id),
                            "silver",
                            date(2026, 6, 1),
                            date(2028, 5, 31),
                            at(date(2026, 5, 28)),
                        ),
                    ),
                    (
                        Event(
                            Change.SUSPENDED,
                            date(2026, 9, 3),
                            at(date(2026, 9, 3)),
                            "Not reported.",
                            leaf_of_the_suspension(),
                        ),
                    ),
                ),
                documents=tuple(
                    Document(
                        version=certificate.version,
                        term=str(term.id),
                        level="silver",
                        valid_from=date(2026, 6, 1),
                        valid_until=date(2028, 5, 31),
                        sha256=certificate.sha256,
                        issued_at=at(date(2026, 5, 28)),
                        credential_sha256=certificate.credential_sha256,
                        leaf=certificate.leaf,
                    )
                    for certificate in (first, second)
                ),
            ),
        ),
    )


def test_bundle_has_the_keys_the_lists_and_the_logs_signed_state(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch)
    make_label()
    bundle = read_bundle(client.get("/trust.json").data)
    with reading() as session:
        newest = log.newest_checkpoint(session)
        assert newest is not None
        assert bundle.trust == Trust(
            keys=keys.public_keys(session),
            did_documents=(client.get("/.well-known/did.json").data,),
            log_keys=log.verifier_keys(session),
            checkpoint=newest.note,
            status_lists=tuple(
                client.get(f"/status/{name}").data for name in ("revocation-1", "suspension-1")
            ),
        )


def test_without_the_key_of_the_lists_the_bundle_has_none(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch)
    make_label()
    with reading() as session:
        key = keys.public_keys(session).current(Purpose.STATUS)
    assert key is not None
    keys.take_away(key)
    bundle = read_bundle(client.get("/trust.json").data)
    assert bundle.trust is not None
    assert bundle.trust.status_lists == ()


def test_before_the_log_was_signed_the_bundle_lists_hashes_only(client: FlaskClient) -> None:
    assert read_bundle(client.get("/trust.json").data).trust is None


def test_bundle_is_not_sent_again_within_the_hour_unless_facts_changed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_label()

    def asked(now: datetime, tag: str = "") -> tuple[int, str]:
        stop_the_clock(monkeypatch, now)
        answer = client.get("/trust.json", headers={"If-None-Match": tag} if tag else {})
        return answer.status_code, answer.headers["ETag"]

    first = asked(NOW)
    assert asked(NOW + timedelta(minutes=20), first[1]) == (304, first[1])
    assert asked(NOW + timedelta(minutes=40), first[1])[0] == 200
    add_happening(made, Happening(LabelEventKind.REVOKED, date(2026, 11, 22), recorded=NOW))
    changed = asked(NOW + timedelta(minutes=20), first[1])
    assert (changed[0], changed[1] != first[1]) == (200, True)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application on loopback; return its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def verified(file: Path, address: str, *more: str) -> tuple[int, dict[str, Any]]:
    """Run the command as a stranger does; return its exit code and report."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "labelling",
            "verify",
            file,
            "--trust",
            f"{address}/trust.json",
            *more,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def test_command_verifies_against_the_served_bundle(address: str, tmp_path: Path) -> None:
    today = clock.today(clock.utcnow())
    start, past = today - timedelta(days=100), today - timedelta(days=10)

    def made(name: str, *happenings: Happening) -> Any:
        period = Period(start, today + timedelta(days=500), pdfs=())
        return make_label(f"{name} cluster", periods=[period], happenings=happenings)

    labels = {
        "valid": made("valid"),
        "suspended": made("suspended", Happening(LabelEventKind.SUSPENDED, past)),
        "revoked": made("revoked", Happening(LabelEventKind.REVOKED, past)),
        "replaced": made("replaced"),
    }
    pdfs = {name: issue(label, at(start)) for name, label in labels.items()}
    issue(labels["replaced"], at(past))
    sent = {**pdfs, "forged": pdfs["valid"] + b"\n"}
    for name, pdf in sent.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
    reports = {name: verified(tmp_path / f"{name}.pdf", address) for name in sent}
    before = verified(tmp_path / "revoked.pdf", address, "--on", f"{past - timedelta(days=1)}")
    told = {
        name: (code, report["valid"], report["authentic"], report["status"])
        for name, (code, report) in {**reports, "before": before}.items()
    }
    assert told == {
        "valid": (0, True, True, "active"),
        "suspended": (1, False, True, "suspended"),
        "revoked": (1, False, True, "revoked"),
        "replaced": (1, False, True, "replaced"),
        "forged": (1, False, False, "unknown"),
        "before": (0, True, True, "active"),
    }
    assert reports["valid"][1]["label"] == {
        "id": labels["valid"].id,
        "number": labels["valid"].label.number,
        "holder": "valid cluster",
        "level": "silver",
        "valid_from": start.isoformat(),
        "valid_until": (today + timedelta(days=500)).isoformat(),
        "version": 1,
    }
    assert reports["forged"][1]["label"]["holder"] is None
