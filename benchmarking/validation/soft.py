"""Soft checks: what may be right but is unusual, so that the member is asked."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from benchmarking.figures import (
    Sheet,
    Value,
    collected,
    history,
    numerator_and_denominator,
    value,
)
from benchmarking.indicators.model import Indicator, IndicatorSet
from benchmarking.rounds import Round
from benchmarking.statistics.periods import predecessor
from benchmarking.statistics.spread import mad, median, robust_z
from benchmarking.validation.finding import Finding

FAR_FROM_PEERS = Fraction(7, 2)  # robust z
HALF, DOUBLE = Fraction(1, 2), Fraction(2)
UNUSUAL = 3  # median absolute deviations of one's own history
ENOUGH_HISTORY = 4  # earlier values; fewer have no spread worth the name
FEW_CASES = 5
SLIPS = (Fraction(10), Fraction(1000), Fraction(1, 10), Fraction(1, 1000))
_NEAR_LOW, _NEAR_HIGH = Fraction(4, 5), Fraction(5, 4)  # of such a factor


def soft_findings(
    set_: IndicatorSet,
    sheets: Mapping[Round, Sheet],
    round_: Round,
    peers: Mapping[str, Sequence[Fraction]],
) -> tuple[Finding, ...]:
    """Return what a member is asked about its figures of a round.

    `sheets` are the member's, `peers` the accepted values of its peer group in this round by
    indicator, its own among them. Of two values only one question is asked: the most telling of
    zero, factor and change.
    """
    found: list[Finding] = []
    for indicator in set_.indicators.values():
        found += _denominator(set_, indicator, sheets, round_)
        now = value(set_, indicator, sheets, round_)
        if isinstance(now, Value):
            earlier = history(set_, indicator, sheets, round_)
            found += _peers(indicator, now, peers.get(indicator.code, ()))
            found += _change(set_, indicator, now.number, earlier, round_)
    found += _same(set_, sheets, round_)
    return tuple(found)


def _peers(indicator: Indicator, now: Value, peers: Sequence[Fraction]) -> Iterator[Finding]:
    z = robust_z(now.number, peers)
    if z is not None and abs(z) > FAR_FROM_PEERS:
        yield Finding(
            "peers",
            indicator.code,
            (indicator.code, "peers"),
            (("value", now.number),),
            (("robust_z", z), ("median", median(peers)), ("mad", mad(peers))),
        )


def _change(
    set_: IndicatorSet,
    indicator: Indicator,
    now: Fraction,
    earlier: Mapping[Round, Fraction],
    round_: Round,
) -> Iterator[Finding]:
    before_round = predecessor(earlier, round_, seasonal=set_.seasonal(indicator))
    if before_round is None:
        return
    before = earlier[before_round]
    compared = (indicator.code, str(before_round))
    figures = (("value", now), ("before", before))
    if before > 0 and now == 0:
        yield Finding("zero", indicator.code, compared, figures)
    elif _is_slip(now, before):
        yield Finding("factor", indicator.code, compared, (*figures, ("factor", now / before)))
    elif before > 0 and not HALF <= now / before <= DOUBLE:
        yield Finding("change", indicator.code, compared, (*figures, ("factor", now / before)))
    elif len(earlier) >= ENOUGH_HISTORY:
        noise = UNUSUAL * mad(list(earlier.values()))
        if 0 < noise < abs(now - before):
            yield Finding("change", indicator.code, compared, (*figures, ("noise", noise)))


def _is_slip(now: Fraction, before: Fraction) -> bool:
    """Say whether a value is about 10 or 1,000 times the earlier one, or that part of it."""
    if before == 0:
        return False
    return any(_NEAR_LOW <= now / before / slip <= _NEAR_HIGH for slip in SLIPS)


def _same(set_: IndicatorSet, sheets: Mapping[Round, Sheet], round_: Round) -> Iterator[Finding]:
    """Yield the flows that equal the last round's; nothing after nothing is no question.

    Only of indicators: the small counts from which others are computed are often alike.
    """
    last = sheets.get(round_.previous)
    if last is None:
        return
    for code, indicator in set_.indicators.items():
        now = collected(set_, sheets[round_], code) if indicator.kind == "flow" else None
        if now and now == collected(set_, last, code):
            compared = (code, str(round_.previous))
            yield Finding("same", code, compared, (("value", now), ("before", now)))


def _denominator(
    set_: IndicatorSet, indicator: Indicator, sheets: Mapping[Round, Sheet], round_: Round
) -> Iterator[Finding]:
    """Yield a denominator that counts fewer than five, 0 included; posts and money do not."""
    found = numerator_and_denominator(set_, indicator, sheets, round_)
    if indicator.formula is None or found is None:
        return
    term, cases = indicator.formula.denominator, found[1]
    if cases < FEW_CASES and set_.units[set_.quantities[term.quantity].unit].whole:
        yield Finding("denominator", indicator.code, (str(term),), (("denominator", cases),))
