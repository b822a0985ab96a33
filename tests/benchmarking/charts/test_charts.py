"""Charts draw what they are given, inside their picture, whatever they are told."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.charts.bars import Bar, histogram_chart
from benchmarking.charts.funnelplot import FunnelWords, Observed, funnel_plot
from benchmarking.charts.radar import radar
from benchmarking.charts.strip import Cuts, Own, quartile_strip
from benchmarking.charts.trend import Lines, Moment, trend_chart
from benchmarking.charts.values import NARROW, WIDE, Chart, Frame, Named
from benchmarking.charts.xmrchart import XmrWords, xmr_chart
from benchmarking.rounds import Round
from benchmarking.statistics.xmr import natural_limits
from tests.benchmarking.charts.looking import shapes, size, strays, texts

HOSTILE = '"/><script>alert(1)</script>&\x00\ud800 '
WORDS = st.text(max_size=60) | st.just(HOSTILE) | st.just("W" * 200)
FIGURES = st.fractions(min_value=-10_000, max_value=10_000, max_denominator=50)
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=60)
WIDTHS = st.sampled_from([NARROW, WIDE])


def spell(value: Fraction) -> str:
    """Write a number with one decimal."""
    return f"{float(value):.1f}"


def frame(title: str = "Title", width: int = WIDE) -> Frame:
    return Frame("c1", title, "What is to be seen.", width)


@st.composite
def strips(draw: st.DrawFn) -> Chart | None:
    low, middle, high = sorted(draw(st.tuples(FIGURES, FIGURES, FIGURES)))
    quartiles = draw(st.none() | st.just((Named(draw(WORDS), low), Named("Q3", high))))
    cuts = Cuts(Named(draw(WORDS), middle), quartiles)
    own = draw(st.none() | st.builds(Own, st.builds(Named, WORDS, FIGURES), st.booleans()))
    bounds = draw(
        st.sampled_from([(None, None), (Fraction(0), None), (Fraction(0), Fraction(100))])
    )
    return quartile_strip(
        frame(draw(WORDS), draw(WIDTHS)), cuts, own, spell, bounds=bounds, direction=draw(WORDS)
    )


@st.composite
def trends(draw: st.DrawFn) -> Chart | None:
    moment = st.builds(
        Moment, WORDS, st.none() | FIGURES, st.none() | FIGURES, st.booleans(), st.just("") | WORDS
    )
    moments = draw(st.lists(moment, min_size=1, max_size=12))
    lines = Lines(draw(WORDS), draw(WORDS), "none")
    where = frame(draw(WORDS), draw(WIDTHS))
    return trend_chart(where, moments, lines, spell, from_zero=draw(st.booleans()))


@st.composite
def funnels(draw: st.DrawFn) -> Chart:
    words = FunnelWords(
        draw(WORDS), draw(WORDS), "95 %", draw(WORDS), draw(WORDS), "{low} to {high}"
    )
    own = Observed(draw(SHARES), draw(st.integers(1, 400)))
    return funnel_plot(frame(draw(WORDS), draw(WIDTHS)), draw(SHARES), own, words, spell)


@st.composite
def xmrs(draw: st.DrawFn) -> Chart:
    values = draw(st.lists(FIGURES, min_size=8, max_size=14))
    series, at = {}, Round(2019, 1)
    for value in values:
        series[at] = value
        at = at.following
    found = natural_limits(series)
    assert found is not None
    words = XmrWords(draw(WORDS), draw(WORDS), "signal", "no signal")
    return xmr_chart(frame(draw(WORDS), draw(WIDTHS)), series, found, words, spell)


@st.composite
def radars(draw: st.DrawFn) -> Chart | None:
    ranks = draw(st.lists(st.builds(Named, WORDS, SHARES), min_size=3, max_size=8))
    return radar(frame(draw(WORDS), draw(WIDTHS)), ranks, spell)


@st.composite
def histograms(draw: st.DrawFn) -> Chart | None:
    bar = st.builds(Bar, WORDS, st.integers(0, 500), st.booleans())
    bars = draw(st.lists(bar, min_size=1, max_size=22))
    return histogram_chart(frame(draw(WORDS), draw(WIDTHS)), bars, you=draw(st.just("you") | WORDS))


@settings(max_examples=150, deadline=None)
@given(st.one_of(strips(), trends(), funnels(), xmrs(), radars(), histograms()))
def test_everything_drawn_stays_inside_and_is_well_formed(chart: Chart | None) -> None:
    """Hostile labels become text; no coordinate and no text leaves the picture."""
    if chart is None:
        return
    assert strays(chart) == []
    assert shapes(chart, "script") == []
    (title,), (desc,) = shapes(chart, "title"), shapes(chart, "desc")
    root = next(iter(shapes(chart, "svg")))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"
    assert chart.rows
    assert all("style" not in one.attrib for one in shapes(chart, "text"))


@settings(max_examples=60, deadline=None)
@given(FIGURES, FIGURES, FIGURES)
def test_strip_tells_of_its_axis_nothing_but_what_is_published(
    first: Fraction, second: Fraction, third: Fraction
) -> None:
    """The same quartiles draw the same band, wherever one's own figure lies."""
    low, middle, high = sorted((first, second, third))
    cuts = Cuts(Named("Median", middle), (Named("Q1", low), Named("Q3", high)))
    drawn = [
        quartile_strip(frame(), cuts, own, spell)
        for own in (None, *(Own(Named("You", at)) for at in (Fraction(10**6), middle + 1)))
    ]
    bands = [chart and [one.attrib for one in shapes(chart, "rect")] for chart in drawn]
    widths = [[{k: b[k] for k in ("x", "width")} for b in band or []] for band in bands]
    assert widths[0] == widths[1] == widths[2]


