"""Charts of results: what stands published, and the reader's own figures, with their sentences."""

from fractions import Fraction

from benchmarking.charts.bars import Bar, histogram_chart
from benchmarking.charts.funnelplot import FunnelWords, Observed, funnel_plot
from benchmarking.charts.radar import radar
from benchmarking.charts.strip import Cuts, Own, quartile_strip
from benchmarking.charts.trend import Lines, Moment, trend_chart
from benchmarking.charts.values import Named
from benchmarking.charts.xmrchart import XmrWords, xmr_chart
from benchmarking.disclosure.cells import Place
from benchmarking.disclosure.histogram import Bin
from benchmarking.disclosure.roundcells import bottom, has_parts, top
from benchmarking.disclosure.standing import Published, Standing
from benchmarking.indicators.model import Indicator, Unit
from benchmarking.rounds import Round
from benchmarking.statistics.xmr import natural_limits
from labelling.club.results import wording
from labelling.club.results.clubwide import Row
from labelling.club.results.member import Beside, Line, Results
from labelling.core.i18n import gettext
from labelling.core.pictures import Picture, both, frames


def place_sentence(line: Line, beside: Beside, group: str, *, own: bool = True) -> str:
    """Return a member's place in words; it says no more than the strip shows.

    Without ``own`` the member's figure is left out, for where it has just been said.
    """
    unit, standing = line.unit, beside.standing
    said = []
    if own:
        figure = wording.figure(line.own.number, unit, exact=True)
        said.append(gettext("You: %(figure)s.", figure=figure))
    if not line.own.accepted:
        said.append(gettext("Your figure is an estimate and is not counted."))
    elif beside.quarter is not None:
        words = (
            wording.PLAIN_QUARTERS if line.indicator.direction == "neutral" else wording.QUARTERS
        )
        said.append(
            gettext("You are %(place)s of %(group)s.", place=words[beside.quarter], group=group)
        )
    said.append(middle_sentence(standing, unit))
    return " ".join(said)


def middle_sentence(standing: Standing, unit: Unit) -> str:
    """Return where the middle and the middle half of a set lie, in words."""
    median, low, high = (standing.get(name) for name in ("median", "q1", "q3"))
    if median is None:
        return gettext("Nothing can be shown of the others.")
    if low is None or high is None:
        return gettext("The middle is %(median)s, smoothed.", median=wording.figure(median, unit))
    return gettext(
        "The middle is %(median)s; half of them lie from about %(low)s to %(high)s, smoothed.",
        median=wording.figure(median, unit),
        low=wording.figure(low, unit),
        high=wording.figure(high, unit),
    )


def strip(id_: str, line: Line, beside: Beside, group: str) -> Picture | None:
    """Return the quartile strip with one's own mark, None where no median is shown."""
    said = place_sentence(line, beside, group)
    own = Own(Named(gettext("You"), line.own.number), hollow=not line.own.accepted)
    return _strip(id_, line.indicator, line.unit, beside.standing, (own, said))


def plain_strip(id_: str, indicator: Indicator, unit: Unit, standing: Standing) -> Picture | None:
    """Return the strip without anybody's mark, for the club's pages and slides."""
    return _strip(id_, indicator, unit, standing, (None, middle_sentence(standing, unit)))


def _strip(
    id_: str,
    indicator: Indicator,
    unit: Unit,
    standing: Standing,
    told: tuple[Own | None, str],
) -> Picture | None:
    own, said = told
    median, low, high = (standing.get(name) for name in ("median", "q1", "q3"))
    if median is None:
        return None
    quartiles = None
    if low is not None and high is not None:
        quartiles = (
            Named(gettext("Lower quartile"), low),
            Named(gettext("Upper quartile"), high),
        )
    cuts = Cuts(Named(gettext("Middle"), median), quartiles)
    bounds = (indicator.bounds.lower, indicator.bounds.upper)
    made = [
        quartile_strip(
            frame,
            cuts,
            own,
            wording.spelling(unit),
            bounds=bounds,
            direction=str(wording.ARROWS[indicator.direction]),
        )
        for frame in frames(id_, indicator.name, said)
    ]
    return both(*made)


def trend_picture(id_: str, results: Results, line: Line) -> Picture | None:
    """Return one's own figures round by round beside the middle of the club.

    The middle stands where the member reported the indicator itself.
    """
    code = line.indicator.code
    rounds = sorted({*line.series, *map(Round.parse, results.published.rounds())})
    rounds = [one for one in rounds if one <= results.half]
    changes = {one.since: one.text for one in results.set.changes if one.indicator == code}
    moments = [
        Moment(
            name=str(one),
            own=line.series[one].number if one in line.series else None,
            middle=_median(results.published, str(one), code) if one in line.series else None,
            hollow=one in line.series and not line.series[one].accepted,
            change=gettext("new definition") if one in changes else "",
        )
        for one in rounds
    ]
    called = Lines(gettext("You"), gettext("Middle of the club"), gettext("none"))
    from_zero = line.indicator.bounds.lower == 0 and line.indicator.kind != "scale"
    made = [
        trend_chart(frame, moments, called, wording.spelling(line.unit), from_zero=from_zero)
        for frame in frames(
            id_,
            gettext("%(name)s, round by round", name=line.indicator.name),
            trend_sentence(line),
        )
    ]
    return both(*made)


