"""The figures of a winner that are told with its name: known for good, as every named value is."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import Place
from benchmarking.disclosure.naming import Named
from labelling.club import queries as club
from labelling.club.award.casework import course_begins
from labelling.club.award.contents import case_in, course_of, heaviest
from labelling.club.award.counts import names
from labelling.club.award.models import Award, AwardFile
from labelling.club.models import ClubRound
from labelling.club.results.known import tells_names


def figures_of_first(session: Session, round_: ClubRound, row: AwardFile) -> frozenset[Named]:
    """Return the values by which a file's winner was first; none where something was counted."""
    case, member = case_in(row), row.members[0]
    criterion = heaviest(case)
    if criterion.id in names():
        return frozenset()
    course = course_of(case, UUID(member), criterion.id)
    begins = course_begins(club.round_set(session, round_), case.round, criterion.id)
    ends = ((case.round, course.end), (begins, course.start))
    return frozenset(
        Named(Place(str(half), criterion.id), member, value)
        for half, value in ends
        if half is not None and value is not None
    )


def figures_announced(session: Session, club_id: UUID) -> frozenset[Named]:
    """Return the values that a club's awards told, taken back or not."""
    query = (
        select(ClubRound, AwardFile)
        .join(Award, Award.round_id == ClubRound.id)
        .join(AwardFile, AwardFile.id == Award.file_id)
        .where(ClubRound.club_id == club_id, Award.figure != "")
    )
    found = [figures_of_first(session, round_, row) for round_, row in session.execute(query)]
    return frozenset().union(*found)


tells_names("awards", figures_announced)
