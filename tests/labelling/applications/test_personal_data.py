"""What the room holds of a person is exported whole, and leaves with them."""

import pytest

from labelling.applications.models import Application
from labelling.applications.personal_data import erase, export
from labelling.applications.queries.drafts import answers_of
from labelling.core.database import reading, unit_of_work
from tests.labelling.applications.making import NOW, make_application, save

pytestmark = pytest.mark.usefixtures("database")


def test_a_person_gets_what_they_wrote_and_it_stays_the_organisation_s() -> None:
    world = make_application()
    owner = world.made.owners[0].id
    save(world, "1.2", band=40, text="Forty firms came.")
    with reading() as session:
        held = export(session, owner)
    assert held["answers_written"] == [
        {
            "reference": "A-2026-001",
            "part": "1.2",
            "version": 1,
            "band": 40,
            "text": "Forty firms came.",
            "at": NOW.isoformat(),
        }
    ]
    assert [row["reference"] for row in held["applications_started"]] == ["A-2026-001"]
    with unit_of_work() as session:
        erase(session, owner, NOW)
    with reading() as session:
        assert export(session, owner) == {
            "applications_started": [],
            "answers_written": [],
            "steps_taken": [],
        }
        answer = answers_of(session, world.id)["1.2"]
        assert (answer.text, answer.updated_by) == ("Forty firms came.", None)
        assert session.get_one(Application, world.id).terms_accepted_by is None
