"""The stars of a file of regional employment, as the CSV that `labelling stars` prints."""

import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from benchmarking.employmentfile import read_areas_file
from benchmarking.stars import RULES, AreaStars, stars

HEADER = "region,sector,employees,lq,focus_share,size,specialisation,focus,stars"

_NEEDS_QUOTES = re.compile('[",\r\n]')


def stars_report(path: Path, rule: str) -> bytes:
    """Return the stars of a CSV file's areas in its order, as CSV. Raises BadTable."""
    return stars_csv(stars(read_areas_file(path), RULES[rule])).encode()


def stars_csv(found: Iterable[AreaStars]) -> str:
    """Return stars as CSV: quotients and shares as the shortest text of the nearest double.

    A missing figure, or one that is not defined, is empty; flags are 0 or 1.
    """
    return "\n".join([HEADER, *map(_line, found), ""])


def _line(found: AreaStars) -> str:
    area = found.area
    return ",".join([
        _quoted(area.region),
        _quoted(area.sector),
        "" if area.employees is None else str(area.employees),
        _double(found.lq),
        _double(found.focus_share),
        str(int(found.size)),
        str(int(found.specialisation)),
        str(int(found.focus)),
        str(found.stars),
    ])  # fmt: skip


def _double(number: Fraction | None) -> str:
    return "" if number is None else repr(float(number))


def _quoted(text: str) -> str:
    """Return a field in quotes where it needs them; Python's own writer forgets lone CRs."""
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text
