"""The pages of decisions and labels, by role, with and without what keeps somebody away."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from labelling.applications.models import Snapshot
from labelling.applications.queries import find_submission, get_application
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.decisions import queries
from labelling.decisions.models import Decision, DecisionState, Label, LabelEventKind
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.reviews.models import Outcome
from tests.labelling.decisions.making import (
    REASON,
    Office,
    change_prepared,
    issue_all,
    label,
    let_one_member_decide,
    officer,
    prepared,
    recommended,
    suspend,
)
from tests.labelling.decisions.pages import page
from tests.labelling.people.making import make_person, sign_in

NOW = datetime.now(UTC) - timedelta(minutes=5)
VISITED = NOW.date() - timedelta(days=20)


@pytest.fixture(autouse=True)
def one_member_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one member decide on every level here; sittings have tests of their own."""
    let_one_member_decide(monkeypatch)


@pytest.fixture
def waiting(office: Office) -> Decision:
    """Return a prepared decision."""
    return prepared(office, recommended(visited=VISITED, now=NOW), now=NOW)


@pytest.fixture
def held(office: Office) -> Label:
    """Return a label that is active today."""
    return label(office, visited=VISITED, now=NOW)


def answer(decision_id: UUID) -> Decision:
    with reading() as session:
        return queries.get_decision(session, decision_id)


# preparing


def test_officer_prepares_and_is_led_to_the_case(client: FlaskClient, office: Office) -> None:
    application = recommended(visited=VISITED, now=NOW)
    sign_in(client, office.officer)
    address = f"/applications/{application.id}/decision"
    shown = page(client, address)
    assert "Prepare the decision: Alder Valley Mobility Cluster" in shown
    assert "Every rule of Silver holds." in shown
    assert "The number of members is 41, not 40." in shown
    assert " checked>" not in shown
    assert client.post(address, data={}).status_code == 422
    response = client.post(address, data={"outcome": "awarded", "note": "Complete."})
    with reading() as session:
        decision = queries.standing_decision(session, application.id)
    assert decision is not None
    there = f"/decisions/{decision.id}?done=sent"
    assert (response.status_code, response.location) == (303, there)
    assert "A member of the committee acts next." in page(client, there)
    assert client.get(address).status_code == 302
    shown = page(client, f"/decisions/{decision.id}")
    assert "You prepared this decision, so another person takes it." in shown
    assert "Who can decide: Carla Committee, Cees Committee." in shown
    assert "Record the decision" not in shown


def test_level_whose_rules_fail_is_not_offered_and_the_page_says_so(
    client: FlaskClient, office: Office
) -> None:
    application = recommended(percent=45, visited=VISITED, now=NOW)
    sign_in(client, office.officer)
    shown = page(client, f"/applications/{application.id}/decision")
    assert "Silver cannot be awarded: its rules do not all hold." in shown
    assert 'value="awarded"' not in shown
    assert 'value="lower_level:bronze"' in shown
    assert "does not hold" in shown


# deciding


def test_member_decides_after_a_fresh_second_factor(
    client: FlaskClient, office: Office, waiting: Decision
) -> None:
    address = f"/decisions/{waiting.id}"
    sign_in(client, office.member, fresh=False)
    shown = page(client, address)
    assert "/confirm?next=" in shown
    assert "Record the decision" not in shown
    typed = {"outcome": "awarded", "reason": "All was kept."}
    refused = client.post(address, data=typed)
    assert refused.status_code == 403
    assert "All was kept." in refused.text
    assert 'value="awarded" checked>' in refused.text
    sign_in(client, office.member)
    assert " checked>" not in page(client, address)
    assert client.post(address, data={"outcome": "awarded"}).status_code == 422
    assert client.post(address, data={"outcome": "gold", "reason": "x"}).status_code == 422
    response = client.post(address, data={"outcome": "awarded", "reason": REASON})
    assert (response.status_code, response.location) == (303, f"{address}?done=taken")
    assert "The decision was recorded." in page(client, response.location)
    taken = answer(waiting.id)
    assert (taken.state, taken.outcome, taken.reason) == (
        DecisionState.TAKEN,
        Outcome.AWARDED,
        REASON,
    )
    shown = page(client, address)
    assert "Awarded: Silver" in shown
    assert f"CE-{NOW.year}-0001-" in shown
    assert client.post(address, data={"outcome": "awarded", "reason": "x"}).status_code == 409


