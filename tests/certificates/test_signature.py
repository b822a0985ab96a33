"""Every way to tamper with a signed file that we know of, and the reason it is refused for."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from asn1crypto import cms, core
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates import signing
from certificates.container import Gap
from certificates.document import render
from certificates.keymaking import first_keys
from certificates.keys import Chain
from certificates.openpdf import open_pdf
from certificates.seals import Seal
from certificates.signature import Refusal, SignatureCheck, check_signature
from certificates.signing import sign
from tests.certificates.examples import sheet
from tests.certificates.signed import (
    AT,
    OWNER,
    chain,
    flipped,
    gap_of,
    keys,
    seal_of,
    tiny_pdf,
    tiny_signed,
    with_container,
)
from tests.certificates.test_signing import authority, stamped

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
FILES = {"credential.json": b'{"level":"silver"}'}
ACCEPTED = SignatureCheck(chain=chain(), signed_at=AT)


def refusals(pdf: bytes, chains: tuple[Chain, ...] = ()) -> tuple[Refusal, ...]:
    return check_signature(pdf, chains or (chain(),), AT).refusals


# One byte changed, anywhere.


@cache
def smallest() -> bytes:
    """Return a signed file with little room to spare, so that each of its bytes can be tried."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(signing, "_LEAST_RESERVED", 0)
        patched.setattr(signing, "_ATTRIBUTES_AND_VALUE", 600)
        return sign(tiny_pdf(FILES), seal_of(keys()[1]), AT)


@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("bits", [0x01, 0x20], ids=["digit", "case"])
def test_a_change_of_any_byte_is_refused(
    quarter: int, bits: int, request: pytest.FixtureRequest, long_campaign: bool
) -> None:
    quick = request.config.getoption("--sqlite-only")
    step = 16 if quick or (bits == 0x20 and not long_campaign) else 1
    file = smallest()
    places = range(quarter * len(file) // 4, (quarter + 1) * len(file) // 4, step)
    assert [place for place in places if not refusals(flipped(file, place, bits))] == []


def test_a_change_of_any_byte_of_a_certificate_is_refused() -> None:
    file = sign(render(sheet()), seal_of(keys()[1]), AT)
    assert refusals(file) == ()
    places = range(0, len(file), len(file) // 150)
    assert [place for place in places if not refusals(flipped(file, place))] == []


@settings(deadline=None)
@given(
    start=st.integers(0, 7000),
    length=st.integers(0, 60),
    instead=st.one_of(st.binary(max_size=60), st.sampled_from([b"00", b"<", b"endobj", b"null"])),
)
def test_no_piece_can_be_exchanged(start: int, length: int, instead: bytes) -> None:
    file = tiny_signed()
    changed = file[:start] + instead + file[start + length :]
    assert (refusals(changed) == ()) == (changed == file)


def test_a_refusal_leaves_no_trace_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    for file in (tiny_signed()[:-1], flipped(tiny_signed(), 40), tiny_signed()[50:], b"junk"):
        assert refusals(file)
    assert caplog.text == ""


def plainly_valid(pdf: bytes) -> bool:
    """Say what pyHanko alone thinks."""
    context = ValidationContext(
        trust_roots=[Certificate.load(chain()[-1])], moment=AT, allow_fetching=False
    )
    try:
        (signature,) = open_pdf(pdf).embedded_signatures
        return asyncio.run(async_validate_pdf_signature(signature, context)).bottom_line
    except Exception:  # noqa: BLE001 - it raises many kinds, and all mean no
        return False


def test_what_the_signature_does_not_see_lies_in_its_container(long_campaign: bool) -> None:
    file, gap = smallest(), gap_of(smallest())
    places = range(0, len(file), 1 if long_campaign else 37)
    unseen = [place for place in places if plainly_valid(flipped(file, place))]
    assert unseen
    assert all(gap.start < place < gap.end - 1 for place in unseen)
    assert [place for place in unseen if not refusals(flipped(file, place))] == []
    digests = {sha256(flipped(file, place)).digest() for place in unseen}
    assert len(digests) == len(unseen)
    assert sha256(file).digest() not in digests


# Something added.


@pytest.mark.parametrize("junk", [b"\n", b" ", b"\0", b"junk", b"%%EOF\n", b" " * 5000])
def test_junk_at_the_end_is_refused(junk: bytes) -> None:
    assert refusals(tiny_signed() + junk) in [(Refusal.ADDED,), (Refusal.UNREADABLE,)]


def test_junk_at_the_beginning_is_refused() -> None:
    assert refusals(b"junk\n" + tiny_signed())


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def other_credential(writer: IncrementalPdfFileWriter) -> None:
    entry = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]
    stream = generic.StreamObject(stream_data=b'{"level":"gold"}')
    entry["/EF"] = generic.DictionaryObject({pdf_name("/F"): writer.add_object(stream)})
    writer.update_container(entry)


def larger_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 999, 999)))
    writer.update_container(page)


