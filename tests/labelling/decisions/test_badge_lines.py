"""The holder's page of a label offers the badge, and lines for another site."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.core.access import Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.organisations.models import SeatHolding
from labelling.people.models import Person
from tests.labelling.decisions.making import NOW, issue_all, label, make_office
from tests.labelling.people.making import make_person, sign_in


@pytest.fixture
def reader(app: Flask) -> Person:
    """Return somebody who will read for the holder."""
    return make_person("Rita Reader")


def test_lines_for_another_site_appear_with_the_certificate(
    client: FlaskClient, reader: Person
) -> None:
    held = label(make_office(), name="Alder & “Ash” <Cluster>")
    with unit_of_work() as session:
        session.add(
            SeatHolding(
                organisation_id=held.organisation_id,
                person_id=reader.id,
                seat=Seat.READER,
                since=NOW,
            )
        )
    sign_in(client, reader, Role.MANAGER)
    address = f"/organisation/labels/{held.id}"
    assert "Badge for your site" not in client.get(address).text
    issue_all()
    page = client.get(address)
    with reading() as session:
        session.add(held)
        public_id = held.public_id
    assert (
        f'<a href="http://localhost/labels/{public_id}"><img src="http://localhost/labels/'
        f'{public_id}/badge.svg" width="200" height="200" alt="Cluster Excellence Label: '
        'Alder &amp; “Ash” &lt;Cluster&gt;"></a>'
    ) in unescape(page.text)