def test_member_awards_a_lower_level(client: FlaskClient, office: Office) -> None:
    application = recommended(percent=45, visited=VISITED, now=NOW)
    decision = prepared(office, application, outcome=Outcome.NOT_AWARDED, now=NOW)
    sign_in(client, office.member)
    client.post(
        f"/decisions/{decision.id}",
        data={"outcome": "lower_level:bronze", "reason": "Bronze is reached."},
    )
    taken = answer(decision.id)
    assert (taken.outcome, taken.level_id) == (Outcome.LOWER_LEVEL, "bronze")


def test_member_sends_back(client: FlaskClient, office: Office, waiting: Decision) -> None:
    address = f"/decisions/{waiting.id}/back"
    sign_in(client, office.member)
    assert client.post(address, data={"back_reason": ""}).status_code == 422
    response = client.post(address, data={"back_reason": "The visit is missing."})
    assert (response.status_code, response.location) == (303, "/decisions?done=sent-back")
    assert answer(waiting.id).state is DecisionState.SENT_BACK
    sign_in(client, office.officer)
    shown = page(client, f"/applications/{waiting.application_id}/decision")
    assert "Sent back by Carla Committee" in shown
    assert "The visit is missing." in shown


def test_changed_case_shows_no_form(client: FlaskClient, office: Office, waiting: Decision) -> None:
    with unit_of_work() as session:
        session.connection().exec_driver_sql("UPDATE feedback_reports SET version = 9")
    sign_in(client, office.member)
    shown = page(client, f"/decisions/{waiting.id}")
    assert "To be prepared again" in shown
    assert "Record the decision" not in shown
    response = client.post(f"/decisions/{waiting.id}", data={"outcome": "awarded", "reason": "x"})
    assert response.status_code == 409
    sign_in(client, office.officer)
    assert "Prepare it again" in page(client, f"/decisions/{waiting.id}")
    assert "takes its place" in page(client, f"/applications/{waiting.application_id}/decision")


def test_page_says_what_will_be_printed_and_that_it_was_submitted_otherwise(
    client: FlaskClient, office: Office, waiting: Decision
) -> None:
    sign_in(client, office.member)
    before = page(client, f"/decisions/{waiting.id}")
    with unit_of_work() as session:
        submission = find_submission(session, waiting.application_id)
        assert submission is not None
        said = {"name": "Alder Valley Mobility", "city": "Graz", "country": "AT"}
        content = json.dumps({"organisation": said})
        session.add(
            Snapshot(
                application_id=waiting.application_id,
                sha256=submission.sha256,
                content=content,
            )
        )
    after = page(client, f"/decisions/{waiting.id}")
    printed = "Alder Valley Mobility Cluster, Graz, Austria"
    changed = "It was Alder Valley Mobility, Graz, Austria."
    assert [(printed in shown, changed in shown) for shown in (before, after)] == [
        (True, False),
        (True, True),
    ]


