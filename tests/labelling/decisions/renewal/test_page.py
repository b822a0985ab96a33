"""The page of a renewal, and whom it is for."""

from datetime import UTC, datetime

from flask.testing import FlaskClient

from labelling.core.access import Role
from labelling.core.database import reading
from labelling.people.models import Person
from tests.labelling.decisions.applicants import seated
from tests.labelling.decisions.making import Office, label
from tests.labelling.decisions.renewal.making import call
from tests.labelling.people.making import sign_in


def test_the_page_says_from_which_day_and_leads_to_a_higher_level(
    office: Office, client: FlaskClient
) -> None:
    now = datetime.now(UTC)
    held = label(office, visited=now.date(), now=now)
    owner = seated(held.organisation_id)
    call("gold", now.date())
    with reading() as session:
        person = session.get_one(Person, owner.person_id)
    sign_in(client, person, Role.MANAGER)
    page = client.get(f"/organisation/labels/{held.id}/renewal")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "an owner can start the renewal here" in text
    assert "Apply for Gold" in text
    assert "Start the renewal" not in text
    assert client.post(f"/organisation/labels/{held.id}/renewal/tell").status_code == 409


def test_the_page_is_not_for_others(office: Office, client: FlaskClient) -> None:
    held = label(office)
    sign_in(client, office.officer, Role.OFFICER)
    assert client.get(f"/organisation/labels/{held.id}/renewal").status_code == 404
