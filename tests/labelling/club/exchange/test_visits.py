"""Visits: planned with those whom one may know, said by guests to have taken place, counted."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labelling.club.award import counts
from labelling.club.exchange import queries
from labelling.club.exchange.actions.visits import plan_visit, settle_visit
from labelling.club.exchange.models import Visit, VisitState
from labelling.club.models import Club, CodeAcceptance, CodeOfConduct, Membership, Openness
from labelling.core.access import Actor, Role
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from tests.labelling.club.results.making import NOW, World, build_club, person_of
from tests.labelling.people.making import sign_in

DAY = NOW.date()


@pytest.fixture
def world(database: Database) -> World:
    """Return a club in which three members let the others know of them."""
    made = build_club(members=8)
    with unit_of_work() as session:
        ids = [made.first(at)[1] for at in range(3)]
        session.execute(
            update(Membership).where(Membership.id.in_(ids)).values(openness=Openness.CLUB)
        )
    return made


def plan(
    world: World, *, actor: Actor | None = None, host: int = 0, guests: tuple[int, ...] = (1,),
    on: date = DAY,
) -> UUID:  # fmt: skip
    """Plan a visit, as the first guest unless said otherwise."""
    with unit_of_work() as session:
        return plan_visit(
            session, actor=actor or world.first(guests[0])[0], club_id=world.club_id,
            host_id=world.first(host)[1], guest_ids=[world.first(at)[1] for at in guests],
            topic="How you visit members", indicator="A07", held_on=on, notes="", now=NOW,
        ).id  # fmt: skip


def settle(world: World, visit_id: UUID, at: int, *, held: bool) -> None:
    """Say how a visit went."""
    with unit_of_work() as session:
        settle_visit(session, actor=world.first(at)[0], visit_id=visit_id, held=held, now=NOW)


def hosted(world: World, at: int = 0) -> int:
    """Return how many visits count for a member this year."""
    with reading() as session:
        own = world.first(at)[1]
        found = queries.visits_hosted(session, [own], date(2026, 1, 1), DAY).get(own, 0)
        counted = counts.count(session, "visits_hosted", [own], date(2026, 1, 1), DAY)
    assert counted == {own: found}
    return found


def test_visit_counts_once_a_guest_says_that_it_took_place(world: World) -> None:
    visit_id = plan(world)
    assert hosted(world) == 0
    with pytest.raises(NotAllowed):
        settle(world, visit_id, 0, held=True)
    settle(world, visit_id, 1, held=True)
    assert (hosted(world), hosted(world, 1)) == (1, 0)
    with pytest.raises(NotNow):
        settle(world, visit_id, 1, held=False)


def test_only_visits_within_the_days_count(world: World) -> None:
    settle(world, plan(world, on=DAY - timedelta(days=1)), 1, held=True)
    with reading() as session:
        own = world.first()[1]
        assert queries.visits_hosted(session, [own], DAY, DAY) == {}
        assert queries.visits_hosted(session, [own], DAY - timedelta(days=1), DAY) == {own: 1}


def test_visit_of_another_club_does_not_count(world: World) -> None:
    visit_id = plan(world)
    settle(world, visit_id, 1, held=True)
    with unit_of_work() as session:
        other = Club(code="other", name="Other club", dimensions=[], founded_at=NOW)
        session.add(other)
        session.flush()
        session.get_one(Visit, visit_id).club_id = other.id
    assert hosted(world) == 0


def test_visit_has_not_taken_place_before_its_day(world: World) -> None:
    with pytest.raises(NotNow):
        settle(world, plan(world, on=DAY + timedelta(days=3)), 1, held=True)


def test_cancelled_visit_does_not_count(world: World) -> None:
    visit_id = plan(world)
    settle(world, visit_id, 0, held=False)
    with reading() as session:
        (known,) = queries.visits_of(session, world.club_id, world.first()[1])
    assert known.row.state is VisitState.CANCELLED
    assert hosted(world) == 0


def test_members_plan_with_those_whom_they_may_know(world: World) -> None:
    hidden = 5
    with pytest.raises(Invalid):
        plan(world, host=hidden, guests=(1,))
    with pytest.raises(Invalid):
        plan(world, host=0, guests=(2,), actor=world.first(1)[0])
    with pytest.raises(Invalid):
        plan(world, host=0, guests=(0,))
    plan(world, host=hidden, guests=(1,), actor=world.officer)


def test_guests_do_not_learn_of_a_member_that_they_may_not_know(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was introduced to a hidden member cannot bring it together with others."""
    hidden, own = world.first(5)[1], world.first(1)[1]
    found = queries.known_members

    def introduced(session: Session, membership: Membership) -> dict[UUID, str]:
        known = found(session, membership)
        return known | {hidden: "Hidden"} if membership.id == own else known

    monkeypatch.setattr(queries, "known_members", introduced)
    plan(world, host=1, guests=(5,), actor=world.first(1)[0])
    for host, guests in ((1, (0, 5)), (5, (0, 1)), (0, (1, 5))):
        with pytest.raises(Invalid):
            plan(world, host=host, guests=guests, actor=world.first(1)[0])


def test_who_acts_for_host_and_guest_does_not_say_that_it_took_place(world: World) -> None:
    """One person behind both would count what it hosted by its own word."""
    visit_id = plan(world)
    actor, own = world.first(1)
    with unit_of_work() as session:
        session.get_one(Membership, world.first(0)[1]).contact_id = actor.person_id
        session.get_one(Membership, own).joined_on = date(2020, 1, 1)  # the guest comes first
        code = session.scalars(select(CodeOfConduct)).one()
        session.add(
            CodeAcceptance(
                code_id=code.id, membership_id=world.first(0)[1],
                person_id=actor.person_id, accepted_at=NOW,
            )
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        settle(world, visit_id, 1, held=True)


def test_others_do_not_know_of_a_visit(world: World, client: FlaskClient) -> None:
    visit_id = plan(world)
    with pytest.raises(NotFound):
        settle(world, visit_id, 2, held=True)
    sign_in(client, person_of(world.first(2)[0]), Role.MANAGER)
    assert client.get(f"/exchanges/visits/{visit_id}").status_code == 404
    text = client.get(f"/exchanges/clubs/{world.club_id}").get_data(as_text=True)
    assert "How you visit members" not in text


def test_pages_plan_and_settle(world: World, client: FlaskClient) -> None:
    actor, own = world.first(1)
    sign_in(client, person_of(actor), Role.MANAGER)
    address = f"/exchanges/clubs/{world.club_id}/visits/new"
    text = client.get(address).get_data(as_text=True)
    hidden = next(
        one.name for one in world.simulated.members
        if world.memberships.get(one.id) == world.first(5)[1]
    )  # fmt: skip
    assert hidden not in text
    assert client.post(address, data={}).status_code == 422
    data = {
        "host": str(world.first(0)[1]), "guests": [str(own)], "topic": "Tea", "indicator": "",
        "held_on": [str(DAY.day), str(DAY.month), str(DAY.year)], "notes": "",
    }  # fmt: skip
    answer = client.post(address, data=data)
    assert answer.status_code == 303
    with reading() as session:
        (known,) = queries.visits_of(session, world.club_id)
    page = f"/exchanges/visits/{known.row.id}"
    assert client.get(page).status_code == 200
    assert client.post(page, data={"step": "held"}).status_code == 303
    assert "took place" in client.get(answer.location).get_data(as_text=True)
