"""The office's list, and how few statements any list takes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from labelling.core.access import Role
from labelling.core.database import installed, unit_of_work
from tests.labelling.organisations.browsing import as_person, at, text_of
from tests.labelling.organisations.making import (
    PROFILE,
    Made,
    add_evidence,
    make_organisation,
)
from tests.labelling.people.making import make_person


def test_the_list_searches_filters_and_pages(app: Flask, made: Made) -> None:
    with unit_of_work() as session:
        for number in range(27):
            profile = replace(PROFILE, name=f"Cluster {number:02}", country="SI", field="energy")
            make_organisation(session, profile, owners=1)
    client = as_person(app, make_person(roles=[Role.OFFICER]))
    everything, second = client.get("/organisations"), client.get("/organisations?page=2")
    assert ("1 to 25 of 28" in text_of(everything), "26 to 28 of 28" in text_of(second)) == (
        True,
        True,
    )
    for query, shown in (
        ("q=alder", "1 organisation "),
        ("country=SI", "27 organisations"),
        ("field=mobility", "1 organisation "),
        ("q=cluster+0&country=SI&field=energy", "10 organisations"),
        ("q=%25", "No organisation matches"),
        ("page=999999999", "No organisation"),
        ("country=%27&field=x&page=-1", "28 organisations"),
    ):
        assert shown in text_of(client.get(f"/organisations?{query}"))


@pytest.mark.parametrize("role", [None, Role.ASSESSOR, Role.COMMITTEE, Role.ADMINISTRATOR])
def test_only_the_office_lists_organisations(app: Flask, role: Role | None) -> None:
    person = make_person(roles=[role] if role is not None else [])
    assert as_person(app, person).get("/organisations").status_code == 403


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    found: list[str] = []

    def note(*arguments: object) -> None:
        if str(arguments[2]).startswith("SELECT"):
            found.append(str(arguments[2]))

    event.listen(installed().engine, "before_cursor_execute", note)
    yield found
    event.remove(installed().engine, "before_cursor_execute", note)


def test_lists_take_as_many_statements_for_thirty_as_for_one(
    app: Flask, made: Made, statements: list[str]
) -> None:
    officer = as_person(app, make_person(roles=[Role.OFFICER]))
    member = as_person(app, made.owners[0])

    def count(client: FlaskClient, address: str) -> int:
        statements.clear()
        assert client.get(address).status_code == 200
        return len(statements)

    def counts() -> list[int]:
        return [
            count(officer, "/organisations"),
            count(member, at(made, "evidence")),
            count(member, at(made, "seats")),
            count(member, at(made, "facts")),
        ]

    before = counts()
    with unit_of_work() as session:
        for number in range(24):
            make_organisation(session, replace(PROFILE, name=f"Cluster {number}"), owners=1)
            add_evidence(session, made, f"Piece {number}")
    assert counts() == before
    assert max(before) <= 12
