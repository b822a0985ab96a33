"""A small register with all its keys, and the whole certificates that it issues; all fictitious."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.attachments import CREDENTIAL, PROOF, Attachment
from certificates.canonical import canonical_json
from certificates.checkpoint import Checkpoint, sign_checkpoint
from certificates.credential import unsigned_credential
from certificates.dataintegrity import sign_document
from certificates.designs.design import Design
from certificates.did import write_did_document
from certificates.document import render
from certificates.issuerkeys import issuer_keys
from certificates.keymaking import NewKey
from certificates.keys import PublicKeys, Purpose
from certificates.leaves import Leaf, LeafType, leaf_hash
from certificates.log import reading, root_of
from certificates.logproof import prove, write_proof
from certificates.notes import KeyKind, VerifierKey, verifier_key
from certificates.sheet import Sheet
from certificates.signing import TimeStamping, sign
from certificates.status import Purpose as ListPurpose
from certificates.status import StatusList, list_credential
from certificates.statusbits import bits_of
from certificates.trust import Bundle, Document, Trust
from tests.certificates.examples import AS_OF, bundle, label, sheet
from tests.certificates.issued import DID, particulars
from tests.certificates.signed import AT, keys, seal_of

ORIGIN = "label.example/log"
LABEL = "k7Qm2xV9tRab"
LISTS = {
    ListPurpose.REVOCATION: "https://label.example/status/revocation-1",
    ListPurpose.SUSPENSION: "https://label.example/status/suspension-1",
}
REVOKED, SUSPENDED = 17, 4711
"""The entries of the example's credential in both lists."""


@dataclass(frozen=True)
class Issued:
    """A certificate with what goes along: the credential inside, both leaves, the second proof."""

    pdf: bytes
    credential: bytes
    number: int
    proof: bytes

    def document(self) -> Document:
        """Return its entry in the bundle."""
        claims = sheet()
        return Document(
            version=1,
            term="t1",
            level=claims.level_id,
            valid_from=claims.valid_from,
            valid_until=claims.valid_until,
            sha256=sha256(self.pdf).hexdigest(),
            issued_at=AT,
            credential_sha256=sha256(self.credential).hexdigest(),
            leaf=self.number,
        )


@dataclass
class Register:
    """An issuer at work: keys by purpose, and a log that grows with what it issues."""

    made: dict[Purpose, NewKey] = field(
        default_factory=lambda: {key.public.purpose: key for key in keys()}
    )
    leaves: list[Leaf] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin the log with a leaf that is about no certificate."""
        self.leaves.append(Leaf(LeafType.KEY_INTRODUCED, AT, event_sha256="e" * 64))

    @property
    def public(self) -> PublicKeys:
        """The keys as the world knows them."""
        return PublicKeys(tuple(key.public for key in self.made.values()))

    @property
    def log_key(self) -> VerifierKey:
        """The key of the log's checkpoints."""
        return verifier_key(ORIGIN, KeyKind.NOTE, self.ed25519(Purpose.CHECKPOINT))

    def ed25519(self, purpose: Purpose) -> Ed25519PrivateKey:
        """Return a private half."""
        private = self.made[purpose].private
        assert isinstance(private, Ed25519PrivateKey)
        return private

    def add(self, leaf: Leaf) -> int:
        """Add a leaf to the log; return its number from 0."""
        self.leaves.append(leaf)
        return len(self.leaves) - 1

    def checkpoint(self) -> bytes:
        """Return the log's signed state."""
        size = len(self.leaves)
        head = Checkpoint(ORIGIN, size, root_of(self._reader(), size))
        return sign_checkpoint(head, self.ed25519(Purpose.CHECKPOINT))

    def prove(self, number: int) -> bytes:
        """Return the proof of a leaf under the present checkpoint."""
        proof = prove(self.leaves[number], number, self._reader(), self.checkpoint())
        return write_proof(proof)

    def credential(self, printed: Sheet | None = None, **changes: Any) -> bytes:
        """Return a signed credential of the example's certificate."""
        (key,) = issuer_keys(DID, [self.made[Purpose.CREDENTIAL].public])
        unsigned = unsigned_credential(printed or sheet(), particulars(**changes))
        private = self.ed25519(Purpose.CREDENTIAL)
        return canonical_json(sign_document(unsigned, private, key.method, AT), "The credential")

    def log_issue(self, credential: bytes, **changes: Any) -> int:
        """Add the leaf of a credential; return its number."""
        leaf = Leaf(
            LeafType.ISSUE,
            AT,
            label=LABEL,
            credential_sha256=sha256(credential).hexdigest(),
            event_sha256="d" * 64,
        )
        return self.add(replace(leaf, **changes))

    def print(
        self,
        credential: bytes,
        proof: bytes,
        printed: Sheet | None = None,
        *,
        at: datetime = AT,
        stamping: TimeStamping | None = None,
        design: Design | None = None,
    ) -> bytes:
        """Return the signed PDF with these files inside."""
        files = [
            Attachment(CREDENTIAL, credential, "The credential", AT),
            Attachment(PROOF, proof, "Its place in the log", AT),
        ]
        pdf = render(printed or sheet(), design, attachments=files)
        return sign(pdf, seal_of(self.made[Purpose.PDF]), at, stamping)

    def log_document(self, pdf: bytes, label_id: str = LABEL) -> int:
        """Add the second leaf of a certificate; return its number."""
        digest = sha256(pdf).hexdigest()
        return self.add(Leaf(LeafType.DOCUMENT, AT, label=label_id, file_sha256=digest))

    def issue(self, printed: Sheet | None = None, design: Design | None = None) -> Issued:
        """Issue the example's certificate from its credential to its second leaf."""
        credential = self.credential(printed)
        number = self.log_issue(credential)
        pdf = self.print(credential, self.prove(number), printed, design=design)
        return Issued(pdf, credential, number, self.prove(self.log_document(pdf)))

    def status_list(
        self, purpose: ListPurpose, *indices: int, at: datetime = AS_OF, **changes: Any
    ) -> bytes:
        """Return a signed status list with these bits set."""
        (key,) = issuer_keys(DID, [self.made[Purpose.STATUS].public])
        until = at + timedelta(hours=24)
        listed = StatusList(LISTS[purpose], DID, purpose, at, until, bits_of(indices))
        content = list_credential(replace(listed, **changes))
        signed = sign_document(content, self.ed25519(Purpose.STATUS), key.method, at)
        return canonical_json(signed, "The status list")

    def did_documents(self, keys: PublicKeys) -> tuple[bytes, ...]:
        """Return the DID document with these keys."""
        signing = (*keys.of(Purpose.CREDENTIAL), *keys.of(Purpose.STATUS))
        return (write_did_document(DID, issuer_keys(DID, signing)),)

    def trust(self, **changes: Any) -> Trust:
        """Return what the world pins."""
        entry = Trust(
            keys=self.public,
            did_documents=self.did_documents(self.public),
            log_keys=(self.log_key,),
            checkpoint=self.checkpoint(),
            status_lists=tuple(map(self.status_list, LISTS)),
        )
        return replace(entry, **changes)

    def bundle(self, *documents: Document, **changes: Any) -> Bundle:
        """Return the trust bundle with the example's label and these certificates."""
        return bundle(label(*documents), **{"trust": self.trust(), **changes})

    def _reader(self) -> Any:
        return reading([leaf_hash(leaf) for leaf in self.leaves])


@cache
def issued() -> tuple[Register, Issued]:
    """Return a register and the one certificate that it issued; nobody changes them."""
    register = Register()
    return register, register.issue()
