"""The sentence that is proposed for a slide: a question that the published figures ask."""

from collections.abc import Mapping
from fractions import Fraction

from benchmarking.disclosure.standing import Standing
from benchmarking.indicators.model import Indicator, Unit
from labelling.club.results import wording
from labelling.core.i18n import gettext

MOST_WORDS = 25
"""Of a slide, the name of its indicator included; numbers of the strip are not words."""

_MOVED = Fraction(1, 20)  # of the middle before: less is not worth a question


def proposed(
    indicator: Indicator, unit: Unit, standing: Standing, before: Fraction | None = None
) -> str:
    """Return a question about an indicator; ``before`` is the middle a year ago."""
    median, low, high = (standing.get(name) for name in ("median", "q1", "q3"))
    if median is None:
        return ""
    if before and abs(median - before) >= abs(before) * _MOVED:
        return _about_change(indicator, unit, before, median)
    if low is not None and high is not None and low < high:
        return gettext(
            "Half of us lie between %(low)s and %(high)s: what do the others do differently?",
            low=wording.figure(low, unit),
            high=wording.figure(high, unit),
        )
    return gettext(
        "The middle of the club is %(median)s: where should it be in a year?",
        median=wording.figure(median, unit),
    )


def _about_change(indicator: Indicator, unit: Unit, before: Fraction, median: Fraction) -> str:
    values: Mapping[str, str] = {
        "before": wording.figure(before, unit),
        "now": wording.figure(median, unit),
    }
    rose = median > before
    if indicator.direction == "neutral":
        return gettext("From %(before)s to %(now)s in a year: what has changed?", **values)
    if rose is (indicator.direction == "up"):
        return gettext("From %(before)s to %(now)s in a year: who did what?", **values)
    return gettext("From %(before)s to %(now)s in a year: why, and who escaped it?", **values)


def words_in(text: str) -> int:
    """Return how many words a text has; numbers and signs are none."""
    return sum(any(letter.isalpha() for letter in word) for word in text.split())
