"""Every page of the room, by those who use it, at each step of a gold application."""

from decimal import Decimal
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from labelling.core.access import Actor
from labelling.core.database import reading
from labelling.people.queries import get_person
from labelling.reviews import queries
from labelling.reviews.opinions import Judged
from tests.labelling.people.making import sign_in
from tests.labelling.reviews import making


def enter(client: FlaskClient, actor: Actor) -> None:
    """Sign an actor in, in the role that it acts in."""
    assert actor.person_id is not None
    with reading() as session:
        person = get_person(session, actor.person_id)
    sign_in(client, person, actor.role)


def invited(level: str = "bronze") -> tuple[making.World, Actor, str]:
    """Return a world whose first assessor is invited, and the address of the seat."""
    world = making.submitted(level)
    team = world.assessors[: 2 if level == "gold" else 1]
    making.panel_for(world.application_id, world.officer, team)
    return world, team[0], f"/reviews/{making.seat_of(world.application_id, team[0]).id}"


def scoring(level: str = "bronze") -> tuple[making.World, Actor, str]:
    """Return a world in which the team scores."""
    world, lead, seat = invited(level)
    making.accept_all(world.application_id, world.assessors[: 2 if level == "gold" else 1])
    return world, lead, seat


def warned(page: str) -> str:
    """Return what names the warnings that a page shows, as its box sends it."""
    return page.partition('name="despite" id="despite" value="')[2].partition('"')[0]


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


def test_team_is_checked_then_invited_by_the_form(client: FlaskClient) -> None:
    world = making.submitted("gold")
    lead, other, _ = world.assessors
    address = f"/applications/{world.application_id}/panel"
    enter(client, world.officer)
    one = {"people": str(lead.person_id), "leads": str(lead.person_id)}
    both = {"people": [str(lead.person_id), str(other.person_id)], "leads": str(lead.person_id)}
    checked = client.post(address, data=one | {"check": "1"})
    assert (checked.status_code, "you have chosen 1" in checked.text) == (200, True)
    assert client.post(address, data=one).status_code == 422
    assert client.post(address, data={}).status_code == 422
    assert client.post(address, data=both | {"answer_by": ["1", "1", "2020"]}).status_code == 422
    first_button = client.get(address).text.partition("<button")[2].partition('name="people"')[0]
    assert 'name="check"' in first_button  # what Enter presses in any field
    done = client.post(address, data=both, follow_redirects=True)
    assert (done.status_code, "Who is invited answers next." in done.text) == (200, True)
    assert client.post(address, data=both).status_code == 409
    enter(client, world.owner)
    assert client.post(address, data=both).status_code == 403
    enter(client, lead)
    assert client.post(address, data=both).status_code == 404


def test_one_place_is_filled_by_the_form_beside_somebody_who_leads(client: FlaskClient) -> None:
    world = making.submitted("gold")
    lead, other, third = world.assessors
    making.panel_for(world.application_id, world.officer, [lead, other])
    making.release(world.application_id, other, world.officer, "Ill.")
    address = f"/applications/{world.application_id}/panel"
    enter(client, world.officer)
    assert 'name="leads"' not in client.get(address).text
    choice = {"people": str(third.person_id)}
    assert (
        "This team is what the level asks."
        in client.post(address, data=choice | {"check": "1"}).text
    )
    assert client.post(address, data=choice).status_code == 303
    making.release(world.application_id, lead, world.officer, "Ill, too.")
    assert 'name="leads"' in client.get(address).text
    assert client.post(address, data={"people": str(other.person_id)}).status_code == 303
    with reading() as session:
        team = queries.panel(session, world.application_id)
    assert [(seat.person_id, seat.leads) for seat in team] == [
        (other.person_id, True),
        (third.person_id, False),
    ]


def test_declaration_by_the_form(client: FlaskClient) -> None:
    world, lead, seat = invited()
    enter(client, lead)
    address = f"{seat}/declaration"
    for wrong in (
        {},
        {"independent": "something"},
        {"independent": "nothing", "kinds": "board"},
        {"independent": "something", "kinds": "acquainted"},
        {"independent": "something", "kinds": "friendly", "text": "So."},
    ):
        assert client.post(address, data=wrong).status_code == 422, wrong
    right = {"independent": "something", "kinds": "acquainted", "text": "We met."}
    answer = client.post(address, data=right)
    assert (answer.status_code, answer.location) == (303, address)
    assert client.post(address, data=right).status_code == 409
    enter(client, world.owner)
    assert client.post(f"{seat}/consent", data={"consent": ""}).status_code == 422
    agrees = {"consent": "Fine.", "answer": "agree"}
    first = client.post(f"{seat}/consent", data=agrees, follow_redirects=True)
    assert "settled once both sides have answered" in first.text
    enter(client, world.officer)
    second = client.post(f"{seat}/consent", data=agrees, follow_redirects=True)
    assert "You agreed, as the other side did." in second.text


