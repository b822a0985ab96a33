"""Charts of agreement: how it went over time, and which parts divide assessors."""

from collections.abc import Sequence
from fractions import Fraction

from benchmarking.charts.bars import Bar, histogram_chart
from benchmarking.charts.trend import Lines, Moment, trend_chart
from labelling.core.i18n import format_fixed, gettext
from labelling.core.pictures import Picture, both, frames
from labelling.reviews.reliability.measures import Line, PartLine

_MOST_BARS = 12


def over_time(id_: str, lines: Sequence[Line]) -> Picture | None:
    """Return alpha half-year by half-year, None where fewer than two have one."""
    moments = [Moment(one.name, None, _alpha(one)) for one in lines]
    if sum(one.middle is not None for one in moments) < 2:  # noqa: PLR2004 (two make a line)
        return None
    called = Lines("", gettext("Alpha"), gettext("too few cases"))
    title = gettext("Agreement of assessors before they discussed, by half-year")
    said = gettext("Krippendorff’s alpha: 1 is full agreement, 0 is chance.")
    made = [
        trend_chart(frame, moments, called, lambda value: format_fixed(value, 2), from_zero=True)
        for frame in frames(id_, title, said)
    ]
    return both(*made)


def dividing(id_: str, lines: Sequence[PartLine]) -> Picture | None:
    """Return the parts that were discussed most often as bars, in percent of their cases."""
    bars = [
        Bar(one.division.part, int(100 * one.division.share))
        for one in lines[:_MOST_BARS]
        if one.division.discussed
    ]
    title = gettext("Parts that divide assessors")
    said = gettext("In how many of a hundred cases the difference had to be discussed.")
    made = [histogram_chart(frame, bars, you="") for frame in frames(id_, title, said)]
    return both(*made)


def _alpha(line: Line) -> Fraction | None:
    if line.figures is None or line.figures.alpha is None:
        return None
    return Fraction(line.figures.alpha)
