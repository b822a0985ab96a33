"""What meeting mode tells the others: values shown with a name, whether figures may be opened."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import Place
from benchmarking.disclosure.naming import Named
from labelling.club.meetings.doors import tells_opening
from labelling.club.meetings.mode.models import NamingConsent, OpenFigure
from labelling.club.meetings.mode.queries import find_offer
from labelling.club.meetings.models import Meeting
from labelling.club.models import ClubRound
from labelling.club.results.known import tells_names


def named_in_meetings(session: Session, club_id: UUID) -> Iterator[Named]:
    """Yield every value that was shown with a name in a meeting of a club, taken back or not."""
    for table in (NamingConsent, OpenFigure):
        query = (
            select(ClubRound.half_year, table.indicator, table.membership_id, table.value)
            .join(Meeting, Meeting.id == table.meeting_id)
            .join(ClubRound, ClubRound.id == Meeting.round_id)
            .where(ClubRound.club_id == club_id)
        )
        for half_year, code, member, value in session.execute(query):
            yield Named(Place(half_year, code), str(member), value)


def opens_figures(session: Session, meeting_id: UUID) -> bool:
    """Say whether members are asked to open figures to each other in a meeting."""
    offer = find_offer(session, meeting_id)
    return offer is not None and bool(offer.indicators)


tells_names("meetings", named_in_meetings)
tells_opening(opens_figures)