def test_strip_places_its_marks_by_value() -> None:
    cuts = Cuts(
        Named("Median", Fraction(60)), (Named("Q1", Fraction(50)), Named("Q3", Fraction(70)))
    )
    chart = quartile_strip(
        frame(), cuts, Own(Named("You", Fraction(64))), spell,
        bounds=(Fraction(0), Fraction(100)), direction="more is better →",
    )  # fmt: skip
    assert chart is not None
    assert chart.rows == (("Q1", "50.0"), ("Median", "60.0"), ("Q3", "70.0"), ("You", "64.0"))
    assert texts(chart) == ["more is better →", "You 64.0", "Q1 50.0", "Median 60.0", "Q3 70.0"]
    (own,) = shapes(chart, "polygon")
    left = float(own.attrib["points"].split()[0].split(",")[0])
    assert left == pytest.approx(12 + (640 - 24) * (64 - 20) / 80, abs=0.01)


@pytest.mark.parametrize(("value", "end"), [(500, 628 + 7), (-500, 12 - 7)])
def test_strip_marks_who_lies_beyond_at_its_end(value: int, end: float) -> None:
    cuts = Cuts(
        Named("Median", Fraction(60)), (Named("Q1", Fraction(50)), Named("Q3", Fraction(70)))
    )
    chart = quartile_strip(frame(), cuts, Own(Named("You", Fraction(value))), spell)
    assert chart is not None
    (mark,) = shapes(chart, "polygon")
    assert mark.attrib["points"].split()[0].split(",")[0] == f"{end:.0f}"


def test_strip_needs_something_published_to_draw_on() -> None:
    cuts = Cuts(Named("Median", Fraction(60)), None)
    assert quartile_strip(frame(), cuts, None, spell) is None
    assert quartile_strip(frame(), cuts, None, spell, bounds=(Fraction(0), None)) is not None


