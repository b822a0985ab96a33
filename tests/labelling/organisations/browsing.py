"""Clients of test people, and what one reads on a page."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelling.core.access import Role
from labelling.people.models import Person
from tests.labelling.organisations.making import Made
from tests.labelling.people.making import sign_in


def as_person(app: Flask, person: Person, role: Role | None = None) -> FlaskClient:
    client = app.test_client()
    sign_in(client, person, role)
    return client


def text_of(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def at(made: Made, page: str = "") -> str:
    return f"/organisations/{made.id}" + (f"/{page}" if page else "")
