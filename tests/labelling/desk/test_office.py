"""The page from which officers reach what they do besides applications, labels and people."""

import pytest
from flask.testing import FlaskClient

from labelling.core.access import Role
from labelling.desk.navigation import OFFICE
from tests.labelling.people.making import make_person, sign_in


def test_every_entry_of_the_office_leads_to_a_page(client: FlaskClient) -> None:
    sign_in(client, make_person(roles=[Role.OFFICER]))
    page = client.get("/office")
    assert page.status_code == 200
    for text, endpoint, says in OFFICE:
        assert str(text) in page.text
        assert str(says) in page.text
        assert endpoint in client.application.view_functions


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.ASSESSOR, Role.APPEALS, Role.ADVISORY])
def test_nobody_else_has_an_office(client: FlaskClient, role: Role) -> None:
    sign_in(client, make_person(roles=[role]), role)
    assert client.get("/office").status_code == 404
