"""A proof that a leaf stands in the log, as a record to take away and check off line.

It has the leaf, its place, the hashes up to the root and the signed checkpoint with that root.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from certificates.canonical import canonical_json, from_base64, to_base64
from certificates.checkpoint import SignedCheckpoint, read_checkpoint, read_text
from certificates.errors import BadInput
from certificates.leaves import Leaf, leaf_hash, leaf_of, leaf_value
from certificates.log import ReadHash, checked_hash, inclusion_proof, is_included
from certificates.notes import LARGEST_NOTE, VerifierKey, read_note
from certificates.strictjson import Fields, parse

VERSION = 1

_ANY_TEXT = re.compile(r".*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LogProof:
    """The leaf with this index is in the log of the checkpoint, if the hashes lead to its root."""

    leaf: Leaf
    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes


def prove(leaf: Leaf, index: int, read: ReadHash, checkpoint: bytes) -> LogProof:
    """Return the proof that the leaf stands in the log at the size of a signed checkpoint.

    Raises BadInput where the stored log does not have it there or not under that root.
    """
    head = read_text(read_note(checkpoint))
    hashes = inclusion_proof(read, index, head.size)
    if not is_included(leaf_hash(leaf), index, head.size, hashes, head.root):
        raise BadInput(f"The log has not this leaf as number {index} under this checkpoint.")
    return LogProof(leaf, index, hashes, checkpoint)


def check_proof(proof: LogProof, keys: Iterable[VerifierKey]) -> SignedCheckpoint:
    """Return the checkpoint that vouches for the leaf; raise BadInput where the proof fails.

    `keys` are pinned, never out of the proof: those of the log, and of witnesses where known.
    """
    signed = read_checkpoint(proof.checkpoint, keys)
    head = signed.checkpoint
    if not is_included(leaf_hash(proof.leaf), proof.index, head.size, proof.hashes, head.root):
        raise BadInput("The proof does not lead from the leaf to the log's signed root.")
    return signed


def write_proof(proof: LogProof) -> bytes:
    """Return the proof as JSON in RFC 8785 form."""
    content = {
        "v": VERSION,
        "leaf": leaf_value(proof.leaf),
        "index": proof.index,
        "size": read_text(read_note(proof.checkpoint)).size,
        "hashes": [to_base64(value) for value in proof.hashes],
        "checkpoint": proof.checkpoint.decode("utf-8"),
    }
    return canonical_json(content, "The log proof")


def read_proof(data: bytes, what: str = "The log proof") -> LogProof:
    """Return the proof in these bytes, unchecked; raise BadInput for any others than its own."""
    fields = Fields(parse(data, what), what)
    if fields.whole("v", 1) != VERSION:
        raise BadInput(f"{what} is of a version that is not known here.")
    proof = LogProof(
        leaf=leaf_of(fields.part("leaf")),
        index=fields.whole("index", 0),
        hashes=tuple(
            checked_hash(from_base64(text, f"{what}.hashes")) for text in fields.texts("hashes")
        ),
        checkpoint=fields.text("checkpoint", _ANY_TEXT, LARGEST_NOTE).encode("utf-8", "replace"),
    )
    fields.whole("size", 1)
    fields.done()
    if write_proof(proof) != data:
        raise BadInput(f"{what} is not in its one spelling (RFC 8785) or has a wrong size.")
    return proof
