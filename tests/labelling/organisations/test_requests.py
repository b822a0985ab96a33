"""Somebody asks for access; owners answer, and nobody learns who sits there before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from labelling.core.access import PUBLIC, Actor, Role, Seat
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow, NotSignedIn, TooMany
from labelling.core.outbox import Outgoing
from labelling.organisations import queries
from labelling.organisations.actions.requests import answer_request, ask_for_access
from labelling.organisations.models import AccessRequest
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import PROFILE, Made, make_organisation
from tests.labelling.people.making import add_person

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


@pytest.fixture
def made(database: Database) -> Made:
    with unit_of_work() as session:
        return make_organisation(session, contributors=1, now=NOW)


@pytest.fixture
def asker(database: Database) -> Person:
    with unit_of_work() as session:
        return add_person(session, "Nina Falk")


def ask(actor: Actor, name: str = PROFILE.name, country: str = "AT") -> AccessRequest:
    with unit_of_work() as session:
        return ask_for_access(
            session, actor=actor, name=name, country=country, message="I keep the books.", now=NOW
        )


def answer(made: Made, request: AccessRequest, seat: Seat | None) -> AccessRequest:
    with unit_of_work() as session:
        return answer_request(
            session, actor=made.actor(), request_id=request.id, seat=seat, now=NOW
        )


def mails_of(name: str) -> list[tuple[str | None, dict[str, object]]]:
    with reading() as session:
        rows = session.scalars(
            select(Outgoing).where(Outgoing.name == name).order_by(Outgoing.address)
        )
        return [(row.address, row.payload["context"]) for row in rows]


def test_a_request_reaches_every_owner_without_the_askers_words(made: Made, asker: Person) -> None:
    request = ask(actor_for(asker, Role.MANAGER), PROFILE.name.lower())
    context = {
        "organisation": PROFILE.name,
        "organisation_id": str(made.id),
        "asker": "Nina Falk",
    }
    assert mails_of("access_asked") == sorted(
        [(owner.email, context) for owner in made.owners], key=lambda mail: mail[0]
    )
    assert (request.organisation_id, request.person_id, request.answered_at) == (
        made.id,
        asker.id,
        None,
    )


@pytest.mark.parametrize(
    ("name", "country"), [("Alder Valley", "AT"), (PROFILE.name, "DE"), ("%", "AT"), ("", "AT")]
)
def test_only_the_exact_name_in_the_country_finds_it(
    made: Made, asker: Person, name: str, country: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(actor_for(asker, Role.MANAGER), name, country)
    assert refused.value.field == "name"


def test_an_assessor_may_ask_and_the_public_may_not(made: Made, asker: Person) -> None:
    ask(actor_for(asker, Role.ASSESSOR))
    with pytest.raises(NotSignedIn):
        ask(PUBLIC)


def test_asking_twice_is_one_request(made: Made, asker: Person) -> None:
    actor = actor_for(asker, Role.MANAGER)
    assert ask(actor).id == ask(actor).id
    assert len(mails_of("access_asked")) == 2


def test_five_requests_may_wait(made: Made, asker: Person) -> None:
    names = [f"Cluster {number}" for number in range(5)]
    with unit_of_work() as session:
        for name in names:
            make_organisation(session, replace(PROFILE, name=name), owners=1, now=NOW)
    for name in names:
        ask(actor_for(asker, Role.MANAGER), name)
    with pytest.raises(TooMany):
        ask(actor_for(asker, Role.MANAGER))


def test_who_sits_there_does_not_ask(made: Made) -> None:
    with pytest.raises(Invalid):
        ask(made.actor(made.contributors[0]))


def test_a_granted_request_gives_the_seat_and_tells_the_asker(made: Made, asker: Person) -> None:
    request = answer(made, ask(actor_for(asker, Role.MANAGER)), Seat.CONTRIBUTOR)
    with reading() as session:
        assert queries.seats_of(session, asker.id) == {made.id: Seat.CONTRIBUTOR}
        assert queries.open_requests(session, [made.id]) == []
    assert (request.granted, request.answered_by, request.answered_at) == (
        True,
        made.owners[0].id,
        NOW,
    )
    assert [(to, context["seat"]) for to, context in mails_of("access_answered")] == [
        (asker.email, "contributor")
    ]


def test_a_refused_request_gives_no_seat(made: Made, asker: Person) -> None:
    request = answer(made, ask(actor_for(asker, Role.MANAGER)), None)
    with reading() as session:
        assert queries.seats_of(session, asker.id) == {}
    assert request.granted is False
    assert [context["seat"] for _, context in mails_of("access_answered")] == [""]


def test_an_answered_request_is_not_answered_again(made: Made, asker: Person) -> None:
    request = ask(actor_for(asker, Role.MANAGER))
    answer(made, request, None)
    with pytest.raises(NotNow):
        answer(made, request, Seat.OWNER)


def test_only_owners_answer(made: Made, asker: Person) -> None:
    request = ask(actor_for(asker, Role.MANAGER))
    for actor, refusal in (
        (made.actor(made.contributors[0]), NotAllowed),
        (actor_for(asker, Role.MANAGER), NotFound),
    ):
        with pytest.raises(refusal), unit_of_work() as session:
            answer_request(session, actor=actor, request_id=request.id, seat=Seat.OWNER, now=NOW)
