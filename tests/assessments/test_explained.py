import json
from fractions import Fraction
from typing import get_args

from assessments.editions import edition
from assessments.explained import PART_RULES, RULES, explanation_report
from assessments.explaining import PartRule, explain
from assessments.judgement import ByAttribute, NotApplicable
from assessments.levels import Rule
from assessments.scoring import score
from tests.assessments.examples import example_edition, percents


def number(exact: str, value: float, shown: str) -> dict[str, object]:
    return {"exact": exact, "value": value, "shown": shown}


def test_every_rule_has_its_sentence() -> None:
    assert set(PART_RULES) == set(get_args(PartRule))
    assert set(RULES) == set(get_args(Rule))


def test_part_by_attributes_leads_to_its_points() -> None:
    attributes = {"sound": Fraction(50), "deployed": Fraction(40), "reviewed": Fraction(55)}
    report = explanation_report(explain(score(example_edition(), {"1.1": ByAttribute(attributes)})))
    third = number("1/3", 1 / 3, "0.3")
    assert report["criteria"][0]["parts"][0] == {
        "id": "1.1",
        "rule": "mean",
        "attributes": [
            {"id": "sound", "percent": number("50", 50, "50.0"), "caps": True,
             "step_brings": third},
            {"id": "deployed", "percent": number("40", 40, "40.0"), "caps": False,
             "step_brings": third},
            {"id": "reviewed", "percent": number("55", 55, "55.0"), "caps": False,
             "step_brings": third},
        ],
        "mean": number("145/3", 145 / 3, "48.3"),
        "capped_by": [],
        "deviation": None,
        "band": {"value": 0, "name": "Nothing"},
        "percent": {"lower": number("145/3", 145 / 3, "48.3"),
                    "upper": number("145/3", 145 / 3, "48.3")},
        "weight": 1,
        "weights": 3,
        "maximum": number("20", 20, "20.0"),
        "points": {"lower": number("29/3", 29 / 3, "9.7"), "upper": number("29/3", 29 / 3, "9.7")},
        "worth": {
            "to_gain": number("31/3", 31 / 3, "10.3"),
            "step_brings": number("1/3", 1 / 3, "0.3"),
            "share": number("20", 20, "20.0"),
        },
    }  # fmt: skip


def test_report_leads_on_to_criteria_total_and_rules() -> None:
    judgements = percents(p1_1=50, p1_2=60, p2_1=40) | {"2.2": NotApplicable("no team")}
    report = explanation_report(explain(score(example_edition(), judgements)))
    assert list(report) == ["rounding", "rules", "criteria", "total", "mean_of_criteria", "levels"]
    assert report["rounding"].endswith("rounded half up to 1 decimal.")
    assert report["total"] == dict.fromkeys(("lower", "upper"), number("50", 50, "50.0"))
    assert report["criteria"][1]["parts"][1]["percent"] is None
    assert report["levels"][0]["rules"][2] == {
        "rule": "criterion_minimum",
        "id": "2",
        "required": number("61/2", 30.5, "30.5"),
        "has": dict.fromkeys(("lower", "upper"), number("40", 40, "40.0")),
        "holds": True,
    }
    assert json.loads(json.dumps(report, allow_nan=False)) == report


def test_mean_of_criteria_stands_in_the_report_of_editions_that_show_it() -> None:
    report = explanation_report(explain(score(edition("caf-2020"), {})))
    assert report["mean_of_criteria"] == {
        "lower": number("0", 0, "0.0"),
        "upper": number("100", 100, "100.0"),
    }
