import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import assessments
from assessments.editions import edition
from assessments.simulation.panels import SCENARIOS, Scenario, simulate
from assessments.simulation.picture import svg
from assessments.simulation.table import markdown
from assessments.simulation.world import Assumptions, Errors, in_steps, made

ROOT = Path(assessments.__file__).parents[1]
SMALL = Assumptions(organisations=200)
FAULTLESS = Errors(0, 0, 0)


def test_the_table_of_the_documentation_is_what_the_simulation_gives() -> None:
    assert markdown(simulate()) in (ROOT / "docs" / "reliability.md").read_text()


def test_the_picture_of_the_documentation_is_what_the_simulation_gives() -> None:
    drawn = (ROOT / "docs" / "pictures" / "reliability.svg").read_text()
    assert drawn == svg(simulate(), Assumptions())
    assert "Assumed: 4,000 organisations" in drawn


def test_renewing_writes_table_and_picture_and_leaves_the_rest(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    (tmp_path / "pictures").mkdir()
    page.write_text(f"Before.\n\n{markdown(simulate(SMALL))}\nAfter.\n")
    other = replace(SMALL, seed=3)
    command = [sys.executable, "-m", "assessments.simulation", "--organisations", "200"]
    command += ["--seed", "3", "--renew", str(page)]
    subprocess.run(command, cwd=ROOT, check=True)
    assert page.read_text() == f"Before.\n\n{markdown(simulate(other))}\nAfter.\n"
    assert (tmp_path / "pictures" / "reliability.svg").read_text() == svg(simulate(other), other)


def test_a_page_without_the_table_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Nothing.\n")
    command = [sys.executable, "-m", "assessments.simulation", "--organisations", "2"]
    done = subprocess.run(
        [*command, "--renew", str(page)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, page.read_text()) == (2, "Nothing.\n")


def test_the_assumptions_of_the_documentation_are_those_of_the_simulation() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text()
    a = Assumptions()
    for errors in (a.untrained, a.calibrated):
        assert f"| {errors.severity} | {errors.case} | {errors.part} |" in text
    assert f"{a.organisations:,} organisations" in text
    assert f"mean of {a.quality} %" in text
    assert f"standard deviation of {a.between_organisations} between" in text
    assert f"and {a.within_organisation} between the parts" in text


def test_the_command_prints_the_table() -> None:
    command = [sys.executable, "-m", "assessments.simulation", "--organisations", "200"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == (markdown(simulate(SMALL)), "")


@pytest.mark.parametrize("words", [["--organisations", "1"], ["--seed", "-1"], ["--seed", "x"]])
def test_the_command_refuses_what_is_no_number(words: list[str]) -> None:
    command = [sys.executable, "-m", "assessments.simulation", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "must be a whole number from" in done.stderr or "expected" in done.stderr


def test_the_same_assumptions_give_the_same_outcome_and_other_seeds_another() -> None:
    assert simulate(SMALL) == simulate(SMALL)
    assert simulate(SMALL) != simulate(replace(SMALL, seed=SMALL.seed + 1))


def test_outcomes_do_not_depend_on_what_else_is_simulated() -> None:
    one = Scenario(2, True)
    assert simulate(SMALL, [one]) == simulate(SMALL, [one, *SCENARIOS])[:1]


def test_assessors_without_fault_give_every_level_right() -> None:
    """True percentages that are steps already, so that rounding takes nothing."""
    sure = replace(
        SMALL, calibrated=FAULTLESS, within_organisation=0, between_organisations=0, quality=60
    )
    (outcome,) = simulate(sure, [Scenario(2, True)])
    assert (outcome.discussed, outcome.too_high, outcome.too_low) == (0, 0, 0)


def test_discussion_that_mends_all_leaves_only_rounding() -> None:
    mending = replace(SMALL, discussion_mends=1)
    (outcome,) = simulate(mending, [Scenario(3, True, discussed_from=0)])
    assert outcome.discussed == 1
    assert outcome.result > 0.99


def test_one_assessor_is_never_discussed() -> None:
    (outcome,) = simulate(SMALL, [Scenario(1, True, discussed_from=0)])
    assert outcome.discussed == 0


def test_reliability_of_one_assessor_is_the_share_of_the_true_variance() -> None:
    """Far from the ends, where nothing is cut: 100 / (100 + 25 + 16 + 9), and rounding to 5."""
    a = Assumptions(
        organisations=4_000,
        quality=50,
        between_organisations=8,
        within_organisation=6,
        untrained=Errors(5, 4, 3),
    )
    (outcome,) = simulate(a, [Scenario(1, False)])
    assert outcome.one_assessor == pytest.approx(100 / (150 + 25 / 12), abs=0.01)


def test_scores_are_steps_from_0_to_100() -> None:
    world = made(SMALL, edition(SMALL.edition), 1)
    assert set(np.unique(world.scores(0, SMALL.untrained)).tolist()) <= set(range(0, 101, 5))
    assert in_steps(np.array([-4.0, 2.4, 2.6, 98.0, 140.0]), 5).tolist() == [0, 0, 5, 100, 100]
