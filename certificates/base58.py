"""Base58 as Bitcoin spells it, behind multibase's `z`: how keys and proofs stand in credentials."""

from certificates.errors import BadInput
from certificates.identifiers import ALPHABET

PREFIX = "z"
"""Multibase's sign for base58btc (W3C Controlled Identifiers 1.0, section 2.4)."""

LONGEST = 128
"""Characters that are read; the work grows with their square, and a proof has 89."""

_ZERO = ALPHABET[0]


def to_multibase(data: bytes) -> str:
    """Return the bytes in base58 with the prefix; a leading zero byte is a leading 1."""
    number = int.from_bytes(data)
    digits = ""
    while number:
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return PREFIX + _ZERO * zeros + digits


def from_multibase(text: str, what: str) -> bytes:
    """Return the bytes; every text that is read is the spelling of `to_multibase`.

    Raises BadInput for another base, a character outside the alphabet and over 128 characters.
    """
    if not text.startswith(PREFIX) or len(text) > LONGEST:
        raise BadInput(f"{what} is not base58 behind a {PREFIX!r}.")
    number, spelled = 0, text.removeprefix(PREFIX)
    for character in spelled:
        digit = ALPHABET.find(character)
        if digit < 0:
            raise BadInput(f"{what} has a character that base58 does not know.")
        number = number * len(ALPHABET) + digit
    zeros = len(spelled) - len(spelled.lstrip(_ZERO))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)
