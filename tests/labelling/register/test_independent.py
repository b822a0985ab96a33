"""A second opinion: what the application issues, weighed by a verifier that others wrote.

Digital Bazaar's libraries under Node, as `./run test` installs them; they get what the world gets.
"""

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.core import clock
from labelling.decisions.models import LabelEventKind
from tests.labelling.register.making import (
    Happening,
    Made,
    Period,
    add_happening,
    at,
    issue,
    make_label,
)

VERIFIER = Path(__file__).resolve().parents[2] / "independent"


@pytest.fixture
def made(app: Flask) -> Made:
    """Return a label whose certificate was issued a while ago."""
    today = clock.today(clock.utcnow())
    start = today - timedelta(days=30)
    label = make_label(periods=[Period(start, today + timedelta(days=600), pdfs=())])
    issue(label, at(start))
    return label


def opinion(client: FlaskClient, folder: Path, credential: bytes) -> dict[str, Any]:
    """Return what the verifier says of a credential, given what the register serves now."""
    assert (VERIFIER / "node_modules").is_dir(), "Run ./run test once: it installs the verifier."
    entries = json.loads(credential)["credentialStatus"]
    addresses = [entry["statusListCredential"] for entry in entries]
    lists = {address: served(client, address) for address in addresses}
    (folder / "credential.json").write_bytes(credential)
    (folder / "did.json").write_bytes(client.get("/.well-known/did.json").data)
    (folder / "lists.json").write_text(json.dumps(lists))
    done = subprocess.run(
        ["node", VERIFIER / "verify.mjs", folder], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def served(client: FlaskClient, address: str) -> Any:
    return json.loads(client.get(address.removeprefix("http://localhost")).data)


def test_what_we_issue_is_verified_with_both_status_lists(
    client: FlaskClient, made: Made, tmp_path: Path
) -> None:
    credential = client.get(f"/labels/{made.id}/credential.json").data
    found = opinion(client, tmp_path, credential)
    assert (found["verified"], found["errors"]) == (True, [])
    assert sorted(found["statuses"]) == [["revocation", False], ["suspension", False]]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"Alder Valley", b"Elder Valley"), (b"Silver", b"Golden"), (b"AT", b"DE"), (b":1,", b":2,")],
)
def test_a_credential_with_a_byte_changed_is_refused(
    client: FlaskClient, made: Made, tmp_path: Path, old: bytes, new: bytes
) -> None:
    credential = client.get(f"/labels/{made.id}/credential.json").data
    changed = credential.replace(old, new, 1)
    assert changed != credential
    assert opinion(client, tmp_path, changed)["verified"] is False


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [
        (LabelEventKind.REVOKED, "revocation"),
        (LabelEventKind.WITHDRAWN, "revocation"),
        (LabelEventKind.SUSPENDED, "suspension"),
    ],
)
def test_a_label_that_no_longer_counts_is_refused_at_once(
    client: FlaskClient, made: Made, tmp_path: Path, kind: LabelEventKind, purpose: str
) -> None:
    credential = client.get(f"/labels/{made.id}/credential.json").data
    before = opinion(client, tmp_path, credential)
    assert [name for name, is_set in before["statuses"] if is_set] == []
    add_happening(made, Happening(kind, clock.today(clock.utcnow())))
    found = opinion(client, tmp_path, credential)
    assert [name for name, is_set in found["statuses"] if is_set] == [purpose]


def test_a_status_list_with_a_byte_changed_is_refused(
    client: FlaskClient, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credential = client.get(f"/labels/{made.id}/credential.json").data

    def tampered(client: FlaskClient, address: str) -> Any:
        found = served_as_is(client, address)
        encoded = found["credentialSubject"]["encodedList"]
        found["credentialSubject"]["encodedList"] = encoded[:-1] + "AB"[encoded[-1] == "A"]
        return found

    served_as_is = served
    monkeypatch.setitem(globals(), "served", tampered)
    assert opinion(client, tmp_path, credential)["verified"] is False
