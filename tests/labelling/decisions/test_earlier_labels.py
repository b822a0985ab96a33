"""Who decides about an organisation reads which labels it had, and how they ended."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from labelling.core.database import reading
from labelling.decisions.models import Label
from labelling.decisions.queries import earlier_labels
from labelling.people.models import Person
from tests.labelling.decisions import making
from tests.labelling.decisions.making import Office, label, let_one_member_decide, make_office
from tests.labelling.people.making import sign_in

NOW = datetime.now(UTC) - timedelta(minutes=5)
BEFORE = NOW - timedelta(days=60)
VISITED = NOW.date() - timedelta(days=20)


@pytest.fixture
def office(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Return the people who prepare and decide, one member alone."""
    assert client.application.extensions["settings"]
    let_one_member_decide(monkeypatch)
    return make_office()


@pytest.fixture
def ended(office: Office) -> Label:
    """Return a label that was revoked some weeks ago."""
    held = label(office, visited=BEFORE.date() - timedelta(days=20), now=BEFORE)
    making.revoke(office, held, now=BEFORE + timedelta(days=10))
    return held


def _shown(client: FlaskClient, person: Person, address: str) -> str:
    sign_in(client, person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def test_officer_and_committee_read_how_an_earlier_label_ended(
    client: FlaskClient, office: Office, ended: Label
) -> None:
    application = making.recommended(
        organisation_id=ended.organisation_id, percent=90, visited=VISITED, now=NOW
    )
    page = _shown(client, office.officer, f"/applications/{application.id}/decision")
    decision = making.prepared(office, application, now=NOW)
    for text in (page, _shown(client, office.member, f"/decisions/{decision.id}")):
        assert "Labels of the organisation so far" in text
        assert f'href="/office/labels/{ended.id}">{ended.number}</a>' in text
        assert "Revoked since" in text


def test_organisation_without_a_label_is_said_to_have_had_none(
    client: FlaskClient, office: Office
) -> None:
    application = making.recommended(percent=90, visited=VISITED, now=NOW)
    page = _shown(client, office.officer, f"/applications/{application.id}/decision")
    assert "It has had none." in page


def test_label_that_this_decision_gave_is_not_an_earlier_one(office: Office, ended: Label) -> None:
    application = making.recommended(
        organisation_id=ended.organisation_id, percent=90, visited=VISITED, now=NOW
    )
    decision = making.decided(office, application, now=NOW)
    with reading() as session:
        found = earlier_labels(session, ended.organisation_id, decision.id, NOW)
        everything = earlier_labels(session, ended.organisation_id, None, NOW)
    assert [(one.label.number, one.standing.status.value) for one in found] == [
        (ended.number, "revoked")
    ]
    assert [one.standing.status.value for one in everything] == ["active", "revoked"]
