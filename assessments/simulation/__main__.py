"""Print the table: ``python -m assessments.simulation [--organisations N] [--seed N]``."""

import argparse
import sys
from dataclasses import replace

from assessments.simulation.panels import simulate
from assessments.simulation.table import markdown
from assessments.simulation.world import Assumptions


def main() -> None:
    """Play all ways of assessing through and print what they give."""
    usual = Assumptions()
    parser = argparse.ArgumentParser(prog="python -m assessments.simulation", description=__doc__)
    parser.add_argument("--organisations", type=_from_two, default=usual.organisations)
    parser.add_argument("--seed", type=_from_zero, default=usual.seed)
    wanted = parser.parse_args()
    assumed = replace(usual, organisations=wanted.organisations, seed=wanted.seed)
    sys.stdout.write(markdown(simulate(assumed)))


def _from_two(text: str) -> int:
    return _whole(text, 2)


def _from_zero(text: str) -> int:
    return _whole(text, 0)


def _whole(text: str, least: int) -> int:
    if not text.isdecimal() or int(text) < least:
        raise argparse.ArgumentTypeError(f"must be a whole number from {least} on")
    return int(text)


if __name__ == "__main__":
    main()
