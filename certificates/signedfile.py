"""A signed PDF as a stranger finds it: what it shows before any certificate is weighed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data

from certificates.attachments import attachments_of
from certificates.container import Gap, signed_digest, spelled_our_way, wrapped_our_way
from certificates.errors import BadInput
from certificates.keys import Chain
from certificates.openpdf import open_pdf

_TIME_STAMP = "signature_time_stamp_token"


@dataclass(frozen=True)
class SignedFile:
    """A PDF and its signatures; what it is asked may raise anything, since its author may be evil.

    `signature` is the first that is no document time stamp.
    """

    pdf: bytes

    @cached_property
    def reader(self) -> PdfFileReader:
        """The file, strictly opened."""
        return open_pdf(self.pdf)

    @cached_property
    def stamps(self) -> tuple[EmbeddedPdfSignature, ...]:
        """The document time stamps, in the order in which they were added."""
        return tuple(self.reader.embedded_timestamp_signatures)

    @cached_property
    def signature(self) -> EmbeddedPdfSignature | None:
        """The signature, or None where there is none."""
        return next(iter(self.reader.embedded_regular_signatures), None)

    def has_one(self) -> bool:
        """Say whether there is one signature besides time stamps, counting what nobody can read."""
        fields = list(enumerate_sig_fields(self.reader, filled_status=True))
        return len(fields) == 1 + len(self.stamps)

    def ends_with(self, last: EmbeddedPdfSignature) -> bool:
        """Say whether a signature covers the file up to its last byte."""
        return Gap.of(last).covered_to == len(self.pdf)

    def digest_fits(self, signature: EmbeddedPdfSignature) -> bool:
        """Say whether the covered bytes are those that were signed."""
        return Gap.of(signature).digest(self.pdf) == signed_digest(signature.signer_info)

    def chain_among(self, signature: EmbeddedPdfSignature, chains: Iterable[Chain]) -> Chain | None:
        """Return the chain whose certificates, and no others, stand in the signature."""
        embedded = sorted(one.chosen.dump() for one in signature.signed_data["certificates"])
        signer = signature.signer_cert.dump()
        return next(
            (chain for chain in chains if chain[0] == signer and sorted(chain) == embedded), None
        )

    def forbids_changes(self, signature: EmbeddedPdfSignature) -> bool:
        """Say whether the signature is PAdES and certifies the file against any change."""
        rule = read_certification_data(self.reader)
        return (
            rule is not None
            and rule.permission is MDPPerm.NO_CHANGES
            and rule.author_sig.get_object() == signature.sig_object
            and signature.sig_object["/SubFilter"] == SigSeedSubFilter.PADES.value
        )

    def is_spelled(self, signature: EmbeddedPdfSignature) -> bool:
        """Say whether the container is spelled the one way that we spell it."""
        return spelled_our_way(signature, self.pdf)

    def is_wrapped(self, signature: EmbeddedPdfSignature, chain: Chain) -> bool:
        """Say whether the container is put together the one way that we do it."""
        return wrapped_our_way(signature, chain)

    def has_extra(self, signature: EmbeddedPdfSignature, *, stamped: bool) -> bool:
        """Say whether there are unsigned attributes, but for one time stamp where it may be."""
        unsigned = signature.signer_info["unsigned_attrs"].native or []
        kinds = [(one["type"], len(one["values"])) for one in unsigned]
        return bool(kinds) and not (stamped and kinds == [(_TIME_STAMP, 1)])

    def files_hold(self) -> bool:
        """Say whether the files inside are there once each, small and under plain names."""
        try:
            attachments_of(self.reader)
        except BadInput:
            return False
        return True
