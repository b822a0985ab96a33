"""Every tampering tried on what the application itself issued, by command line and by page.

The forger has our published files and a program; for what is marked so, even a key of ours.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from certificates.attachments import CREDENTIAL, PROOF, Attachment
from certificates.document import render
from certificates.keys import Purpose
from certificates.leaves import LeafType
from certificates.logproof import write_proof
from certificates.sheet import read_sheet
from certificates.signing import sign
from labelling.cli import cli
from labelling.core import clock
from labelling.core.database import reading, unit_of_work
from labelling.issuing import events, keys, log, sealing
from labelling.issuing.models import Certificate
from labelling.issuing.queries import get_certificate
from tests.certificates.signed import flipped, seal_of
from tests.certificates.signed import keys as other_keys
from tests.certificates.test_signature import other_credential, updated
from tests.labelling.register.making import Made, Period, at, issue, make_label
from tests.labelling.register.reading import band_of, text_of
from tests.labelling.register.test_verify_page import check


@dataclass(frozen=True)
class Scene:
    """Two labels with a certificate each, and the bundle that the register serves."""

    one: Made
    other: Made
    bundle: Path

    @property
    def pdf(self) -> bytes:
        """Return the certificate that is tampered with."""
        return self.one.pdfs[0]


@pytest.fixture
def scene(client: FlaskClient, tmp_path: Path) -> Scene:
    """Issue two certificates as the worker does."""
    today = clock.today(clock.utcnow())
    start = today.replace(year=today.year - 1)
    period = Period(start, today.replace(year=today.year + 1, day=1), pdfs=())
    one, other = (make_label(f"{name} cluster", periods=[period]) for name in ("One", "Other"))
    for made in (one, other):
        issue(made, at(start))
    return Scene(one, other, tmp_path / "trust.json")


def certificate(made: Made) -> Certificate:
    with reading() as session:
        return get_certificate(session, made.certificates[0].id)


def proof_of(leaf: int) -> bytes:
    with reading() as session:
        return write_proof(log.proof(session, leaf))


def printed(row: Certificate, proof: bytes, *, ours: bool, **changes: object) -> bytes:
    """Return a certificate put together anew, signed with our key or with a look-alike's."""
    at = row.sealed_at
    inside = (
        Attachment(CREDENTIAL, row.credential.encode(), "Credential", at),
        Attachment(PROOF, proof, "Proof", at),
    )
    pdf = render(read_sheet({**row.sheet, **changes}), attachments=inside)
    if not ours:
        return sign(pdf, seal_of(other_keys()[1]), at)
    with reading() as session:
        public = keys.public_keys(session).current(Purpose.PDF)
    assert public is not None
    with sealing.lend_seal(public) as seal:
        return sign(pdf, seal, at)


def a_byte_changed(scene: Scene) -> bytes:
    return flipped(scene.pdf, scene.pdf.index(b"/Type /Page") + 9)


def junk_appended(scene: Scene) -> bytes:
    return scene.pdf + b"junk"


def attachment_replaced(scene: Scene) -> bytes:
    return updated(scene.pdf, other_credential)


def signature_cut_off(scene: Scene) -> bytes:
    return scene.pdf[: scene.pdf.index(b"%%EOF\n") + len(b"%%EOF\n")]


def signed_by_a_look_alike(scene: Scene) -> bytes:
    row = certificate(scene.one)
    return printed(row, proof_of(row.leaf), ours=False)


def another_labels_proof(scene: Scene) -> bytes:
    return printed(certificate(scene.one), proof_of(certificate(scene.other).leaf), ours=True)


def another_labels_id(scene: Scene) -> bytes:
    row = certificate(scene.one)
    with unit_of_work() as session:
        leaf = events.record(
            session, LeafType.ISSUE, {"forged": True}, row.sealed_at,
            label=scene.other.id, credential_sha256=row.credential_sha256,
        )  # fmt: skip
        log.checkpoint(session, row.sealed_at)
    return printed(row, proof_of(leaf), ours=True)


def another_name_on_the_page(scene: Scene) -> bytes:
    row = certificate(scene.one)
    return printed(row, proof_of(row.leaf), ours=True, holder="Other cluster")


Tamper = Callable[[Scene], bytes]
TAMPERINGS: list[tuple[Tamper, str, str]] = [
    (
        a_byte_changed,
        "signature",
        "It was changed after signing, or bears another file’s signature.",
    ),
    (junk_appended, "signature", "Something was added to it after we signed it."),
    (attachment_replaced, "signature", "Something was added to it after we signed it."),
    (signature_cut_off, "signature", "It has no signature; ours are signed."),
    (signed_by_a_look_alike, "signature", "Somebody else signed it, not we."),
    (another_labels_proof, "log", "The proof inside belongs to another certificate."),
    (another_labels_id, "log", "It names another label than the one it was issued for."),
    (
        another_name_on_the_page,
        "text",
        "What is printed is not what the machine-readable one says.",
    ),
]


def commanded(scene: Scene, file: bytes, client: FlaskClient) -> tuple[int, dict[str, object]]:
    """Return exit code and report of the command, against the bundle that is served now."""
    scene.bundle.write_bytes(client.get("/trust.json").data)
    path = scene.bundle.with_name("file.pdf")
    path.write_bytes(file)
    done = CliRunner().invoke(cli, ["verify", str(path), "--trust", str(scene.bundle)])
    return done.exit_code, json.loads(done.stdout)


@pytest.mark.parametrize(
    ("tamper", "part", "reason"), TAMPERINGS, ids=lambda value: getattr(value, "__name__", "")
)
def test_tampering_is_refused_for_its_reason_by_command_and_page(
    client: FlaskClient, scene: Scene, tamper: Tamper, part: str, reason: str
) -> None:
    forged = tamper(scene)
    code, report = commanded(scene, forged, client)
    assert (code, report["valid"], report["authentic"]) == (1, False, False)
    checks = report["checks"]
    assert isinstance(checks, list)
    assert part in {one["name"] for one in checks if one["ok"] is False}
    page = check(client, forged)
    look, said = band_of(page.text)
    assert (page.status_code, look) == (200, "forged")
    assert said.startswith("This file is not as we issued it ")
    assert reason in said
    for secret in (scene.one.label.number, scene.other.label.number, "One cluster"):
        assert secret not in page.text


def test_what_nobody_touched_is_genuine_by_command_and_page(
    client: FlaskClient, scene: Scene
) -> None:
    code, report = commanded(scene, scene.pdf, client)
    assert (code, report["valid"]) == (0, True)
    page = check(client, scene.pdf).text
    assert band_of(page)[0] == "active"
    assert "One cluster" in text_of(page)


def test_a_badge_is_checked_by_command_and_page(client: FlaskClient, scene: Scene) -> None:
    for ending in ("svg", "png"):
        badge = client.get(f"/labels/{scene.one.id}/badge.{ending}").data
        assert commanded(scene, badge, client)[0] == 0
        page = check(client, badge, name=f"badge.{ending}").text
        assert (band_of(page)[0], "The drawing is signed by nobody" in page) == ("active", True)
    changed = client.get(f"/labels/{scene.one.id}/badge.svg").data
    changed = changed.replace(b"One cluster", b"Own cluster")
    assert commanded(scene, changed, client)[0] == 1
    assert band_of(check(client, changed).text) == (
        "forged",
        (
            "This badge is not as we issued it The machine-readable certificate was changed, or "
            "somebody else signed it. Do not rely on it. Send it to the office, and look the "
            "label up."
        ),
    )
