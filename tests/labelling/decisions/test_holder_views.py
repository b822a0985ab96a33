"""The pages of holders and of the office about hearings, withdrawals and further versions."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.decisions import actions, queries
from labelling.decisions.models import Label, LabelChange, LabelEventKind
from labelling.decisions.versions.queries import find_open_request
from labelling.decisions.withdrawals.queries import find_request
from labelling.organisations import queries as organisations
from labelling.people.models import Person, RoleGrant
from tests.labelling.decisions.making import (
    URGENT,
    Office,
    change_prepared,
    issue_all,
    label,
    member,
)
from tests.labelling.decisions.owning import ANSWER, NAMES, answer, asked, checked, heard_on, paper
from tests.labelling.decisions.pages import page
from tests.labelling.people.making import sign_in, sign_out

NOW = datetime.now(UTC) - timedelta(minutes=5)
SUSPENDED, REVOKED = LabelEventKind.SUSPENDED, LabelEventKind.REVOKED


@pytest.fixture
def held(office: Office) -> Label:
    """Return a label that is active today, with its certificate out."""
    made = label(office, visited=NOW.date() - timedelta(days=20), now=NOW)
    issue_all(NOW)
    return made


def seat(held: Label, number: int) -> Person:
    """Return somebody of the holder: 0 and 1 are owners, 2 a contributor."""
    with reading() as session:
        return organisations.seat_holders(session, held.organisation_id)[number][0]


@pytest.fixture
def change(office: Office, held: Label) -> LabelChange:
    """Return a suspension about which the holder is heard first."""
    return change_prepared(office, held, SUSPENDED, now=NOW, urgent=False)


def test_owner_reads_both_reasons_and_answers_with_evidence(
    client: FlaskClient, held: Label, change: LabelChange
) -> None:
    piece = paper(held, now=NOW)
    address = f"/hearings/{heard_on(change).hearing.id}"
    sign_in(client, seat(held, 0))
    assert "You are heard: answer by" in page(client, f"/organisation/labels/{held.id}")
    shown = page(client, address)
    assert "Your label is to be suspended" in shown
    assert change.public_reason in shown
    assert change.private_reason in shown
    assert "We ask that the suspension is lifted" not in shown
    refused = client.post(address, data={"text": "", "evidence": [str(piece.id)]})
    assert refused.status_code == 422
    assert f'value="{piece.id}" checked' in refused.text
    assert client.post(address, data={"text": "x", "evidence": ["nothing"]}).status_code == 422
    sent = client.post(address, data={"text": ANSWER, "evidence": [str(piece.id)]})
    assert (sent.status_code, sent.location) == (303, f"{address}?done=answered")
    shown = page(client, address)
    assert ANSWER in shown
    assert f'href="/evidence/{piece.id}/1"' in shown
    assert "Send the answer" not in shown
    assert client.post(address, data={"text": "More."}).status_code == 409


def test_others_of_the_holder_learn_nothing_of_a_hearing(
    client: FlaskClient, held: Label, change: LabelChange
) -> None:
    address = f"/hearings/{heard_on(change).hearing.id}"
    sign_in(client, seat(held, 2))
    shown = page(client, f"/organisation/labels/{held.id}")
    assert "Hearings" not in shown
    assert "Give up the label" not in shown
    assert "Ask for a new version" not in shown
    assert client.get(address).status_code == 404
    assert client.post(address, data={"text": ANSWER}).status_code == 404
    sign_out(client)
    assert client.get(address).location.startswith("/sign-in")


def test_nothing_of_a_hearing_is_public(
    client: FlaskClient, held: Label, change: LabelChange
) -> None:
    answer(held, change, now=NOW)
    for address in (f"/labels/{held.public_id}", "/register", "/trust.json", "/api/v1/labels"):
        shown = page(client, address)
        assert change.public_reason not in shown
        assert change.private_reason not in shown
        assert ANSWER not in shown


def test_second_person_waits_for_the_answer_and_then_reads_it(
    client: FlaskClient, office: Office, held: Label, change: LabelChange
) -> None:
    address = f"/office/changes/{change.id}"
    sign_in(client, office.member)
    shown = page(client, address)
    assert "The holder acts next" in shown
    assert "Suspend the label" not in shown
    assert "Send it back instead" in shown
    assert client.post(address).status_code == 409
    piece = paper(held, now=NOW)
    given = answer(held, change, evidence_ids=(piece.id,), now=NOW)
    refused = client.post(address)
    assert refused.status_code == 409
    assert ANSWER in refused.text
    shown = page(client, address)
    assert f'name="seen_answer" value="{given.id}"' in shown
    assert client.get(f"/evidence/{piece.id}/1").status_code == 200
    taken = client.post(address, data={"seen_answer": str(given.id)})
    assert taken.location == f"/office/labels/{held.id}?done=change-decided"


def test_urgent_change_goes_at_once_and_the_office_replies_afterwards(
    client: FlaskClient, office: Office, held: Label
) -> None:
    sign_in(client, office.officer)
    typed = {
        "kind": "suspended",
        "effective_on": [str(NOW.day), str(NOW.month), str(NOW.year)],
        "public_reason": "The mark is misused.",
        "urgent_reason": URGENT,
    }
    form = f"/office/labels/{held.id}/change"
    wrong = client.post(form, data=typed | {"kind": "withdrawn"})
    assert wrong.status_code == 422
    assert "Only a suspension or a revocation can be urgent." in wrong.text
    sent = client.post(form, data=typed)
    assert sent.location.endswith("?done=change-sent")
    address = sent.location.partition("?")[0]
    sign_in(client, office.member)
    assert URGENT in page(client, address)
    assert client.post(address).status_code == 303
    with reading() as session:
        change = queries.changes_of(session, held.id)[0]
    hearing = heard_on(change).hearing.id
    sign_in(client, seat(held, 1))
    shown = page(client, f"/hearings/{hearing}")
    assert "Your label was suspended at once" in shown
    assert URGENT in shown
    said = {"text": ANSWER, "asks_lifting": "y"}
    assert client.post(f"/hearings/{hearing}", data=said).status_code == 303
    sign_in(client, office.second_officer)
    shown = page(client, address)
    assert "The holder asks that the suspension is lifted." in shown
    assert f"/office/labels/{held.id}/change?kind=lifted" in shown
    assert 'value="lifted" checked' in page(client, f"/office/labels/{held.id}/change?kind=lifted")
    reply = f"/office/hearings/{hearing}/reply"
    assert client.post(reply, data={"text": " "}).status_code == 422
    assert client.post(reply, data={"text": "It stays."}).location == f"{address}?done=replied"
    assert client.post(reply, data={"text": "Again."}).status_code == 409
    sign_in(client, seat(held, 0))
    assert "It stays." in page(client, f"/hearings/{hearing}")


def test_owner_gives_the_label_up_and_takes_it_back(
    client: FlaskClient, office: Office, held: Label
) -> None:
    address = f"/organisation/labels/{held.id}/withdrawal"
    sign_in(client, seat(held, 0))
    assert "It cannot be undone" in page(client, address)
    refused = client.post(address, data={"reason": "We close."})
    assert refused.status_code == 422
    assert "We close." in refused.text
    sent = client.post(address, data={"reason": "We close.", "understood": "y"})
    assert sent.location == f"/organisation/labels/{held.id}?done=asked-end"
    assert client.get(address).status_code == 303
    sign_in(client, office.officer)
    shown = page(client, f"/office/labels/{held.id}/change")
    assert "The holder asks that its label ends" in shown
    assert "We close." in shown
    assert 'value="withdrawn" checked' in shown
    assert "At the holder’s own wish." in shown
    with reading() as session:
        request = find_request(session, held.id)
    assert request is not None
    sign_in(client, seat(held, 1))
    back = client.post(f"/organisation/withdrawals/{request.id}/back")
    assert back.location == f"/organisation/labels/{held.id}?done=kept"
    assert client.post(f"/organisation/withdrawals/{request.id}/back").status_code == 409


def test_further_version_from_the_request_to_the_certificate(
    client: FlaskClient, office: Office, held: Label
) -> None:
    piece = paper(held, now=NOW)
    address = f"/organisation/labels/{held.id}/version"
    sign_in(client, seat(held, 0))
    shown = page(client, address)
    assert 'value="Alder Valley Mobility Cluster"' in shown
    typed = {
        "holder": NAMES.holder, "host": NAMES.host, "city": NAMES.city, "language": "en",
        "explanation": "The assembly decided.",
    }  # fmt: skip
    refused = client.post(address, data=typed)
    assert refused.status_code == 422
    assert "Choose the evidence that proves it." in refused.text
    assert NAMES.host in refused.text
    assert client.post(address, data=typed | {"language": "xx"}).status_code == 422
    sent = client.post(address, data=typed | {"evidence": [str(piece.id)]})
    assert sent.location == f"/organisation/labels/{held.id}?done=asked-anew"
    assert "an officer checks it" in page(client, f"/organisation/labels/{held.id}")
    assert client.get(address).status_code == 303
    with reading() as session:
        request = find_open_request(session, held.id)
    assert request is not None
    there = f"/office/versions/{request.id}"
    sign_in(client, office.officer)
    shown = page(client, there)
    assert NAMES.holder in shown
    assert "Send for decision" in shown
    assert client.post(f"{there}/check", data={"note": "x" * 9999}).status_code == 422
    done = client.post(f"{there}/check", data={"note": "Compared."})
    assert done.location == f"{there}?done=request-checked"
    assert "Who can decide: Carla Committee, Cees Committee, Otto Officer" in page(client, there)
    assert client.post(there).status_code == 403
    sign_in(client, office.member, fresh=False)
    assert "/confirm?next=" in page(client, there)
    sign_in(client, office.member)
    assert client.post(f"{there}/refuse", data={"reason": ""}).status_code == 422
    assert client.post(there).location == f"{there}?done=request-taken"
    assert client.post(there).status_code == 409
    sign_in(client, seat(held, 0))
    assert "A new version of the certificate is being issued" in page(
        client, f"/organisation/labels/{held.id}"
    )
    issue_all(datetime.now(UTC))
    shown = page(client, f"/organisation/labels/{held.id}")
    assert "replaced by version 2" in shown
    sign_in(client, office.officer)
    assert NAMES.holder in page(client, f"/office/labels/{held.id}")
    assert NAMES.holder in page(client, "/office/labels")


def test_refused_and_taken_back_requests_say_so(
    client: FlaskClient, office: Office, held: Label
) -> None:
    request = asked(held, now=NOW)
    sign_in(client, office.officer)
    there = f"/office/versions/{request.id}"
    sent = client.post(f"{there}/refuse", data={"reason": "The paper is of another office."})
    assert sent.location == f"{there}?done=request-refused"
    sign_in(client, seat(held, 0))
    shown = page(client, f"/organisation/labels/{held.id}")
    assert "The paper is of another office." in shown
    again = checked(office, asked(held, now=NOW), now=NOW)
    back = client.post(f"/organisation/versions/{again.id}/back")
    assert back.location == f"/organisation/labels/{held.id}?done=request-back"
    sign_in(client, office.member)
    assert "The holder has taken the request back." in page(client, f"/office/versions/{again.id}")


def test_ended_label_offers_nothing_to_its_holder(
    client: FlaskClient, office: Office, held: Label
) -> None:
    change = change_prepared(office, held, REVOKED, now=NOW)
    with unit_of_work() as session:
        actions.decide_change(session, actor=member(office, now=NOW), change_id=change.id, now=NOW)
    sign_in(client, seat(held, 0))
    shown = page(client, f"/organisation/labels/{held.id}")
    assert "Give up the label" not in shown
    assert "Ask for a new version" not in shown
    assert client.get(f"/organisation/labels/{held.id}/version").status_code == 409
    gone = {"understood": "y"}
    assert client.post(f"/organisation/labels/{held.id}/withdrawal", data=gone).status_code == 409


def test_somebody_bound_up_sees_neither_change_nor_request(
    client: FlaskClient, office: Office, held: Label, change: LabelChange
) -> None:
    request = asked(held, now=NOW)
    with unit_of_work() as session:
        session.add(
            RoleGrant(
                person_id=seat(held, 0).id,
                role=Role.OFFICER,
                proposed_at=NOW,
                confirmed_at=NOW,
            )
        )
        person = session.get_one(Person, seat(held, 0).id)
        person.totp_confirmed_at, person.totp_sealed = NOW, b"x"
    sign_in(client, person, Role.OFFICER)
    for address in (f"/office/changes/{change.id}", f"/office/versions/{request.id}"):
        assert client.get(address).status_code in {403, 404}
