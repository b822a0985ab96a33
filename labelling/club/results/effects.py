"""What changes of a definition did to the median, taken from what was published and nothing else.

Nobody types these figures: each one passed the gate in a release, with the ledger. A change of
words leaves no round with figures by both definitions. What there is instead, side by side: of a
round that was put right the median before and after; of a break the last median by the old
definition and the first by the new one, which are of different rounds.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import WHOLE, Place
from benchmarking.disclosure.standing import Published
from benchmarking.indicators.model import Change, Indicator, Unit
from benchmarking.rounds import Round
from labelling.club import queries as club_queries
from labelling.club.models import IndicatorSetVersion, Release
from labelling.club.results import gate
from labelling.club.results.clubwide import seen
from labelling.club.results.subjects import ClubResults
from labelling.club.sets import set_of
from labelling.core.i18n import Text, lazy

_WORDS = lazy("The words only: no figure changes.")
_OTHER_ROUNDS = lazy(
    "No round has figures by both definitions. These are the last by the old and the first by the "
    "new one, each of who reported then."
)
_NOT_YET = lazy("No results by the new definition are out yet.")
_NOT_BEFORE = lazy("No results by the old definition are out.")
_NOT_PUT_RIGHT = lazy("No results of an earlier round that was put right are out.")
_TOO_FEW_CHANGED = lazy("Too few figures changed to show the median anew, so the old one stands.")
_PUT_RIGHT = lazy("Both medians are of the same round, before and after it was put right.")
_PROTECTED = lazy("At least one of the medians is protected.")
_NOT_YOURS = lazy("You did not report it then, so it is not shown to you.")


@dataclass(frozen=True, slots=True)
class Effect:
    """A change of a definition with the published medians around it, and what they are.

    A median is None where there is none to show; a round where none is meant.
    """

    change: Change
    indicator: Indicator
    unit: Unit
    why: Text
    old_round: Round | None = None
    old: Fraction | None = None
    new_round: Round | None = None
    new: Fraction | None = None


def effects_of(session: Session, results: ClubResults) -> list[Effect]:
    """Return every change of the newest set with its effect, as far as the reader may see it.

    Callers have required the permission. Raises Unavailable where the ledger cannot be read.
    """
    versions = club_queries.sets_of(session, results.club.id)
    newest = set_of(versions[0])
    published = gate.published(session, results.club)
    releases = gate.releases_of(session, results.club.id)
    known = [Round.parse(one) for one in published.rounds()]
    sees = seen(session, results, newest, known)
    found = []
    for change in newest.changes:
        indicator = newest.indicators[change.indicator]
        unit = newest.units[indicator.unit]
        if change.effect == "wording":
            found.append(Effect(change, indicator, unit, _WORDS))
        elif change.effect == "break":
            around = _around_break(change, published, sees, known)
            found.append(Effect(change, indicator, unit, *around))
        else:
            since = _made_at(change, versions)
            put_right = _put_right(change, since, published, releases, sees)
            found.append(Effect(change, indicator, unit, *put_right))
    return found


_Sides = tuple[Text, Round | None, Fraction | None, Round | None, Fraction | None]
_Sees = Mapping[Round, Collection[str]]


def _around_break(
    change: Change, published: Published, sees: _Sees, known: Sequence[Round]
) -> _Sides:
    code = change.indicator
    old = max((one for one in known if one < change.since), default=None)
    new = min((one for one in known if one >= change.since), default=None)
    shown = [one for one in (old, new) if one is not None and code in sees[one]]
    medians = {one: _median(published, one, code) for one in shown}
    if old is None:
        why = _NOT_BEFORE
    elif new is None:
        why = _NOT_YET
    elif len(shown) < 2:  # noqa: PLR2004 (both sides)
        why = _NOT_YOURS
    else:
        why = _PROTECTED if None in medians.values() else _OTHER_ROUNDS
    return (
        why,
        old,
        medians.get(old) if old is not None else None,
        new,
        medians.get(new) if new is not None else None,
    )


def _put_right(
    change: Change,
    since: datetime,
    published: Published,
    releases: Sequence[Release],
    sees: _Sees,
) -> _Sides:
    """Return the medians of the newest earlier round that was released anew after the change."""
    code = change.indicator
    for round_ in sorted((one for one in sees if one < change.since), reverse=True):
        place = Place(str(round_), code)
        told = [
            (row.released_at, _exact(shown.figures.shown.get("median")))
            for row in releases
            if (shown := gate.read(row).shown.get((place, WHOLE))) is not None
        ]
        before = [median for at, median in told if at < since]
        if not before or len(before) == len(told):
            continue
        if code not in sees[round_]:
            return _NOT_YOURS, round_, None, round_, None
        standing = published.standing(place)
        if standing is not None and "median" in standing.older:
            return _TOO_FEW_CHANGED, round_, before[-1], None, None
        after = _median(published, round_, code)
        why = _PROTECTED if None in {before[-1], after} else _PUT_RIGHT
        return why, round_, before[-1], round_, after
    return _NOT_PUT_RIGHT, None, None, None, None


def _median(published: Published, round_: Round, code: str) -> Fraction | None:
    standing = published.standing(Place(str(round_), code))
    return standing.get("median") if standing is not None else None


def _exact(figure: object) -> Fraction | None:
    return figure if isinstance(figure, Fraction) else None


def _made_at(change: Change, versions: Sequence[IndicatorSetVersion]) -> datetime:
    """Return when the first version of the set that holds a change was made."""
    holding = [one.added_at for one in versions if change in set_of(one).changes]
    return min(holding, default=versions[0].added_at)
