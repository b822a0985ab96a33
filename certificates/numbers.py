"""Label numbers, such as CE-2026-0417-R, and the letter that catches a slip of pen or tongue.

The check letter follows the pure systems of ISO 7064 (a weighted sum modulo a prime, the weights
being powers of one radix), here with modulus 23 and radix 5 over 23 letters: without I, O and S,
which are read as 1, 0 and 5. The standard's MOD 37,36 lets some transpositions pass and its MOD
37-2 needs an asterisk. Letters and digits have fixed places, so 23 residues are enough: every
single wrong character and every two neighbours exchanged are found.
"""

import re
from dataclasses import dataclass

from certificates.errors import BadInput

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_RADIX = 5
_FORM = re.compile(
    rf"(?P<prefix>[{LETTERS}]{{2,4}})-(?P<year>2[0-9]{{3}})"
    rf"-(?P<serial>[0-9]{{4}}|[1-9][0-9]{{4,6}})-(?P<check>[{LETTERS}])"
)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class LabelNumber:
    """A scheme's letters, the year of the first award and a serial from 1 within both."""

    prefix: str
    year: int
    serial: int

    def __str__(self) -> str:
        """Return the number with its check letter, as it is printed."""
        body = f"{self.prefix}-{self.year}-{self.serial:04d}"
        return f"{body}-{_check_letter(body)}"


def make_number(prefix: str, year: int, serial: int) -> str:
    """Return the printed number; raise BadInput for a prefix, year or serial out of its range."""
    number = LabelNumber(prefix, year, serial)
    if not _spells(prefix) or serial < 1 or not _FORM.fullmatch(str(number)):
        raise BadInput(
            f"A label number takes 2 to 4 letters of {LETTERS}, a year from 2000 "
            f"and a serial from 1 to 9999999, not {prefix!r}, {year}, {serial}."
        )
    return str(number)


def parse_number(text: str) -> LabelNumber:
    """Return the number that a person typed; any dash or space, and small letters, will do.

    Raises BadInput where the form or the check letter is wrong.
    """
    if len(text) > _LONGEST:
        raise BadInput("This is too long for a label number; one looks like CE-2026-0417-R.")
    tidy = re.sub(r"\s*[‐-―−-]\s*|\s+", "-", text.strip()).upper()
    found = _FORM.fullmatch(tidy)
    if not found:
        raise BadInput("This is not a label number; one looks like CE-2026-0417-R.")
    if _check_letter(tidy[:-2]) != found["check"]:
        raise BadInput(f"“{tidy}” has a slip in it: its last letter does not fit the rest.")
    return LabelNumber(found["prefix"], int(found["year"]), int(found["serial"]))


def _spells(prefix: str) -> bool:
    return all(letter in LETTERS for letter in prefix)


def _check_letter(body: str) -> str:
    """Return the letter that makes the weighted sum a multiple of 23."""
    total = 0
    for character in body.replace("-", ""):
        value = int(character) if character.isdecimal() else LETTERS.index(character)
        total = (total + value) * _RADIX % len(LETTERS)
    return LETTERS[-total % len(LETTERS)]
