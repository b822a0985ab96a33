"""The number on a reporter's receipt: long enough that nobody guesses one, kept as a hash. Pure."""

import hashlib
import secrets

from labelling.decisions.receipts import grouped

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another
_GROUPS, _SIZE = 4, 4


def new_receipt(mark: bytes | None = None) -> str:
    """Return a number such as ``7K2Q-9XWD-4T3M-RHPA`` (79 bits).

    ``mark``, 32 bytes that nobody can foresee, gives the same number each time; without one it is
    drawn at random.
    """
    return grouped(mark if mark is not None else secrets.token_bytes(32), _LETTERS)


def plain_receipt(typed: str) -> str:
    """Return a number as it was given out, however it is typed; empty where it cannot be one."""
    letters = [letter for letter in typed.upper() if letter.isalnum()]
    text = "".join(letters)
    if len(text) != _GROUPS * _SIZE or not set(text) <= set(_LETTERS):
        return ""
    return "-".join(text[at : at + _SIZE] for at in range(0, len(text), _SIZE))


def receipt_hash(typed: str) -> bytes:
    """Return what the database keeps of a receipt: it cannot be turned back."""
    return hashlib.sha256(f"misuse:{plain_receipt(typed)}".encode()).digest()
