"""Every way to tamper with a certificate that we know of, each refused with its right reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from certificates.attachments import CREDENTIAL, PROOF
from certificates.keymaking import first_keys
from certificates.keys import Purpose
from certificates.leaves import Leaf, LeafType
from certificates.openpdf import open_pdf
from certificates.report import LabelFacts, Report
from certificates.signing import sign
from certificates.trust import Bundle
from certificates.verify import verify
from tests.certificates import genuine
from tests.certificates.examples import AS_OF, label, sheet
from tests.certificates.genuine import LABEL, Register
from tests.certificates.signed import AT, OWNER, flipped, seal_of, tiny_pdf, with_container
from tests.certificates.test_signature import larger_page, other_credential, other_title, updated

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
OTHER_LABEL = "m3Pq8zW2sXcd"


@cache
def listing() -> Bundle:
    """Return the bundle that lists the certificate."""
    register, issued = genuine.issued()
    return register.bundle(issued.document())


@cache
def silent() -> Bundle:
    """Return a bundle that lists the label and no certificate: the file must speak for itself."""
    return genuine.issued()[0].bundle()


def asked(pdf: bytes, trusted: Bundle | None = None, proof: bytes | None = None) -> Report:
    return verify(pdf, trusted or silent(), None, AS_OF, proof)


def refused(report: Report) -> dict[str, str]:
    """Return the reasons of a refusal, which says nothing of any label."""
    assert (report.valid, report.authentic, report.status) == (False, False, "unknown")
    assert (report.exit_code, report.label) == (1, LabelFacts())
    return {check.name: check.detail for check in report.checks if check.ok is False}


def test_the_certificate_is_genuine_before_anybody_touches_it() -> None:
    _, issued = genuine.issued()
    for trusted in (listing(), silent()):
        assert asked(issued.pdf, trusted).authentic is True


# The file.


def test_a_change_of_any_byte_is_refused(long_campaign: bool) -> None:
    _, issued = genuine.issued()
    step = 1 if long_campaign else len(issued.pdf) // 60
    places = range(0, len(issued.pdf), step)
    changed = (flipped(issued.pdf, place) for place in places)
    assert [
        place for place, pdf in zip(places, changed, strict=True) if not refused(asked(pdf))
    ] == []


@pytest.mark.parametrize("junk", [b"\n", b"\0", b"%%EOF\n", b"junk" * 500])
def test_junk_at_the_end_is_refused(junk: bytes) -> None:
    (reason, *_) = refused(asked(genuine.issued()[1].pdf + junk)).values()
    assert reason in {
        "Something was added to the file after it was signed.",
        "The file cannot be read as a PDF that was signed.",
    }


@pytest.mark.parametrize("change", [other_credential, larger_page, other_title])
def test_what_is_put_on_top_is_refused(change: Callable[[Any], None]) -> None:
    reasons = refused(asked(updated(genuine.issued()[1].pdf, change)))
    assert reasons["signature"] == "Something was added to the file after it was signed."


def test_an_attachment_that_was_replaced_is_refused_for_three_reasons() -> None:
    reasons = refused(asked(updated(genuine.issued()[1].pdf, other_credential)))
    assert list(reasons) == ["signature", "credential", "log"]
    assert reasons["credential"] == "The credential has no proof."
    assert reasons["log"] == "The proof inside is that of another credential."


def test_a_signature_that_was_cut_off_is_missed() -> None:
    pdf = genuine.issued()[1].pdf
    printed = pdf[: pdf.index(b"%%EOF\n") + len(b"%%EOF\n")]
    assert refused(asked(printed)) == {"signature": "The file has no signature."}


@pytest.mark.parametrize("junk", [b"", b"junk", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_is_refused(junk: bytes) -> None:
    reasons = refused(asked(junk))
    assert reasons["signature"] == "The file cannot be read as a PDF that was signed."


def test_a_second_spelling_of_the_signature_is_seen_by_the_files_hash() -> None:
    _, issued = genuine.issued()
    wrapped = cms.ContentInfo.load(open_pdf(issued.pdf).embedded_signatures[0].pkcs7_content)
    info = wrapped["content"]["signer_infos"][0]
    r, s = decode_dss_signature(info["signature"].native)
    info["signature"] = encode_dss_signature(r, P256_ORDER - s)
    mirrored = with_container(issued.pdf, wrapped.dump(force=True))
    assert mirrored != issued.pdf
    assert refused(asked(mirrored, listing())) == {
        "document": "The register lists another file for this certificate."
    }
    assert refused(asked(mirrored, silent(), issued.proof)) == {
        "document": "The proof beside the file is that of another file."
    }


# Others who sign.


def look_alike() -> Register:
    """Return a register with the same name and keys of its own."""
    return Register({key.public.purpose: key for key in first_keys(OWNER, AT)})


def test_a_genuine_credential_in_a_file_signed_by_a_look_alike_is_refused() -> None:
    register, issued = genuine.issued()
    forged = look_alike().print(issued.credential, register.prove(issued.number))
    assert refused(asked(forged)) == {
        "signature": "The signature was made with certificates that are not the issuer's."
    }


def test_a_look_alike_is_refused_in_every_part() -> None:
    twin = look_alike()
    forged = twin.issue()
    assert asked(forged.pdf, twin.bundle(forged.document())).valid is True
    reasons = refused(asked(forged.pdf, silent(), forged.proof))
    assert list(reasons) == ["signature", "credential", "log", "document"]
    assert reasons["credential"] == (
        "The credential is signed with a key that the issuer has not published."
    )
    assert reasons["log"] == "The checkpoint of 'label.example/log' is not signed by a known key."


# Genuine parts in the wrong place: only whoever has a key of ours could make these.


def test_another_labels_proof_is_refused() -> None:
    register = Register()
    register.log_issue(b"another credential", label=OTHER_LABEL)
    credential = register.credential()
    register.log_issue(credential)
    pdf = register.print(credential, register.prove(1))
    assert refused(asked(pdf, register.bundle())) == {
        "log": "The proof inside is that of another credential."
    }


def test_another_labels_id_is_refused() -> None:
    register = Register()
    credential = register.credential()
    number = register.log_issue(credential, label=OTHER_LABEL)
    pdf = register.print(credential, register.prove(number))
    assert refused(asked(pdf, register.bundle())) == {
        "log": "The log has the credential for another label than it names."
    }


def test_another_labels_address_on_the_page_is_refused() -> None:
    register = Register()
    credential = register.credential()
    number = register.log_issue(credential)
    elsewhere = sheet(address=f"https://label.example/labels/{OTHER_LABEL}")
    pdf = register.print(credential, register.prove(number), elsewhere)
    assert refused(asked(pdf, register.bundle())) == {
        "text": "The page does not say what its credential says: address."
    }


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"holder": "Alder Valley Mobility Cluster e.V."}, "holder"),
        ({"holder": "Alder Valley"}, "holder"),
        ({"level": "Gold"}, "level"),
        ({"valid_from": date(2026, 6, 11)}, "first day"),
        ({"valid_until": date(2029, 5, 31)}, "last day"),
        ({"number": "CE-2026-0418-N", "version": 2}, "number, version"),
    ],
)
def test_a_page_that_says_something_else_is_refused(changes: dict[str, Any], missing: str) -> None:
    register = Register()
    credential = register.credential()
    number = register.log_issue(credential)
    pdf = register.print(credential, register.prove(number), sheet(**changes))
    assert refused(asked(pdf, register.bundle())) == {
        "text": f"The page does not say what its credential says: {missing}."
    }


def test_a_leaf_of_another_kind_is_no_proof_of_issue() -> None:
    register = Register()
    credential = register.credential()
    digest = sha256(credential).hexdigest()
    revoked = Leaf(
        LeafType.REVOKE, AT, label=LABEL, credential_sha256=digest, event_sha256="d" * 64
    )
    pdf = register.print(credential, register.prove(register.add(revoked)))
    assert refused(asked(pdf, register.bundle())) == {
        "log": "The proof inside is not about the issue of a certificate."
    }


@pytest.mark.parametrize(
    ("files", "reasons"),
    [
        ({}, {"credential": "The file has no credential inside; the register's have one.",
              "log": "The file has no proof from the log inside; the register's have one."}),
        ({CREDENTIAL: b"{}", PROOF: b"{}"},
         {"credential": "The credential has no proof.", "log": "The proof inside lacks 'v'."}),
        ({CREDENTIAL: b"\xff", PROOF: b"[" * 5000},
         {"credential": "The credential is not UTF-8 text.",
          "log": "The proof inside is nested too deeply."}),
    ],
)  # fmt: skip
def test_a_file_of_ours_without_its_parts_is_refused(
    files: dict[str, bytes], reasons: dict[str, str]
) -> None:
    register, _ = genuine.issued()
    pdf = sign(tiny_pdf(files), seal_of(register.made[Purpose.PDF]), AT)
    assert refused(asked(pdf)) == reasons


def test_a_second_attachment_of_one_name_is_refused() -> None:
    register, issued = genuine.issued()
    files = {CREDENTIAL: issued.credential, PROOF: register.prove(issued.number)}
    pdf = sign(tiny_pdf(files, twice=True), seal_of(register.made[Purpose.PDF]), AT)
    assert refused(asked(pdf)) == {
        "signature": "The files inside the PDF are not as the issuer puts them in.",
        "credential": "This PDF holds two files of the name credential.json.",
        "log": "This PDF holds two files of the name credential.json.",
    }


# What stands beside the file, and what the register says.


def test_another_files_proof_beside_it_is_refused() -> None:
    register, issued = genuine.issued()
    inside = register.prove(issued.number)
    for proof in (inside, b"junk", inside[:-1]):
        assert list(refused(asked(issued.pdf, silent(), proof))) == ["document"]


def test_a_proof_beside_it_for_another_label_is_refused() -> None:
    register = Register()
    issued = register.issue()
    proof = register.prove(register.log_document(issued.pdf, OTHER_LABEL))
    assert refused(asked(issued.pdf, register.bundle(), proof)) == {
        "document": "The proof beside the file is for another label."
    }


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        (
            {"credential_sha256": "b" * 64},
            {"credential": "The register lists another credential for this certificate."},
        ),
        ({"leaf": 7}, {"log": "The register has this credential at another place of the log."}),
        ({"version": 2}, {"document": "The register lists this file as another certificate."}),
    ],
)
def test_what_contradicts_the_register_is_refused(
    changes: dict[str, Any], reasons: dict[str, str]
) -> None:
    register, issued = genuine.issued()
    trusted = register.bundle(replace(issued.document(), **changes))
    assert refused(asked(issued.pdf, trusted)) == reasons


def test_another_number_in_the_register_is_refused() -> None:
    register, issued = genuine.issued()
    trusted = register.bundle(labels=(label(number="CE-2026-0418-N"),))
    assert refused(asked(issued.pdf, trusted)) == {
        "log": "The register has this label under another number."
    }


def test_a_log_with_two_stories_is_refused() -> None:
    register, issued = genuine.issued()
    other = Register()
    other.log_issue(b"another credential")
    other.log_document(b"another file")
    pdf = register.print(issued.credential, register.prove(issued.number))
    trusted = other.bundle()
    assert len(other.leaves) == len(register.leaves)
    assert refused(asked(pdf, trusted)) == {
        "log": "The proof inside rests on another log than the one of the trust bundle."
    }
