"""The trail says in words what was done."""

from datetime import UTC, datetime

from flask.testing import FlaskClient

from labelling.core.access import Role
from labelling.core.database import unit_of_work
from labelling.people import actions
from tests.labelling.acting import actor_for
from tests.labelling.people.making import make_person, sign_in


def test_trail_shows_what_was_done_in_words(client: FlaskClient) -> None:
    admin, one = make_person("Ada Berg", roles=[Role.ADMINISTRATOR]), make_person("Ines Roth")
    with unit_of_work() as session:
        actor, now = actor_for(one, Role.MANAGER), datetime.now(UTC)
        actions.change_details(session, actor=actor, name=one.name, language="de", now=now)
    sign_in(client, admin)
    page = client.get("/trail").text
    assert "<td>Account: changed</td>" in page
    assert '<option value="person.changed">Account: changed</option>' in page
    assert ">person.changed<" not in page
