"""The pages of conditions, from proposal and report to the answer."""

from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.core.access import Actor, Role
from labelling.core.database import reading
from labelling.decisions.conditions.models import Condition
from labelling.decisions.conditions.setting import Wanted
from labelling.decisions.models import Label
from labelling.people.models import Person
from tests.labelling.decisions.applicants import owner_of
from tests.labelling.decisions.conditions.making import awarded
from tests.labelling.decisions.making import Office, acting, publish, recommended
from tests.labelling.people.making import sign_in


def signed_in(client: FlaskClient, actor: Actor) -> None:
    with reading() as session:
        person = session.get_one(Person, actor.person_id)
    sign_in(client, person, actor.role)


def test_the_pages_lead_from_report_to_answer(office: Office, client: FlaskClient) -> None:
    now = datetime.now(UTC)
    due = now.date() + timedelta(days=60)
    application, (first,) = awarded(office, now, (Wanted("Publish the list.", due, "The page"),))
    address = f"/conditions/{first.id}"
    signed_in(client, owner_of(application))
    assert client.get(f"/applications/{application.id}/conditions").status_code == 200
    assert "Publish the list." in client.get(address).get_data(as_text=True)
    assert client.post(f"{address}/report", data={"text": ""}).status_code == 422
    assert client.post(f"{address}/report", data={"text": "Done."}).status_code == 303
    assert client.post(f"{address}/accept").status_code == 404
    signed_in(client, acting(office.officer, Role.OFFICER))
    assert "Done." in client.get(address).get_data(as_text=True)
    assert client.post(f"{address}/ask", data={"text": ""}).status_code == 422
    asked = {"text": "Where?", "day": ["1", "1", "2020"]}
    assert client.post(f"{address}/ask", data=asked).status_code == 422
    assert client.post(f"{address}/time", data={"reason": "So."}).status_code == 422
    assert client.post(f"{address}/accept", data={"text": "Thank you."}).status_code == 303
    signed_in(client, owner_of(application))
    own = client.get(f"/applications/{application.id}").get_data(as_text=True)
    assert "All conditions are met." in own


def test_the_public_page_says_nothing_of_conditions(office: Office, client: FlaskClient) -> None:
    awarded(office)
    with reading() as session:
        held = session.scalars(select(Label)).one()
    publish(held)
    text = client.get(f"/labels/{held.public_id}").get_data(as_text=True)
    assert held.number in text
    assert "ondition" not in text
    assert "list of members" not in text


def test_an_officer_proposes_conditions_on_the_page(office: Office, client: FlaskClient) -> None:
    application = recommended()
    signed_in(client, acting(office.officer, Role.OFFICER))
    address = f"/applications/{application.id}/decision"
    year = str(datetime.now(UTC).year + 1)
    data = {
        "outcome": "with_conditions",
        "text_2": "Publish the list of members.",
        "proof_2": "The page",
    }
    assert client.post(address, data=data).status_code == 422
    past = client.post(address, data={**data, "due_2": ["1", "3", "2020"]})
    assert past.status_code == 422
    assert "#due_2" in past.get_data(as_text=True)
    sent = client.post(address, data={**data, "due_2": ["1", "3", year]})
    assert sent.status_code == 303
    with reading() as session:
        (row,) = session.scalars(select(Condition))
    assert (row.number, row.text, row.due_on, row.proof) == (
        1,
        "Publish the list of members.",
        date(int(year), 3, 1),
        "The page",
    )