def other_title(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(generic.DictionaryObject({pdf_name("/Title"): pdf_string("Gold")}))


@pytest.mark.parametrize("change", [other_credential, larger_page, other_title])
def test_an_incremental_update_is_refused(
    change: Callable[[IncrementalPdfFileWriter], None],
) -> None:
    assert refusals(updated(tiny_signed(), change)) == (Refusal.ADDED,)


@pytest.mark.parametrize("change", [other_credential, larger_page, other_title])
def test_a_change_is_refused_under_a_time_stamp_of_a_pinned_authority_too(
    change: Callable[[IncrementalPdfFileWriter], None],
) -> None:
    root, stamper = authority()
    writer = IncrementalPdfFileWriter(BytesIO(updated(tiny_signed(), change)))
    output = asyncio.run(PdfTimeStamper(stamper).async_timestamp_pdf(writer, "sha256"))
    file = in_lower_case(output.getvalue())
    assert check_signature(file, [chain()], AT, (root,)).refusals == (Refusal.ADDED,)


# The signature taken away, doubled, or made by others.


def test_a_signature_that_was_cut_off_is_missed() -> None:
    assert refusals(tiny_pdf(FILES)) == (Refusal.UNSIGNED,)


@pytest.mark.parametrize("length", [1, 2, 7, 30, 300, 1000, 7000])
def test_a_file_that_was_cut_short_is_refused(length: int) -> None:
    assert refusals(tiny_signed()[:-length])


@pytest.mark.parametrize("junk", [b"", b"junk", b"%PDF-1.7\n%%EOF\n", b"\0" * 10_000])
def test_what_is_no_pdf_is_refused(junk: bytes) -> None:
    assert refusals(junk) == (Refusal.UNREADABLE,)


def test_a_look_alike_issuer_is_refused() -> None:
    twin = first_keys(OWNER, AT)[1]
    signed = sign(tiny_pdf(FILES), seal_of(twin), AT)
    assert refusals(signed, (twin.public.chain,)) == ()
    assert refusals(signed) == (Refusal.FOREIGN,)


def test_every_chain_that_is_pinned_is_found() -> None:
    others = tuple(first_keys(OWNER, AT)[1].public.chain for _ in range(2))
    assert check_signature(tiny_signed(), (*others, chain()), AT) == ACCEPTED
    assert refusals(tiny_signed(), others) == (Refusal.FOREIGN,)
    assert check_signature(tiny_signed(), (), AT).refusals == (Refusal.FOREIGN,)


def test_a_pinned_root_alone_is_not_enough() -> None:
    leaf, root = chain()
    for other in ((root,), (leaf,), (root, leaf), (leaf, root, root)):
        assert refusals(tiny_signed(), (other,)) == (Refusal.FOREIGN,)


def signed_otherwise(pdf: bytes, seal: Seal, **changes: Any) -> bytes:
    """Sign as our own signing does, but for these changes."""
    name = str(changes.get("field_name", "Signature"))
    usual = PdfSignatureMetadata(
        field_name=name,
        md_algorithm="sha256",
        certify=True,
        subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    meta = replace(usual, **changes)
    field = SigFieldSpec(name, box=None, empty_field_appearance=False)

    class Careless(PdfSigner):
        def _enforce_certification_constraints(self, reader: object) -> None:
            """Sign whatever the file forbids."""

    signer = Careless(meta, seal.signer, new_field_spec=field)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    file = asyncio.run(signer.async_sign_pdf(writer)).getvalue()
    return in_lower_case(file)


def in_lower_case(file: bytes) -> bytes:
    for signature in open_pdf(file).embedded_signatures:
        file = Gap.of(signature).in_lower_case(file)
    return file


def test_two_signatures_are_refused() -> None:
    twice = signed_otherwise(tiny_signed(), seal_of(keys()[1]), field_name="Two", certify=False)
    assert refusals(twice) == (Refusal.SEVERAL, Refusal.ADDED)


def test_a_signature_of_a_kind_that_nobody_knows_counts_too() -> None:
    def strange(writer: IncrementalPdfFileWriter) -> None:
        value = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Sig"),
                pdf_name("/SubFilter"): pdf_name("/strange.filter"),
                pdf_name("/Contents"): generic.ByteStringObject(b"x"),
            }
        )
        field = generic.DictionaryObject(
            {
                pdf_name("/FT"): pdf_name("/Sig"),
                pdf_name("/T"): pdf_string("Strange"),
                pdf_name("/V"): writer.add_object(value),
            }
        )
        form = writer.root["/AcroForm"]
        form["/Fields"].append(writer.add_object(field))
        writer.update_container(form["/Fields"])

    assert refusals(updated(tiny_signed(), strange)) == (Refusal.SEVERAL, Refusal.ADDED)


