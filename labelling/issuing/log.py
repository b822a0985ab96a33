"""The transparency log in the database: grows at its end, proves from stored hashes.

Leaves and the hashes of complete subtrees are written once; what is above a ragged edge is
computed when asked. Writers take turns, so no two leaves get the same number.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from certificates.checkpoint import Checkpoint, read_text, sign_checkpoint
from certificates.errors import CannotSign
from certificates.frontier import frontier_of
from certificates.keys import Purpose
from certificates.leaves import Leaf, leaf_bytes, read_leaf
from certificates.log import (
    ReadHash,
    complete_subtrees,
    consistency_proof,
    growth_places,
    hash_leaf,
    is_consistent,
    proof_places,
    root_of,
)
from certificates.logproof import LogProof, prove
from certificates.notes import KeyKind, VerifierKey, read_note
from labelling.core.errors import NotFound
from labelling.core.i18n import lazy
from labelling.issuing import keys
from labelling.issuing.models import LogCheckpoint, LogCosignature, LogLeaf, LogNode
from labelling.settings import in_use

PATH = "/log"


def size(session: Session) -> int:
    """Return how many leaves the log has."""
    last = session.scalar(select(func.max(LogLeaf.index)))
    return 0 if last is None else last + 1


def append(session: Session, leaves: Sequence[Leaf], now: datetime) -> list[int]:
    """Add leaves at the end, as part of the caller's unit of work; return their numbers.

    Raises BadInput for a leaf that lacks something or has too much.
    """
    if not leaves:
        return []
    begin = size(session)
    entries = [leaf_bytes(leaf) for leaf in leaves]
    growth = frontier_of(reader(session, complete_subtrees(begin)), begin).append(
        map(hash_leaf, entries)
    )
    session.execute(
        insert(LogLeaf),
        [
            {"index": index, "hash": hash_leaf(entry), "content": entry, "at": now}
            for index, entry in enumerate(entries, begin)
        ],
    )
    nodes = [node._asdict() for node in growth.hashes if node.level]
    if nodes:
        session.execute(insert(LogNode), nodes)
    return list(range(begin, begin + len(entries)))


def reader(session: Session, places: Iterable[tuple[int, int]] = ()) -> ReadHash:
    """Return what reads the hash of a complete subtree; it raises NotFound for any other.

    The `places` (level and index) are read at once, the others one by one.
    """
    known = _read_at_once(session, set(places))

    def read(level: int, index: int) -> bytes:
        found = known.get((level, index))
        return hashes(session, level, index, 1)[0] if found is None else found

    return read


def _read_at_once(session: Session, places: Set[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Return the hashes of these subtrees, in up to two statements."""
    leaves = [index for level, index in places if not level]
    nodes = [(level, index) for level, index in places if level]
    found: dict[tuple[int, int], bytes] = {}
    if leaves:
        query = select(LogLeaf.index, LogLeaf.hash).where(LogLeaf.index.in_(leaves))
        found |= {(0, index): value for index, value in session.execute(query)}
    if nodes:
        # Levels and positions apart: both engines then look up their key, and find few more.
        query_nodes = select(LogNode.level, LogNode.position, LogNode.hash).where(
            LogNode.level.in_({level for level, _ in nodes}),
            LogNode.position.in_({position for _, position in nodes}),
        )
        found |= {(level, at): value for level, at, value in session.execute(query_nodes)}
    return found


def hashes(session: Session, level: int, first: int, count: int) -> list[bytes]:
    """Return the hashes of neighbouring complete subtrees; raise NotFound where one is missing."""
    if level == 0:
        query = select(LogLeaf.hash).order_by(LogLeaf.index)
        found = query.where(LogLeaf.index >= first, LogLeaf.index < first + count)
    else:
        query = select(LogNode.hash).order_by(LogNode.position).where(LogNode.level == level)
        found = query.where(LogNode.position >= first, LogNode.position < first + count)
    return _all_of(session.scalars(found).all(), count)


def entries(session: Session, first: int, count: int) -> list[bytes]:
    """Return neighbouring entries as they were hashed; raise NotFound where one is missing."""
    query = select(LogLeaf.content).order_by(LogLeaf.index)
    found = query.where(LogLeaf.index >= first, LogLeaf.index < first + count)
    return _all_of(session.scalars(found).all(), count)


