"""Officers who are away: their mail goes to who stands in, through deputies of deputies."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling import places
from labelling.applications.models import Step
from labelling.applications.queries import due
from labelling.applications.reminders import remind
from labelling.core.access import Actor, Role, Seat
from labelling.core.clock import today
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.outbox import Outgoing
from labelling.organisations.models import SeatHolding
from labelling.people.models import RoleGrant
from labelling.reviews import queries
from labelling.reviews.actions import decline, panels
from labelling.reviews.inviting import actions
from labelling.reviews.inviting.queries import absences_of
from tests.labelling.acting import actor_for
from tests.labelling.people.making import add_person
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World
from tests.labelling.reviews.test_pages import enter

DAY = today(making.NOW)


@pytest.fixture
def world(database: Database) -> World:
    """Return a bronze application whose one assessor is invited."""
    made = making.submitted("bronze")
    making.panel_for(made.application_id, made.officer, made.assessors[:1])
    return made


def officer(name: str) -> Actor:
    with unit_of_work() as session:
        return actor_for(add_person(session, name, roles=[Role.OFFICER]), Role.OFFICER)


def away(
    who: Actor, deputy: Actor, *, since: int = 0, until: int = 5, by: Actor | None = None
) -> None:
    with unit_of_work() as session:
        actions.name_deputy(
            session,
            actor=by or who,
            person_id=making.id_of(who),
            deputy_id=making.id_of(deputy),
            since=DAY + timedelta(days=since),
            until=DAY + timedelta(days=until),
            now=making.NOW,
        )


def contacts(world: World, days: int = 0) -> list[UUID]:
    with reading() as session:
        found = queries.office_contacts(
            session, world.application_id, making.NOW + timedelta(days=days)
        )
    return [one.id for one in found]


@pytest.mark.parametrize(("days", "stands_in"), [(0, False), (1, True), (5, True), (6, False)])
def test_mail_goes_to_the_deputy_on_these_days_alone(
    world: World, days: int, stands_in: bool
) -> None:
    other = officer("Olaf Other")
    away(world.officer, other, since=1)
    expected = other if stands_in else world.officer
    assert contacts(world, days) == [expected.person_id]


def test_a_deputy_who_is_away_has_a_deputy(world: World) -> None:
    other, third = officer("Olaf Other"), officer("Thea Third")
    away(world.officer, other)
    away(other, third)
    assert contacts(world) == [third.person_id]


def test_the_letter_to_the_deputy_exists(world: World) -> None:
    other = officer("Olaf Other")
    away(world.officer, other)
    with reading() as session:
        [told] = session.scalars(
            select(Outgoing.name).where(Outgoing.person_id == making.id_of(other))
        ).all()
    assert (places.TEMPLATES / "mail" / f"{told}.txt").exists()


def test_who_sits_with_the_applicant_gets_no_mail_of_the_office(world: World) -> None:
    seated, third = officer("Sita Seated"), officer("Thea Third")
    with unit_of_work() as session:
        session.add(
            SeatHolding(
                organisation_id=world.organisation_id,
                person_id=making.id_of(seated),
                seat=Seat.READER,
                since=making.NOW,
            )
        )
    away(world.officer, seated)
    assert contacts(world) == [world.officer.person_id]
    away(seated, third)
    assert contacts(world) == [third.person_id]


def test_an_officer_of_another_scheme_does_not_stand_in(world: World) -> None:
    with unit_of_work() as session:
        person = add_person(session, "Emil Elsewhere", roles=[Role.OFFICER])
        grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
        grant.schemes = ["our-programmes"]
        elsewhere = actor_for(person, Role.OFFICER)
    away(world.officer, elsewhere)
    assert contacts(world) == [world.officer.person_id]


@pytest.mark.usefixtures("database")
def test_the_deputy_is_reminded_of_a_team_to_build_and_nobody_with_a_seat_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(panels, "utcnow", lambda: making.NOW)
    world = making.submitted("bronze")
    other, seated = officer("Olaf Other"), officer("Sita Seated")
    with unit_of_work() as session:
        session.add(
            SeatHolding(
                organisation_id=world.organisation_id,
                person_id=making.id_of(seated),
                seat=Seat.READER,
                since=making.NOW,
            )
        )
    away(world.officer, other)
    with reading() as session:
        due_on = due(session, world.application_id, Step.PANEL)
    assert due_on is not None
    with unit_of_work() as session:
        remind(session, making.NOW + (due_on - DAY) - timedelta(days=2))
    with reading() as session:
        told = session.scalars(
            select(Outgoing.person_id).where(Outgoing.name == "reminder_panel")
        ).all()
    assert told == [other.person_id]


def test_in_a_circle_mail_is_sent_all_the_same(world: World) -> None:
    other = officer("Olaf Other")
    away(world.officer, other)
    away(other, world.officer)
    assert contacts(world) == [world.officer.person_id]


def test_the_answer_of_an_assessor_reaches_the_deputy(world: World) -> None:
    other = officer("Olaf Other")
    away(world.officer, other)
    seat = making.seat_of(world.application_id, world.assessors[0])
    with unit_of_work() as session:
        decline(session, actor=world.assessors[0], seat_id=seat.id, reason="", now=making.NOW)
    with reading() as session:
        found = session.scalars(select(Outgoing.person_id).where(Outgoing.name == "seat_empty"))
        assert found.all() == [other.person_id]


def test_one_speaks_for_oneself_and_names_another_officer(world: World) -> None:
    other = officer("Olaf Other")
    with pytest.raises(NotFound):
        away(world.officer, other, by=other)
    for since, until, deputy in (
        (3, 2, other),
        (-3, -1, other),
        (0, 1, world.officer),
        (0, 1, world.assessors[0]),
    ):
        with pytest.raises(Invalid):
            away(world.officer, deputy, since=since, until=until)
    away(world.officer, other)
    with pytest.raises(Invalid):
        away(world.officer, other, since=5, until=9)


def test_the_page(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    other = officer("Olaf Other")
    enter(client, world.officer)
    assert client.post("/office/away", data={}).status_code == 422
    right = {
        "since": ["1", "8", "2030"],
        "until": ["20", "8", "2030"],
        "deputy": str(other.person_id),
    }
    saved = client.post("/office/away", data=right, follow_redirects=True)
    assert "Whoever stands in was told" in saved.text
    with reading() as session:
        absence = absences_of(session, making.id_of(world.officer))[0]
    enter(client, other)
    assert client.post(f"/office/away/{absence.id}/remove").status_code == 404
    enter(client, world.officer)
    taken = client.post(f"/office/away/{absence.id}/remove", follow_redirects=True)
    assert "Mail comes to you again." in taken.text
    enter(client, world.assessors[0])
    assert client.get("/office/away").status_code == 404
