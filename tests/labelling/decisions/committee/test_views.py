"""The pages of sittings, by role; what is barred from somebody, and what is blinded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from assessments.editions.model import Steps
from labelling.applications.models import Application
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.decisions import bodies
from labelling.decisions.committee import queries
from labelling.decisions.committee.jobs import print_minutes
from labelling.decisions.committee.models import ItemResult, Sitting, SittingItem, SittingKind
from labelling.decisions.models import Decision, DecisionState
from labelling.organisations.queries import owners
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind, Person, RoleGrant
from labelling.reviews.models import FeedbackReport, Outcome, Recommendation
from tests.labelling.decisions.committee.making import (
    FOR,
    Committee,
    all_vote,
    called,
    closed,
    item_now,
    make_committee,
    opened,
    planned,
    put_on,
)
from tests.labelling.decisions.making import label, prepared, recommended
from tests.labelling.decisions.pages import page
from tests.labelling.people.making import make_person, sign_in

NOW = datetime.now(UTC) - timedelta(minutes=5)
VISITED = NOW.date() - timedelta(days=20)
NAME = "Alder Valley Mobility Cluster"


@pytest.fixture
def committee(client: FlaskClient) -> Committee:
    """Return the office and a committee of four."""
    return make_committee(now=NOW)


@pytest.fixture
def decision(committee: Committee) -> Decision:
    """Return a prepared decision to award silver."""
    return prepared(committee.office, recommended(visited=VISITED, now=NOW), now=NOW)


@pytest.fixture
def blinded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the scheme blind its papers."""
    known: Callable[[Application], Steps | None] = bodies._steps

    def steps(application: Application) -> Steps | None:
        found = known(application)
        return replace(found, blinded_papers=True) if found is not None else None

    monkeypatch.setattr(bodies, "_steps", steps)


def home(sitting: Sitting, item: SittingItem | None = None) -> str:
    return f"/sittings/{sitting.id}" + (f"/items/{item.id}" if item is not None else "")