def test_own_conflict_is_listed_without_content(
    client: FlaskClient, office: Office, waiting: Decision
) -> None:
    with unit_of_work() as session:
        application = get_application(session, waiting.application_id)
        record_involvement(
            session,
            actor=officer(office),
            person_id=office.member.id,
            organisation_id=application.organisation_id,
            kind=InvolvementKind.BOARD,
            source="declaration",
            now=NOW,
        )
    sign_in(client, office.member)
    shown = page(client, "/decisions")
    assert application.reference in shown
    assert "You are bound up with this organisation" in shown
    assert "Alder Valley" not in shown
    assert str(waiting.id) not in shown
    hidden = page(client, f"/decisions/{waiting.id}", 403)
    assert "Alder Valley" not in hidden
    assert "All was seen on site." not in hidden


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ADMINISTRATOR])
def test_others_find_nothing(
    role: Role, client: FlaskClient, waiting: Decision, held: Label, office: Office
) -> None:
    sign_in(client, make_person("Somebody Else", roles=[role]))
    change = change_prepared(office, held, LabelEventKind.SUSPENDED, now=NOW)
    for address in (
        f"/decisions/{waiting.id}",
        f"/applications/{waiting.application_id}/decision",
        f"/office/labels/{held.id}",
        f"/office/labels/{held.id}/change",
        f"/office/changes/{change.id}",
        f"/decisions/{uuid4()}",
        f"/office/labels/{uuid4()}",
        f"/office/changes/{uuid4()}",
    ):
        page(client, address, 404)
    for address in ("/decisions", "/office/labels"):
        page(client, address, 403)


def test_signed_out_people_are_led_to_sign_in(client: FlaskClient, held: Label) -> None:
    for address in ("/decisions", "/office/labels", f"/office/labels/{held.id}"):
        response = client.get(address)
        assert response.status_code == 303
        assert response.location.startswith("/sign-in?next=")


# labels and their changes


def test_label_page_shows_terms_events_and_certificates(
    client: FlaskClient, office: Office, held: Label
) -> None:
    sign_in(client, office.officer)
    shown = page(client, f"/office/labels/{held.id}")
    assert f"<title>Alder Valley Mobility Cluster, {held.number}" in shown
    assert "Active today" in shown
    assert "Being issued" in shown
    assert f'href="/labels/{held.public_id}"' not in shown
    assert client.get(f"/labels/{held.public_id}").status_code == 404
    assert '<span class="tag now">being issued</span>' in page(client, "/office/labels")
    assert "Prepare a change" in shown
    issue_all(NOW)
    shown = page(client, f"/office/labels/{held.id}")
    assert "eing issued" not in shown + page(client, "/office/labels")
    assert f'href="/labels/{held.public_id}"' in shown
    suspend(office, held, now=NOW)
    shown = page(client, f"/office/labels/{held.id}")
    assert "Suspended today" in shown
    assert "Changes of membership were not reported in time." in shown
    assert "Two letters were not answered." not in shown


def test_officer_prepares_a_change_and_sees_it_as_strangers_will(
    client: FlaskClient, office: Office, held: Label
) -> None:
    today = NOW.date() + timedelta(days=1)
    sign_in(client, office.officer)
    address = f"/office/labels/{held.id}/change"
    shown = page(client, address)
    assert " checked>" not in shown
    assert 'value="lifted"' not in shown
    values = {
        "kind": "suspended",
        "effective_on": [str(today.day), str(today.month), str(today.year)],
        "public_reason": "Members were\n not reported.",
        "private_reason": "A letter of May.",
    }
    assert client.post(address, data={**values, "public_reason": " "}).status_code == 422
    assert client.post(address, data={**values, "effective_on": "x"}).status_code == 422
    preview = client.post(address, data={**values, "preview": "1"})
    assert preview.status_code == 200
    assert "As strangers will read it" in preview.text
    assert "Members were not reported." in preview.text
    with reading() as session:
        assert queries.find_waiting_change(session, held.id) is None
    response = client.post(address, data=values)
    with reading() as session:
        change = queries.find_waiting_change(session, held.id)
    assert change is not None
    there = f"/office/changes/{change.id}?done=hearing-sent"
    assert (response.status_code, response.location) == (303, there)
    assert "The holder was asked." in page(client, there)
    assert (change.effective_on, change.public_reason) == (today, "Members were not reported.")
    shown = page(client, f"/office/changes/{change.id}")
    assert "The holder acts next: it can answer until" in shown
    assert "Suspend the label" not in shown
    assert client.post(f"/office/changes/{change.id}").status_code == 403
    assert client.get(address).status_code == 302
    sign_in(client, office.second_officer)
    assert "The holder is heard until" in page(client, f"/office/labels/{held.id}")


