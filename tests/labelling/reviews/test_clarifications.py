"""Questions to the applicant through the office: each side reads its share, nobody who asked."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import tasks_of
from labelling.core.outbox import Outgoing
from labelling.people.models import Person, RoleGrant
from labelling.reviews.models import Clarification
from tests.labelling.people.making import sign_in
from tests.labelling.reviews import making
from tests.labelling.reviews.test_pages import enter, scoring

TEXT = "Which of the five dates of paper 2 were kept?"


def asked(client: FlaskClient) -> tuple[making.World, str, UUID]:
    """Return a gold world in which the lead has asked; the address of the lead's seat."""
    world, lead, seat = scoring("gold")
    enter(client, lead)
    sent = client.post(f"{seat}/questions", data={"part": "1.2", "question": TEXT})
    assert sent.status_code == 303
    with reading() as session:
        return world, seat, session.scalars(select(Clarification.id)).one()


def titles(actor: Actor) -> list[str]:
    with reading() as session:
        return [task.title for task in tasks_of(session, actor, making.NOW)]


def test_a_question_goes_through_the_office_and_its_answer_to_all(client: FlaskClient) -> None:
    world, seat, key = asked(client)
    lead, other = world.assessors[:2]
    address = f"/applications/{world.application_id}/questions"
    assert client.get(address).status_code == 404
    enter(client, world.owner)
    assert TEXT not in client.get(address).text
    assert client.post(f"/questions/{key}/answer", data={"answer": "Four."}).status_code == 404
    assert "Forward a question of the assessors, or return it" in titles(world.officer)
    enter(client, world.officer)
    page = client.get(address).text
    assert (TEXT in page, lead.name in page) == (True, False)
    assert "waits for the office" in client.get(f"/applications/{world.application_id}/office").text
    assert client.post(f"/questions/{key}/forward").status_code == 303
    assert client.post(f"/questions/{key}/forward").status_code == 409
    assert client.post(f"/questions/{key}/answer", data={"answer": "Mine."}).status_code == 404
    enter(client, world.reader)
    assert TEXT in client.get(address).text
    assert client.post(f"/questions/{key}/answer", data={"answer": "Four."}).status_code == 403
    other_seat = making.seat_of(world.application_id, other).id
    enter(client, other)
    assert TEXT not in client.get(f"/reviews/{other_seat}/questions").text
    assert "Answer a question of the assessors" in titles(world.owner)
    enter(client, world.owner)
    page = client.get(address).text
    assert (TEXT in page, lead.name in page) == (True, False)
    assert TEXT not in client.get(f"/applications/{world.application_id}").text
    empty = client.post(f"/questions/{key}/answer", data={"answer": " "})
    assert (empty.status_code, "Fill this in." in empty.text) == (422, True)
    assert client.post(f"/questions/{key}/answer", data={"answer": "Four."}).status_code == 303
    assert client.post(f"/questions/{key}/answer", data={"answer": "Five."}).status_code == 409
    for one, own_seat in ((lead, seat), (other, f"/reviews/{other_seat}")):
        enter(client, one)
        page = client.get(f"{own_seat}/parts/1.2").text
        assert (TEXT in page, "Four." in page) == (True, True)
        assert TEXT not in client.get(f"{own_seat}/parts/1.1").text
        assert "Four." in client.get(f"{own_seat}/questions").text


def test_an_answer_is_mailed_to_all_of_the_team_alike(client: FlaskClient) -> None:
    world, _, key = asked(client)
    making.score_all(world.application_id, world.assessors[0], 60)
    enter(client, world.officer)
    client.post(f"/questions/{key}/forward")
    enter(client, world.owner)
    with reading() as session:
        before = set(session.scalars(select(Outgoing.id)))
    client.post(f"/questions/{key}/answer", data={"answer": "Four."})
    with reading() as session:
        mails = session.scalars(select(Outgoing).where(Outgoing.id.not_in(before))).all()
        team = {making.id_of(one) for one in world.assessors[:2]}
    assert {(one.name, one.person_id) for one in mails} == {
        ("clarification_answered", person) for person in team
    }
    assert not any(TEXT in str(one.payload) for one in mails)


def whose_turn(client: FlaskClient, who: Actor, key: UUID) -> str:
    """Return who acts next as the page of questions tells it to somebody."""
    enter(client, who)
    page = client.get(f"/applications/{key}/questions").text
    return page.split('class="turn"')[1].split("<b>")[1].split("</b>")[0]


