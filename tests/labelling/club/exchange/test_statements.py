"""Lists of visits and questions ask the database as often for many rows as for one."""

from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient

from labelling.club.exchange.models import Answer, AskedMember, Guest, Question, Visit
from labelling.core.access import Role
from labelling.core.database import Database, unit_of_work
from tests.labelling.club.results.making import NOW, World, build_club, person_of
from tests.labelling.people.making import sign_in
from tests.labelling.statements import asked_by


@pytest.fixture
def world(database: Database) -> World:
    """Return a club whose members know nothing of each other yet."""
    return build_club(members=12)


def grow(world: World, others: Sequence[int]) -> None:
    """Let the first member visit others, ask each, and be asked by each; all are introduced."""
    own = world.first(0)[1]
    for at in others:
        other = world.first(at)[1]
        with unit_of_work() as session:
            visit = Visit(
                club_id=world.club_id, host_id=other, topic=f"Visit {at}", held_on=NOW.date(),
                planned_at=NOW,
            )  # fmt: skip
            session.add(visit)
            session.flush()
            session.add(Guest(visit_id=visit.id, membership_id=own))
            for asker, answering in ((own, other), (other, own)):
                question = Question(
                    membership_id=asker, club_id=world.club_id, indicator="A07",
                    half_year="2026-H1", text=f"How, {at}?", asked_at=NOW, expires_on=NOW.date(),
                )  # fmt: skip
                session.add(question)
                session.flush()
                session.add(
                    AskedMember(
                        question_id=question.id, membership_id=answering, answer=Answer.ACCEPTED,
                        answered_at=NOW, introduced_at=NOW,
                    )
                )  # fmt: skip


@pytest.mark.parametrize(
    ("page", "office"),
    [
        ("visits", True), ("visits", False), ("plan", False), ("questions", False),
        ("tasks", True), ("tasks", False),
    ],
)  # fmt: skip
def test_page_with_more_rows_asks_no_more(
    client: FlaskClient, world: World, page: str, office: bool
) -> None:
    who, own = world.first(0)
    address = {
        "visits": f"/exchanges/clubs/{world.club_id}",
        "plan": f"/exchanges/clubs/{world.club_id}/visits/new",
        "questions": f"/exchanges/members/{own}/questions",
        "tasks": "/tasks",
    }[page]
    sign_in(
        client,
        person_of(world.officer if office else who),
        Role.OFFICER if office else Role.MANAGER,
    )
    grow(world, [1])
    one = asked_by(client, address)
    grow(world, range(2, 9))
    many = asked_by(client, address)
    assert len(many) == len(one), "\n".join(sorted(set(many) - set(one)))
