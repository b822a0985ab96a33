"""What a check found, as a value: what was compared, with which figures."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, get_args

Hard = Literal["unknown", "type", "unit", "grade", "accuracy", "range", "share", "identity"]
"""Refuses: not in the set, no number, another unit, no grade or band, out of bounds, numerator
above denominator, figures that do not agree."""

Soft = Literal["peers", "change", "zero", "factor", "same", "denominator"]
"""Asks: far from peers, changed much, zero after a positive value, about 10 or 1,000 times as much
(or as little), a flow equal to the last one, a denominator under 5."""

Check = Hard | Soft

_HARD: frozenset[str] = frozenset(get_args(Hard))

Figures = tuple[tuple[str, Fraction], ...]
"""Figures by what they are: `(("value", 12), ("last", 120))`."""


@dataclass(frozen=True)
class Finding:
    """A finding about a quantity, an indicator or an identity.

    `compared` names what was set against what. `figures` are the member's own. `others` come from
    other members: the club's office may see them, the member may not. They do not count for
    equality, so that an answer stands until the member's own figures change.
    """

    check: Check
    subject: str
    compared: tuple[str, ...]
    figures: Figures = ()
    others: Figures = field(default=(), compare=False)

    @property
    def id(self) -> str:
        """Return what names the finding among those of one member's sheet."""
        return f"{self.check}:{self.subject}"

    @property
    def refuses(self) -> bool:
        """Say whether the figures cannot be accepted; otherwise the member is asked."""
        return self.check in _HARD
