"""Who may do what here: the whole table, by equality; checks and conditions agree."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from labelling.core.access import Actor, Role, decide, rules, visible
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.permissions import Permission
from labelling.organisations import evidence_access, queries
from labelling.organisations.models import Organisation
from labelling.organisations.policy import Directory, Newcomer, Orphan
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import (
    PROFILE,
    Made,
    add_evidence,
    make_organisation,
)
from tests.labelling.people.making import add_person

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
SIGNED_IN = {
    "owner",
    "contributor",
    "reader",
    "stranger",
    "assessor",
    "officer",
    "committee",
    "administrator",
}
SEES = {"owner", "contributor", "reader", "officer"}
MAY: dict[Permission, set[str]] = {
    Permission.ORGANISATION_CREATE: {"stranger"},
    Permission.ORGANISATION_LIST: {"officer"},
    Permission.ORGANISATION_VIEW: SEES,
    Permission.ORGANISATION_EDIT: {"owner"},
    Permission.ACCESS_ASK: SIGNED_IN,
    Permission.SEAT_MANAGE: {"owner"},
    Permission.SEAT_LEAVE: {"owner"},
    Permission.OWNER_APPOINT: {"officer"},
    Permission.FACTS_VIEW: SEES,
    Permission.FACTS_EDIT: {"owner", "contributor"},
    Permission.EVIDENCE_LIST: SEES,
    Permission.EVIDENCE_VIEW: SEES,
    Permission.EVIDENCE_READ: SEES,
    Permission.EVIDENCE_ADD: {"owner", "contributor"},
    Permission.EVIDENCE_REMOVE: {"owner", "contributor"},
}
"""Of the organisation itself: another one's seat holders count as strangers."""


@pytest.fixture
def made(app: Flask) -> Made:
    with unit_of_work() as session:
        return make_organisation(session, contributors=1, readers=1, now=NOW)


@pytest.fixture
def actors(made: Made) -> dict[str, Actor]:
    with unit_of_work() as session:
        person = add_person(session)
    return {
        "public": Actor(),
        "owner": made.actor(),
        "contributor": made.actor(made.contributors[0]),
        "reader": made.actor(made.readers[0]),
        "stranger": actor_for(person, Role.MANAGER),
        **{
            role.value: actor_for(person, role)
            for role in (Role.ASSESSOR, Role.OFFICER, Role.COMMITTEE, Role.ADMINISTRATOR)
        },
    }


@pytest.fixture
def subjects(made: Made) -> Iterator[dict[Permission, object]]:
    with unit_of_work() as session:
        evidence_id = add_evidence(session, made, now=NOW).id
    with reading() as session:
        organisation = queries.get_organisation(session, made.id)
        piece = queries.get_evidence(session, evidence_id)
        seat = queries.find_seat(session, made.id, made.owners[0].id)
        others: dict[Permission, object] = {
            Permission.ORGANISATION_CREATE: Newcomer(),
            Permission.ORGANISATION_LIST: Directory(),
            Permission.ACCESS_ASK: Newcomer(),
            Permission.SEAT_LEAVE: seat,
            Permission.OWNER_APPOINT: Orphan(organisation, has_owner=False),
            Permission.EVIDENCE_VIEW: piece,
            Permission.EVIDENCE_READ: queries.get_evidence_file(session, evidence_id, 1),
            Permission.EVIDENCE_REMOVE: piece,
        }
        yield {permission: others.get(permission, organisation) for permission in MAY}


def test_exactly_these_may(actors: dict[str, Actor], subjects: dict[Permission, object]) -> None:
    found = {
        permission: {
            name
            for name, actor in actors.items()
            if decide(actor, permission, subjects[permission]).allowed
        }
        for permission in MAY
    }
    assert found == MAY


def test_who_does_not_know_of_an_organisation_is_told_nothing(
    actors: dict[str, Actor], subjects: dict[Permission, object]
) -> None:
    of_one = set(MAY) - {
        Permission.ORGANISATION_CREATE,
        Permission.ORGANISATION_LIST,
        Permission.ACCESS_ASK,
    }
    told = {
        (name, permission)
        for name in ("public", "stranger", "assessor", "committee", "administrator")
        for permission in of_one
        if not decide(actors[name], permission, subjects[permission]).hidden
    }
    assert told == set()


def test_seats_count_only_while_acting_as_manager(
    made: Made, subjects: dict[Permission, object]
) -> None:
    owner = made.owners[0]
    assessing = actor_for(owner, Role.ASSESSOR, dict(made.actor().seats))
    assert not decide(
        assessing, Permission.ORGANISATION_VIEW, subjects[Permission.ORGANISATION_VIEW]
    ).allowed


@pytest.mark.parametrize(
    "permission", [Permission.ORGANISATION_VIEW, Permission.FACTS_VIEW, Permission.EVIDENCE_LIST]
)
def test_check_and_condition_agree(
    made: Made, actors: dict[str, Actor], permission: Permission
) -> None:
    with unit_of_work() as session:
        make_organisation(session, replace(PROFILE, name="Other Cluster"), owners=1, now=NOW)
    with reading() as session:
        rows = list(session.scalars(select(Organisation)))
        for actor in actors.values():
            listed = set(session.scalars(select(Organisation.id).where(visible(actor, permission))))
            assert listed == {row.id for row in rows if decide(actor, permission, row).allowed}


@pytest.mark.parametrize(("opened", "reads"), [({1}, True), ({2}, False), ({None}, False)])
def test_a_piece_opens_to_whom_another_room_names_in_the_versions_named(
    actors: dict[str, Actor],
    subjects: dict[Permission, object],
    monkeypatch: pytest.MonkeyPatch,
    opened: set[int | None],
    reads: bool,
) -> None:
    piece = subjects[Permission.EVIDENCE_VIEW]
    monkeypatch.setattr(evidence_access, "_readers", [])
    evidence_access.add_reader(
        lambda _session, actor, evidence_id: (
            opened
            if actor.role is Role.ASSESSOR and evidence_id == getattr(piece, "id", None)
            else set()
        )
    )
    found = [
        {name for name, actor in actors.items() if decide(actor, one, subjects[one]).allowed}
        for one in (Permission.EVIDENCE_VIEW, Permission.EVIDENCE_READ)
    ]
    assert found == [SEES | {"assessor"}, SEES | ({"assessor"} if reads else set())]


def test_only_the_naming_of_an_owner_asks_for_a_fresh_second_factor(database: Database) -> None:
    assert {permission for permission in MAY if rules()[permission].fresh} == {
        Permission.OWNER_APPOINT
    }