def test_the_page_says_whose_turn_it_is_with_the_questions(client: FlaskClient) -> None:
    world, _, key = asked(client)
    case = world.application_id
    assert whose_turn(client, world.officer, case) == "You act next."
    assert whose_turn(client, world.owner, case) == "The assessment team acts next."
    client.post(f"/questions/{key}/forward")
    enter(client, world.officer)
    client.post(f"/questions/{key}/forward")
    assert whose_turn(client, world.officer, case) == "The organisation acts next."
    assert whose_turn(client, world.reader, case) == "The organisation acts next."
    assert whose_turn(client, world.owner, case) == "You act next."
    client.post(f"/questions/{key}/answer", data={"answer": "Four."})
    assert whose_turn(client, world.owner, case) == "The assessment team acts next."


def test_a_question_that_came_too_late_asks_nobody_to_answer(client: FlaskClient) -> None:
    world, _, key = asked(client)
    enter(client, world.officer)
    client.post(f"/questions/{key}/forward")
    for one in world.assessors[:2]:
        making.score_all(world.application_id, one, 60)
        making.hand_in(world.application_id, one)
    enter(client, world.owner)
    page = client.get(f"/applications/{world.application_id}/questions").text
    assert ("Send our answer" in page, "nobody waits for an answer" in page) == (False, True)


def test_a_returned_question_is_seen_by_its_asker_alone(client: FlaskClient) -> None:
    world, seat, key = asked(client)
    enter(client, world.officer)
    assert client.post(f"/questions/{key}/return", data={"reason": ""}).status_code == 422
    right = {"reason": "It tells what you think."}
    assert client.post(f"/questions/{key}/return", data=right).status_code == 303
    assert client.post(f"/questions/{key}/forward").status_code == 409
    enter(client, world.assessors[0])
    assert "It tells what you think." in client.get(f"{seat}/questions").text
    enter(client, world.owner)
    assert TEXT not in client.get(f"/applications/{world.application_id}/questions").text
    other = making.seat_of(world.application_id, world.assessors[1]).id
    enter(client, world.assessors[1])
    assert TEXT not in client.get(f"/reviews/{other}/questions").text


@pytest.mark.parametrize(
    "sent", [{"part": "1.2", "question": ""}, {"part": "9.9", "question": "?"}]
)
def test_a_question_has_a_part_and_a_text(client: FlaskClient, sent: dict[str, str]) -> None:
    _, lead, seat = scoring()
    enter(client, lead)
    assert client.post(f"{seat}/questions", data=sent).status_code == 422


def test_the_same_question_is_asked_once(client: FlaskClient) -> None:
    world, seat, key = asked(client)
    enter(client, world.assessors[0])
    client.post(f"{seat}/questions", data={"part": "1.2", "question": TEXT})
    with reading() as session:
        assert session.scalars(select(Clarification.id)).all() == [key]


def test_who_has_handed_in_asks_no_more(client: FlaskClient) -> None:
    world, lead, seat = scoring("gold")
    making.score_all(world.application_id, lead, 60)
    making.hand_in(world.application_id, lead)
    enter(client, lead)
    assert "Send to the office" not in client.get(f"{seat}/questions").text
    late = client.post(f"{seat}/questions", data={"part": "1.2", "question": TEXT})
    assert late.status_code == 409


def test_an_assessor_who_is_an_officer_too_reads_no_question_of_a_colleague(
    client: FlaskClient,
) -> None:
    world, _, key = asked(client)
    other = world.assessors[1]
    with unit_of_work() as session:
        session.add(
            RoleGrant(
                person_id=making.id_of(other),
                role=Role.OFFICER,
                proposed_at=making.NOW,
                confirmed_at=making.NOW,
            )
        )
        person = session.get_one(Person, making.id_of(other))
        person.totp_sealed, person.totp_confirmed_at = b"x", making.NOW
    sign_in(client, person, Role.OFFICER)
    assert client.get(f"/applications/{world.application_id}/questions").status_code == 404
    assert client.post(f"/questions/{key}/forward").status_code == 404
    office = client.get(f"/applications/{world.application_id}/office")
    assert "Questions of the assessors" not in office.text
    assert "Forward a question" not in client.get("/tasks").text
