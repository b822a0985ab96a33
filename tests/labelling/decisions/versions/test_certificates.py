"""Every published version of a certificate can be had by holder and office, by nobody else."""

import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.decisions import queries
from labelling.decisions.models import Label
from labelling.decisions.sheets import KIND
from labelling.issuing import stages
from labelling.issuing.models import Certificate
from labelling.issuing.queries import certificates
from labelling.issuing.sources import Order
from labelling.organisations.queries import seat_holders
from labelling.people.models import Person
from tests.labelling.decisions.making import Office, issue_all, label
from tests.labelling.decisions.owning import asked, checked, granted
from tests.labelling.people.making import make_person, sign_in, sign_out

NOW = datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture
def held(office: Office) -> Label:
    """Return a label of which two versions are out."""
    made = label(office, visited=NOW.date() - timedelta(days=20), now=NOW)
    issue_all(NOW)
    granted(office, checked(office, asked(made, now=NOW), now=NOW), now=NOW)
    issue_all(NOW)
    return made


def _of_holder(held: Label) -> Person:
    with reading() as session:
        return seat_holders(session, held.organisation_id)[2][0]


def _versions(held: Label) -> list[Certificate]:
    with reading() as session:
        return certificates(session, held.id)


def test_each_version_is_linked_and_given_as_issued(
    client: FlaskClient, office: Office, held: Label
) -> None:
    versions = _versions(held)
    assert [one.version for one in versions] == [1, 2]
    for person, room in ((_of_holder(held), "organisation"), (office.member, "office")):
        sign_in(client, person)
        page = client.get(f"/{room}/labels/{held.id}").text
        for one in versions:
            address = f"/{room}/labels/{held.id}/certificates/{one.version}.pdf"
            assert f'href="{address}"' in page
            answer = client.get(address)
            assert (
                answer.status_code,
                answer.mimetype,
                hashlib.sha256(answer.data).hexdigest(),
                answer.headers["Cache-Control"],
                answer.headers["Content-Disposition"],
            ) == (
                200,
                "application/pdf",
                one.sha256,
                "no-store",
                f"inline; filename={held.number}-v{one.version}.pdf",
            )


def test_earlier_version_verifies_as_genuine_and_replaced(
    client: FlaskClient, office: Office, held: Label
) -> None:
    sign_in(client, office.officer)
    given = client.get(f"/office/labels/{held.id}/certificates/1.pdf").data
    sign_out(client)
    told = client.post("/verify", data={"file": (BytesIO(given), "first.pdf")})
    assert told.status_code == 200
    assert "Genuine, but replaced by version 2" in told.text


@pytest.mark.parametrize("version", [0, 3, 999])
def test_version_that_is_not_there_is_not_found(
    client: FlaskClient, office: Office, held: Label, version: int
) -> None:
    for person, room in ((_of_holder(held), "organisation"), (office.officer, "office")):
        sign_in(client, person)
        assert client.get(f"/{room}/labels/{held.id}/certificates/{version}.pdf").status_code == 404
        assert client.get(f"/{room}/labels/{uuid4()}/certificates/1.pdf").status_code == 404


def test_version_on_its_way_is_not_found(client: FlaskClient, office: Office) -> None:
    sealed = label(office, visited=NOW.date() - timedelta(days=20), now=NOW)
    with unit_of_work() as session:
        [term] = queries.terms_of(session, sealed.id)
        stages.seal(session, Order(KIND, sealed.id, term.id, "en", term.ordinal), NOW)
    sign_in(client, office.officer)
    assert client.get(f"/office/labels/{sealed.id}/certificates/1.pdf").status_code == 404


def test_nobody_else_gets_a_certificate_here(
    client: FlaskClient, office: Office, held: Label
) -> None:
    owner, stranger = _of_holder(held), make_person("Stella Stranger", roles=[Role.ASSESSOR])
    for person, room in ((owner, "office"), (office.officer, "organisation")):
        sign_in(client, person)
        assert client.get(f"/{room}/labels/{held.id}/certificates/1.pdf").status_code == 404
    sign_in(client, stranger)
    for room in ("office", "organisation"):
        assert client.get(f"/{room}/labels/{held.id}/certificates/1.pdf").status_code == 404
