"""The days of a round: thirteen weeks from the end of the half-year to the final report."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta

from benchmarking.rounds import Round
from labelling.club.models import ClubRound
from labelling.core.errors import Invalid
from labelling.core.i18n import Text, lazy

_JUNE, _DECEMBER = date(2000, 6, 30), date(2000, 12, 31)


@dataclass(frozen=True, slots=True)
class RoundDates:
    """The announced days, all inclusive, in their order."""

    opens_on: date
    closes_on: date
    queries_until: date
    freezes_on: date
    draft_on: date
    meeting_on: date
    corrections_until: date
    final_on: date

    def __iter__(self) -> Iterator[tuple[str, date]]:
        """Yield each day with its name."""
        return ((one.name, getattr(self, one.name)) for one in fields(self))


DATE_NAMES: dict[str, Text] = {
    "opens_on": lazy("Figures can be sent from"),
    "closes_on": lazy("Last day for figures"),
    "queries_until": lazy("Questions are answered by"),
    "freezes_on": lazy("Figures are frozen"),
    "draft_on": lazy("Draft results"),
    "meeting_on": lazy("Meeting"),
    "corrections_until": lazy("Last day for corrections"),
    "final_on": lazy("Final results"),
}


def last_day(half: Round) -> date:
    """Return the last day of a half-year."""
    return (_JUNE if half.half == 1 else _DECEMBER).replace(year=half.year)


def planned(half: Round, begins: date | None = None) -> RoundDates:
    """Return the usual days of a round: four weeks for figures, the meeting in the tenth."""
    first = begins or last_day(half) + timedelta(days=1)

    def end_of_week(week: int) -> date:
        return first + timedelta(days=7 * week - 1)

    return RoundDates(first, *(end_of_week(week) for week in (4, 7, 8, 9, 10, 12, 13)))


def dates_of(round_: ClubRound) -> RoundDates:
    """Return the days of a round."""
    return RoundDates(*(getattr(round_, one.name) for one in fields(RoundDates)))


def refuse_disorder(dates: RoundDates) -> None:
    """Raise Invalid where a day comes before the one that it follows."""
    earlier: date | None = None
    for name, day in dates:
        if earlier is not None and day < earlier:
            raise Invalid(lazy("This day comes before the one above it."), field=name)
        earlier = day
