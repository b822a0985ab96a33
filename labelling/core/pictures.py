"""Charts in two widths, with the rows of the table that stands beside them."""

from dataclasses import dataclass

from benchmarking.charts.values import NARROW, WIDE, Chart, Frame


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart for a desk and for a telephone; title, description and rows are the same."""

    wide: Chart
    narrow: Chart

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of the table beside it."""
        return self.wide.rows


def frames(id_: str, title: str, description: str) -> tuple[Frame, Frame]:
    """Return where the wide and the narrow chart stand; ids are unique on the page."""
    return (
        Frame(f"{id_}-wide", title, description, WIDE),
        Frame(f"{id_}-narrow", title, description, NARROW),
    )


def both(wide: Chart | None, narrow: Chart | None) -> Picture | None:
    """Return the picture of two charts, None where there is nothing to draw."""
    return Picture(wide, narrow) if wide is not None and narrow is not None else None
