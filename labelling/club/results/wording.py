"""Figures and places in words, in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor

from babel import numbers

from benchmarking.charts.values import Spelling
from benchmarking.disclosure.reasons import Reason
from benchmarking.indicators.model import Direction, Unit
from benchmarking.statistics.trend import Verdict
from labelling.club.models import ReleaseKind
from labelling.core import i18n
from labelling.core.i18n import Text, gettext, lazy

PROTECTED = lazy("protected")
HIDDEN: Mapping[Reason, Text] = {
    Reason.FEW: lazy("fewer than 5 values"),
    Reason.BELOW_QUARTILES: lazy("fewer than 8 values"),
    Reason.BELOW_SD: lazy("fewer than 10 values"),
    Reason.BELOW_TAILS: lazy("fewer than 20 values"),
}
DIRECTIONS: Mapping[Direction, Text] = {
    "up": lazy("more is better"),
    "down": lazy("less is better"),
    "neutral": lazy("neither more nor less is better"),
}
ARROWS: Mapping[Direction, Text] = {
    "up": lazy("more is better →"),
    "down": lazy("← less is better"),
    "neutral": "",
}
QUARTERS: Mapping[int, Text] = {
    4: lazy("in the best quarter"),
    3: lazy("better than the middle"),
    2: lazy("behind the middle"),
    1: lazy("in the last quarter"),
}
PLAIN_QUARTERS: Mapping[int, Text] = {
    4: lazy("in the highest quarter"),
    3: lazy("above the middle"),
    2: lazy("below the middle"),
    1: lazy("in the lowest quarter"),
}
VERDICTS: Mapping[Verdict, Text] = {
    "better": lazy("better, beyond what is usual for you"),
    "worse": lazy("worse, beyond what is usual for you"),
    "up": lazy("up, beyond what is usual for you"),
    "down": lazy("down, beyond what is usual for you"),
    "usual": lazy("within what is usual for you"),
    "unknown": lazy("too few rounds to say what is usual"),
}
FIGURE_NAMES: Mapping[str, Text] = {
    "mean": lazy("Mean"),
    "median": lazy("Middle (median, smoothed)"),
    "q1": lazy("Lower quartile (smoothed)"),
    "q3": lazy("Upper quartile (smoothed)"),
    "sd": lazy("Standard deviation"),
    "p10": lazy("P10 (smoothed)"),
    "p90": lazy("P90 (smoothed)"),
}
RELEASE_NAMES: Mapping[ReleaseKind, Text] = {
    ReleaseKind.DRAFT: lazy("Draft"),
    ReleaseKind.FINAL: lazy("Final"),
    ReleaseKind.CORRECTION: lazy("Correction"),
    ReleaseKind.SLIDES: lazy("Slides"),
    ReleaseKind.OWN_PEERS: lazy("Own peers"),
}


def hidden(reason: Reason) -> Text:
    """Return what stands in place of a figure that is not shown: no more than members may know."""
    return HIDDEN.get(reason, PROTECTED)


def number(value: Fraction, decimals: int) -> str:
    """Return an exact number as readers write it, rounded half up to so many decimals."""
    scale = 10**decimals
    rounded = Decimal((abs(value) * scale * 2 + 1) // 2) / scale
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    signed = -rounded if value < 0 and rounded else rounded
    return numbers.format_decimal(signed, format=pattern, locale=i18n.locale())


def figure(value: Fraction, unit: Unit, *, exact: bool = False) -> str:
    """Return a figure with its unit. What is computed of whole things has one decimal."""
    decimals = unit.decimals
    if unit.whole and not exact and value.denominator != 1:
        decimals = 1
    return _with_unit(number(value, decimals), unit)


def change(value: Fraction, unit: Unit) -> str:
    """Return a change with its sign; of a percentage in points."""
    decimals = unit.decimals if not unit.whole or value.denominator == 1 else 1
    written = number(abs(value), decimals)
    sign = "±" if not any(one in written for one in "123456789") else "+" if value > 0 else "−"
    if unit.symbol == "%":
        return gettext("%(number)s points", number=f"{sign}{written}")
    return _with_unit(f"{sign}{written}", unit)


def distance(value: Fraction, unit: Unit) -> str:
    """Return how far two figures lie apart; of percentages in points."""
    if unit.symbol == "%":
        return gettext("%(number)s points", number=number(abs(value), unit.decimals))
    return figure(abs(value), unit)


def _with_unit(written: str, unit: Unit) -> str:
    return written if unit.id == "count" else f"{written}\u00a0{unit.symbol}"


def spelling(unit: Unit) -> Spelling:
    """Return how figures of a unit are written on charts."""
    return lambda value: figure(value, unit)


def share(value: Fraction) -> str:
    """Return a share from 0 to 1 in per cent."""
    return f"{number(100 * value, 0)}\u00a0%"


def rank(place: Fraction, direction: Direction) -> str:
    """Return an own rank in a hundred."""
    written = number(100 * place, 0)
    if direction == "neutral":
        return gettext("rank %(rank)s of 100, 100 being the highest", rank=written)
    return gettext("rank %(rank)s of 100, 100 being the best", rank=written)


def rank_beside_quarter(place: Fraction, quarter: int | None) -> str:
    """Return why a rank and the quarter beside it may seem to disagree, '' where they agree."""
    if quarter is None or min(floor(4 * place), 3) + 1 == quarter:
        return ""
    return gettext(
        "The rank counts members one by one, the quarter goes by the smoothed quartiles; close to "
        "a quartile they may differ."
    )
