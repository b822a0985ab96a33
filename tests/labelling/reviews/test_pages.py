"""Every page of the room, by those who use it, at each step of a gold application."""

from flask.testing import FlaskClient

from labelling.core.access import Actor
from labelling.core.database import reading
from labelling.people.queries import get_person
from tests.labelling.people.making import sign_in
from tests.labelling.reviews import making


def enter(client: FlaskClient, actor: Actor) -> None:
    """Sign an actor in, in the role that it acts in."""
    assert actor.person_id is not None
    with reading() as session:
        person = get_person(session, actor.person_id)
    sign_in(client, person, actor.role)


def scored(level: str = "gold") -> tuple[making.World, tuple[Actor, ...]]:
    """Return a world in which the team scores."""
    world = making.submitted(level)
    team = world.assessors[: 2 if level == "gold" else 1]
    making.panel_for(world.application_id, world.officer, team)
    making.accept_all(world.application_id, team)
    return world, team


def test_all_pages_answer_along_the_way(client: FlaskClient) -> None:
    world = making.submitted("gold")
    lead, other = world.assessors[:2]
    base = f"/applications/{world.application_id}"

    def page(actor: Actor, path: str, status: int = 200) -> str:
        enter(client, actor)
        answer = client.get(path)
        assert (answer.status_code, path) == (status, path)
        return answer.text

    assert "Choose the team" in page(world.officer, f"{base}/panel")
    assert "being put together" in page(world.owner, f"{base}/panel")
    assert "Change my profile" in page(lead, "/reviews")
    page(lead, "/reviews/profile")
    making.panel_for(world.application_id, world.officer, [lead, other])
    seat = making.seat_of(world.application_id, lead)
    assert "Are you independent" in page(lead, f"/reviews/{seat.id}/declaration")
    assert "answers by" in page(world.officer, f"{base}/panel")
    making.accept_all(world.application_id, [lead, other])
    assert "32 parts are still open" in page(lead, f"/reviews/{seat.id}")
    assert "You act next" in page(lead, f"/reviews/{seat.id}/parts/1.1")
    assert "does not apply" in page(lead, f"/reviews/{seat.id}/parts/6.3")
    assert "32 parts are open" in page(lead, f"/reviews/{seat.id}/hand-in")
    making.score_all(world.application_id, lead, 85, other={"1.1": 90})
    making.score_all(world.application_id, other, 80, other={"1.1": 60})
    making.hand_in_all(world.application_id, [lead, other])
    assert "to discuss" in page(lead, f"{base}/agreement")
    assert "write why" in page(lead, f"{base}/agreement/1.1")
    page(world.officer, f"{base}/agreement")
    making.settle(world.application_id, lead)
    making.agree(world.application_id, lead, "1.1", 75, reason="Seen together.")
    making.visit(world.application_id, lead)
    page(lead, f"{base}/visit")
    assert "Near the threshold" in page(lead, f"{base}/agreement")
    assert "Invite for a further look" in page(world.officer, f"{base}/agreement")
    enter(client, world.officer)
    assert (
        client.post(f"{base}/agreement/waiver", data={"waiver": "A rehearsal."}).status_code == 303
    )
    making.close_agreement(world.application_id, lead)
    assert "Summary" in page(lead, f"{base}/feedback")
    making.write_feedback(world.application_id, lead)
    assert "Send the draft" in page(world.officer, f"{base}/feedback")
    page(world.owner, f"{base}/feedback", 404)
    making.release_feedback(world.application_id, world.officer)
    assert "Check the facts" in page(world.owner, f"{base}/feedback")
    page(world.owner, f"{base}/observations")
    making.observe(world.application_id, world.owner, "The board met twice.")
    assert "The board met twice." in page(lead, f"{base}/feedback")
    making.finish(world.application_id, lead)
    assert "By the rules" in page(lead, f"{base}/recommendation")
    making.recommend(world.application_id, lead)
    assert "Recommended on" in page(lead, f"{base}/recommendation")
    page(world.officer, f"{base}/office")
