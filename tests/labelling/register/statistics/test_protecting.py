"""What is published of a year tells nobody's refusal, whatever else everybody knows."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.counts import bounds
from benchmarking.protection import FEW, is_small
from labelling.register.statistics import protecting, words
from labelling.register.statistics.lines import lines_of
from labelling.register.statistics.protecting import content_of, digest

LEVELS = ["bronze", "silver", "gold"]
COUNTRIES = ["AT", "DE", "FR", "LU"]
AGREEMENT = {"applications": 0, "parts": 0, "within": 0, "difference": "0"}


def figures(cases: list[tuple[str, str, str]], **more: Any) -> dict[str, Any]:
    """Return the counted figures of cases: level, country, outcome."""
    levels: dict[str, Counter[str]] = {}
    countries: dict[str, Counter[str]] = {}
    for level, country, outcome in cases:
        levels.setdefault(level, Counter())[outcome] += 1
        countries.setdefault(country, Counter())[outcome] += 1
    return {
        "year": 2025,
        "levels": {key: dict(value) for key, value in sorted(levels.items())},
        "countries": {key: dict(value) for key, value in sorted(countries.items())},
        "derogations": {},
        "days": {step: [] for step in words.STEPS},
        "agreement": AGREEMENT,
        "labels": {},
        "appeals": {},
        "complaints": {},
        **more,
    }


cases = st.lists(
    st.tuples(
        st.sampled_from(LEVELS),
        st.sampled_from(COUNTRIES),
        st.sampled_from([*words.OUTCOMES, "awarded", "awarded"]),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(cases)
def test_no_small_count_can_be_worked_out(made: list[tuple[str, str, str]]) -> None:
    counted = figures(made)
    content = content_of(counted, LEVELS)
    cells = list(
        protecting._cells(
            {level: counted["levels"].get(level, {}) for level in LEVELS},
            protecting._known_countries(counted["countries"]),
        )
    )
    published = _published(content)
    hidden = {cell.id for cell in cells if published[cell.id] is None}
    for cell in cells:
        assert published[cell.id] in {None, cell.value}
        if is_small(cell):
            low, high = bounds(cells, hidden, cell)
            _, most = bounds(cells, {one.id for one in cells}, cell)  # knowing the register alone
            assert low == 0, cell
            assert high >= min(FEW, most), cell


def _published(content: dict[str, Any]) -> dict[str, int | None]:
    """Return the counts of applications as they stand in the content, by the names of cells."""
    applications = content["applications"]
    found: dict[str, int | None] = {"total": applications["total"]}
    found |= {f"outcome.{one}": value for one, value in applications["outcomes"].items()}
    for kind in ("level", "country"):
        for row in applications[f"by_{kind}"]:
            found[f"{kind}.{row[kind]}"] = row["total"]
            found |= {f"{kind}.{row[kind]}.{group}": row[group] for group in words.GROUPS}
    # The sum of a group stands nowhere by itself: the fine outcomes make it up.
    return found | {f"group.{group}": _sum(found, group) for group in words.GROUPS}


def _sum(found: dict[str, int | None], group: str) -> int | None:
    if group == "granted":
        return sum(found[key] or 0 for key in found if key.endswith(".granted") and "level" in key)
    parts = [found[f"outcome.{outcome}"] for outcome in words.GROUPS[group]]
    return None if None in parts else sum(part or 0 for part in parts)


@settings(deadline=None)
@given(cases)
def test_rows_tell_only_what_the_register_tells(made: list[tuple[str, str, str]]) -> None:
    content = content_of(figures(made), LEVELS)["applications"]
    granted = {country for _, country, outcome in made if outcome in words.GROUPS["granted"]}
    assert {row["country"] for row in content["by_country"]} == granted | {"other"}
    assert [row["level"] for row in content["by_level"]] == LEVELS
    for row in content["by_country"]:
        assert row["granted"] == sum(
            country == row["country"] and outcome in words.GROUPS["granted"]
            for _, country, outcome in made
        )


def test_one_refusal_in_a_country_with_grants_is_hidden_with_its_total() -> None:
    made = [("silver", "AT", "awarded")] * 4 + [("silver", "AT", "not_awarded")]
    made += [("bronze", "DE", "awarded")] * 6
    content = content_of(figures(made), LEVELS)["applications"]
    austria = next(row for row in content["by_country"] if row["country"] == "AT")
    assert (austria["granted"], austria["not_granted"], austria["total"]) == (4, None, None)
    assert content["total"] is None
    assert content["outcomes"]["not_awarded"] is None


def test_country_of_refused_applications_alone_is_no_row() -> None:
    made = [("silver", "LU", "not_awarded")] * 3 + [("bronze", "DE", "awarded")] * 6
    content = content_of(figures(made), LEVELS)["applications"]
    assert [row["country"] for row in content["by_country"]] == ["DE", "other"]
    assert content["by_country"][1]["not_granted"] == 3


def test_lower_level_cannot_be_worked_out_from_grants() -> None:
    made = [("silver", "AT", "awarded")] * 5 + [("silver", "AT", "lower_level")]
    outcomes = content_of(figures(made), LEVELS)["applications"]["outcomes"]
    assert outcomes["lower_level"] is None
    assert outcomes["awarded"] is None or outcomes["with_conditions"] is None


def test_few_values_give_no_days_and_no_agreement() -> None:
    few = {"applications": 4, "parts": 90, "within": 80, "difference": "900"}
    many = {"applications": 5, "parts": 120, "within": 101, "difference": "1501/2"}
    days: dict[str, list[int]] = {step: [] for step in words.STEPS} | {
        "decision": [3, 4, 5, 6],
        "team": [1, 2, 3, 4, 5],
    }
    seen = content_of(figures([], agreement=few, days=days), LEVELS)
    assert seen["agreement"] == {"within_percent": None, "mean_difference": None}
    assert {row["step"]: row["median"] for row in seen["days"] if row["median"]} == {"team": 3}
    seen = content_of(figures([], agreement=many), LEVELS)
    assert seen["agreement"] == {"within_percent": 84, "mean_difference": 6}


def test_small_appeals_derogations_and_complaints_are_hidden() -> None:
    content = content_of(
        figures(
            [],
            appeals={"decision": {"upheld": 1, "dismissed": 6}, "ending": {"dismissed": 1}},
            derogations={"members": 2, "staff": 3},
            complaints={"office": {"upheld": 1}, "holder": {"not_upheld": 4}},
        ),
        LEVELS,
    )
    assert content["appeals"]["outcomes"]["upheld"] is None
    assert (
        content["appeals"]["total"] is None or content["appeals"]["outcomes"]["dismissed"] is None
    )
    assert content["derogations"] == [
        {"rule": "members", "count": None},
        {"rule": "staff", "count": 3},
    ]
    office = content["complaints"]["by_concern"][0]
    assert (office["concern"], office["outcomes"]["upheld"], office["total"]) == (
        "office",
        None,
        None,
    )


@given(cases)
@settings(max_examples=20, deadline=None)
def test_lines_have_every_figure_once(made: list[tuple[str, str, str]]) -> None:
    content = content_of(figures(made), LEVELS)
    lines = list(lines_of(content))
    assert len({line[:3] for line in lines}) == len(lines)
    assert ("applications", "all", "total", content["applications"]["total"]) in lines
    assert digest(content) == digest(content_of(figures(list(reversed(made))), LEVELS))
