import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps import DummyTimeStamper, HTTPTimeStamper

from certificates.document import render
from certificates.errors import BadInput, CannotSign
from certificates.openpdf import open_pdf
from certificates.signature import Refusal, SignatureCheck, check_signature
from certificates.signing import TimeStamping, sign
from tests.certificates.examples import sheet
from tests.certificates.signed import AT, chain, gap_of, keys, seal_of, tiny_pdf, tiny_signed

STAMPED = AT + timedelta(seconds=3)


def test_a_signed_file_is_the_file_with_something_behind_it() -> None:
    pdf = tiny_pdf({"credential.json": b'{"level":"silver"}'})
    assert tiny_signed().startswith(pdf)
    assert check_signature(tiny_signed(), [chain()], AT) == SignatureCheck(
        chain=chain(), signed_at=AT
    )


def test_a_certificate_can_be_signed_and_keeps_its_dates_and_its_pdf_version() -> None:
    pdf = render(sheet())
    signed = sign(pdf, seal_of(keys()[1]), AT)
    before, after = open_pdf(pdf), open_pdf(signed)
    assert check_signature(signed, [chain()], AT).ok
    assert dict(after.trailer["/Info"]) == dict(before.trailer["/Info"])
    assert after.root["/Metadata"].data == before.root["/Metadata"].data
    assert after.input_version == (1, 7)
    dates = re.findall(rb"D:[\d\\:]*", signed[len(pdf) :].replace(rb"\072", b":"))
    assert dates == [b"D:20260529090000"]


def test_the_moment_given_is_the_one_that_is_signed_whatever_its_zone() -> None:
    at = AT.astimezone(datetime.now().astimezone().tzinfo) + timedelta(days=9)
    check = check_signature(sign(tiny_pdf(), seal_of(keys()[1]), at), [chain()], at)
    assert check.signed_at == AT + timedelta(days=9)


def test_signatures_differ_from_each_other() -> None:
    first, second = (sign(tiny_pdf(), seal_of(keys()[1]), AT) for _ in range(2))
    assert first != second
    assert len(first) == len(second)


def test_the_container_is_lower_case_hex_with_room_to_spare() -> None:
    gap = gap_of(tiny_signed())
    assert gap.end - gap.start == 6144 + 2
    assert re.fullmatch(rb"<[0-9a-f]+0{2000}>", tiny_signed()[gap.start : gap.end])


@pytest.mark.parametrize("pdf", [b"", b"junk", tiny_pdf()[:-30]], ids=["empty", "junk", "cut"])
def test_what_cannot_be_read_is_not_signed(pdf: bytes) -> None:
    with pytest.raises(BadInput, match="This PDF cannot be signed"):
        sign(pdf, seal_of(keys()[1]), AT)


def test_what_is_signed_is_not_signed_again() -> None:
    with pytest.raises(CannotSign, match="Signing failed"):
        sign(tiny_signed(), seal_of(keys()[1]), AT)


# Time stamps, by an authority that lives in this test.


@cache
def authority() -> tuple[bytes, DummyTimeStamper]:
    """Return the root of a time stamping authority (fictitious) and its way to stamp."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    key = rsa.generate_private_key(65537, 2048)
    root_name, name = (
        x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, text)])
        for text in ("Time root (fictitious)", "Time (fictitious)")
    )

    def begun(subject: x509.Name, public: Any) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        )

    root = (
        begun(root_name, root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(root_key, SHA256())
    )
    purpose = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
    leaf = begun(name, key.public_key()).add_extension(purpose, critical=True)
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(leaf.sign(root_key, SHA256()).public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(
            key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        fixed_dt=STAMPED,
    )
    return root.public_bytes(Encoding.DER), stamper


@cache
def stamped(archive: bool) -> bytes:
    root, stamper = authority()
    stamping = TimeStamping(stamper, (root,), archive=archive, fetch=False)
    return sign(render(sheet()), seal_of(keys()[1]), AT, stamping)


@pytest.mark.parametrize("archive", [False, True])
def test_a_time_stamp_says_when_where_its_authority_is_pinned(archive: bool) -> None:
    check = check_signature(stamped(archive), [chain()], AT, (authority()[0],))
    assert check == SignatureCheck(chain=chain(), signed_at=AT, stamped_at=STAMPED)


def test_a_time_stamp_of_nobody_we_know_is_refused() -> None:
    other = keys()[0].public.chain
    plain, archived = stamped(False), stamped(True)
    assert [
        check_signature(plain, [chain()], AT).refusals,
        check_signature(plain, [chain()], AT, other).refusals,
        check_signature(archived, [chain()], AT).refusals,
        check_signature(archived, [chain()], AT, other).refusals,
    ] == [
        (Refusal.EXTRA,),
        (Refusal.STAMP,),
        (Refusal.ADDED, Refusal.EXTRA, Refusal.STAMP),
        (Refusal.STAMP,),
    ]


@pytest.mark.parametrize("archive", [False, True])
def test_junk_behind_a_stamped_file_is_refused(archive: bool) -> None:
    for junk in (b"\n", b"junk", b"%%EOF\n"):
        assert not check_signature(stamped(archive) + junk, [chain()], AT, (authority()[0],)).ok


def test_an_archive_without_its_stamp_is_the_signature_it_was() -> None:
    end = gap_of(stamped(True)).covered_to
    assert end < len(stamped(True))
    check = check_signature(stamped(True)[:end], [chain()], AT, (authority()[0],))
    assert check == SignatureCheck(chain=chain(), signed_at=AT, stamped_at=STAMPED)
    assert not check_signature(stamped(True)[: end + 200], [chain()], AT, (authority()[0],)).ok


def test_an_authority_that_does_not_answer_is_said_so() -> None:
    nobody = TimeStamping(HTTPTimeStamper("http://127.0.0.1:9/"), ())
    with pytest.raises(CannotSign, match="timestamp service"):
        sign(tiny_pdf(), seal_of(keys()[1]), AT, nobody)
