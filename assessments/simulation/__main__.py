"""Print the table, or renew it and its picture in the documentation.

``python -m assessments.simulation [--organisations N] [--seed N] [--renew docs/reliability.md]``
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from assessments.simulation.panels import simulate
from assessments.simulation.picture import svg
from assessments.simulation.table import HEAD, markdown
from assessments.simulation.world import Assumptions

PICTURE = Path("pictures") / "reliability.svg"
"""Where the picture lies, from the folder of the page."""


def main() -> None:
    """Play all ways of assessing through and print or write what they give."""
    usual = Assumptions()
    parser = argparse.ArgumentParser(
        prog="python -m assessments.simulation",
        description="Print the table of panels played through, or renew it in the documentation.",
    )
    parser.add_argument("--organisations", type=_from_two, default=usual.organisations)
    parser.add_argument("--seed", type=_from_zero, default=usual.seed)
    parser.add_argument("--renew", type=Path, metavar="PAGE")
    wanted = parser.parse_args()
    assumed = replace(usual, organisations=wanted.organisations, seed=wanted.seed)
    outcomes = simulate(assumed)
    table = markdown(outcomes)
    if wanted.renew is None:
        sys.stdout.write(table)
        return
    text = wanted.renew.read_text("utf-8")
    if HEAD not in text:
        parser.error(f"{wanted.renew} has no such table to renew")
    wanted.renew.write_text(renewed(text, table), "utf-8")
    (wanted.renew.parent / PICTURE).write_text(svg(outcomes, assumed), "utf-8")


def renewed(text: str, table: str) -> str:
    """Return a page with its table replaced: the lines from its head to the next blank one."""
    before, _, rest = text.partition(HEAD)
    _, blank, after = rest.partition("\n\n")
    return before + table + blank[1:] + after


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
