"""A release as lines: what the CSV file has, one count each. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

HEADER = ("table", "row", "column", "value")

Line = tuple[str, str, str, int | None]


def lines_of(content: Mapping[str, Any]) -> Iterator[Line]:
    """Yield every figure of a release: table, row, column, value (None where it is not shown)."""
    applications = content["applications"]
    yield "applications", "all", "total", applications["total"]
    yield from _of("applications", "all", applications["outcomes"])
    for kind in ("level", "country"):
        for row in applications[f"by_{kind}"]:
            yield from _of(f"applications by {kind}", row[kind], row, but=kind)
    for row in content["derogations"]:
        yield "derogations", row["rule"], "count", row["count"]
    yield from _of("agreement", "all", content["agreement"])
    for row in content["days"]:
        yield from _of("days", row["step"], row, but="step")
    yield from _of("labels", "all", content["labels"])
    yield "appeals", "all", "total", content["appeals"]["total"]
    yield from _of("appeals", "all", content["appeals"]["outcomes"])
    yield "complaints", "all", "total", content["complaints"]["total"]
    yield from _of("complaints", "all", content["complaints"]["outcomes"])
    for row in content["complaints"]["by_concern"]:
        yield "complaints by concern", row["concern"], "total", row["total"]
        yield from _of("complaints by concern", row["concern"], row["outcomes"])


def _of(table: str, row: str, figures: Mapping[str, Any], but: str = "") -> Iterator[Line]:
    for column, value in figures.items():
        if column != but:
            yield table, row, column, value
