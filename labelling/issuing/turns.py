"""Keys come and go, each together with its leaf in the log: first ones, successors, fallen ones.

A private half is in its file before the unit of work ends that makes it count; where that fails,
a file remains that nobody asks for.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.canonical import to_base64
from certificates.errors import BadInput, CannotSign
from certificates.keyfolder import write_private_key
from certificates.keymaking import (
    NewKey,
    PrivateKey,
    first_keys,
    new_key,
    new_pdf_key,
    new_root,
)
from certificates.keys import Chain, PublicKey, PublicKeys, Purpose, State
from certificates.keysfile import write_keys
from certificates.leaves import LeafType
from certificates.outside import keys_of
from labelling.core import audit, installation
from labelling.core.access import SYSTEM
from labelling.issuing import events, issuer, keys, log
from labelling.issuing.models import LogLeaf, SigningKey, SigningKeyEnd
from labelling.settings import in_use

OVERLAP = {Purpose.PDF: 256}
"""Leaves for which a predecessor's documents still count: they were signed and on their way."""

_DEMO = "DEMO – NOT VALID"


def introduce_first(session: Session, now: datetime) -> tuple[PublicKey, ...]:
    """Make one key for each purpose at the first start; nothing where keys were introduced.

    Raises CannotSign where the folder of keys is open to others or cannot be written.
    """
    known = keys.public_keys(session)
    if known.keys:
        return ()
    return _introduce(session, known, first_keys(_owner(session), now, log.size(session) + 1), now)


def rotate(
    session: Session, purpose: Purpose, now: datetime, root: PrivateKey | None = None
) -> tuple[PublicKey, ...]:
    """Put a new key in the place of the one that signs for a purpose; return what is new.

    `root` is the root's private half where it is not in the folder; a new root brings a new PDF
    key. Raises CannotSign where the root is needed and not at hand.
    """
    known = keys.public_keys(session)
    first, owner = log.size(session) + 1, _owner(session)
    if purpose is Purpose.ROOT:
        fresh = new_root(owner, now, first)
        made = [fresh, new_pdf_key(fresh, owner, now, first)]
    elif purpose is Purpose.PDF:
        made = [new_pdf_key(_root(known, root), owner, now, first)]
    else:
        made = [new_key(purpose, now, first)]
    return _introduce(session, known, made, now)


def adopt(session: Session, chain: Chain, now: datetime) -> tuple[PublicKey, ...]:
    """Let a key sign PDFs that lies elsewhere, with the chain that a trust service gave to it.

    The chain's anchor takes the root's place unless it is known. Nothing happens where the key
    signs already. Raises BadInput where one of the certificates does not vouch for the one before
    it, or the key had its turn.
    """
    known = keys.public_keys(session)
    current = known.current(Purpose.PDF)
    if current is not None and current.chain == chain:
        return ()
    after = known
    anchors = {key.chain for key in known.of(Purpose.ROOT)}
    for key in keys_of(chain, now, log.size(session) + 1):
        if key.chain not in anchors:
            if known.find(key.id) is not None:
                raise BadInput(f"The key {key.id} had its turn already; a seal needs a new one.")
            after = after.rotated(key, overlap=OVERLAP.get(key.purpose, 0))
    return _record(session, known, after, now)


def mark_compromised(
    session: Session, key_id: str, now: datetime, last: int | None = None
) -> tuple[Purpose, ...]:
    """Mark a key as fallen into other hands; return the purposes that nobody signs for now.

    It counts for what the log had before: its first `last` leaves, by default all. Raises
    BadInput for an unknown key and a size that the log does not have.
    """
    known, present = keys.public_keys(session), log.size(session)
    last = present if last is None else last
    if not 0 <= last <= present:
        raise BadInput(f"The log has {present} leaves; the key cannot have fallen after {last}.")
    moment = session.scalar(select(LogLeaf.at).where(LogLeaf.index == last))
    after = known.compromised(key_id, last=last, until=moment or now)
    _record(session, known, after, now)
    return tuple(one for one in Purpose if known.current(one) and not after.current(one))


def fingerprints(chain: Chain) -> list[str]:
    """Return the SHA-256 of each certificate of a chain, as other programs show it."""
    return [sha256(certificate).hexdigest() for certificate in chain]


def _introduce(
    session: Session, known: PublicKeys, made: Iterable[NewKey], now: datetime
) -> tuple[PublicKey, ...]:
    after = known
    for key in made:
        write_private_key(keys.folder(), key.public.id, key.private)
        after = after.rotated(key.public, overlap=OVERLAP.get(key.public.purpose, 0))
    return _record(session, known, after, now)


def _record(
    session: Session, before: PublicKeys, after: PublicKeys, now: datetime
) -> tuple[PublicKey, ...]:
    """Write what changed, what is new first: a key counts from its own leaf on."""
    told = {str(entry["id"]): entry for entry in write_keys(after)}
    new = tuple(key for key in after.keys if before.find(key.id) is None)
    for key in new:
        row = SigningKey(
            id=key.id,
            purpose=key.purpose,
            public=key.public,
            chain=[to_base64(certificate) for certificate in key.chain],
            first=key.first,
            since=key.since,
            leaf=events.record(
                session, LeafType.KEY_INTRODUCED, told[key.id] | _compared(key), now
            ),
        )
        session.add(row)
        audit.record(session, SYSTEM, "key.introduced", row, now, key=key.id)
    for key in after.keys:
        if key not in before.keys and key.state is not State.CURRENT:
            end = SigningKeyEnd(
                key_id=key.id,
                state=key.state,
                last=key.last,
                until=key.until,
                leaf=events.record(session, LeafType.KEY_RETIRED, told[key.id], now),
            )
            session.add(end)
            audit.record(session, SYSTEM, f"key.{key.state}", end, now, key=key.id)
    session.flush()
    keys.forget_read(session)
    return new


def _compared(key: PublicKey) -> dict[str, object]:
    """Return what people compare and one leaf ties together: the DID and the fingerprints."""
    told: dict[str, object] = {"did": issuer.did()}
    return told | {"fingerprints": fingerprints(key.chain)} if key.chain else told


def _root(known: PublicKeys, private: PrivateKey | None) -> NewKey:
    public = known.current(Purpose.ROOT)
    if public is None:
        raise CannotSign("There is no root that could vouch for a key. Rotate the root first.")
    return NewKey(public, private if private is not None else keys.private_half(public))


def _owner(session: Session) -> str:
    name = in_use().office_name
    return f"{_DEMO}: {name}" if installation.is_demo(session) else name