def test_officer_plans_a_meeting_and_invites_the_members(
    client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sign_in(client, committee.office.officer)
    assert NAME in page(client, "/sittings")
    page(client, "/sittings/new")
    day = NOW.date() + timedelta(days=9)
    data = {
        "scheme": "cluster-excellence",
        "kind": "meeting",
        "day": [str(day.day), str(day.month), str(day.year)],
        "clock": "14:30",
        "place": "",
        "link": "",
        "chair": str(committee.chair.id),
        "deputy": "",
    }
    for wrong in (
        {},
        data,
        {**data, "place": "Room 3", "clock": "25:00"},
        {**data, "place": "Room 3", "deputy": str(committee.chair.id)},
        {**data, "link": "javascript:alert(1)"},
        {**data, "place": "Room 3", "day": ["1", "1", "2020"]},
    ):
        assert client.post("/sittings/new", data=wrong).status_code == 422
    response = client.post("/sittings/new", data={**data, "place": "Room 3"})
    assert response.status_code == 303
    there = response.location.partition("?")[0]
    assert "Room 3" in page(client, there)
    assert client.post(f"{there}/call").status_code == 409
    assert client.post(f"{there}/agenda", data={}).status_code == 422
    chosen = {"subject": f"decision:{decision.id}"}
    assert client.post(f"{there}/agenda", data=chosen).status_code == 303
    assert client.post(f"{there}/call").status_code == 303
    assert "no answer yet" in page(client, there)
    assert "Nothing else waits for this committee." in page(client, there)
    response = client.get(f"{there}/sitting.ics")
    assert response.mimetype == "text/calendar"
    assert f"DTSTART:{day:%Y%m%d}T".encode() in response.data
    assert NAME.encode() not in response.data
    page(client, f"{there}/edit")
    assert client.post(f"{there}/edit", data={**data, "place": "Room 4"}).status_code == 303
    assert "Room 4" in page(client, there)


def test_all_that_a_meeting_lacks_is_said_at_once(
    client: FlaskClient, committee: Committee
) -> None:
    sign_in(client, committee.office.officer)
    refused = client.post("/sittings/new", data={"kind": "meeting"})
    assert refused.status_code == 422
    for said in ("Write when it begins", "Write the place, or the link", "Write the day"):
        assert said in refused.text


def test_items_are_ordered_and_taken_off(client: FlaskClient, committee: Committee) -> None:
    first, second = (
        prepared(committee.office, recommended(name=name, visited=VISITED, now=NOW), now=NOW)
        for name in ("One Cluster", "Two Cluster")
    )
    sitting = planned(committee, now=NOW)
    item = put_on(committee, sitting, first, now=NOW)
    put_on(committee, sitting, second, now=NOW)
    sign_in(client, committee.office.officer)
    shown = page(client, home(sitting))
    assert shown.index("One Cluster") < shown.index("Two Cluster")
    assert client.post(f"{home(sitting, item)}/move", data={"down": "1"}).status_code == 303
    shown = page(client, home(sitting))
    assert shown.index("Two Cluster") < shown.index("One Cluster")
    page(client, f"{home(sitting, item)}/off")
    assert client.post(f"{home(sitting, item)}/off", data={}).status_code == 422
    assert client.post(f"{home(sitting, item)}/off", data={"reason": "Next."}).status_code == 303
    assert item_now(item).result is ItemResult.TAKEN_OFF
    page(client, f"{home(sitting)}/call-off")
    assert client.post(f"{home(sitting)}/call-off", data={"reason": "Ill."}).status_code == 303
    assert "This sitting was called off" in page(client, home(sitting))


def test_member_replies_votes_and_the_chair_closes(
    client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sitting = planned(committee, now=NOW)
    item = put_on(committee, sitting, decision, now=NOW)
    sign_in(client, committee.chair)
    page(client, home(sitting), 404)
    called(committee, sitting, now=NOW)
    assert "Say whether you attend" in page(client, "/tasks")
    assert client.post(f"{home(sitting)}/reply", data={}).status_code == 422
    assert client.post(f"{home(sitting)}/reply", data={"answer": "attending"}).status_code == 303
    assert "Open the meeting" in page(client, "/tasks")
    page(client, f"{home(sitting)}/attendance")
    present = {"present": [str(person.id) for person in committee.members]}
    assert client.post(f"{home(sitting)}/attendance", data=present).status_code == 303
    shown = page(client, home(sitting, item))
    assert NAME in shown
    assert "Every rule of Silver holds." in shown
    assert "As it stands: for 0, against 0, abstentions 0." in shown
    assert client.post(f"{home(sitting, item)}/vote", data={}).status_code == 422
    assert client.post(f"{home(sitting, item)}/vote", data={"choice": "for"}).status_code == 303
    assert "You voted: For." in page(client, home(sitting, item))
    all_vote(committee, item, FOR, FOR, FOR, now=NOW)
    close = f"{home(sitting, item)}/close"
    assert client.post(close, data={}).status_code == 422
    assert client.post(close, data={"reason": "All of it holds."}).status_code == 303
    assert "For 3, against 0, abstentions 0." in page(client, home(sitting, item))
    with reading() as session:
        assert session.get_one(Decision, decision.id).state is DecisionState.TAKEN
    assert client.post(close, data={"reason": "Again."}).status_code == 409
    dissent = f"{home(sitting, item)}/dissent"
    page(client, dissent)
    assert client.post(dissent, data={"dissent": "Too short a visit."}).status_code == 303
    minutes = f"{home(sitting)}/minutes"
    assert "Too short a visit." in page(client, minutes)
    assert client.post(minutes, data={"remarks": "Closed at noon."}).status_code == 303
    page(client, f"{minutes}.pdf", 404)
    assert client.post(f"{minutes}/approve").status_code == 303
    with reading() as session:
        approved = queries.find_minutes(session, sitting.id)
    assert approved is not None
    print_minutes({"minutes": str(approved.id)}, NOW)
    assert "Closed at noon." in page(client, minutes)
    assert client.get(f"{minutes}.pdf").data.startswith(b"%PDF-1.7")


def test_closing_needs_a_fresh_second_factor_and_loses_nothing(
    client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision, now=NOW)
    all_vote(committee, item, FOR, FOR, FOR, now=NOW)
    sign_in(client, committee.chair, fresh=False)
    assert "/confirm?next=" in page(client, home(sitting, item))
    typed = {"reason": "Kept as it was typed."}
    refused = client.post(f"{home(sitting, item)}/close", data=typed)
    assert refused.status_code == 403
    assert "Kept as it was typed." in refused.text


def test_page_says_what_is_refused_below_the_quorum(
    client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision, present=committee.members[:2], now=NOW)
    all_vote(committee, item, FOR, FOR, now=NOW)
    sign_in(client, committee.chair)
    refused = client.post(f"{home(sitting, item)}/close", data={"reason": "Kept."})
    assert refused.status_code == 409
    assert "There is no quorum: 2 members take part, 3 are needed." in refused.text
    assert "Kept." in refused.text


def test_meeting_is_not_opened_with_nobody_and_who_is_absent_is_told(
    client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sitting = planned(committee, now=NOW)
    item = put_on(committee, sitting, decision, now=NOW)
    called(committee, sitting, now=NOW)
    sign_in(client, committee.chair)
    attendance = f"{home(sitting)}/attendance"
    refused = client.post(attendance, data={})
    assert refused.status_code == 422
    assert "Choose who is present." in refused.text
    there = [str(person.id) for person in committee.members[:3]]
    assert client.post(attendance, data={"present": there}).status_code == 303
    sign_in(client, committee.members[3])
    for address in (home(sitting), home(sitting, item)):
        assert "You are not recorded as present" in page(client, address)
    assert "your vote is open" not in page(client, home(sitting))


def test_who_has_answered_the_invitation_waits_for_the_meeting(
    client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sitting = planned(committee, now=NOW)
    item = put_on(committee, sitting, decision, now=NOW)
    called(committee, sitting, now=NOW)
    sign_in(client, committee.members[2])
    assert "You act next" in page(client, home(sitting))
    client.post(f"{home(sitting)}/reply", data={"answer": "attending"})
    assert "The committee acts next" in page(client, home(sitting))
    assert "The vote is taken in the meeting" in page(client, home(sitting, item))


def test_office_is_told_what_was_put_off_and_prepares_it_again(
    client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision, now=NOW)
    case = f"/decisions/{decision.id}"
    again = f"/applications/{decision.application_id}/decision"
    sign_in(client, committee.office.officer, Role.OFFICER)
    assert f"Sitting {sitting.number} of the committee" in page(client, case)
    assert client.get(again).status_code == 302
    sign_in(client, committee.chair)
    client.post(f"{home(sitting, item)}/put-off", data={"reason": "Without conditions?"})
    sign_in(client, committee.office.officer, Role.OFFICER)
    said = page(client, case)
    assert "Without conditions?" in said
    assert "Prepare it again" in said
    assert "It is prepared, and on no agenda." in page(client, again)
    condition = {"text_1": "Fill the second post.", "due_1": ["31", "12", "2030"]}
    refused = client.post(again, data={"outcome": "awarded", **condition})
    assert refused.status_code == 422
    assert "You wrote conditions." in refused.text
    taken = client.post(again, data={"outcome": "with_conditions", **condition})
    assert taken.status_code == 303
    assert "Put it on the agenda of a sitting next." in page(client, taken.location)
    assert "Fill the second post." in page(client, again)


def test_chair_puts_another_motion_and_puts_off(
    client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision, now=NOW)
    sign_in(client, committee.chair)
    motion = f"{home(sitting, item)}/motion"
    assert "Do not award the label" in page(client, motion)
    assert client.post(motion, data={"outcome": "nonsense"}).status_code == 422
    assert client.post(motion, data={"outcome": "not_awarded"}).status_code == 303
    assert "<b>Not awarded</b>" in page(client, home(sitting, item))
    put_off = f"{home(sitting, item)}/put-off"
    page(client, put_off)
    assert client.post(put_off, data={"reason": "Later."}).status_code == 303
    assert item_now(item).result is ItemResult.TAKEN_OFF


def test_member_objects_in_writing(
    client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision, kind=SittingKind.IN_WRITING, now=NOW)
    sign_in(client, committee.members[2])
    assert "Vote in writing" in page(client, "/tasks")
    page(client, f"{home(sitting)}/sitting.ics", 404)
    objection = f"{home(sitting, item)}/objection"
    page(client, objection)
    assert client.post(objection, data={"objection": "Let us talk."}).status_code == 303
    assert "To be decided in a meeting" in page(client, home(sitting))


def test_member_who_stays_out_reads_no_papers_and_no_printed_minutes(
    client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision, now=NOW)
    sign_in(client, committee.members[3])
    stay_out = f"{home(sitting, item)}/stay-out"
    page(client, stay_out)
    assert client.post(stay_out, data={"reason": "A cousin works there."}).status_code == 303
    page(client, home(sitting, item), 403)
    assert client.post(f"{home(sitting, item)}/vote", data={"choice": "for"}).status_code == 403
    all_vote(committee, item, FOR, FOR, FOR, now=NOW)
    closed(committee, item, now=NOW)
    for address in (home(sitting), f"{home(sitting)}/minutes"):
        assert NAME not in page(client, address)
    page(client, f"{home(sitting)}/minutes.pdf", 403)


def test_barred_officer_reads_nothing_of_the_item(
    client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision, now=NOW)
    with unit_of_work() as session:
        application = session.get_one(Application, decision.application_id)
        record_involvement(
            session,
            actor=committee.officer(now=NOW),
            person_id=committee.office.second_officer.id,
            organisation_id=application.organisation_id,
            kind=InvolvementKind.RELATED,
            source="declaration",
            now=NOW,
        )
    sign_in(client, committee.office.second_officer)
    assert NAME not in page(client, home(sitting))
    page(client, home(sitting, item), 403)


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ADMINISTRATOR])
def test_others_know_of_no_sitting(
    role: Role, client: FlaskClient, committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision, now=NOW)
    sign_in(client, make_person("Somebody Else", roles=[role]))
    page(client, "/sittings", 403)
    for address in (home(sitting), home(sitting, item), f"{home(sitting)}/minutes"):
        page(client, address, 404)
    sign_in(client, committee.chair)
    page(client, f"/sittings/{uuid4()}", 404)
    other = planned(committee, now=NOW)
    page(client, home(other, item), 404)


# blinded papers


TELLING = (
    NAME,
    "Alder",
    "Graz",
    "Austria",
    "alder-valley.example",
    "A-2026-",
    "Ada Berg",
)


def _told(decision: Decision) -> None:
    """Let every text of the case name the organisation, its places and its people."""
    text = (
        "Alder Valley (https://alder-valley.example, office@alder-valley.example, +43 316 123 456) "
        "in GRAZ, Austria, led by Ada Berg, works with clusters."
    )
    with unit_of_work() as session:
        session.execute(update(Recommendation).values(reason=text))
        session.execute(update(FeedbackReport).values(summary=text, observations=text))
        session.execute(update(Decision).where(Decision.id == decision.id).values(note=text))


def test_blinded_papers_tell_nobody_whose_case_it_is(
    client: FlaskClient, committee: Committee, blinded: None
) -> None:
    application = recommended(visited=VISITED, now=NOW)
    first = prepared(committee.office, application, now=NOW)
    _told(first)
    decision = prepared(committee.office, application, now=NOW)
    _told_note(decision)
    sitting, (item,) = opened(committee, decision, now=NOW)
    sign_in(client, committee.members[2])
    for address in (home(sitting), home(sitting, item), "/tasks", "/decisions",
                    f"{home(sitting)}/minutes", "/sittings"):  # fmt: skip
        shown = page(client, address)
        assert [word for word in TELLING if word.casefold() in shown.casefold()] == [], address
    shown = page(client, home(sitting, item))
    assert "[hidden]" in shown
    assert "works with clusters" in shown
    assert "Case 1" in shown
    assert "Every rule of Silver holds." in shown
    page(client, f"/decisions/{decision.id}", 404)
    page(client, f"/applications/{application.id}/submission", 404)
    page(client, f"/applications/{application.id}/feedback", 404)
    page(client, f"/applications/{application.id}/feedback.pdf", 404)
    all_vote(committee, item, FOR, FOR, FOR, now=NOW)
    closed(committee, item, now=NOW)
    assert NAME in page(client, home(sitting, item))
    page(client, f"/decisions/{decision.id}")


def _told_note(decision: Decision) -> None:
    with unit_of_work() as session:
        session.execute(
            update(Decision)
            .where(Decision.id == decision.id)
            .values(note="Ada Berg of Graz called.")
        )


def test_blinded_case_stays_blind_while_it_comes_back(
    client: FlaskClient, committee: Committee, blinded: None, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision, kind=SittingKind.IN_WRITING, now=NOW)
    sign_in(client, committee.members[2])
    objection = f"{home(sitting, item)}/objection"
    assert client.post(objection, data={"objection": "Let us talk."}).status_code == 303
    for address in (home(sitting), home(sitting, item), f"{home(sitting)}/minutes"):
        assert NAME not in page(client, address)


def test_who_works_for_the_office_as_well_has_no_vote_on_a_blinded_case(
    client: FlaskClient, committee: Committee, blinded: None, decision: Decision
) -> None:
    with unit_of_work() as session:
        session.add(
            RoleGrant(
                person_id=committee.members[3].id,
                role=Role.OFFICER,
                proposed_at=NOW,
                confirmed_at=NOW,
            )
        )
    sitting, (item,) = opened(committee, decision, now=NOW)
    sign_in(client, committee.members[3], Role.COMMITTEE)
    assert client.post(f"{home(sitting, item)}/vote", data={"choice": "for"}).status_code == 403
    assert "You work for the office as well" in page(client, home(sitting))


def test_office_sees_whose_case_is_blinded(
    client: FlaskClient, committee: Committee, blinded: None, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision, now=NOW)
    sign_in(client, committee.office.second_officer)
    for address in (home(sitting), home(sitting, item), f"/decisions/{decision.id}"):
        assert NAME in page(client, address)
    with reading() as session:
        application = session.get_one(Application, decision.application_id)
        assert owners(session, application.organisation_id) != []


def test_motion_about_a_blinded_case_does_not_tell_of_a_label(
    client: FlaskClient, committee: Committee, blinded: None
) -> None:
    held = label(committee.office, visited=VISITED, now=NOW)
    application = recommended(
        organisation_id=held.organisation_id, visited=VISITED, percent=90, now=NOW
    )
    decision = prepared(committee.office, application, outcome=Outcome.NOT_AWARDED, now=NOW)
    sitting, (item,) = opened(committee, decision, now=NOW)
    with reading() as session:
        chair = session.get_one(Person, sitting.chair_id)
    sign_in(client, chair)
    address = f"{home(sitting, item)}/motion"
    assert 'value="awarded"' in page(client, address)
    refused = client.post(address, data={"outcome": "awarded"})
    assert refused.status_code == 422
    assert "This cannot be put to the vote here." in refused.text
    assert "holds" not in refused.text
