"""From what an assessor entered to what it says of a part, exactly. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from assessments.consensus import Opinion
from assessments.editions import Edition
from assessments.judgement import NotApplicable
from assessments.rubric import mean_of_attributes
from labelling.reviews.statements import Marks, lines

__all__ = [
    "Bare",
    "Entered",
    "Judged",
    "departs_from",
    "is_judged",
    "lines",
    "opinion_of",
    "percent_by_attributes",
    "percent_of",
]


class Entered(Protocol):
    """What an assessor has entered for a part."""

    @property
    def part_id(self) -> str: ...
    @property
    def score(self) -> Decimal | None: ...
    @property
    def attributes(self) -> Mapping[str, str]: ...
    @property
    def overall(self) -> Decimal | None: ...
    @property
    def not_applicable(self) -> bool: ...
    @property
    def cannot_judge(self) -> str | None: ...
    @property
    def strengths(self) -> str: ...
    @property
    def improvements(self) -> str: ...
    @property
    def questions(self) -> str: ...
    @property
    def marks(self) -> Mapping[str, Any]: ...


class Bare(NamedTuple):
    """What an assessor has entered, as far as it decides the percentage: nothing that was written.

    Read as plain columns, for there may be many.
    """

    part_id: str
    score: Decimal | None
    attributes: Mapping[str, str]
    overall: Decimal | None
    not_applicable: bool
    cannot_judge: str | None
    strengths: str = ""
    improvements: str = ""
    questions: str = ""
    marks: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Judged:
    """What an assessor says of one part, as entered; numbers in percent."""

    score: Decimal | None = None
    attributes: Mapping[str, str] | None = None
    overall: Decimal | None = None
    overall_reason: str = ""
    not_applicable: bool = False
    cannot_judge: str = ""
    confidence: str = ""
    strengths: str = ""
    improvements: str = ""
    questions: str = ""
    marks: Marks | None = None
    notes: str = ""


def percent_of(edition: Edition, entered: Entered) -> Fraction | None:
    """Return the part's percentage: the number, or from the attributes under their caps.

    A number that departs from the attributes takes the place of what they come to.
    """
    if entered.attributes:
        by_attributes = percent_by_attributes(edition, entered)
        departs = by_attributes is not None and entered.overall is not None
        return Fraction(entered.overall or 0) if departs else by_attributes
    return None if entered.score is None else Fraction(entered.score)


def percent_by_attributes(edition: Edition, entered: Entered) -> Fraction | None:
    """Return what the attributes come to under their caps, None while one is missing."""
    values = {key: Fraction(value) for key, value in entered.attributes.items()}
    mean = mean_of_attributes(edition.rubrics[edition.parts[entered.part_id].kind], values)
    return None if mean is None else mean.percent


def departs_from(edition: Edition, entered: Entered) -> Fraction | None:
    """Return what the attributes come to where the overall departs from it, else None."""
    if not entered.attributes or entered.overall is None:
        return None
    by_attributes = percent_by_attributes(edition, entered)
    return None if by_attributes == entered.overall else by_attributes


def opinion_of(edition: Edition, entered: Entered) -> Opinion:
    """Return a percentage, "does not apply", or None for an assessor who abstains."""
    if entered.cannot_judge:
        return None
    if entered.not_applicable:
        return NotApplicable("confirmed by the assessor")
    return percent_of(edition, entered)


def is_judged(edition: Edition, entered: Entered) -> bool:
    """Say whether the part has a score, does not apply, or cannot be judged, with the reason."""
    return bool(entered.cannot_judge) or opinion_of(edition, entered) is not None
