"""The issuer's keys: public halves in the database, private ones in a folder apart from it.

How they come and go is told in ``turns.py``.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.authority import public_half
from certificates.canonical import from_base64
from certificates.errors import CannotSign
from certificates.keyfolder import read_private_key
from certificates.keymaking import PrivateKey
from certificates.keys import PublicKey, PublicKeys, Purpose, State
from labelling.issuing.models import SigningKey, SigningKeyEnd
from labelling.settings import in_use

_KNOWN = "labelling.issuing.keys"


def folder() -> Path:
    """Return the folder with the private keys of this installation."""
    return in_use().keys


def public_keys(session: Session) -> PublicKeys:
    """Return all keys that were ever introduced, in that order, each with its interval.

    They are read once in a session, whatever asks for them.
    """
    known: PublicKeys | None = session.info.get(_KNOWN)
    if known is None:
        known = session.info[_KNOWN] = _read(session)
    return known


def forget_read(session: Session) -> None:
    """Let them be read anew in this session, which has changed them."""
    session.info.pop(_KNOWN, None)


def _read(session: Session) -> PublicKeys:
    rows = session.execute(
        select(SigningKey, SigningKeyEnd)
        .outerjoin(SigningKeyEnd, SigningKeyEnd.key_id == SigningKey.id)
        .order_by(SigningKey.leaf, SigningKeyEnd.leaf)
    )
    last = dict(rows.all())  # of several ends of one key the last counts
    return PublicKeys(tuple(_public_key(key, end) for key, end in last.items()))


def signing_key(session: Session, purpose: Purpose) -> tuple[PublicKey, PrivateKey]:
    """Return both halves of the key that signs now; raise CannotSign where there is none."""
    public = public_keys(session).current(purpose)
    if public is None:
        raise CannotSign(f"No key for {purpose} signs at present.")
    return public, private_half(public)


def private_half(public: PublicKey) -> PrivateKey:
    """Return a key's private half from the folder.

    Raises CannotSign where it is missing, open to others, or belongs to another public half.
    """
    private = read_private_key(folder(), public.id)
    if public_half(private.public_key()) != public.public:
        raise CannotSign(f"The private half of {public.id} belongs to another key.")
    return private


def is_at_hand(public: PublicKey) -> bool:
    """Say whether a file with the key's private half lies in the folder."""
    return _file(public).exists()


def take_away(public: PublicKey) -> None:
    """Delete a key's private half from the folder: somebody keeps it elsewhere."""
    _file(public).unlink()


def discard_ended(known: PublicKeys) -> None:
    """Delete the private halves of keys whose turn is over: nobody can steal what is gone."""
    for key in known.keys:
        if key.state is not State.CURRENT and is_at_hand(key):
            take_away(key)


def _file(public: PublicKey) -> Path:
    return folder() / f"{public.id}.pem"


def _public_key(row: SigningKey, end: SigningKeyEnd | None) -> PublicKey:
    key = PublicKey(
        purpose=row.purpose,
        public=row.public,
        first=row.first,
        since=row.since,
        chain=_chain(row.chain),
    )
    if end is None:
        return key
    return replace(key, state=end.state, last=end.last, until=end.until)


def _chain(texts: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(from_base64(text, "A certificate") for text in texts)
