"""Lists ask the database as often for 30 rows as for one, and at most 12 times.

An officer's tasks come from more than twenty rooms, of which each asks once or twice. The menu of
others asks once whether they chair a club.

The register, organisations, people, labels and calls have the same test beside their pages; here
are the lists that grow with applications: of assessors, officers and everybody's tasks.
"""

import pytest
from flask import Flask

from benchmarks.listing import fill
from labelling.core.access import Role
from tests.labelling.people.making import make_person, sign_in
from tests.labelling.statements import asked_by

MOST = 12
MOST_OF_TASKS = 14
MOST_FOR_AN_OFFICER = 48
LISTS = [
    (Role.ASSESSOR, "/reviews"),
    (Role.ASSESSOR, "/tasks"),
    (Role.OFFICER, "/applications"),
    (Role.OFFICER, "/fees"),
    (Role.OFFICER, "/organisations"),
    (Role.OFFICER, "/tasks"),
    (Role.COMMITTEE, "/decisions"),
    (Role.COMMITTEE, "/tasks"),
    (Role.ADMINISTRATOR, "/people"),
    (Role.ADMINISTRATOR, "/trail"),
]


def _statements(app: Flask, role: Role, address: str, rows: int) -> list[str]:
    assessor = fill(rows, first=100 * rows)
    person = assessor if role is Role.ASSESSOR else make_person("Olga Officer", roles=[role])
    client = app.test_client()
    sign_in(client, person, role)
    return asked_by(client, address)


@pytest.mark.parametrize(("role", "address"), LISTS, ids=str)
def test_list_with_thirty_rows_asks_no_more_than_with_one(
    app: Flask, role: Role, address: str
) -> None:
    one = _statements(app, role, address, 1)
    thirty = _statements(app, role, address, 30)
    assert len(thirty) == len(one), "\n".join(sorted(set(thirty) - set(one)))
    assert len(thirty) <= _most(role, address), "\n".join(thirty)


def _most(role: Role, address: str) -> int:
    """Return how many statements a list may take: tasks come from all rooms."""
    if address != "/tasks":
        return MOST
    return MOST_FOR_AN_OFFICER if role is Role.OFFICER else MOST_OF_TASKS
