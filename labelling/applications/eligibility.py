"""What each eligibility rule asks and what the organisation has: figures and declarations. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assessments.editions.model import Edition, EligibilityRule

Facts = Mapping[str, Mapping[str, str]]
"""Figures by fact and year, as they stand in a snapshot."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the organisation declared of a rule."""

    holds: bool
    explanation: str


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """A rule, what it asks, what the organisation has, and whether that holds by itself.

    ``holds`` is None where nothing was said yet. ``within_derogation`` tells that the figure is
    below the minimum, but not below the one that may be granted with a reason.
    """

    rule: EligibilityRule
    minimum: Decimal | None
    value: Decimal | None
    year: int | None
    declared: Declared | None

    @property
    def is_declared(self) -> bool:
        """Say whether the rule is answered by yes or no instead of a figure."""
        return self.rule.kind == "declared"

    @property
    def holds(self) -> bool | None:
        """Say whether the rule holds by what was given, None where nothing was."""
        if self.is_declared:
            return None if self.declared is None else self.declared.holds
        if self.value is None or self.minimum is None:
            return None
        return self.value >= self.minimum

    @property
    def within_derogation(self) -> bool:
        """Say whether the figure may be accepted by derogation."""
        return (
            self.holds is False
            and self.rule.derogation is not None
            and self.value is not None
            and self.value >= self.rule.derogation.minimum
        )


def rule_standings(
    edition: Edition, level_id: str, facts: Facts, declarations: Mapping[str, Declared]
) -> tuple[RuleStanding, ...]:
    """Return every eligibility rule of an edition at a level, with what the organisation has.

    A figure counts with its latest year.
    """
    return tuple(
        _standing(rule, level_id, facts, declarations.get(rule.id)) for rule in edition.eligibility
    )


def _standing(
    rule: EligibilityRule, level_id: str, facts: Facts, declared: Declared | None
) -> RuleStanding:
    minimum = rule.minimum_by_level.get(level_id, rule.minimum)
    value, year = latest(facts.get(rule.fact, {})) if rule.fact is not None else (None, None)
    return RuleStanding(rule, minimum, value, year, declared)


def latest(by_year: Mapping[str, str]) -> tuple[Decimal | None, int | None]:
    """Return the figure of the latest year that has a number, and that year."""
    for year in sorted(by_year, key=int, reverse=True):
        try:
            number = Decimal(by_year[year])
        except InvalidOperation:
            continue
        if number.is_finite():
            return number, int(year)
    return None, None
