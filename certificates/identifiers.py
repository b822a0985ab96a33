"""Public identifiers: unguessable, stable, safe in an address and to read aloud."""

import secrets

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Base58: no 0, O, I, l."""

LENGTH = 12
"""12 characters of 58 are 70 bits: nobody finds a label by trying."""


def new_public_id() -> str:
    """Return a fresh random identifier."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_public_id(text: str) -> bool:
    """Say whether the text has the form of a public identifier."""
    return len(text) == LENGTH and all(character in ALPHABET for character in text)
