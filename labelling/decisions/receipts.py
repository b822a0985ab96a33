"""What people without an account get and meet when they write to us: a receipt, and a slow pace.

Complaints and reports of misuse share it. Receipts are drawn at random: counted numbers would tell
everybody how many there are.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labelling.people.tries import Allowance, count_try

# Letters and digits that nobody takes for another, on paper or on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _KEY_GROUPS, _LENGTH = 2, 4, 4

# Who writes often from one network waits longer each time; nobody is locked out.
WRITING = Allowance("writing to the office", free=5, longest=timedelta(minutes=15))


def new_receipt(prefix: str) -> str:
    """Return a receipt's number such as C-7KQ2-9FXD, by which people speak of what they sent."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    return "-".join((prefix, *groups))


def new_key(mark: bytes | None = None) -> str:
    """Return the key with which who wrote reads the answer: 7K2Q-9XWD-4T3M-RHPA (78 bits).

    ``mark``, 32 bytes that nobody can foresee, gives the same key each time; without one it is
    drawn at random.
    """
    return grouped(mark if mark is not None else secrets.token_bytes(32), ALPHABET)


def grouped(mark: bytes, alphabet: str) -> str:
    """Return four groups of four letters out of 32 bytes."""
    number, letters = int.from_bytes(mark), ""
    for _ in range(_KEY_GROUPS * _LENGTH):
        number, place = divmod(number, len(alphabet))
        letters += alphabet[place]
    return "-".join(letters[at : at + _LENGTH] for at in range(0, len(letters), _LENGTH))


def key_hash(purpose: str, typed: str) -> bytes | None:
    """Return what is kept of a key, however it is typed; None for what cannot be one."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    if len(letters) != _KEY_GROUPS * _LENGTH or not set(letters) <= set(ALPHABET):
        return None
    return hashlib.sha256(f"{purpose}:{letters}".encode()).digest()


def slow_down(session: Session, network: str, now: datetime) -> None:
    """Count what is sent from a network; raise TooMany while it has to wait."""
    count_try(session, [(WRITING, network)], now)
