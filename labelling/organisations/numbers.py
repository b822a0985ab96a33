"""Numbers as people write them, English and German alike, read exactly or refused."""

import re
from decimal import Decimal

from labelling.core.errors import Invalid
from labelling.core.i18n import lazy

LONGEST = 30
_SIGN = str.maketrans("\u2212\u2013", "--")
_BLANKS = "[ \u00a0\u2009\u202f'\u2019]"
_WHOLE = re.compile(r"-?\d+")
_ONE_MARK = re.compile(r"-?(\d+)[.,](\d+)")
_SPACED = re.compile(rf"-?\d{{1,3}}(?:{_BLANKS}\d{{3}})+(?:[.,]\d+)?")
_ENGLISH = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GERMAN = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_THOUSAND = 3


def read_decimal(text: str) -> Decimal:
    """Return the number that a text spells, with a comma or a point before its decimals.

    Raises Invalid for what is no number, and for "1,250" or "1.250", which are a thousand to one
    reader and a little more than one to another.
    """
    plain = text.strip().translate(_SIGN)
    if len(plain) > LONGEST or not plain.isascii():
        plain = plain if _SPACED.fullmatch(plain[: LONGEST + 1]) else ""
    if _WHOLE.fullmatch(plain):
        return Decimal(plain)
    if _SPACED.fullmatch(plain):
        return Decimal(re.sub(_BLANKS, "", plain).replace(",", "."))
    marked = _ONE_MARK.fullmatch(plain)
    if marked is not None:
        _refuse_two_readings(text, *marked.groups())
        return Decimal(plain.replace(",", "."))
    if _ENGLISH.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    if _GERMAN.fullmatch(plain):
        return Decimal(plain.replace(".", "").replace(",", "."))
    raise Invalid(
        lazy("“%(text)s” is not a number. Write digits only, for example 1250 or 12.5."),
        text=text[:LONGEST],
    )


def _refuse_two_readings(text: str, before: str, after: str) -> None:
    if len(after) == _THOUSAND and len(before) <= _THOUSAND and not before.startswith("0"):
        raise Invalid(
            lazy(
                "“%(text)s” can be read in two ways. "
                "Write %(thousands)s for the large number or %(decimal)s for the small one."
            ),
            text=text,
            thousands=before + after,
            decimal=f"{before}.{after}0",
        )


def canonical(number: Decimal) -> str:
    """Return a number's digits without superfluous zeros: the form in which figures are kept."""
    if number == 0:
        return "0"
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else str(int(digits))
