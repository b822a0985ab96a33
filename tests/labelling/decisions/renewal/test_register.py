"""The register tells of a renewal with the owners' leave alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core import files
from labelling.core.access import Actor, Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotAllowed, NotFound, NotNow
from labelling.decisions import queries
from labelling.decisions.models import Label
from labelling.decisions.renewal import actions
from labelling.decisions.renewal.queries import told_in_register
from labelling.decisions.sheets import KIND
from labelling.issuing import stages
from labelling.issuing.sources import Order
from labelling.people.models import Person
from tests.labelling.decisions.applicants import seated, verbs
from tests.labelling.decisions.making import Office, label, publish, recommended
from tests.labelling.decisions.renewal.making import awarded, days, noon, started
from tests.labelling.people.making import sign_in


def renewing(office: Office) -> tuple[Label, Application, Actor]:
    held = label(office)
    publish(held)
    application = started(held, "silver", date(2028, 6, 10))
    with unit_of_work() as session:
        session.get_one(Application, application.id).state = State.SUBMITTED
    return held, application, seated(held.organisation_id)


def says(held: Label) -> bool:
    with reading() as session:
        return held.id in told_in_register(session, [held.id])


def test_the_register_tells_of_a_renewal_with_the_owners_leave_alone(office: Office) -> None:
    held, application, owner = renewing(office)
    assert not says(held)
    now = noon(date(2028, 6, 20))
    with unit_of_work() as session:
        word = actions.let_register_tell(session, actor=owner, label_id=held.id, now=now)
    assert (word.application_id, word.given_by, word.given_at) == (
        application.id,
        owner.person_id,
        now,
    )
    assert says(held)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.let_register_tell(session, actor=owner, label_id=held.id, now=now)
    with unit_of_work() as session:
        actions.take_word_back(session, actor=owner, label_id=held.id, now=now)
    assert not says(held)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.take_word_back(session, actor=owner, label_id=held.id, now=now)
    assert verbs("renewal.") == ["renewal.told", "renewal.untold"]


def test_the_word_goes_with_the_application(office: Office) -> None:
    held, application, owner = renewing(office)
    with unit_of_work() as session:
        actions.let_register_tell(
            session, actor=owner, label_id=held.id, now=noon(date(2028, 6, 20))
        )
    with unit_of_work() as session:
        session.get_one(Application, application.id).state = State.WITHDRAWN
    assert not says(held)


def test_there_is_nothing_to_tell_before_a_renewal_is_submitted(office: Office) -> None:
    held = label(office)
    owner = seated(held.organisation_id)
    started(held, "silver", date(2028, 6, 10))
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.let_register_tell(
            session, actor=owner, label_id=held.id, now=noon(date(2028, 6, 20))
        )


def test_only_owners_of_the_holder_let_the_register_tell(office: Office) -> None:
    held, _, _ = renewing(office)
    contributor = seated(held.organisation_id, Seat.CONTRIBUTOR)
    elsewhere = seated(recommended(name="Elsewhere").organisation_id)
    for actor, refusal in ((contributor, NotAllowed), (elsewhere, NotFound)):
        for act in (actions.let_register_tell, actions.take_word_back):
            with pytest.raises(refusal), unit_of_work() as session:
                act(session, actor=actor, label_id=held.id, now=noon(date(2028, 6, 20)))


def test_the_register_shows_the_word_and_keeps_the_status(
    office: Office, client: FlaskClient
) -> None:
    now = datetime.now(UTC)
    long_ago = now - timedelta(days=760)
    held = label(office, visited=long_ago.date(), now=long_ago)
    publish(held, now=long_ago)
    application = started(held, "silver", now.date())
    with unit_of_work() as session:
        session.get_one(Application, application.id).state = State.SUBMITTED
    address = f"/labels/{held.public_id}"
    before = client.get(address).get_data(as_text=True)
    assert "Renewal under way" not in before
    assert "A renewal may be under way" in before
    owner = seated(held.organisation_id)
    with reading() as session:
        person = session.get_one(Person, owner.person_id)
    sign_in(client, person, Role.MANAGER)
    own = f"/organisation/labels/{held.id}/renewal"
    assert "Let the register say it" in client.get(own).get_data(as_text=True)
    assert client.post(f"{own}/tell").status_code == 303
    text = client.get(address).get_data(as_text=True)
    assert "Expired on" in text
    assert "Renewal under way" in text
    assert "renewal under way" in client.get("/register").get_data(as_text=True)
    item = client.get(f"/api/v1/labels/{held.public_id}").get_json()
    assert item["status"] == "expired"
    assert client.post(f"{own}/untell").status_code == 303
    assert "Renewal under way" not in client.get(address).get_data(as_text=True)


def test_the_register_announces_a_renewal_that_was_decided_early(
    office: Office, client: FlaskClient
) -> None:
    now = datetime.now(UTC)
    begun = now - timedelta(days=600)
    held = label(office, visited=begun.date(), now=begun)
    publish(held, now=begun)
    (first,) = days(held)
    awarded(office, held, "silver", now.date() - timedelta(days=20), now.date())
    with unit_of_work() as session:
        term = queries.terms_of(session, held.id)[-1]
        certificate = stages.seal(session, Order(KIND, held.id, term.id, "en", 2), now)
        digest = files.store().put(b"%PDF-1.7 the second")
        stages.publish(session, certificate.id, digest, now)
    text = client.get(f"/labels/{held.public_id}").get_data(as_text=True)
    assert "Renewed: Silver from" in text
    assert days(held)[1][1] == first[2] + timedelta(days=1)
    assert "Active today" in text
