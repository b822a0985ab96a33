"""Actions held against the next rounds: baseline, now, target.

A member's own actions use its own figures. The club's use what stands published, as far as the
reader reported the indicator; nothing else of others is read here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import Place
from benchmarking.figures import Sheet, Value, value
from benchmarking.indicators.model import Indicator, IndicatorSet, Unit
from benchmarking.rounds import Round
from labelling.club import queries as club_queries
from labelling.club.frozen import reported
from labelling.club.meetings.figures import read
from labelling.club.meetings.models import ClubAction
from labelling.club.meetings.subjects import ClubActions
from labelling.club.results import gate
from labelling.club.results.queries import own_sheets
from labelling.club.sets import set_of


@dataclass(frozen=True, slots=True)
class Followed:
    """An action with its figures; ``now`` is that of ``half``, the newest after the baseline's.

    A baseline that nobody typed is the figure of the round in which the action began.
    """

    action: ClubAction
    indicator: Indicator | None
    unit: Unit | None
    baseline: Fraction | None
    since: Round | None
    now: Fraction | None
    half: Round | None
    target: Fraction | None

    @property
    def reached(self) -> bool | None:
        """Say whether the target is reached, None where that cannot be said yet."""
        if self.now is None or self.target is None:
            return None
        rising = self.target >= (self.baseline if self.baseline is not None else self.now)
        return self.now >= self.target if rising else self.now <= self.target


Series = Mapping[str, Mapping[Round, Fraction]]


def own_followed(
    session: Session, subject: ClubActions, actions: Sequence[ClubAction]
) -> list[Followed]:
    """Return a member's own actions with its own figures. Callers have required the permission."""
    if subject.place is None:
        return []
    set_ = set_of(club_queries.newest_set(session, subject.club.id))
    sheets = own_sheets(session, subject.place.membership.id)
    codes = {one.indicator for one in actions if one.indicator in set_.indicators}
    series = {code: own_series(set_, set_.indicators[code], sheets) for code in codes}
    return _followed(session, subject, actions, (set_, series))


def own_series(
    set_: IndicatorSet, indicator: Indicator, sheets: Mapping[Round, Sheet]
) -> dict[Round, Fraction]:
    """Return a member's values of an indicator, from the last break of its definition on."""
    since = set_.comparable_since(indicator.code, max(sheets)) if sheets else None
    found = {}
    for round_ in sorted(sheets):
        one = value(set_, indicator, sheets, round_)
        if isinstance(one, Value) and (since is None or round_ >= since):
            found[round_] = one.number
    return found


def club_followed(
    session: Session, subject: ClubActions, actions: Sequence[ClubAction]
) -> list[Followed]:
    """Return the club's actions with the published middle of the club.

    Callers have required the permission. Raises Unavailable where what was published is unreadable.
    """
    set_ = set_of(club_queries.newest_set(session, subject.club.id))
    codes = {one.indicator for one in actions if one.indicator in set_.indicators}
    series = _published(session, subject, set_, codes) if codes else {}
    return _followed(session, subject, actions, (set_, series))


def _published(
    session: Session, subject: ClubActions, set_: IndicatorSet, codes: set[str]
) -> Series:
    published = gate.published(session, subject.club)
    sheets = own_sheets(session, subject.place.membership.id) if subject.place else None
    found: dict[str, dict[Round, Fraction]] = {code: {} for code in codes}
    for name in published.rounds():
        half = Round.parse(name)
        seen = codes if sheets is None else codes & reported(set_, sheets.get(half))
        for code in seen:
            standing = published.standing(Place(name, code))
            median = standing.get("median") if standing is not None else None
            if median is not None:
                found[code][half] = median
    return found


def _followed(
    session: Session,
    subject: ClubActions,
    actions: Sequence[ClubAction],
    known: tuple[IndicatorSet, Series],
) -> list[Followed]:
    set_, series = known
    halves: dict[UUID, Round] = {
        one.id: Round.parse(one.half_year)
        for one in club_queries.rounds_of(session, subject.club.id)
    }
    return [_one(row, set_, series, halves) for row in actions]


def _one(
    row: ClubAction, set_: IndicatorSet, series: Series, halves: Mapping[UUID, Round]
) -> Followed:
    indicator = set_.indicators.get(row.indicator)
    since = halves.get(row.round_id) if row.round_id is not None else None
    later = [
        (half, number)
        for half, number in sorted(series.get(row.indicator, {}).items())
        if since is None or half > since
    ]
    half, now = later[-1] if later and since is not None else (None, None)
    baseline = read(row.baseline)
    if baseline is None and since is not None:
        baseline = series.get(row.indicator, {}).get(since)
    return Followed(
        action=row,
        indicator=indicator,
        unit=set_.units[indicator.unit] if indicator is not None else None,
        baseline=baseline,
        since=since,
        now=now,
        half=half,
        target=read(row.target),
    )