@pytest.mark.parametrize(
    "changes",
    [
        {"certify": False},
        {"docmdp_permissions": MDPPerm.FILL_FORMS},
        {"docmdp_permissions": MDPPerm.ANNOTATE},
        {"subfilter": SigSeedSubFilter.ADOBE_PKCS7_DETACHED},
    ],
    ids=["approval", "forms", "comments", "adobe"],
)
def test_a_signature_of_ours_that_leaves_the_file_open_is_refused(changes: dict[str, Any]) -> None:
    assert refusals(signed_otherwise(tiny_pdf(FILES), seal_of(keys()[1]), **changes)) == (
        Refusal.OPEN,
    )


def test_another_digest_than_ours_is_refused() -> None:
    signed = signed_otherwise(tiny_pdf(FILES), seal_of(keys()[1]), md_algorithm="sha512")
    assert refusals(signed) == (Refusal.CHANGED, Refusal.CONTAINER)


def test_a_moment_before_the_certificate_began_is_refused() -> None:
    check = check_signature(tiny_signed(), [chain()], AT - timedelta(days=1))
    assert check == SignatureCheck((Refusal.UNTRUSTED,))


def test_no_moment_is_too_late() -> None:
    assert check_signature(tiny_signed(), [chain()], AT.replace(year=9998)) == ACCEPTED


def test_two_files_of_one_name_are_refused_even_where_we_signed() -> None:
    signed = sign(tiny_pdf(FILES, twice=True), seal_of(keys()[1]), AT)
    assert refusals(signed) == (Refusal.FILES,)


# The container: what the signature cannot see.


def container(pdf: bytes) -> cms.ContentInfo:
    contents = open_pdf(pdf).embedded_signatures[0].pkcs7_content
    return cms.ContentInfo.load(contents)


def rewrapped(change: Callable[[cms.SignedData], None]) -> bytes:
    wrapped = cms.ContentInfo.load(container(tiny_signed()).dump())
    change(wrapped["content"])
    return with_container(tiny_signed(), wrapped.dump(force=True))


def add_unsigned(signed_data: cms.SignedData) -> None:
    note = simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(AT)}))
    signed_data["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([note])


def add_certificate(signed_data: cms.SignedData) -> None:
    signed_data["certificates"].append(
        cms.CertificateChoices(
            "certificate", Certificate.load(first_keys(OWNER, AT)[0].public.chain[0])
        )
    )


def drop_root(signed_data: cms.SignedData) -> None:
    del signed_data["certificates"][0 if len(chain()[1]) < len(chain()[0]) else 1]


def add_second_signer(signed_data: cms.SignedData) -> None:
    signed_data["signer_infos"].append(signed_data["signer_infos"][0])


def raise_version(signed_data: cms.SignedData) -> None:
    signed_data["version"] = "v3"


def add_digest(signed_data: cms.SignedData) -> None:
    signed_data["digest_algorithms"].append({"algorithm": "sha512"})


def test_a_container_that_was_only_taken_out_and_put_back_is_the_same() -> None:
    assert rewrapped(lambda _: None) == tiny_signed()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (add_unsigned, (Refusal.EXTRA,)),
        (add_certificate, (Refusal.FOREIGN,)),
        (drop_root, (Refusal.FOREIGN,)),
        (add_second_signer, (Refusal.UNREADABLE,)),
        (raise_version, (Refusal.CONTAINER,)),
        (add_digest, (Refusal.CONTAINER,)),
    ],
)
def test_a_container_with_other_contents_is_refused(
    change: Callable[[cms.SignedData], None], expected: tuple[Refusal, ...]
) -> None:
    assert refusals(rewrapped(change)) == expected


