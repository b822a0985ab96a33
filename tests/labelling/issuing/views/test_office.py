"""The page on which the office sees certificates come along."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from certificates.errors import BadInput, CannotSign
from labelling.core.access import Role
from labelling.core.database import unit_of_work
from labelling.core.worker import Worker
from labelling.issuing import stages
from labelling.issuing.daily import DAILY
from labelling.settings import Settings
from tests.labelling.issuing.making import add_holder, order, source_for
from tests.labelling.people.making import make_person, sign_in

NOW = datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture
def worker(settings: Settings, keyed: object) -> Iterator[Worker]:
    """Return a worker with one order each that is hindered, given up and done."""
    with unit_of_work() as session:
        organisation = add_holder(session)
    worker = Worker(settings, lambda *_: None, leaving={DAILY})
    with source_for(organisation.id), pytest.MonkeyPatch.context() as patched:
        for _ in range(3):
            order()
        for error in (CannotSign("The token is not there."), BadInput("Too <long> a name.")):

            def fail(*_: object, error: Exception = error) -> bytes:
                raise error

            with patched.context() as once:
                once.setattr(stages, "print_sealed", fail)
                worker.step(NOW)
        worker.step(NOW)
        yield worker


@pytest.mark.usefixtures("worker")
def test_officer_sees_counts_reasons_and_has_it_tried_again(
    client: FlaskClient, worker: Worker
) -> None:
    sign_in(client, make_person("Olga Officer", roles=[Role.OFFICER]), Role.OFFICER)
    page = client.get("/office/issuing")
    assert page.status_code == 200
    seen = unescape(page.text)
    for text in (
        "1 certificate was given up. Its term is not public before it is issued.",
        "1 of 3 issued",
        "The token is not there.",
        "Too <long> a name.",
    ):
        assert text in seen
    answer = client.post("/office/issuing/retry")
    assert (answer.status_code, answer.location) == (303, "/office/issuing?done=retried")
    worker.drain(datetime.now(UTC))
    seen = unescape(client.get("/office/issuing?done=retried").text)
    assert "It is tried again, from where it stands." in seen
    assert "given up." not in seen


def test_page_without_orders_says_so(client: FlaskClient) -> None:
    sign_in(client, make_person("Olga Officer", roles=[Role.OFFICER]), Role.OFFICER)
    assert "Nothing is being issued." in client.get("/office/issuing").text


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.COMMITTEE, Role.ADMINISTRATOR])
def test_others_do_not_see_it(client: FlaskClient, role: Role) -> None:
    assert client.get("/office/issuing").status_code == 303
    sign_in(client, make_person("Ola Other", roles=[role]), role)
    assert client.get("/office/issuing").status_code == 403
    assert client.post("/office/issuing/retry").status_code == 403
