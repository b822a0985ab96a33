import json
import subprocess
import sys
from pathlib import Path

import pytest

from assessments.agreement.report import agreement_report
from tests.assessments.agreement.examples import krippendorff, shrout_fleiss

ALONE = """
import sys
for blocked in ("flask", "sqlalchemy", "labelling.core", "labelling.app", "scipy"):
    sys.modules[blocked] = None
from labelling.cli import main
main()
"""
NAMES = [f"krippendorff_alpha.{m}" for m in ("nominal", "ordinal", "interval", "ratio")] + [
    f"icc.{form}" for form in ("1_1", "2_1", "3_1", "1_k", "2_k", "3_k")
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "scores.csv"


def written(file: Path, *rows: str) -> Path:
    file.write_text("\n".join(["unit,rater,score", *rows]) + "\n")
    return file


def alone(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command with the web, the database and the application's core unimportable."""
    command = [sys.executable, "-c", ALONE, "agreement", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_report_of_krippendorffs_table(file: Path) -> None:
    """One of the twelve units has a single score: it is counted, but not pairable."""
    units = enumerate(krippendorff())
    rows = [f"{n},{rater},{score}" for n, unit in units for rater, score in unit.items()]
    report = agreement_report(written(file, *rows, "0,C,"))
    assert list(report) == [
        "krippendorff_alpha",
        "icc",
        "intervals",
        "units",
        "raters",
        "pairable",
        "seed",
        "notes",
    ]
    assert {metric: round(a, 3) for metric, a in report["krippendorff_alpha"].items()} == {
        "nominal": 0.743,
        "ordinal": 0.815,
        "interval": 0.849,
        "ratio": 0.797,
    }
    assert [report[key] for key in ("units", "raters", "pairable", "seed", "notes")] == [
        12, 4, 40, 0, {},
    ]  # fmt: skip
    assert list(report["intervals"]) == NAMES


def test_command_prints_the_report(file: Path) -> None:
    units = enumerate(shrout_fleiss())
    written(file, *(f"t{n},{rater},{score}" for n, unit in units for rater, score in unit.items()))
    done = alone(str(file), "--seed", "11")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == agreement_report(file, 11)
    assert {form: round(value, 2) for form, value in json.loads(done.stdout)["icc"].items()} == {
        "1_1": 0.17,
        "2_1": 0.29,
        "3_1": 0.71,
        "1_k": 0.44,
        "2_k": 0.62,
        "3_k": 0.91,
    }


def test_what_is_undefined_is_null_with_a_note(file: Path) -> None:
    report = agreement_report(written(file, "u,a,1", "u,b,1", "v,b,1", "v,c,1"))
    assert report == {
        "krippendorff_alpha": dict.fromkeys(["nominal", "ordinal", "interval", "ratio"]),
        "icc": dict.fromkeys(["1_1", "2_1", "3_1", "1_k", "2_k", "3_k"]),
        "intervals": {},
        "units": 2,
        "raters": 3,
        "pairable": 4,
        "seed": 0,
        "notes": dict.fromkeys(NAMES[:4], "no_disagreement_possible")
        | dict.fromkeys(["icc.1_1", "icc.1_k"], "units_do_not_differ")
        | dict.fromkeys(["icc.2_1", "icc.3_1", "icc.2_k", "icc.3_k"], "not_crossed"),
    }


def test_units_and_raters_without_a_score_are_not_counted(file: Path) -> None:
    report = agreement_report(written(file, "u,a,1", "u,b,2", "v,a,2", "v,b,2", "w,a,", "u,c,"))
    assert (report["units"], report["raters"], report["pairable"]) == (2, 2, 4)
    assert isinstance(report["icc"]["2_1"], float)


def test_a_header_alone_is_a_table_without_scores(file: Path) -> None:
    report = agreement_report(written(file))
    assert (report["units"], report["raters"], report["pairable"]) == (0, 0, 0)
    assert sorted(report["notes"]) == sorted(NAMES)


@pytest.mark.parametrize(
    "rows",
    [
        ["u,a,1e300", "u,b,1e-300", "v,a,-1e300", "v,b,7", "w,a,0", "w,b,1e-300"],
        ["u,a,1e990", "u,b,-1e990", "v,a,-1e990", "v,b,1e-990"],
        ["u,a,0", "u,b,0", "v,a,1e-900", "v,b,2e900"],
        [f"u,{n},{n % 7}" for n in range(300)],
        [f"{n},a,{n}" for n in range(300)],
    ],
)
def test_command_survives_odd_numbers_and_shapes(file: Path, rows: list[str]) -> None:
    done = alone(str(written(file, *rows)))
    assert (done.returncode, done.stderr) == (0, "")
    assert set(json.loads(done.stdout)["notes"]) <= {*NAMES, *(f"intervals.{n}" for n in NAMES)}


def test_bad_input_is_one_sentence_and_code_2(file: Path) -> None:
    done = alone(str(written(file, "u,a,1", "u,a,2")))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{file}, line 3, rater: 'a' has a score for unit 'u' in line 2 already\n"


@pytest.mark.parametrize("seed", ["-1", "x", "1.5", "9" * 5000])
def test_a_seed_is_a_whole_number_from_0_on(file: Path, seed: str) -> None:
    done = alone(str(written(file)), "--seed", seed)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_commands_that_need_no_numbers_do_not_load_numpy(file: Path) -> None:
    program = (
        "import sys; import assessments.commands, labelling.cli; print('numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