def trend_sentence(line: Line) -> str:
    """Return the latest change in words, against what is usual for the member."""
    if line.trend is None or line.before is None:
        return gettext("There is no earlier figure to compare with.")
    return gettext(
        "%(before)s before, %(now)s now: %(change)s, %(verdict)s.",
        before=wording.figure(line.before, line.unit, exact=True),
        now=wording.figure(line.own.number, line.unit, exact=True),
        change=wording.change(line.trend.change, line.unit),
        verdict=wording.VERDICTS[line.trend.verdict],
    )


def club_trend(id_: str, row: Row) -> Picture | None:
    """Return the middle of the club round by round."""
    indicator, unit = row.indicator, row.unit
    moments = [Moment(str(one), None, row.medians[one]) for one in sorted(row.medians)]
    called = Lines("", gettext("Middle of the club"), gettext("none"))
    from_zero = indicator.bounds.lower == 0 and indicator.kind != "scale"
    title = gettext("%(name)s, round by round", name=indicator.name)
    made = [
        trend_chart(frame, moments, called, wording.spelling(unit), from_zero=from_zero)
        for frame in frames(id_, title, gettext("The middle of the club in each round."))
    ]
    return both(*made)


def _median(published: Published, round_: str, code: str) -> Fraction | None:
    standing = published.standing(Place(round_, code))
    return None if standing is None else standing.get("median")


def expected_share(published: Published, half: Round, code: str) -> Fraction | None:
    """Return the ratio of the sums of a share, from 0 to 1.

    None unless both sums are shown, and are of the same members.
    """
    places = top(half, code), bottom(half, code)
    above, below = (
        standing.get("mean") if (standing := published.standing(place)) is not None else None
        for place in places
    )
    if not published.same_members(*places):
        return None
    return above / below if above is not None and below else None


def funnel(id_: str, results: Results, line: Line) -> Picture | None:
    """Return the funnel plot of a share: limits and one's own point, nobody else's."""
    indicator, own, formula = line.indicator, line.own, line.indicator.formula
    if formula is None or not has_parts(indicator) or own.numerator is None or not own.denominator:
        return None
    expected = expected_share(results.published, results.half, indicator.code)
    share = own.numerator / own.denominator
    if expected is None or not 0 <= expected <= 1 or share > 1 or own.denominator.denominator != 1:
        return None
    cases = results.set.quantities[formula.denominator.quantity].name
    words = FunnelWords(
        own=gettext("You"),
        expected=gettext("Club %(share)s", share=wording.share(expected)),
        warning=gettext("95 % limits"),
        alarm=gettext("99.8 % limits"),
        cases=cases,
        between=gettext("{low} to {high}"),
    )
    title = gettext("%(name)s, and what chance alone would make of it", name=indicator.name)
    said = gettext(
        "You: %(share)s of %(cases)s. Beyond the limits a share differs by more than chance.",
        share=wording.share(share),
        cases=wording.number(own.denominator, 0),
    )
    observed = Observed(share, int(own.denominator))
    made = [
        funnel_plot(frame, expected, observed, words, wording.share)
        for frame in frames(id_, title, said)
    ]
    return both(*made)


def natural(id_: str, line: Line) -> Picture | None:
    """Return the XmR chart of one's own figures, None before eight rounds in a row."""
    series = {one: found.number for one, found in line.series.items() if found.accepted}
    limits = natural_limits(series)
    if limits is None:
        return None
    words = XmrWords(
        gettext("Your figure"), gettext("From round to round"), gettext("signal"), gettext("usual")
    )
    title = gettext("%(name)s, and its natural limits", name=line.indicator.name)
    said = gettext("Between the dashed lines nothing but the usual ups and downs is to be seen.")
    made = [
        xmr_chart(frame, series, limits, words, wording.spelling(line.unit))
        for frame in frames(id_, title, said)
    ]
    return both(*made)


def histogram(
    id_: str, indicator: Indicator, unit: Unit, standing: Standing, own: Fraction | None = None
) -> Picture | None:
    """Return the histogram of a set, one's own bin marked; None where there is none to be shown."""
    bars = [Bar(_bin_name(one, unit), one.count, _within(one, own)) for one in standing.bins]
    title = gettext("%(name)s: how many lie where", name=indicator.name)
    said = gettext("Each bar is empty or stands for three members at least.")
    made = [
        histogram_chart(frame, bars, you=gettext("you are here"))
        for frame in frames(id_, title, said)
    ]
    return both(*made)


def _bin_name(one: Bin, unit: Unit) -> str:
    low, high = (
        None if edge is None else wording.figure(edge, unit) for edge in (one.low, one.high)
    )
    if low is None:
        return gettext("under %(high)s", high=high)
    if high is None:
        return gettext("%(low)s and more", low=low)
    return gettext("%(low)s to under %(high)s", low=low, high=high)


def _within(one: Bin, own: Fraction | None) -> bool:
    if own is None:
        return False
    return (one.low is None or own >= one.low) and (one.high is None or own < one.high)


def ranks_picture(id_: str, results: Results) -> Picture | None:
    """Return the radar of one's own percentile ranks on the core, as far as they are told."""
    ranks = [
        Named(line.indicator.name, line.whole.rank)
        for line in results.lines
        if line.indicator.tier == "core"
        and line.indicator.direction != "neutral"
        and line.whole is not None
        and line.whole.rank is not None
    ][:8]
    said = gettext("The further out, the better the place among the members of the club.")
    title = gettext("Your places on the core indicators")
    return both(*(radar(frame, ranks, wording.share) for frame in frames(id_, title, said)))