def longer_length(der: bytes) -> bytes:
    """Return the value with its outermost length in three octets, which BER allows."""
    assert der[:2] == b"\x30\x82"
    return b"\x30\x83\x00" + der[2:]


def open_ended(der: bytes) -> bytes:
    """Return the value in BER's indefinite form."""
    return b"\x30\x80" + der[4:] + b"\0\0"


@pytest.mark.parametrize("respelled", [longer_length, open_ended])
def test_a_container_in_another_encoding_is_refused(respelled: Callable[[bytes], bytes]) -> None:
    file = with_container(tiny_signed(), respelled(container(tiny_signed()).dump()))
    assert refusals(file) in [(Refusal.CONTAINER,), (Refusal.UNREADABLE,)]


def spelled(change: Callable[[bytes], bytes]) -> bytes:
    gap = gap_of(tiny_signed())
    digits = tiny_signed()[gap.start + 1 : gap.end - 1]
    changed = change(digits)
    assert changed != digits
    assert len(changed) == len(digits)
    return tiny_signed()[: gap.start + 1] + changed + tiny_signed()[gap.end - 1 :]


@pytest.mark.parametrize(
    "change",
    [
        bytes.upper,
        lambda digits: digits.replace(b"a", b"A", 1),
        lambda digits: digits[:-1] + b"1",
        lambda digits: digits[:-2] + b"  ",
        lambda digits: digits[:-2] + b"\n0",
        lambda digits: digits[:-9] + b"0" * 8 + b">",
        lambda digits: b" " + digits[:-1],
        lambda digits: digits[:40] + b"\n\n" + digits[40:-2],
        lambda digits: digits[:-8] + b"deadbeef",
    ],
    ids=["upper", "one", "odd", "spaces", "newline", "bracket", "first", "inside", "padding"],
)
def test_a_container_in_another_spelling_is_refused(change: Callable[[bytes], bytes]) -> None:
    assert refusals(spelled(change))
    assert set(refusals(spelled(change))) & {
        Refusal.SPELLING,
        Refusal.UNREADABLE,
        Refusal.UNSIGNED,
        Refusal.ADDED,
    }


def test_the_second_spelling_that_ecdsa_leaves_is_seen_by_the_files_hash_alone() -> None:
    def mirror(signed_data: cms.SignedData) -> None:
        info = signed_data["signer_infos"][0]
        r, s = decode_dss_signature(info["signature"].native)
        info["signature"] = encode_dss_signature(r, P256_ORDER - s)

    mirrored = rewrapped(mirror)
    assert check_signature(mirrored, [chain()], AT) == ACCEPTED
    assert sha256(mirrored).digest() != sha256(tiny_signed()).digest()


def test_a_signature_of_another_file_is_refused() -> None:
    other = sign(tiny_pdf({"credential.json": b'{"level":"gold"  }'}), seal_of(keys()[1]), AT)
    assert len(other) == len(tiny_signed())
    moved = with_container(tiny_signed(), container(other).dump())
    assert refusals(moved) == (Refusal.CHANGED,)


def test_the_answer_is_in_sentences() -> None:
    assert check_signature(tiny_signed(), [chain()], AT).detail == (
        "The issuer's signature covers the whole file and forbids any change."
    )
    assert check_signature(tiny_signed() + b"\n", [chain()], AT).detail == (
        "Something was added to the file after it was signed."
    )


def test_an_encrypted_file_is_refused() -> None:
    trailer = tiny_signed().replace(b"/Root", b"/Encrypt 1 0 R /Root")
    assert refusals(trailer) == (Refusal.UNREADABLE,)


def test_stamped_files_are_refused_without_a_pinned_authority() -> None:
    assert refusals(stamped(False)) == (Refusal.EXTRA,)
