"""Letters about a visit: each in the reader's language, the calendar's entry too."""

from datetime import time

import pytest
from sqlalchemy import select

from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.people.models import Person
from labelling.reviews.visiting import actions
from tests.labelling.reviews.making import NOW, id_of
from tests.labelling.reviews.test_agreement import compared
from tests.labelling.reviews.test_visit_plan import DAY, fix


@pytest.mark.usefixtures("app")
def test_everybody_gets_the_entry_in_their_own_language_with_the_day_of_the_place() -> None:
    world, lead, other = compared()
    with unit_of_work() as session:
        session.get_one(Person, id_of(other)).language = "de"
        day = actions.propose_day(
            session,
            actor=lead,
            application_id=world.application_id,
            day=DAY,
            starts=time(0, 30),
            ends=time(16),
            zone="Europe/Vienna",
            now=NOW,
        ).id
    fix(world, lead, day)
    with reading() as session:
        rows = session.execute(
            select(Outgoing.person_id, Outgoing.payload).where(Outgoing.name == "visit_fixed")
        ).all()
    told = {row.person_id: row.payload for row in rows}
    titles = {
        person_id: payload["calendar"].partition("SUMMARY:")[2].partition(":")[0]
        for person_id, payload in told.items()
    }
    assert (titles[id_of(lead)], titles[id_of(other)]) == ("Visit", "Besuch")
    assert {payload["context"]["day"] for payload in told.values()} == {DAY.isoformat()}
