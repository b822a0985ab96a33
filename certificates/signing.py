"""Signs a certificate: PAdES baseline, certified so that nothing may change afterwards.

By default level B-B: the transparency log says when. With a time stamping authority B-T, or
B-LTA for an archive that trusts no log.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.path import ValidationPath

from certificates.container import DIGEST, Gap
from certificates.errors import BadInput, CannotSign
from certificates.keys import Chain
from certificates.seals import Seal

FIELD = "Signature"

_FAILURES = (SigningError, TimestampRequestError, PathBuildingError, PathValidationError)
_LEAST_RESERVED = 6144
_ATTRIBUTES_AND_VALUE = 1800
"""Bytes of a container besides its certificates: attributes, and a signature of up to RSA 4096."""


@dataclass(frozen=True, slots=True)
class TimeStamping:
    """Where time stamps come from (pyHanko's `HTTPTimeStamper`, say) and which roots they have.

    `archive` makes it B-LTA: certificates and what `fetch` finds of their revocation go into the
    file, under a document time stamp.
    """

    stamper: TimeStamper
    roots: Chain
    archive: bool = False
    fetch: bool = True


def sign(pdf: bytes, seal: Seal, at: datetime, stamping: TimeStamping | None = None) -> bytes:
    """Return the PDF, signed with this seal at this moment.

    The signature is invisible and changes nothing that is read or shown. It is not the same
    twice: keep the bytes. Raises BadInput for a file that cannot be read, and CannotSign for one
    that is signed already and where the key or the time stamping authority fails.
    """
    try:
        return asyncio.run(_sign(pdf, seal, at.astimezone(UTC), stamping))
    except PdfError as problem:
        raise BadInput(f"This PDF cannot be signed: {problem}") from problem
    except (*_FAILURES, RuntimeError, OSError) as problem:
        raise CannotSign(f"Signing failed: {problem}") from problem


def stamp_again(pdf: bytes, at: datetime, stamping: TimeStamping) -> bytes:
    """Return an archive with a further document time stamp, which vouches for those before it.

    To be done before the certificate of the last one ends (`stamped_until`). What was signed
    stays as it is. Raises BadInput for a file without such a time stamp, and CannotSign where the
    authority fails or the last one can no longer be proved.
    """
    try:
        return asyncio.run(_stamped_again(pdf, at.astimezone(UTC), stamping))
    except PdfError as problem:
        raise BadInput(f"This PDF cannot be stamped: {problem}") from problem
    except (*_FAILURES, RuntimeError, OSError) as problem:
        raise CannotSign(f"Stamping failed: {problem}") from problem


def stamped_until(pdf: bytes) -> datetime | None:
    """Return when the certificate of the last document time stamp ends; None without one."""
    stamps = PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures
    return stamps[-1].signer_cert.not_valid_after if stamps else None


class _Untouched(IncrementalPdfFileWriter):
    """Adds to a file and leaves its metadata as they were printed, with their dates."""

    def _update_meta(self) -> None:
        """Change nothing."""


class _Pdf17Signer(PdfSigner):
    """Stays within PDF 1.7, on which PDF/A-3 rests, where pyHanko would announce PDF 2.0."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Announce PAdES only."""
        pdf_out.register_extension(ESIC_EXTENSION_1)


async def _sign(pdf: bytes, seal: Seal, at: datetime, stamping: TimeStamping | None) -> bytes:
    if stamping is None or not stamping.archive:
        return await _signed(_signer(seal, stamping), pdf, seal.chain, at)
    context = _context(seal.chain, stamping, at)
    try:
        signed = await _signed(_signer(seal, stamping), pdf, seal.chain, at)
        return await _archived(signed, stamping.stamper, context)
    finally:
        await context.aclose()


def _signer(seal: Seal, stamping: TimeStamping | None) -> PdfSigner:
    return _Pdf17Signer(
        PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            certify=True,
            subfilter=SigSeedSubFilter.PADES,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        seal.signer,
        timestamper=stamping.stamper if stamping else None,
        new_field_spec=SigFieldSpec(FIELD, box=None, empty_field_appearance=False),
    )


async def _signed(signer: PdfSigner, pdf: bytes, chain: Chain, at: datetime) -> bytes:
    """Go pyHanko's own way step by step, since only so the moment can be given."""
    session = signer.init_signing_session(_Untouched(BytesIO(pdf)))
    session.system_time = at
    reserved = _reserved(chain)
    if signer.default_timestamper is not None:
        reserved = await session.estimate_signature_container_size(None)
    prepared = session.prepare_tbs_document(None, reserved)
    output = BytesIO()
    digest, _ = prepared.digest_tbs_document(output=output)
    await prepared.perform_signature(digest.document_digest, PdfCMSSignedAttributes(at))
    gap = Gap(digest.reserved_region_start, digest.reserved_region_end, 0)
    return gap.in_lower_case(output.getvalue())


async def _archived(signed: bytes, stamper: TimeStamper, context: ValidationContext) -> bytes:
    """Add what proves the certificates, and a document time stamp as the last word."""
    (signature,) = PdfFileReader(BytesIO(signed)).embedded_regular_signatures
    validator = CertificateValidator(signature.signer_cert, validation_context=context)
    path = await validator.async_validate_usage({"non_repudiation"})
    return await _with_stamp(signed, stamper, context, path)


async def _stamped_again(pdf: bytes, at: datetime, stamping: TimeStamping) -> bytes:
    stamps = PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures
    if not stamps:
        raise BadInput("This PDF has no document time stamp that another could follow.")
    context = _context((), stamping, at)
    try:
        validator = CertificateValidator(
            stamps[-1].signer_cert,
            intermediate_certs=stamps[-1].other_embedded_certs,
            validation_context=context,
        )
        path = await validator.async_validate_usage(set(), {"time_stamping"})
        return await _with_stamp(pdf, stamping.stamper, context, path)
    finally:
        await context.aclose()


async def _with_stamp(
    pdf: bytes, stamper: TimeStamper, context: ValidationContext, path: ValidationPath
) -> bytes:
    file = BytesIO(pdf)
    await PdfTimeStamper(stamper).async_timestamp_pdf(
        _Untouched(file),
        DIGEST,
        context,
        validation_paths=[path],
        in_place=True,
        dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
    )
    stamp = PdfFileReader(file).embedded_timestamp_signatures[-1]
    return Gap.of(stamp).in_lower_case(file.getvalue())


def _context(chain: Chain, stamping: TimeStamping, at: datetime) -> ValidationContext:
    """Trust what the file shall carry for an archive: our anchor and those of the time stamps."""
    return ValidationContext(
        trust_roots=[Certificate.load(root) for root in (*chain[-1:], *stamping.roots)],
        other_certs=[Certificate.load(certificate) for certificate in chain[:-1]],
        moment=None if stamping.fetch else at,
        allow_fetching=stamping.fetch,
    )


def _reserved(chain: Chain) -> int:
    """Return the hex digits to keep free for a container without a time stamp."""
    return max(_LEAST_RESERVED, 2 * (sum(map(len, chain)) + _ATTRIBUTES_AND_VALUE))
