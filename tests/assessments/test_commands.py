import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import assessments
from assessments.commands import editions_report, score_report
from assessments.editions import edition

ALONE = """
import json, sys
from pathlib import Path
for blocked in ("flask", "sqlalchemy", "labelling.core", "labelling.app"):
    sys.modules[blocked] = None
from assessments.commands import editions_report, score_report
ids = [edition["id"] for edition in editions_report()]
report = score_report(Path(sys.argv[1]), ways=True)
print(json.dumps([ids, report, "labelling" in sys.modules]))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "scores.json"


def written(file: Path, edition_id: str, scores: dict[str, Any]) -> Path:
    file.write_text(json.dumps({"edition": edition_id, "scores": scores}), encoding="utf-8")
    return file


def test_editions_report_has_every_edition_with_what_can_be_scored() -> None:
    report = {listed["id"]: listed for listed in editions_report()}
    model = report["efqm-2020"]
    assert [
        *(model[key] for key in ("name", "status", "maximum", "step")),
        model["levels"][0],
        model["criteria"][5],
    ] == [
        "EFQM Model 2020",
        "published",
        1000,
        5,
        {"id": "recognised-3", "name": "Recognised, 3 stars", "parts": None},
        {
            "id": "6",
            "name": "Stakeholder Perceptions",
            "maximum": 200,
            "parts": [
                {
                    "id": "6",
                    "title": "Stakeholder perceptions, scored as a whole",
                    "weight": 100,
                    "kind": "results",
                    "attributes": [
                        "scope-relevance",
                        "usable-data",
                        "trends",
                        "targets",
                        "comparisons",
                        "future-focus",
                    ],
                    "caps": ["scope-relevance"],
                },
            ],
        },
    ]
    assert list(model) == ["id", "name", "status", "maximum", "step", "levels", "criteria"]


def test_score_report_of_an_open_assessment(file: Path) -> None:
    """6 is at 45 %: 90 of 200 points; 1.1 does not apply, so 1.2 has 25 of the 100."""
    scores = {"6": 45, "1.1": {"not_applicable": "no such task"}, "1.2": 30.1}
    report = score_report(written(file, "efqm-2020", scores))
    head = {key: report[key] for key in report if key not in {"levels", "criteria"}}
    assert list(report)[-2:] == ["levels", "criteria"]
    assert head == {
        "edition": "efqm-2020",
        "complete": False,
        "total": None,
        "lower": 97.525,
        "upper": 872.525,
        "maximum": 1000,
        "level": None,
    }
    assert report["levels"][1] == {
        "id": "recognised-4",
        "met": False,
        "percent": None,
        "lower": 9.7525,
        "upper": 87.2525,
        "unmet": [
            {
                "rule": "total",
                "id": None,
                "required": 400,
                "lower": 97.525,
                "upper": 872.525,
                "gap": 302.475,
                "state": "open",
            },
            {
                "rule": "level_below",
                "id": "recognised-3",
                "required": 1,
                "lower": 0,
                "upper": 1,
                "gap": 1,
                "state": "open",
            },
        ],
    }
    assert report["criteria"][0] == {
        "id": "1",
        "percent": None,
        "points": None,
        "lower": 7.525,
        "upper": 82.525,
        "maximum": 100,
        "parts": [
            {"id": "1.1", "percent": None, "points": 0, "maximum": 0},
            {"id": "1.2", "percent": 30.1, "points": 7.525, "maximum": 25},
            {"id": "1.3", "percent": None, "points": None, "maximum": 25},
            {"id": "1.4", "percent": None, "points": None, "maximum": 25},
            {"id": "1.5", "percent": None, "points": None, "maximum": 25},
        ],
    }
    assert report["criteria"][5] == {
        "id": "6",
        "percent": 45,
        "points": 90,
        "lower": 90,
        "upper": 90,
        "maximum": 200,
        "parts": [{"id": "6", "percent": 45, "points": 90, "maximum": 200}],
    }


def test_numbers_are_the_doubles_nearest_to_the_exact_values(file: Path) -> None:
    """The mean of six is (50 + 4 × 10 + 11.3) / 6; as doubles the sum would already be off."""
    attributes = {
        "sound": 50,
        "aligned": 10,
        "implemented": 10,
        "flexible": 10,
        "evaluated-understood": 10,
        "learn-improve": 11.3,
    }
    report = score_report(written(file, "efqm-2020", {"4.1": {"attributes": attributes}}))
    assert report["criteria"][3]["parts"][0] == {
        "id": "4.1",
        "percent": 1013 / 60,
        "points": 1013 / 120,
        "maximum": 50,
    }


def test_complete_score_is_open_nowhere(file: Path) -> None:
    scores = dict.fromkeys(edition("efqm-2020").parts, 55)
    report = score_report(written(file, "efqm-2020", scores))
    assert (report["complete"], report["total"], report["level"]) == (True, 550, "recognised-5")
    states = [unmet["state"] for level in report["levels"] for unmet in level["unmet"]]
    assert states == ["fails"] * 3


def test_ways_are_added_when_asked_for(file: Path) -> None:
    """480 points: 20 more by part 6 or 7; 4.1 starts from 30.5 between the steps."""
    scores = dict.fromkeys(edition("efqm-2020").parts, 50) | {"4.1": 30.5, "7": 45, "6": 49.875}
    report = score_report(written(file, "efqm-2020", scores), ways=True, clock=lambda: 0)
    bare = score_report(file)
    assert list(report) == [*bare, "ways"]
    assert {key: report[key] for key in bare} == bare
    assert report["ways"][0] == {
        "level": "recognised-5",
        "parts": [{"id": "7", "from": 45, "to": 55}],
        "points": 20,
        "optimal": True,
    }
    assert len(report["ways"]) == 5


def test_ways_that_time_did_not_suffice_for_are_not_called_optimal(file: Path) -> None:
    written(file, "efqm-2020", {"6": 45})
    report = score_report(file, ways=True, seconds=0, clock=lambda: 0)
    assert [way["optimal"] for way in report["ways"]] == [False]


def test_ways_are_none_where_every_level_is_met(file: Path) -> None:
    scores = dict.fromkeys(edition("efqm-2020").parts, 70)
    assert score_report(written(file, "efqm-2020", scores), ways=True)["ways"] == []


@pytest.mark.parametrize("options", [[], ["--ways"], ["--explain"], ["--ways", "--explain"]])
def test_command_prints_the_report_or_one_sentence(file: Path, options: list[str]) -> None:
    command = [sys.executable, "-m", "labelling", "score", *options, str(file)]
    root = Path(assessments.__file__).parents[1]
    written(file, "efqm-2020", {"6": 45})
    good = subprocess.run(command, cwd=root, capture_output=True, check=False, text=True)
    assert json.loads(good.stdout) == score_report(
        file, ways="--ways" in options, explanation="--explain" in options
    )
    assert (good.returncode, good.stderr, good.stdout[-1]) == (0, "", "\n")
    written(file, "efqm-2020", {"6": 101})
    bad = subprocess.run(command, cwd=root, capture_output=True, check=False, text=True)
    sentence = f"{file}, line 1, scores.6: must be a number from 0 to 100\n"
    assert (bad.returncode, bad.stdout, bad.stderr) == (2, "", sentence)


def test_commands_run_without_web_database_and_application(file: Path) -> None:
    written(file, "efqm-2020", {"1.1": 45})
    command = [sys.executable, "-c", ALONE, str(file)]
    root = Path(assessments.__file__).parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True)
    ids = [listed["id"] for listed in editions_report()]
    assert json.loads(done.stdout) == [ids, score_report(file, ways=True), False]
    assert done.stderr == ""
