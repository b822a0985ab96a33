"""An organisation with people on every seat, and its first owner at a browser."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.core.database import unit_of_work
from tests.labelling.organisations.making import Made, make_organisation
from tests.labelling.people.making import sign_in


@pytest.fixture
def made(app: Flask) -> Made:
    """Return an organisation with two owners, a contributor and a reader."""
    with unit_of_work() as session:
        return make_organisation(session, contributors=1, readers=1)


@pytest.fixture
def owner(client: FlaskClient, made: Made) -> FlaskClient:
    """Return a client in which the first owner has signed in."""
    sign_in(client, made.owners[0])
    return client
