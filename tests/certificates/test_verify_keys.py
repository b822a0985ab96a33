"""Keys have their time: what a retired or a fallen key signed, and when that still counts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from certificates.checkpoint import cosign
from certificates.keymaking import first_keys, new_key, new_pdf_key
from certificates.keys import PublicKeys, Purpose
from certificates.logproof import read_proof, write_proof
from certificates.notes import KeyKind, verifier_key
from certificates.trust import Trust
from certificates.verify import verify
from tests.certificates.examples import AS_OF, sheet
from tests.certificates.genuine import Register
from tests.certificates.issued import ANOTHER
from tests.certificates.signed import AT, OWNER
from tests.certificates.test_verify_parts import DAY, detail, short

LATER = AT + 10 * DAY


def rotated(register: Register, purpose: Purpose, overlap: int = 0) -> PublicKeys:
    """Return the register's keys after a rotation, and let the new one sign."""
    first = len(register.leaves) + 1
    fresh = (
        new_pdf_key(register.made[Purpose.ROOT], OWNER, LATER, first)
        if purpose is Purpose.PDF
        else new_key(purpose, LATER, first)
    )
    known = register.public.rotated(fresh.public, overlap=overlap)
    register.made[purpose] = fresh
    return known


@pytest.mark.parametrize("purpose", [Purpose.PDF, Purpose.CREDENTIAL, Purpose.STATUS])
def test_what_a_retired_key_signed_in_its_time_stays_good(purpose: Purpose) -> None:
    register = Register()
    issued = register.issue()
    keys = rotated(register, purpose)
    trust = replace(register.trust(), keys=keys, did_documents=register.did_documents(keys))
    report = verify(issued.pdf, register.bundle(issued.document(), trust=trust), None, AS_OF)
    assert short(report) == (True, True, "active")


def test_a_file_signed_after_a_rotation_for_a_credential_from_before_is_good() -> None:
    register = Register()
    credential = register.credential()
    number = register.log_issue(credential)
    keys = rotated(register, Purpose.PDF)
    pdf = register.print(credential, register.prove(number), at=LATER)
    trust = replace(register.trust(), keys=keys)
    assert verify(pdf, register.bundle(trust=trust), None, AS_OF).authentic is True


def test_what_was_signed_in_the_second_in_which_its_key_began_is_good() -> None:
    made = first_keys(OWNER, AT + timedelta(microseconds=500_000))
    register = Register({key.public.purpose: key for key in made})
    issued = register.issue()
    assert verify(issued.pdf, register.bundle(issued.document()), None, AS_OF).valid is True


@pytest.mark.parametrize(
    ("purpose", "name", "sentence"),
    [
        (Purpose.PDF, "signature", "The key of the signature had ended when the log took it in."),
        (
            Purpose.CREDENTIAL,
            "credential",
            "The key of the credential did not count when the log took it in.",
        ),
        (
            Purpose.CHECKPOINT,
            "log",
            "The proof inside rests on a state of the log that was signed by a key out of turn.",
        ),
    ],
)
def test_what_a_key_signed_out_of_its_turn_is_refused(
    purpose: Purpose, name: str, sentence: str
) -> None:
    register = Register()
    old = dict(register.made)
    keys = rotated(register, purpose)
    register.made = old
    register.log_document(b"another file")
    issued = register.issue()
    register.made[purpose] = old[purpose]
    trust = replace(register.trust(), keys=keys, did_documents=register.did_documents(keys))
    report = verify(issued.pdf, register.bundle(trust=trust), None, AS_OF)
    assert (report.authentic, detail(report, name)) == (False, sentence)


def fallen(register: Register, purpose: Purpose, last: int, until: datetime) -> Trust:
    """Return the trust after a key fell into other hands when the log had `last` leaves."""
    key = register.made[purpose].public
    keys = register.public.compromised(key.id, last=last, until=until)
    did = register.did_documents(keys)
    return replace(register.trust(), keys=keys, did_documents=did)


