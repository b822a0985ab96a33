"""Whether authors of practice sheets improved: told of those alone who agreed to it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.figures import Value, value
from benchmarking.indicators.model import Indicator, IndicatorSet
from benchmarking.rounds import Round
from benchmarking.statistics.trend import Trend, trend
from labelling.club import queries as club


def trends_of(
    session: Session,
    set_: IndicatorSet,
    indicator: Indicator,
    half: Round,
    members: Collection[UUID],
) -> dict[str, Trend | None]:
    """Return the latest change of some members on an indicator, against their own noise."""
    found: dict[str, Trend | None] = {}
    for member, sheets in club.history_of_figures(session, members).items():
        series = {}
        for round_ in sheets:
            one = value(set_, indicator, sheets, round_)
            if isinstance(one, Value) and one.accepted:
                series[round_] = one.number
        seasonal = set_.seasonal(indicator)
        found[str(member)] = trend(series, half, indicator.direction, seasonal=seasonal)
    return found