def test_estimate_is_drawn_hollow() -> None:
    cuts = Cuts(
        Named("Median", Fraction(60)), (Named("Q1", Fraction(50)), Named("Q3", Fraction(70)))
    )
    fills = []
    for hollow in (True, False):
        chart = quartile_strip(frame(), cuts, Own(Named("You", Fraction(64)), hollow), spell)
        assert chart is not None
        fills.append(shapes(chart, "polygon")[0].attrib["fill"])
    assert fills == ["#FFFFFF", "#1B2230"]


def test_trend_leaves_gaps_where_nothing_is_shown() -> None:
    moments = [
        Moment(str(year), None if value is None else Fraction(value), None)
        for year, value in [(1, 3), (2, 4), (3, None), (4, 5), (5, 6)]
    ]
    chart = trend_chart(frame(), moments, Lines("You", "Middle", "–"), spell, from_zero=True)
    assert chart is not None
    assert len(shapes(chart, "polyline")) == 2
    assert chart.rows[2] == ("3", "–", "–")
    assert "Middle" not in texts(chart)


def test_trend_of_nobody_has_no_column_for_it() -> None:
    moments = [Moment("1", None, Fraction(3)), Moment("2", None, None)]
    chart = trend_chart(frame(), moments, Lines("", "Middle", "–"), spell, from_zero=True)
    assert chart is not None
    assert chart.rows == (("1", "3.0"), ("2", "–"))


def test_trend_without_figures_is_none() -> None:
    moments = [Moment("1", None, None)]
    assert trend_chart(frame(), moments, Lines("You", "M", "–"), spell, from_zero=True) is None


def test_funnel_shows_the_limits_and_one_point() -> None:
    words = FunnelWords("You", "Club", "95 %", "99.8 %", "cases", "{low} to {high}")
    chart = funnel_plot(frame(), Fraction(1, 2), Observed(Fraction(3, 4), 40), words, spell)
    assert len(shapes(chart, "polygon")) == 1
    assert len(shapes(chart, "polyline")) == 4
    assert [row[0] for row in chart.rows] == ["You (40)", "Club", "95 %", "99.8 %"]


def test_xmr_rings_the_signals() -> None:
    series, at = {}, Round(2020, 1)
    for value in (10, 11, 10, 11, 10, 11, 10, 40):
        series[at] = Fraction(value)
        at = at.following
    found = natural_limits(series)
    assert found is not None
    chart = xmr_chart(frame(), series, found, XmrWords("Figure", "Moves", "yes", "no"), spell)
    assert [row[2] for row in chart.rows] == ["no"] * 7 + ["yes"]
    assert sum(one.attrib["r"] == "11" for one in shapes(chart, "circle")) == 1


@pytest.mark.parametrize("count", [2, 9])
def test_radar_has_three_to_eight_axes(count: int) -> None:
    assert radar(frame(), [Named("a", Fraction(1, 2))] * count, spell) is None


def test_radar_refuses_what_is_no_rank() -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        radar(frame(), [Named("a", Fraction(3, 2))] * 3, spell)


def test_histogram_marks_the_bin_of_ones_own() -> None:
    bars = [Bar("under 10", 3), Bar("from 10", 5, own=True)]
    chart = histogram_chart(frame(), bars, you="you are here")
    assert chart is not None
    assert chart.rows == (("under 10", "3"), ("from 10", "5 · you are here"))
    widths = [float(one.attrib["width"]) for one in shapes(chart, "rect")]
    assert widths[0] / widths[1] == pytest.approx(3 / 5, abs=0.001)


@pytest.mark.parametrize("make", [lambda: Frame("1", "t", "d"), lambda: Frame("a", "t", "d", 10)])
def test_frame_refuses_what_no_page_can_have(make: Callable[[], Frame]) -> None:
    with pytest.raises(ValueError, match="is"):
        make()


def test_picture_is_as_wide_as_its_frame() -> None:
    chart = histogram_chart(frame(width=NARROW), [Bar("a", 1)], you="you")
    assert chart is not None
    assert size(chart)[0] == NARROW