def test_declining_and_releasing_by_the_form(client: FlaskClient) -> None:
    world, lead, seat = invited()
    enter(client, world.officer)
    assert client.post(f"{seat}/release", data={}).status_code == 422
    enter(client, lead)
    assert client.post(f"{seat}/decline", data={"why": "Ill"}).status_code == 303
    assert client.get(f"{seat}/declaration").status_code == 200
    enter(client, world.officer)
    assert client.post(f"{seat}/release", data={"reason": "x"}).status_code == 409


def test_part_is_saved_by_form_and_by_script(client: FlaskClient) -> None:
    world, lead, seat = scoring()
    enter(client, lead)
    address = f"{seat}/parts/1.1"
    first = {"band": "60", "above": "5", "strengths-0": "Seen.", "version": "0"}
    saved = client.post(address, data=first | {"save_id": str(uuid4())})
    assert (saved.status_code, saved.location) == (303, f"{seat}/parts/1.2")
    with reading() as session:
        review = queries.find_review(session, making.seat_of(world.application_id, lead).id)
        assert review is not None
        row = queries.part_reviews(session, review.id)["1.1"]
    assert (str(row.score), row.strengths, row.version) == ("65", "Seen.", 1)
    json = {"Accept": "application/json"}
    again = client.post(
        address, data={"band": "80", "version": "1", "save_id": str(uuid4())}, headers=json
    )
    assert (again.status_code, again.get_json()["current"]) == (200, 2)
    old = client.post(address, data=first | {"save_id": str(uuid4())})
    assert (old.status_code, "in another window" in old.text, "Seen." in old.text) == (
        409,
        True,
        True,
    )
    refused = client.post(address, data=first | {"save_id": str(uuid4())}, headers=json)
    assert (refused.status_code, refused.get_json()["conflict"]) == (409, True)
    wrong = {"band": "100", "above": "15", "version": "2"}
    assert client.post(address, data=wrong).status_code == 422
    assert client.post(address, data=wrong, headers=json).status_code == 422
    assert client.post(f"{seat}/parts/9.9", data=first).status_code == 404
    assert client.get(f"{seat}/parts/2.1").status_code == 404


def test_attributes_are_shown_under_their_cap(client: FlaskClient) -> None:
    _, lead, seat = scoring("gold")
    enter(client, lead)
    sent = {"attribute-sound": "60", "attribute-deployed": "80", "attribute-reviewed": "70"}
    assert client.post(f"{seat}/parts/1.1", data=sent | {"band": "100"}).status_code == 303
    page = client.get(f"{seat}/parts/1.1").text
    assert "<b>60 %</b> · Systematic" in page
    assert "not above Sound" in page


def test_an_overall_departs_from_the_attributes_only_with_a_reason(client: FlaskClient) -> None:
    _, lead, seat = scoring("gold")
    enter(client, lead)
    sent = {
        "attribute-sound": "60",
        "attribute-deployed": "80",
        "attribute-reviewed": "70",
        "overall": "50",
    }
    refused = client.post(f"{seat}/parts/1.1", data=sent)
    assert refused.status_code == 422
    assert "Say why the overall departs from what the attributes come to." in refused.text
    assert 'value="50"' in refused.text
    above = client.post(f"{seat}/parts/1.1", data=sent | {"overall": "65", "overall_reason": "x"})
    assert "The overall cannot be above “Sound” (60 %), whatever the reason." in above.text
    kept = sent | {"overall_reason": "Seen in one place only."}
    assert client.post(f"{seat}/parts/1.1", data=kept).status_code == 303
    page = client.get(f"{seat}/parts/1.1").text
    assert "<b>50 %</b>" in page
    assert "departs from the attributes, which come to 60 %: Seen in one place only." in page


def test_colleagues_read_why_an_overall_departs_from_its_attributes(client: FlaskClient) -> None:
    world, lead, _ = scoring("gold")
    other = world.assessors[1]
    for one in (lead, other):
        making.score_all(world.application_id, one, 60)
    departing = Judged(
        attributes={"sound": "60", "deployed": "80", "reviewed": "70"},
        overall=Decimal(50),
        overall_reason="Seen in one place only.",
        strengths="Seen.",
        improvements="Missing.",
    )
    making.save_part(making.seat_of(world.application_id, lead).id, lead, "1.1", departing)
    for one in (lead, other):
        making.hand_in(world.application_id, one)
    enter(client, other)
    page = client.get(f"/applications/{world.application_id}/agreement/1.1").text
    why = "Departs from its attributes, which come to 60 %: Seen in one place only."
    assert (why in page, "50 %" in page) == (True, True)


def test_handing_in_by_the_form(client: FlaskClient) -> None:
    world, lead, seat = scoring()
    enter(client, lead)
    refused = client.post(f"{seat}/hand-in")
    assert (refused.status_code, "16 parts are open" in refused.text) == (422, True)
    making.score_all(world.application_id, lead, 60)
    asked = client.post(f"{seat}/hand-in")
    assert (asked.status_code, "Nothing was handed in yet" in asked.text) == (422, True)
    assert "All your scores are equal" in asked.text
    assert "Your own name is in what you wrote" in asked.text
    seen = warned(asked.text)
    making.save_part(
        making.seat_of(world.application_id, lead).id,
        lead,
        "1.1",
        Judged(score=Decimal(80), improvements="Dates are missing."),
    )
    other = client.post(f"{seat}/hand-in", data={"despite": seen})
    assert (other.status_code, "no strength is named" in other.text) == (422, True)
    assert client.post(f"{seat}/hand-in", data={"despite": warned(other.text)}).status_code == 303
    assert client.post(f"{seat}/hand-in").status_code == 409
    assert "You have handed in" in client.get(f"{seat}/parts/1.1").text


