"""Numbers of a file as the decimals that they spell."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

MOST_DIGITS = 1_000


class NotANumber(ValueError):
    """Say what keeps a numeral from being an exact number that can be worked with."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it is written in a file, before anyone has taken its value."""

    text: str

    def exact(self) -> Fraction:
        """Return the number that the numeral spells. Raises NotANumber.

        Refused are NaN and Infinity, and what has more than `MOST_DIGITS` digits when written
        out: `1e-999999999` would fill the memory.
        """
        try:
            number = Decimal(self.text)
        except InvalidOperation as error:
            raise NotANumber(f"is written with more than {MOST_DIGITS} digits") from error
        if not number.is_finite():
            raise NotANumber(f"must be a number, not {self.text}")
        if not number:
            return Fraction(0)
        if len(self.text) + abs(number.adjusted()) > MOST_DIGITS:
            raise NotANumber(f"is written with more than {MOST_DIGITS} digits")
        return Fraction(number)