SIGNING = [Purpose.ROOT, Purpose.PDF, Purpose.CREDENTIAL, Purpose.CHECKPOINT]


@pytest.mark.parametrize("purpose", SIGNING)
def test_what_was_in_the_log_before_a_key_fell_stays_good(purpose: Purpose) -> None:
    register = Register()
    issued = register.issue()
    trust = fallen(register, purpose, 3, LATER)
    trusted = register.bundle(issued.document(), trust=trust)
    assert short(verify(issued.pdf, trusted, None, AS_OF)) == (True, True, "active")


@pytest.mark.parametrize("purpose", SIGNING)
def test_what_came_after_a_key_fell_is_refused(purpose: Purpose) -> None:
    register = Register()
    issued = register.issue()
    trust = fallen(register, purpose, 1, AT - DAY)
    report = verify(issued.pdf, register.bundle(trust=trust), None, AS_OF, issued.proof)
    assert short(report) == (False, False, "unknown")


def test_whoever_has_the_pdf_key_cannot_use_a_genuine_credential_for_another_page() -> None:
    register = Register()
    issued = register.issue()
    inside = register.prove(issued.number)
    forged = register.print(issued.credential, inside, sheet(level="Gold", level_ordinal=3))
    trust = fallen(register, Purpose.PDF, 3, LATER)
    report = verify(forged, register.bundle(trust=trust), None, AS_OF)
    assert detail(report, "signature") == (
        "The key of the signature fell into other hands, and nothing shows that the log had "
        "this file before."
    )
    assert detail(report, "text") == "The page does not say what its credential says: level."
    assert report.authentic is False


def test_a_file_that_was_logged_after_the_pdf_key_fell_is_refused() -> None:
    register = Register()
    issued = register.issue()
    later = fallen(register, Purpose.PDF, 2, LATER)
    listed_later = fallen(register, Purpose.PDF, 3, AT - DAY)
    for trusted, proof in (
        (register.bundle(trust=later), issued.proof),
        (register.bundle(issued.document(), trust=listed_later), None),
    ):
        report = verify(issued.pdf, trusted, None, AS_OF, proof)
        assert report.authentic is False
        assert detail(report, "signature") == (
            "The key of the signature fell into other hands, and nothing shows that the log had "
            "this file before."
        )


def test_whoever_has_the_key_of_checkpoints_cannot_make_a_past() -> None:
    register = Register()
    issued = register.issue()
    made_up = Register(register.made)
    backdated = made_up.issue(sheet(level="Gold", level_id="gold", level_ordinal=3))
    made_up.log_document(b"another file")
    trust = fallen(register, Purpose.CHECKPOINT, 10, LATER)
    for proof in (None, made_up.prove(2)):
        report = verify(backdated.pdf, register.bundle(trust=trust), None, AS_OF, proof)
        assert report.authentic is False
        assert detail(report, "log") == (
            "The proof inside rests on a key of the log that fell into other hands, and nothing "
            "else shows that the log had this certificate before."
        )
    listing = register.bundle(issued.document(), trust=trust)
    assert verify(issued.pdf, listing, None, AS_OF).authentic is True


def test_a_witness_saves_what_it_saw_before_the_key_of_checkpoints_fell() -> None:
    register = Register()
    credential = register.credential()
    inside = read_proof(register.prove(register.log_issue(credential)))
    witness = verifier_key("witness.example", KeyKind.COSIGNATURE, ANOTHER)
    trust = replace(fallen(register, Purpose.CHECKPOINT, 10, LATER), witnesses=(witness,))
    authentic = {}
    for seen in (AT + DAY, LATER + DAY):
        note = cosign(inside.checkpoint, "witness.example", ANOTHER, seen)
        pdf = register.print(credential, write_proof(replace(inside, checkpoint=note)))
        report = verify(pdf, register.bundle(trust=trust), None, AS_OF)
        authentic[seen] = report.authentic
    assert authentic == {AT + DAY: True, LATER + DAY: False}