def newest_checkpoint(session: Session) -> LogCheckpoint | None:
    """Return what was signed last."""
    return session.scalar(select(LogCheckpoint).order_by(LogCheckpoint.size.desc()).limit(1))


def checkpoint(session: Session, now: datetime) -> bytes:
    """Return the log's present state as a signed note; each size is signed once and kept.

    Raises NotFound while the log is empty, and CannotSign without a key and where the log does
    not continue what was signed before: a log that signs two stories can never be believed again.
    """
    present = size(session)
    last = newest_checkpoint(session)
    if last is not None and last.size == present:
        return last.note
    if not present:
        raise NotFound(lazy("The log has no entries yet."))
    signed = read_text(read_note(last.note)) if last is not None else None
    places = set(complete_subtrees(present))
    if signed is not None and signed.size <= present:
        places |= set(growth_places(signed.size, present))
    read = reader(session, places)
    root = root_of(read, present)
    if signed is not None:
        _refuse_another_story(read, signed, present, root)
    _, key = keys.signing_key(session, Purpose.CHECKPOINT)
    if not isinstance(key, Ed25519PrivateKey):
        raise CannotSign("The key for checkpoints must be an Ed25519 key.")
    name = signed.origin if signed is not None else origin(session)
    note = sign_checkpoint(Checkpoint(name, present, root), key)
    session.add(LogCheckpoint(size=present, note=note, at=now))
    session.flush()
    return note


def cosigned(session: Session, kept: LogCheckpoint) -> bytes:
    """Return a signed state with what outside witnesses added to it."""
    lines = session.scalars(
        select(LogCosignature.line)
        .where(LogCosignature.size == kept.size)
        .order_by(LogCosignature.witness)
    )
    return kept.note + "".join(f"{line}\n" for line in lines).encode()


def best_checkpoint(session: Session, index: int = 0) -> LogCheckpoint | None:
    """Return the newest state that a witness signed, or else that was signed at all.

    It has the leaf `index`, if any state has it.
    """
    witnessed = _witnessed(session, index)
    return witnessed if witnessed is not None else newest_checkpoint(session)


def _witnessed(session: Session, index: int) -> LogCheckpoint | None:
    """Return the newest state with the leaf `index` that a witness signed, if there is one."""
    return session.scalar(
        select(LogCheckpoint)
        .where(LogCheckpoint.size.in_(select(LogCosignature.size)), LogCheckpoint.size > index)
        .order_by(LogCheckpoint.size.desc())
        .limit(1)
    )


def proof(session: Session, index: int) -> LogProof:
    """Return the proof of a leaf under the best checkpoint that has it.

    Raises NotFound where the log has no such leaf, or none that is signed yet.
    """
    newest = newest_checkpoint(session)
    if newest is None or not 0 <= index < newest.size:
        raise NotFound(lazy("The log has no signed entry of this number."))
    witnessed = _witnessed(session, index)
    best = newest if witnessed is None else witnessed
    note = newest.note if witnessed is None else cosigned(session, witnessed)
    (entry,) = entries(session, index, 1)
    read = reader(session, proof_places(index, best.size))
    return prove(read_leaf(entry), index, read, note)


def origin(session: Session) -> str:
    """Return the log's name: it is the public address at its first checkpoint, and then stays."""
    first = session.scalar(select(LogCheckpoint.note).order_by(LogCheckpoint.size).limit(1))
    if first is not None:
        return read_text(read_note(first)).origin
    return urlsplit(in_use().public_url).netloc.rpartition("@")[2] + PATH


def verifier_keys(session: Session) -> tuple[VerifierKey, ...]:
    """Return all keys that ever signed checkpoints, as those who check them pin them."""
    name = origin(session)
    listed = keys.public_keys(session).of(Purpose.CHECKPOINT)
    return tuple(VerifierKey(name, KeyKind.NOTE, key.raw) for key in listed)


def _refuse_another_story(read: ReadHash, signed: Checkpoint, present: int, root: bytes) -> None:
    if signed.size <= present:
        path = consistency_proof(read, signed.size, present)
        if is_consistent(signed.size, signed.root, present, root, path):
            return
    raise CannotSign(
        f"The log with {present} leaves does not continue the one with {signed.size} leaves that "
        "was signed before, so it was not signed."
    )


def _all_of(found: Sequence[bytes], count: int) -> list[bytes]:
    if len(found) != count:
        raise NotFound(lazy("The log has no such part."))
    return list(found)
