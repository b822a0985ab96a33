"""The awards of the demonstration's club."""

from sqlalchemy import select

from labelling.club.award.models import Award
from labelling.club.models import ClubRound
from labelling.core.database import reading
from tests.labelling.desk.conftest import BEGINS, Stage


def test_past_awards_carry_the_day_of_their_meeting(staged: Stage) -> None:
    with reading() as session:
        found = session.execute(
            select(Award.shown_from, Award.decided_on, ClubRound.meeting_on)
            .join(ClubRound, ClubRound.id == Award.round_id)
            .order_by(Award.shown_from)
        ).all()
    assert found
    assert [(meeting, meeting) for *_, meeting in found] == [row[:2] for row in found]
    assert len({row.shown_from for row in found}) == len(found)
    assert max(row.shown_from for row in found) < BEGINS.date()
