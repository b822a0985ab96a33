"""Rules of people: each list keeps exactly what the rule for one subject accepts."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from labelling.core.access import Actor, Role, decide, visible
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.model import Model
from labelling.core.permissions import Permission
from labelling.people import actions
from labelling.people.jobs import _tasks
from labelling.people.models import Person, SignedInSession
from labelling.people.sessions import begin_session
from tests.labelling.acting import actor_for
from tests.labelling.people.making import make_person

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("permission", "table"),
    [
        (Permission.PERSON_VIEW, Person),
        (Permission.SESSION_END, SignedInSession),
    ],
)
def test_lists_keep_what_the_rule_accepts(
    database: Database, permission: Permission, table: type[Model]
) -> None:
    people = [make_person(roles=[role] if role is not Role.MANAGER else []) for role in WORKING]
    with unit_of_work() as session:
        for person in people:
            begin_session(session, person, Role.MANAGER, NOW)
    actors = [actor_for(person, role) for person in people for role in WORKING]
    with reading() as session:
        rows = session.scalars(select(table)).all()
        for actor in [*actors, Actor()]:
            kept = session.scalars(select(table).where(visible(actor, permission))).all()
            allowed = [row for row in rows if decide(actor, permission, row).allowed]
            assert set(map(id, kept)) == set(map(id, allowed))


WORKING = (Role.MANAGER, Role.ASSESSOR, Role.OFFICER, Role.COMMITTEE, Role.ADMINISTRATOR)


def test_tasks_ask_for_the_second_factor_and_the_second_administrator(database: Database) -> None:
    first = make_person("Ada Berg", roles=[Role.ADMINISTRATOR])
    second = make_person("Bea Lind", roles=[Role.ADMINISTRATOR])
    person = make_person("Ines Roth")
    with unit_of_work() as session:
        actions.propose_role(
            session,
            actor=actor_for(first, Role.ADMINISTRATOR),
            person_id=person.id,
            role=Role.OFFICER,
            now=NOW,
        )
    bare = make_person(roles=[Role.OFFICER], second_factor_set=False)
    with reading() as session:
        listed = {
            name: [(task.title, task.about) for task in _tasks(session, actor_for(who, role), NOW)]
            for name, who, role in [
                ("first", first, Role.ADMINISTRATOR),
                ("second", second, Role.ADMINISTRATOR),
                ("bare", bare, Role.OFFICER),
                ("person", person, Role.MANAGER),
            ]
        }
    assert listed == {
        "first": [],
        "second": [("Confirm a role as the second person", "Ines Roth: Programme officer")],
        "bare": [("Set up your second factor", "One of your roles begins with it.")],
        "person": [],
    }
