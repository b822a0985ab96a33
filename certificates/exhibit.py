"""A certificate on the table: its signature, credential and places in the log, against pinned keys.

Each question is asked for itself and answered in a sentence; a no is a BadInput. Nothing that
the file says is believed before a key of the trust bundle vouches for it.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from pyhanko.pdf_utils.reader import PdfFileReader

from certificates.attachments import CREDENTIAL, PROOF, attachments_of
from certificates.claims import Claims
from certificates.credential import Verdict, check
from certificates.errors import BadInput
from certificates.issuerkeys import IssuerKey, issuer_keys
from certificates.keys import PublicKey, Purpose, State
from certificates.leaves import LeafType
from certificates.logplace import Place, place_of
from certificates.openpdf import open_pdf
from certificates.pinned import pinned_keys
from certificates.printed import missing_claims, printed_lines
from certificates.report import CannotBeKnown
from certificates.signature import Refusal, SignatureCheck, check_signature
from certificates.trust import Bundle, Document, Label, Trust
from certificates.wording import in_words

_ISSUING = {LeafType.ISSUE, LeafType.RENEW, LeafType.REPLACE}


@dataclass(frozen=True)
class Exhibit:
    """A file, what stands beside it (`proof`: its FILE.pdf.proof), and what it is weighed against.

    `at` is the present; `trust` is the bundle's.
    """

    pdf: bytes
    proof: bytes | None
    bundle: Bundle
    trust: Trust
    at: datetime

    def signature(self) -> str:
        """Is it signed as a whole by a key of the issuer that counted?"""
        signed = self._signed
        key = self.trust.keys.with_chain(signed.chain) if signed.ok and signed.chain else None
        if key is None:
            raise BadInput(signed.detail)
        if key.state is State.COMPROMISED and not self._logged_whole_before(key):
            raise BadInput(
                "The key of the signature fell into other hands, and nothing shows that the log "
                "had this file before."
            )
        if key.last is not None and self._inside.number > key.last:
            raise BadInput("The key of the signature had ended when the log took it in.")
        if signed.stamped_at is None:
            return signed.detail
        day = in_words(signed.stamped_at.date(), "en")
        return f"{signed.detail} A time stamping authority confirms that it is not after {day}."

    def credential(self) -> str:
        """Is the credential inside the issuer's, and the one that the register lists?"""
        verdict = self._verdict
        if verdict.key is None:
            raise BadInput(verdict.reason)
        if self._place is not None and not self._counted(verdict.key, self._place):
            raise BadInput("The key of the credential did not count when the log took it in.")
        listed = self.entry.credential_sha256 if self.entry else None
        if listed not in {None, self._credential_sha256}:
            raise BadInput("The register lists another credential for this certificate.")
        return verdict.reason

    def log(self) -> str:
        """Does the log have this credential for this label?"""
        place, claims = self._inside, self.claims
        if claims is None:
            raise CannotBeKnown("The credential is not genuine, so its place says nothing.")
        if claims.page.rpartition("/")[2] != place.leaf.label:
            raise BadInput("The log has the credential for another label than it names.")
        if self.label is not None and self.label.number != claims.number:
            raise BadInput("The register has this label under another number.")
        if self.entry and self.entry.leaf not in {None, place.number - 1}:
            raise BadInput("The register has this credential at another place of the log.")
        return f"The register's log has the credential {place.told}"

    def document(self) -> str:
        """Does the register list this very file, or does the log have it?"""
        if self._listed is not None:
            if self.claims is not None and self.entry is not self._listed[1]:
                raise BadInput("The register lists this file as another certificate.")
            return "The file is, byte for byte, one that the register lists."
        if self.entry is not None:
            raise BadInput("The register lists another file for this certificate.")
        if self._beside is None:
            raise CannotBeKnown(
                "The file's own hash was not compared: neither the trust bundle nor a proof "
                "beside the file (FILE.pdf.proof) has it."
            )
        if self._place is not None and self._beside.leaf.label != self._place.leaf.label:
            raise BadInput("The proof beside the file is for another label.")
        return f"The register's log has this very file {self._beside.told}"

    def text(self) -> str:
        """Does the page say what the credential says?"""
        if self.claims is None or not self._signed.ok:
            raise CannotBeKnown("Not asked, since signature and credential do not hold.")
        try:
            lines = printed_lines(self._reader)
        except BadInput as problem:
            raise CannotBeKnown(str(problem)) from problem
        if missing := missing_claims(lines, self.claims):
            raise BadInput(f"The page does not say what its credential says: {', '.join(missing)}.")
        return "The page says what the credential says: number, holder, level, dates and version."

    @property
    def claims(self) -> Claims | None:
        """What the credential states, where it is genuine."""
        return self._verdict.claims

    @property
    def issued_at(self) -> datetime:
        """When the log took the credential in."""
        return self._inside.leaf.at

    @cached_property
    def label(self) -> Label | None:
        """The register's entry on the label that the log has the credential for."""
        return self.bundle.label(self._place.leaf.label or "") if self._place else None

    @property
    def label_id(self) -> str | None:
        """The public identifier of that label."""
        return self._inside.leaf.label

    @cached_property
    def entry(self) -> Document | None:
        """What the register lists for the same label, term and version."""
        if self.label is None or self.claims is None:
            return None
        same = (self.claims.term, self.claims.version)
        return next((one for one in self.label.documents if (one.term, one.version) == same), None)

    @cached_property
    def sha256(self) -> str:
        """The hash of the file."""
        return sha256(self.pdf).hexdigest()

    @cached_property
    def _reader(self) -> PdfFileReader:
        return open_pdf(self.pdf)

    @cached_property
    def _files(self) -> dict[str, bytes]:
        try:
            return attachments_of(self._reader)
        except BadInput:
            raise
        except Exception as problem:
            raise BadInput("The files inside this PDF cannot be read.") from problem

    def _file(self, name: str, meaning: str) -> bytes:
        if name not in self._files:
            raise BadInput(f"The file has no {meaning} inside; the register's have one.")
        return self._files[name]

    @cached_property
    def _credential_sha256(self) -> str:
        return sha256(self._file(CREDENTIAL, "credential")).hexdigest()

    @cached_property
    def _listed(self) -> tuple[Label, Document] | None:
        return self.bundle.find(self.sha256)

    @cached_property
    def _inside(self) -> Place:
        """Where the log has the credential; BadInput where nothing sound shows it."""
        what = "The proof inside"
        place = place_of(self._file(PROOF, "proof from the log"), self.trust, what)
        if place.leaf.type not in _ISSUING:
            raise BadInput(f"{what} is not about the issue of a certificate.")
        if place.leaf.credential_sha256 != self._credential_sha256:
            raise BadInput(f"{what} is that of another credential.")
        if not place.sound and not self._vouched_otherwise(place):
            raise BadInput(
                f"{what} rests on a key of the log that fell into other hands, and nothing else "
                "shows that the log had this certificate before."
            )
        return place

    def _vouched_otherwise(self, place: Place) -> bool:
        label = self.bundle.label(place.leaf.label or "")
        listed = {document.credential_sha256 for document in label.documents} if label else set()
        beside = self._beside
        return self._credential_sha256 in listed or (beside is not None and beside.sound)

    @cached_property
    def _beside(self) -> Place | None:
        """Where the log has the whole file, by the proof beside it."""
        if self.proof is None:
            return None
        what = "The proof beside the file"
        place = place_of(self.proof, self.trust, what)
        if place.leaf.type is not LeafType.DOCUMENT or place.leaf.file_sha256 != self.sha256:
            raise BadInput(f"{what} is that of another file.")
        return place

    @cached_property
    def _place(self) -> Place | None:
        try:
            return self._inside
        except BadInput:
            return None

    @cached_property
    def _verdict(self) -> Verdict:
        """Weigh the credential; where its key was compromised only the log can save it."""
        try:
            data = self._file(CREDENTIAL, "credential")
        except BadInput as refusal:
            return Verdict(False, str(refusal))
        return check(
            data,
            pinned_keys(self.trust, Purpose.CREDENTIAL),
            now=self.at,
            known_by=self._place.leaf.at if self._place else None,
        )

    def _counted(self, signer: IssuerKey, place: Place) -> bool:
        counting = self.trust.keys.counting(Purpose.CREDENTIAL, place.number)
        return signer.multikey in {key.multikey for key in issuer_keys(signer.did, counting)}

    def _logged_whole_before(self, key: PublicKey) -> bool:
        """Say whether the register or a sound proof has the file from before a compromise."""
        if key.until is None or key.last is None:
            return False
        if self._listed is not None:
            return self._listed[1].issued_at < key.until
        beside = self._beside
        return beside is not None and beside.sound and beside.number <= key.last

    @cached_property
    def _signed(self) -> SignatureCheck:
        """Check the signature at the moment of issue, which the log proves."""
        at = self._place.leaf.at if self._place else self.at
        keys = self.trust.keys.of(Purpose.PDF)
        stamps = self.trust.stamp_anchors
        first = check_signature(self.pdf, [key.chain for key in keys], at, stamps)
        if first.refusals != (Refusal.UNTRUSTED,):
            return first
        # A key may have begun between the leaf and the signature: printing is tried again.
        later = (key for key in keys if key.since > at)
        again = (check_signature(self.pdf, [key.chain], key.since, stamps) for key in later)
        return next((one for one in again if one.ok), first)
