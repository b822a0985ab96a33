"""What can be said of a part: a percentage, its attributes, or that it does not apply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessments.editions.model import Edition, Part
from assessments.errors import Place, quoted

WHOLE = Fraction(100)
"""All of it, in percent."""


@dataclass(frozen=True, slots=True)
class Percent:
    """The part's percentage as one number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class ByAttribute:
    """The percentage of each attribute of the part's rubric, or of some while others are open."""

    values: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The part does not apply, with the reason why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Departing:
    """A percentage that departs from what all attributes of the part come to, with the reason."""

    values: Mapping[str, Fraction]
    percent: Fraction
    reason: str


Judgement = Percent | ByAttribute | Departing | NotApplicable
Judgements = Mapping[str, Judgement]
"""Judgements by part; a part that is absent is unscored."""


class Unfit(ValueError):
    """Refuse a judgement that the edition does not take; `place` leads to it from the parts."""

    def __init__(self, place: Place, problem: str) -> None:
        super().__init__(problem)
        self.place = place
        self.problem = problem


class NothingToScore(Unfit):
    """Refuse that no part of a criterion, or of what a level asks for, applies."""


def refuse_unfit(edition: Edition, judgements: Judgements) -> None:
    """Raise Unfit for the first judgement that the edition does not take.

    Steps and bands do not bind here; who may use which values is for those who ask for them.
    """
    for part_id, judgement in judgements.items():
        part = edition.parts.get(part_id)
        if part is None:
            raise Unfit((part_id,), f"is not a part of {edition.id}")
        match judgement:
            case Percent(value):
                _refuse_value(edition, (part_id,), value)
            case ByAttribute(values):
                _refuse_attributes(edition, part, values)
            case NotApplicable(reason):
                _refuse_dropping(part, reason)
    _refuse_empty_criteria(edition, judgements)


def not_applicable(judgements: Judgements) -> frozenset[str]:
    """Return the ids of the parts that do not apply."""
    return frozenset(k for k, judgement in judgements.items() if type(judgement) is NotApplicable)


def _refuse_value(edition: Edition, place: Place, value: Fraction) -> None:
    if not 0 <= value.numerator <= 100 * value.denominator:
        raise Unfit(place, "must be a number from 0 to 100")
    if edition.whole_numbers and value.denominator != 1:
        raise Unfit(place, f"must be a whole number, as {edition.id} takes no others")


def _refuse_attributes(edition: Edition, part: Part, values: Mapping[str, Fraction]) -> None:
    place: Place = (part.id, "attributes")
    if not values:
        raise Unfit(place, "must name at least one attribute")
    known = edition.rubrics[part.kind].attribute_ids
    for attribute, value in values.items():
        if attribute not in known:
            there_are = _listed(a.id for a in edition.rubrics[part.kind].attributes)
            raise Unfit((*place, attribute), f"is not an attribute of this part; {there_are}")
        _refuse_value(edition, (*place, attribute), value)


def _refuse_dropping(part: Part, reason: str) -> None:
    place: Place = (part.id, "not_applicable")
    if not part.may_not_apply:
        raise Unfit(place, "is not possible: this part applies to everyone in this edition")
    if not reason.strip():
        raise Unfit(place, "must give the reason why the part does not apply")


def _refuse_empty_criteria(edition: Edition, judgements: Judgements) -> None:
    dropped = not_applicable(judgements)
    if not dropped:
        return
    for criterion in edition.criteria:
        if all(part.id in dropped for part in criterion.parts):
            last = criterion.parts[-1].id
            problem = (
                f"leaves nothing to score: no part of criterion {quoted(criterion.id)} applies"
            )
            raise NothingToScore((last, "not_applicable"), problem)


def _listed(ids: Iterable[str]) -> str:
    names = ", ".join(ids)
    return f"there are {names}" if names else "it has none"
