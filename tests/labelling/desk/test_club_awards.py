"""The awards of the demonstration's club, and how its chair comes to them."""

from flask import Flask
from sqlalchemy import select

from labelling.club.award.models import Award
from labelling.club.models import ClubRound
from labelling.core.access import Role
from labelling.core.database import reading
from labelling.desk.demo_data.cast import person
from tests.labelling.desk.conftest import BEGINS, Stage
from tests.labelling.people.making import sign_in


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


def test_who_chairs_the_club_finds_it_in_the_menu(demo_app: Flask) -> None:
    with reading() as session:
        henrik = person(session, "henrik")
    client = demo_app.test_client()
    sign_in(client, henrik, Role.COMMITTEE)
    assert 'href="/clubs/"' in client.get("/tasks").get_data(as_text=True)
