"""Where letters are found: on the pages of their application and of their label, by who may."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications import office_panels
from labelling.applications.models import Application
from labelling.core.access import Role
from labelling.core.database import reading
from labelling.decisions.correspondence.models import Letter
from labelling.decisions.models import Label, LabelEventKind
from labelling.organisations import queries as organisations
from tests.labelling.decisions.making import Office, acting, changed, issue_all, label
from tests.labelling.decisions.pages import page
from tests.labelling.people.making import sign_in, sign_out

NOW = datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture
def held(office: Office) -> Label:
    """Return a label that was awarded a while ago, and suspended since."""
    made = label(office, visited=NOW.date() - timedelta(days=20), now=NOW)
    issue_all(NOW)
    changed(office, made, LabelEventKind.SUSPENDED, now=NOW + timedelta(minutes=1))
    return made


def letters() -> list[Letter]:
    with reading() as session:
        return list(session.scalars(select(Letter).order_by(Letter.written_at)))


def test_letters_stand_on_the_pages_of_label_and_application(
    client: FlaskClient, office: Office, held: Label
) -> None:
    award, suspension = letters()
    links = [f'href="/letters/{one.id}"' for one in (award, suspension)]
    with reading() as session:
        (owner, _), _, (contributor, _) = organisations.seat_holders(session, held.organisation_id)
    on_label, case = f"/organisation/labels/{held.id}", f"/applications/{award.application_id}"
    sign_in(client, owner)
    assert [link in page(client, on_label) for link in links] == [True, True]
    assert [link in page(client, case) for link in links] == [True, False]
    sign_out(client)
    sign_in(client, office.officer, Role.OFFICER)
    assert [link in page(client, f"/office/labels/{held.id}") for link in links] == [True, True]
    with reading() as session:
        application = session.get_one(Application, award.application_id)
        boxes = office_panels.panels(session, acting(office.officer, Role.OFFICER), application)
    assert [one.address for one in boxes if one.address.startswith("/letters/")] == [
        f"/letters/{award.id}"
    ]
    sign_out(client)
    sign_in(client, contributor)
    for address in (on_label, case):
        assert "/letters/" not in page(client, address)


def test_owner_is_led_from_a_letter_and_from_the_label_to_an_appeal(
    client: FlaskClient, office: Office, held: Label
) -> None:
    _, suspension = letters()
    letter = f"/letters/{suspension.id}"
    with reading() as session:
        owner = organisations.owners(session, held.organisation_id)[0]
    sign_in(client, owner)
    for address in (letter, f"/organisation/labels/{held.id}", "/applications"):
        assert 'href="/appeals"' in page(client, address)
    assert "/appeals/new/suspension/" in page(client, "/appeals")
    sign_out(client)
    sign_in(client, office.officer, Role.OFFICER)
    assert 'href="/appeals"' not in page(client, letter)


def test_letter_leads_back_to_what_it_is_about(
    client: FlaskClient, office: Office, held: Label
) -> None:
    award, suspension = letters()
    on_label = f"/office/labels/{held.id}"
    sign_in(client, office.officer, Role.OFFICER)
    shown = page(client, f"/letters/{suspension.id}")
    assert shown.count(f'href="{on_label}"') == 2  # on the way back, and beside "About"
    assert f'href="{on_label}">{suspension.reference}</a>' in shown
    about = on_label if award.label_id else f"/applications/{award.application_id}/office"
    assert f'href="{about}"' in page(client, f"/letters/{award.id}")