@pytest.mark.parametrize("kind", [LabelEventKind.SUSPENDED, LabelEventKind.REVOKED])
def test_second_person_decides_and_only_revoking_is_red(
    kind: LabelEventKind, client: FlaskClient, office: Office, held: Label
) -> None:
    change = change_prepared(office, held, kind, now=NOW)
    address = f"/office/changes/{change.id}"
    sign_in(client, office.member, fresh=False)
    assert "/confirm?next=" in page(client, address)
    unconfirmed = client.post(address)
    assert unconfirmed.status_code == 303
    assert unconfirmed.location.startswith("/confirm?next=")
    sign_in(client, office.member)
    shown = page(client, address)
    assert ("btn revoke" in shown) is (kind is LabelEventKind.REVOKED)
    assert "Two letters were not answered." in shown
    response = client.post(address)
    there = f"/office/labels/{held.id}?done=change-decided"
    assert (response.status_code, response.location) == (303, there)
    assert "In effect" in page(client, address)
    assert client.post(address).status_code == 409


def test_second_person_sends_a_change_back(
    client: FlaskClient, office: Office, held: Label
) -> None:
    change = change_prepared(office, held, LabelEventKind.REVOKED, now=NOW)
    address = f"/office/changes/{change.id}"
    sign_in(client, office.member)
    assert client.post(f"{address}/back", data={}).status_code == 422
    response = client.post(f"{address}/back", data={"back_reason": "Suspend first."})
    there = f"/office/labels/{held.id}?done=change-back"
    assert (response.status_code, response.location) == (303, there)
    assert "Sent back by Carla Committee" in page(client, address)


def test_bound_up_people_see_no_private_reason(
    client: FlaskClient, office: Office, held: Label
) -> None:
    change = change_prepared(office, held, LabelEventKind.REVOKED, now=NOW)
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=officer(office),
            person_id=office.member.id,
            organisation_id=held.organisation_id,
            kind=InvolvementKind.CONSULTED,
            source="declaration",
            now=NOW,
        )
    sign_in(client, office.member)
    assert "Two letters" not in page(client, f"/office/changes/{change.id}", 403)
    assert client.post(f"/office/changes/{change.id}").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Alder", "Birch", "Žilina Šport"}),
        ("q=alder", {"Alder"}),
        ("q=zili", {"Žilina Šport"}),
        ("q=sport+zilina", {"Žilina Šport"}),
        ("q=lina", set()),
        ("q=0002", {"Birch"}),
        ("q=ce-{year}", {"Alder", "Birch", "Žilina Šport"}),
        ("q=CE–{year}-0003", {"Žilina Šport"}),
        ("status=active", {"Birch", "Žilina Šport"}),
        ("status=suspended", {"Alder"}),
        ("status=revoked", set()),
        ("level=bronze", {"Birch"}),
        ("country=AT&level=silver", {"Alder", "Žilina Šport"}),
        ("country=DE", set()),
        ("page=2", set()),
        ("page=" + "9" * 5000, set()),
        ("page=0&status=nonsense", {"Alder", "Birch", "Žilina Šport"}),
    ],
)
def test_labels_are_searched_and_filtered(
    query: str, found: set[str], client: FlaskClient, office: Office
) -> None:
    alder = label(office, name="Alder", visited=VISITED, now=NOW)
    label(office, name="Birch", level="bronze", visited=VISITED, now=NOW)
    label(office, name="Žilina Šport", visited=VISITED, now=NOW)
    suspend(office, alder, now=NOW)
    issue_all(NOW)
    sign_in(client, office.member)
    shown = page(client, "/office/labels?" + query.format(year=NOW.year))
    assert {name for name in ("Alder", "Birch", "Žilina Šport") if f"<td>{name}</td>" in shown} == (
        found
    )
