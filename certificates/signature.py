"""The strict check of a certificate's signature: every reason to refuse, in plain words.

Trust comes from the pinned chains alone, never from the file. Validity is judged at the moment
of issue, which the log proves, so that nothing here ever runs out. What a signature cannot see
of its own container leaves no choice here (see `container`), but for the value itself, which
ECDSA lets anyone write in a second way; the hash of the file in the log tells even these apart.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from asn1crypto.x509 import Certificate
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    TimestampSignatureStatus,
)
from pyhanko_certvalidator import ValidationContext

from certificates.keys import Chain
from certificates.signedfile import SignedFile

_ARCHIVE = ModificationLevel.LTA_UPDATES
_STAMPS_ONLY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys={"/AcroForm", "/DSS"}),
        XrefStreamRule().as_qualified(_ARCHIVE),
        DSSCompareRule().as_qualified(_ARCHIVE),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
)
"""What may come behind a signature: pyHanko's usual rules would let anybody change the title."""


class Refusal(Enum):
    """Why a file is not what the issuer signed; the value is the sentence for a reader."""

    UNREADABLE = "The file cannot be read as a PDF that was signed."
    UNSIGNED = "The file has no signature."
    SEVERAL = "The file has more than one signature; the issuer's have exactly one."
    ADDED = "Something was added to the file after it was signed."
    CHANGED = "The file was changed after it was signed, or the signature belongs to another file."
    FOREIGN = "The signature was made with certificates that are not the issuer's."
    UNTRUSTED = "The issuer's certificate did not hold at the moment of issue."
    OPEN = "The signature does not forbid changes to the file; the issuer's do."
    SPELLING = "The place of the signature is filled in another way than the issuer fills it."
    CONTAINER = "The signature is put together in another way than the issuer does it."
    EXTRA = "The signature carries an addition that nobody signed."
    STAMP = "A time stamp of the file is not from an authority that the issuer names."
    FILES = "The files inside the PDF are not as the issuer puts them in."


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """What the check found: reasons to refuse, or none, and then whose signature it is.

    `chain` is the pinned chain; `signed_at` is the signer's own word, `stamped_at` that of a time
    stamping authority.
    """

    refusals: tuple[Refusal, ...] = ()
    chain: Chain | None = None
    signed_at: datetime | None = None
    stamped_at: datetime | None = None

    @property
    def ok(self) -> bool:
        """Say whether the file is, as far as its signature sees, what the issuer signed."""
        return not self.refusals

    @property
    def detail(self) -> str:
        """The answer in sentences."""
        return " ".join(refusal.value for refusal in self.refusals) or (
            "The issuer's signature covers the whole file and forbids any change."
        )


def check_signature(
    pdf: bytes, chains: Iterable[Chain], at: datetime, stamp_roots: Chain = ()
) -> SignatureCheck:
    """Return what the signature of a file says, checked against the pinned chains at a moment.

    `at` is the moment of issue. Time stamps are refused unless `stamp_roots` (DER) name their
    authorities. Nothing is fetched, and whatever a hostile file provokes is a refusal. First
    comes what the file itself shows, then, where that is in order, what pyHanko thinks of it.
    """
    file = SignedFile(pdf)
    try:
        if file.signature is None:
            return SignatureCheck((Refusal.UNSIGNED,))
        chain = file.chain_among(file.signature, chains)
        refusals = _seen_from_outside(file, file.signature, chain, stamped=bool(stamp_roots))
    except Exception:  # noqa: BLE001 - whatever a hostile file provokes is a refusal
        return SignatureCheck((Refusal.UNREADABLE,))
    if refusals or chain is None:
        return SignatureCheck(refusals)
    return asyncio.run(_weighed(file, file.signature, chain, at, stamp_roots))


def _seen_from_outside(
    file: SignedFile, signature: EmbeddedPdfSignature, chain: Chain | None, *, stamped: bool
) -> tuple[Refusal, ...]:
    last = file.stamps[-1] if file.stamps and stamped else signature
    found = {
        Refusal.SEVERAL: not file.has_one(),
        Refusal.ADDED: not file.ends_with(last),
        Refusal.CHANGED: not file.digest_fits(signature),
        Refusal.FOREIGN: chain is None,
        Refusal.OPEN: not file.forbids_changes(signature),
        Refusal.SPELLING: not all(map(file.is_spelled, (signature, *file.stamps))),
        Refusal.CONTAINER: chain is not None and not file.is_wrapped(signature, chain),
        Refusal.EXTRA: file.has_extra(signature, stamped=stamped),
        Refusal.STAMP: bool(file.stamps) and not stamped,
        Refusal.FILES: not file.files_hold(),
    }
    return tuple(refusal for refusal, so in found.items() if so)


async def _weighed(
    file: SignedFile,
    signature: EmbeddedPdfSignature,
    chain: Chain,
    at: datetime,
    stamp_roots: Chain,
) -> SignatureCheck:
    """Let pyHanko judge signature, certificates and time stamps; its errors are refusals."""
    authorities = _trusting(stamp_roots, at)
    try:
        status = await async_validate_pdf_signature(
            signature,
            _trusting(chain[-1:], at, chain[1:-1]),
            authorities,
            diff_policy=_STAMPS_ONLY,
        )
        stamps = [await _stamp_status(stamp, stamp_roots) for stamp in file.stamps]
        claimed = signature.self_reported_timestamp
    except Exception:  # noqa: BLE001 - whatever a hostile file provokes is a refusal
        return SignatureCheck((Refusal.UNREADABLE,))
    every = [*filter(None, (status.timestamp_validity,)), *stamps]
    found = {
        Refusal.ADDED: not _nothing_but_stamps_added(status, stamps),
        Refusal.CHANGED: not (status.intact and status.valid),
        Refusal.UNTRUSTED: status.intact and status.valid and not status.trusted,
        Refusal.STAMP: bool(status.content_timestamp_validity) or not all(map(_sound, every)),
    }
    result = SignatureCheck(tuple(refusal for refusal, so in found.items() if so))
    if not result.ok:
        return result
    stamped_at = min((one.timestamp for one in every), default=None)
    return replace(result, chain=chain, signed_at=claimed, stamped_at=stamped_at)


def _nothing_but_stamps_added(
    status: PdfSignatureStatus, stamps: list[DocumentTimestampStatus]
) -> bool:
    if not stamps:
        return status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return (
        status.coverage is SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level is _ARCHIVE
        and bool(status.docmdp_ok)
        and stamps[-1].coverage is SignatureCoverageLevel.ENTIRE_FILE
    )


async def _stamp_status(stamp: EmbeddedPdfSignature, roots: Chain) -> DocumentTimestampStatus:
    """Judge a document time stamp at its own moment: a later one vouches for it, or the log."""
    info = stamp.signed_data["encap_content_info"]["content"].parsed
    moment = info["gen_time"].native
    return await async_validate_pdf_timestamp(stamp, _trusting(roots, moment), _STAMPS_ONLY)


def _sound(stamp: TimestampSignatureStatus) -> bool:
    return stamp.valid and stamp.intact and stamp.trusted


def _trusting(roots: Chain, at: datetime, others: Chain = ()) -> ValidationContext:
    """Trust these roots alone at a moment, and fetch nothing."""
    return ValidationContext(
        trust_roots=[Certificate.load(root) for root in roots],
        other_certs=[Certificate.load(certificate) for certificate in others],
        moment=at,
        allow_fetching=False,
    )
