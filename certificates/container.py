"""The signature's container in a PDF: where it lies, and that it is written the one way we write.

The signature covers every byte of a file except its own container. So the container must leave
no choice: lower-case hex, zeros behind it, and a CMS that follows, byte for byte, from the pinned
certificates, the signed attributes and the signature value.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from asn1crypto import cms, core, x509
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from certificates.keys import Chain

DIGEST = "sha256"

_SEQUENCE, _SET, _FIRST, _SECOND = 0x30, 0x31, 0xA0, 0xA1
_LONG_FORM = 0x80
_VERSION_1 = bytes.fromhex("020101")
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_DATA = bytes.fromhex("06092a864886f70d010701")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")

_HEX = re.compile(rb"[0-9a-f]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Gap:
    """The bytes that a signature leaves out: from `start` (a <) up to `end` (behind a >)."""

    start: int
    end: int
    covered_to: int

    @classmethod
    def of(cls, signature: EmbeddedPdfSignature) -> "Gap":
        """Read a /ByteRange; raise ValueError for any that does not leave out one piece."""
        zero, start, end, rest = (int(number) for number in signature.byte_range)
        if zero != 0 or not 0 < start < end or rest <= 0:
            raise ValueError("This is not a range that leaves one piece out.")
        return cls(start, end, end + rest)

    def digest(self, file: bytes) -> bytes:
        """Return the SHA-256 of the bytes that are covered."""
        return sha256(file[: self.start] + file[self.end : self.covered_to]).digest()

    def in_lower_case(self, file: bytes) -> bytes:
        """Return the file with the gap's digits in lower case."""
        return file[: self.start] + file[self.start : self.end].lower() + file[self.end :]


def spelled_our_way(signature: EmbeddedPdfSignature, file: bytes) -> bool:
    """Say whether the container is lower-case hex of what was read, with zeros alone behind."""
    gap = Gap.of(signature)
    written = file[gap.start : gap.end]
    digits = written[1:-1]
    _, padding = _split(signature.pkcs7_content)
    return (
        gap.covered_to <= len(file)
        and (written[:1], written[-1:]) == (b"<", b">")
        and _HEX.fullmatch(digits) is not None
        and bytes.fromhex(digits.decode("ascii")) == signature.pkcs7_content
        and not padding.strip(b"\0")
    )


def wrapped_our_way(signature: EmbeddedPdfSignature, chain: Chain) -> bool:
    """Say whether the container is the one for this chain, these attributes and this value."""
    written, _ = _split(signature.pkcs7_content)
    return written == container_of(chain, signature.signer_info)


def container_of(chain: Chain, signer_info: cms.SignerInfo) -> bytes:
    """Return the one container (CMS, RFC 5652) for a chain, attributes and a signature value.

    The attributes' contents are taken as they are, since the signature covers them; a time stamp
    among the unsigned ones is taken over in DER.
    """
    signing = x509.Certificate.load(chain[0])
    signer = ExternalSigner(signing_cert=signing, cert_registry=None, signature_value=b"")
    info = _der(
        _SEQUENCE,
        _VERSION_1,
        _der(_SEQUENCE, signing.issuer.dump(), signing["tbs_certificate"]["serial_number"].dump()),
        _SHA256,
        _der(_FIRST, signer_info["signed_attrs"].contents),
        signer.get_signature_mechanism_for_digest(DIGEST).dump(),
        signer_info["signature"].dump(),
        *_unsigned(signer_info["unsigned_attrs"]),
    )
    signed_data = _der(
        _SEQUENCE,
        _VERSION_1,
        _der(_SET, _SHA256),
        _der(_SEQUENCE, _DATA),
        _der(_FIRST, *sorted(chain)),
        _der(_SET, info),
    )
    return _der(_SEQUENCE, _SIGNED_DATA, _der(_FIRST, signed_data))


def signed_digest(signer_info: cms.SignerInfo) -> bytes:
    """Return the digest of the file that the signer signed; raise ValueError without just one."""
    attributes = signer_info["signed_attrs"]
    found = [one["values"] for one in attributes if one["type"].native == "message_digest"]
    ((value,),) = found
    digest: bytes = value.native
    return digest


def _unsigned(attributes: cms.CMSAttributes) -> tuple[bytes, ...]:
    if not attributes.native:
        return ()
    attributes = cms.CMSAttributes.load(attributes.untag().dump(force=True))
    return (_der(_SECOND, attributes.contents),)


def _der(tag: int, *contents: bytes) -> bytes:
    """Return a value of this tag, its length in the shortest form (X.690, 10.1)."""
    inside = b"".join(contents)
    length = len(inside)
    if length < _LONG_FORM:
        return bytes([tag, length]) + inside
    octets = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes([tag, _LONG_FORM | len(octets)]) + octets + inside


def _split(contents: bytes) -> tuple[bytes, bytes]:
    """Return the DER value in front and what lies behind it."""
    length = len(core.Asn1Value.load(contents).dump())
    return contents[:length], contents[length:]
