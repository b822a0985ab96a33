"""Which eligibility rules a holder no longer meets, by what is reported today. Pure.

The rule is the one of the edition and level of the term in force. What was granted when the
application was checked stays granted: a derogation down to its own minimum, and a figure that the
office accepted though it was below (a national recognition, say) down to that figure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from labelling.applications.eligibility import RuleStanding


@dataclass(frozen=True, slots=True)
class Checked:
    """What the office found of a rule when it checked the application."""

    holds: bool
    derogation: bool


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A rule that does not hold: what it asks of this holder, what is reported, for which year.

    A declared rule asks for no figure; ``said`` is then what the holder said of it.
    """

    rule_id: str
    required: Decimal | None
    reported: Decimal | None
    year: int | None
    said: str = ""


def floors(
    then: Iterable[RuleStanding], checked: Mapping[str, Checked]
) -> dict[str, Decimal | None]:
    """Return, by rule, how far below its minimum was granted; None for a declared rule.

    ``then`` is how the rules stood in the application. A rule that held needs no grant.
    """
    found: dict[str, Decimal | None] = {}
    for standing in then:
        answer = checked.get(standing.rule.id)
        if answer is None or standing.holds is not False:
            continue
        if standing.is_declared:
            if answer.holds or answer.derogation:
                found[standing.rule.id] = None
        elif answer.derogation and standing.rule.derogation is not None:
            found[standing.rule.id] = standing.rule.derogation.minimum
        elif answer.holds and standing.value is not None:
            found[standing.rule.id] = standing.value
    return found


def shortfalls(
    today: Iterable[RuleStanding], granted: Mapping[str, Decimal | None]
) -> tuple[Shortfall, ...]:
    """Return the rules that do not hold today, in the edition's order.

    Nothing reported is no shortfall: it is asked for when the holder confirms.
    """
    found = []
    for standing in today:
        rule_id = standing.rule.id
        if standing.is_declared:
            if standing.holds is False and rule_id not in granted:
                said = standing.declared.explanation if standing.declared is not None else ""
                found.append(Shortfall(rule_id, None, None, None, said))
            continue
        required = _required(standing, granted.get(rule_id))
        if standing.value is not None and required is not None and standing.value < required:
            found.append(Shortfall(rule_id, required, standing.value, standing.year))
    return tuple(found)


def _required(standing: RuleStanding, floor: Decimal | None) -> Decimal | None:
    if standing.minimum is None or floor is None:
        return standing.minimum
    return min(standing.minimum, floor)
