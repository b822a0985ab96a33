"""Which rules a holder no longer meets: minima, what was granted, what was declared."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessments.editions import edition
from labelling.applications.eligibility import Declared, rule_standings
from labelling.decisions.surveillance.rules import Checked, Shortfall, floors, shortfalls

EDITION = edition("cluster-excellence-2026")
MEMBERS = "committed-members"


@dataclass(frozen=True)
class Case:
    """A number of members when applying, what the office found, and a number today."""

    then: int
    checked: Checked
    now: int


def _members(number: int, year: int = 2025) -> dict[str, dict[str, str]]:
    return {"members-total": {str(year): str(number)}}


def _found(case: Case, level: str = "silver") -> tuple[Shortfall, ...]:
    then = rule_standings(EDITION, level, _members(case.then), {})
    today = rule_standings(EDITION, level, _members(case.now, 2026), {})
    return shortfalls(today, floors(then, {MEMBERS: case.checked}))


NUMBERS = st.integers(0, 30)
CHECKED = st.builds(Checked, st.booleans(), st.booleans())


@given(NUMBERS, CHECKED, NUMBERS)
def test_required_is_the_minimum_or_what_was_granted_below_it(
    then: int, checked: Checked, now: int
) -> None:
    required = 15
    if then < 15 and checked.derogation:
        required = 10
    elif then < 15 and checked.holds:
        required = then
    found = _found(Case(then, checked, now))
    expected = (
        (Shortfall(MEMBERS, Decimal(required), Decimal(now), 2026),) if now < required else ()
    )
    assert found == expected


def test_gold_asks_for_its_own_minimum() -> None:
    facts = {"staff-fte": {"2025": "0.8"}}
    assert shortfalls(rule_standings(EDITION, "silver", facts, {}), {}) == ()
    assert shortfalls(rule_standings(EDITION, "gold", facts, {}), {}) == (
        Shortfall("staff", Decimal("1.0"), Decimal("0.8"), 2025),
    )


def test_nothing_reported_is_no_shortfall() -> None:
    assert shortfalls(rule_standings(EDITION, "gold", {}, {}), {}) == ()


def test_declared_rule_falls_short_by_its_no_unless_the_office_granted_it() -> None:
    no = {"no-insolvency": Declared(holds=False, explanation="Applied for on 3 May.")}
    today = rule_standings(EDITION, "bronze", {}, no)
    found = (Shortfall("no-insolvency", None, None, None, "Applied for on 3 May."),)
    assert shortfalls(today, {}) == found
    granted = floors(today, {"no-insolvency": Checked(holds=False, derogation=True)})
    assert shortfalls(today, granted) == ()
    refused = floors(today, {"no-insolvency": Checked(holds=False, derogation=False)})
    assert shortfalls(today, refused) == found
