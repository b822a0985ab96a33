"""What was ever shown with a name in a club: whoever saw it knows it for good."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import Place
from benchmarking.disclosure.naming import Named, Names, Sight
from benchmarking.disclosure.releasefile import ReadRelease
from labelling.club.award.firsts import figures_announced
from labelling.club.meetings.mode.models import NamingConsent, OpenFigure
from labelling.club.meetings.models import Meeting
from labelling.club.models import ClubRound


def named_values(session: Session, club_id: UUID) -> frozenset[Named]:
    """Return every value of a club that was shown with a name, taken back or not.

    In a meeting, or with an award.
    """
    found = set(figures_announced(session, club_id))
    for table in (NamingConsent, OpenFigure):
        query = (
            select(ClubRound.half_year, table.indicator, table.membership_id, table.value)
            .join(Meeting, Meeting.id == table.meeting_id)
            .join(ClubRound, ClubRound.id == Meeting.round_id)
            .where(ClubRound.club_id == club_id)
        )
        for half_year, code, member, value in session.execute(query):
            found.add(Named(Place(half_year, code), str(member), value))
    return frozenset(found)


def names_shown(session: Session, club_id: UUID, published: Sequence[ReadRelease]) -> Names:
    """Return what was shown with names, and all that is published beside it."""
    named = named_values(session, club_id)
    return Names(named, tuple(sights(published)) if named else ())


def sights(published: Iterable[ReadRelease]) -> Iterable[Sight]:
    """Yield every set that some releases told of, with what they show of it."""
    for one in published:
        for told in one.release.told:
            shown = one.shown[told.place, told.group]
            yield Sight(told, shown.figures, shown.bins)