def test_agreement_by_the_forms(client: FlaskClient) -> None:
    world, lead, _ = scoring("gold")
    team = world.assessors[:2]
    making.score_all(world.application_id, lead, 90, other={"1.1": 60})
    making.score_all(world.application_id, team[1], 90)
    making.hand_in_all(world.application_id, team)
    base = f"/applications/{world.application_id}"
    enter(client, lead)
    part = f"{base}/agreement/1.1"
    assert client.post(part, data={"score": "75", "version": "0"}).status_code == 422
    assert (
        client.post(part, data={"score": "x", "reason": "Seen.", "version": "0"}).status_code == 422
    )
    right = {"score": "75", "reason": "Seen.", "version": "0"}
    assert client.post(part, data=right).status_code == 303
    assert client.post(part, data=right).status_code == 409
    assert client.post(f"{part}/dissent", data={"dissent": "I saw less."}).status_code == 303
    assert "I saw less." in client.get(part).text
    assert client.post(f"{base}/agreement/close").status_code == 409
    settled = client.post(f"{base}/agreement/settle", follow_redirects=True)
    assert "The small differences were settled by the mean." in settled.text
    assert client.post(f"{base}/agreement/visit").status_code == 303
    assert client.post(f"{base}/visit", data={"management": "Manager"}).status_code == 422
    day = making.NOW.date()
    record = {
        "took_place_on": [str(day.day), str(day.month), str(day.year)],
        "management": "Manager",
    }
    assert client.post(f"{base}/visit", data=record).status_code == 303
    assert client.post(f"{base}/agreement/close").status_code == 303
    enter(client, world.officer)
    assert client.post(f"{base}/agreement/settle").status_code == 403


def test_report_and_recommendation_by_the_forms(client: FlaskClient) -> None:
    world, lead, _ = scoring()
    making.score_all(world.application_id, lead, 60)
    making.hand_in(world.application_id, lead)
    making.visit(world.application_id, lead)
    making.close_agreement(world.application_id, lead)
    base = f"/applications/{world.application_id}"
    enter(client, world.officer)
    assert client.post(f"{base}/feedback/release").status_code == 409
    enter(client, lead)
    text = {
        "summary": "Sound.",
        "version": "1",
        "strengths-1.1": "One.",
        "improvements-1.1": "Two.",
    }
    assert client.post(f"{base}/feedback", data=text).status_code == 303
    assert client.post(f"{base}/feedback", data=text).status_code == 409
    assert client.post(f"{base}/feedback/release").status_code == 403
    enter(client, world.officer)
    sent = client.post(f"{base}/feedback/release", follow_redirects=True)
    assert "It answers next." in sent.text
    enter(client, world.reader)
    assert client.get(f"{base}/observations").status_code == 403
    enter(client, world.owner)
    assert "One." in client.get(f"{base}/feedback").text
    assert client.post(f"{base}/observations", data={"answer": "wrong"}).status_code == 422
    assert client.post(f"{base}/observations", data={"answer": "none"}).status_code == 303
    assert client.get(f"{base}/feedback.pdf").status_code == 404
    enter(client, lead)
    assert client.post(f"{base}/feedback/final").status_code == 422
    assert client.post(f"{base}/feedback/final", data={"sure": "y"}).status_code == 303
    recommendation = f"{base}/recommendation"
    assert client.post(recommendation, data={}).status_code == 422
    assert client.post(recommendation, data={"outcome": "praised"}).status_code == 422
    assert client.post(recommendation, data={"outcome": "not_awarded"}).status_code == 422
    assert client.post(recommendation, data={"outcome": "awarded"}).status_code == 303
    assert client.post(recommendation, data={"outcome": "awarded"}).status_code == 409


def test_profile_by_the_form(client: FlaskClient) -> None:
    world = making.submitted()
    lead = world.assessors[0]
    enter(client, lead)
    right = {"country": "DE", "languages": ["de", "en"], "fields": ["energy"]}
    assert client.post("/reviews/profile", data=right).status_code == 303
    assert client.post("/reviews/profile", data={"country": "XX"}).status_code == 422
    with reading() as session:
        found = queries.find_profile(session, making.id_of(lead))
    assert found is not None
    assert (found.country, found.languages, found.fields) == ("DE", ["de", "en"], ["energy"])
    enter(client, world.officer)
    assert client.get("/reviews").status_code == 404


@pytest.mark.parametrize("path", ["/reviews", "/reviews/profile"])
def test_signed_out_people_are_led_to_the_entrance(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location.startswith("/sign-in")) == (303, True)
