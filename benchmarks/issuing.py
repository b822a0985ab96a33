"""Issuing a certificate: the whole job, and the sum of its bare parts, warm, in the same run."""

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, insert, select
from sqlalchemy.orm import Session

from benchmarks.pairs import Pair, measure
from certificates import document
from certificates.attachments import CREDENTIAL, PROOF, Attachment
from certificates.canonical import canonical_json
from certificates.checkpoint import Checkpoint, sign_checkpoint
from certificates.credential import unsigned_credential
from certificates.dataintegrity import sign_document
from certificates.keymaking import PrivateKey
from certificates.keys import PublicKey, Purpose
from certificates.leaves import Leaf, LeafType, leaf_hash
from certificates.log import hash_children
from certificates.logproof import LogProof, write_proof
from certificates.seals import own_seal
from certificates.signing import sign
from labelling.core.database import Database, reading
from labelling.core.files import FileStore
from labelling.decisions.models import Label, LabelTerm
from labelling.issuing import issuer, keys, sources, stages, statuses
from labelling.issuing.jobs import issue_certificate
from labelling.issuing.sources import Order
from tests.labelling.decisions import making

_OURS = "the job: read, seal, log, print, sign, store, publish, queue the mail"
_FLOOR = (
    "its bare parts: credential, log leaf and checkpoint, a warm render with both files, "
    "PAdES B-B, two durable files, and the rows of both steps in Core, a commit each"
)

_ROW = b"what a row of the log, the trail or the outbox holds, about as long as this " * 3

Keys = Mapping[Purpose, tuple[PublicKey, PrivateKey]]


def benchmark(rounds: int) -> Pair:
    """Measure the job (read, seal, print, sign, store, publish, mail) against its bare parts."""
    label = making.label(making.make_office())
    with reading() as session:
        term = session.scalars(select(LabelTerm).where(LabelTerm.label_id == label.id)).one()
        order = Order("label", label.id, term.id, "en", 1)
        with tempfile.TemporaryDirectory() as folder:
            return measure(
                "issuing a certificate",
                (_OURS, _job(label, term)),
                (_FLOOR, _bare_parts(session, order, Path(folder))),
                aim=1.2,
                rounds=rounds,
            )


def _job(label: Label, term: LabelTerm) -> Callable[[], None]:
    versions = count(1)

    def issue() -> None:
        order = Order("label", label.id, term.id, "en", next(versions))
        issue_certificate(order.payload(), datetime.now(UTC))

    return issue


def _bare_parts(session: Session, order: Order, folder: Path) -> Callable[[], None]:
    """Return the parts without database, checks or orders: keys and press are warm."""
    printable = sources.printable(session, order)
    known: Keys = {
        purpose: keys.signing_key(session, purpose)
        for purpose in (Purpose.CREDENTIAL, Purpose.CHECKPOINT, Purpose.PDF)
    }
    method = issuer.listed_keys(session)[0].method
    places = statuses.free_places(session)
    store, book = FileStore(folder), _Book(folder)

    def issue() -> None:
        now = datetime.now(UTC)
        particulars = stages._particulars(order, printable, uuid4(), places)
        content = unsigned_credential(printable.sheet, particulars)
        signed = sign_document(content, known[Purpose.CREDENTIAL][1], method, now)  # type: ignore[arg-type] # all are Ed25519
        credential = canonical_json(signed, "The credential")
        proof = _bare_log(credential, printable.public_id, known, now)
        store.put(credential)
        book.write(leaf=proof, certificate=credential, checkpoint=proof, trail=_ROW)
        inside = [
            Attachment(CREDENTIAL, credential, "Verifiable credential", now),
            Attachment(PROOF, proof, "Proof that the credential stands in the log", now),
        ]
        public, private = known[Purpose.PDF]
        pdf = document.render(printable.sheet, attachments=inside)
        store.put(sign(pdf, own_seal(public.chain, private), now))  # type: ignore[arg-type] # P-256
        book.write(leaf=_ROW, publication=_ROW, trail=_ROW, mail=_ROW)

    return issue


class _Book:
    """A database that keeps what it is given as durably as ours, and asks nothing."""

    def __init__(self, folder: Path) -> None:
        self._engine = Database(f"sqlite:///{folder}/book.sqlite").engine.execution_options(
            labelling_writes=True
        )
        self._rows = Table(
            "rows",
            MetaData(),
            Column("id", Integer, primary_key=True),
            Column("kind", String),
            Column("content", LargeBinary),
        )
        with self._engine.begin() as connection:
            self._rows.create(connection)

    def write(self, **rows: bytes) -> None:
        """Add a row of each kind, one statement each, and commit."""
        with self._engine.begin() as connection:
            for kind, content in rows.items():
                connection.execute(insert(self._rows), {"kind": kind, "content": content})


def _bare_log(credential: bytes, label: str, known: Keys, now: datetime) -> bytes:
    """Hash two leaves, sign the tree of the first, write its proof: ten hashes up."""
    digest = hashlib.sha256(credential).hexdigest()
    leaf = Leaf(LeafType.ISSUE, now, label, credential_sha256=digest, event_sha256=digest)
    root = leaf_hash(leaf)
    leaf_hash(replace(leaf, type=LeafType.DOCUMENT, credential_sha256=None, file_sha256=digest))
    siblings = []
    for _ in range(10):
        siblings.append(root)
        root = hash_children(root, root)
    note = sign_checkpoint(
        Checkpoint("localhost/log", 1024, root),
        known[Purpose.CHECKPOINT][1],  # type: ignore[arg-type] # Ed25519
    )
    return write_proof(LogProof(leaf, 0, tuple(siblings), note))
