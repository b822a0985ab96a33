"""The strip of a slide: as wide as the slide, in letters that the last row reads; no own mark."""

from benchmarking.charts.strip import Cuts, quartile_strip
from benchmarking.charts.values import Chart, Frame, Named
from labelling.club.meetings.mode.deck import DeckSlide
from labelling.club.results import wording
from labelling.club.results.pictures import middle_sentence
from labelling.core.i18n import gettext

_WIDTH = 520  # of letters with 14: on 870 points of a slide they have 23


def slide_strip(slide: DeckSlide) -> Chart | None:
    """Return the strip of a slide with its description and its rows."""
    median, low, high = (slide.standing.get(name) for name in ("median", "q1", "q3"))
    if median is None:
        return None
    quartiles = None
    if low is not None and high is not None:
        quartiles = (Named(gettext("Lower quartile"), low), Named(gettext("Upper quartile"), high))
    said = middle_sentence(slide.standing, slide.unit)
    bounds = slide.indicator.bounds
    return quartile_strip(
        Frame(f"slide-{slide.number}", slide.indicator.name, said, _WIDTH),
        Cuts(Named(gettext("Middle"), median), quartiles),
        None,
        wording.spelling(slide.unit),
        bounds=(bounds.lower, bounds.upper),
        direction=str(wording.ARROWS[slide.indicator.direction]),
    )
