"""Organisations come in, keep their names apart, and change without losing anybody's words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from labelling.core.access import Role, Seat
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotFound
from labelling.organisations import queries
from labelling.organisations.actions.profile import (
    create_organisation,
    edit_organisation,
    profile_of,
)
from labelling.people.models import InvolvementKind
from labelling.people.queries import involvements
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import PROFILE, make_organisation
from tests.labelling.people.making import add_person, make_person

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


def verbs() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


def test_a_newcomer_creates_an_organisation_and_owns_it(database: Database) -> None:
    person = make_person("Ana Lindqvist")
    with unit_of_work() as session:
        made = create_organisation(
            session, actor=actor_for(person, Role.MANAGER), profile=PROFILE, now=NOW
        )
    with reading() as session:
        assert profile_of(queries.get_organisation(session, made.id)) == PROFILE
        assert queries.seats_of(session, person.id) == {made.id: Seat.OWNER}
        ledger = involvements(session, person.id, made.id)
    assert [(line.kind, line.source, line.since, line.until) for line in ledger] == [
        (InvolvementKind.SEAT, "seat", NOW.date(), None)
    ]
    assert verbs() == ["organisation.create", "involvement.recorded", "seat.give"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ASSESSOR, Role.COMMITTEE, Role.ADMINISTRATOR])
def test_only_a_manager_creates_an_organisation(database: Database, role: Role) -> None:
    person = make_person()
    with pytest.raises(NotAllowed), unit_of_work() as session:
        create_organisation(session, actor=actor_for(person, role), profile=PROFILE, now=NOW)
    assert verbs() == []


def test_who_has_a_seat_creates_no_second_organisation(database: Database) -> None:
    with unit_of_work() as session:
        made = make_organisation(session, owners=1, now=NOW)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        create_organisation(
            session, actor=made.actor(), profile=replace(PROFILE, name="Other"), now=NOW
        )


def test_a_name_stands_once_in_a_country_however_it_is_written(database: Database) -> None:
    with unit_of_work() as session:
        make_organisation(session, owners=1, now=NOW)
        actor = actor_for(add_person(session), Role.MANAGER)
    same = replace(PROFILE, name=PROFILE.name.upper())
    with pytest.raises(Invalid) as refused, unit_of_work() as session:
        create_organisation(session, actor=actor, profile=same, now=NOW)
    assert refused.value.field == "name"
    with unit_of_work() as session:
        create_organisation(session, actor=actor, profile=replace(same, country="SI"), now=NOW)


def test_an_edit_raises_the_version_and_tells_what_changed(database: Database) -> None:
    with unit_of_work() as session:
        made = make_organisation(session, owners=1, now=NOW)
    wanted = replace(PROFILE, city="Linz")
    with unit_of_work() as session:
        edit_organisation(
            session,
            actor=made.actor(),
            organisation_id=made.id,
            version=1,
            profile=wanted,
            now=NOW,
        )
    with reading() as session:
        row = queries.get_organisation(session, made.id)
        details = session.scalars(
            select(AuditDetail.details)
            .join(AuditEntry, AuditEntry.seq == AuditDetail.seq)
            .where(AuditEntry.verb == "organisation.edit")
        ).all()
    assert (profile_of(row), row.version) == (wanted, 2)
    assert details == [{"changed": {"city": ["Steyr", "Linz"]}}]


def test_an_edit_from_an_older_version_is_a_conflict_and_changes_nothing(
    database: Database,
) -> None:
    with unit_of_work() as session:
        made = make_organisation(session, owners=2, now=NOW)
    first, second = (replace(PROFILE, city=city) for city in ("Linz", "Wels"))
    with unit_of_work() as session:
        edit_organisation(
            session, actor=made.actor(), organisation_id=made.id, version=1, profile=first, now=NOW
        )
    with pytest.raises(Conflict), unit_of_work() as session:
        edit_organisation(
            session,
            actor=made.actor(made.owners[1]),
            organisation_id=made.id,
            version=1,
            profile=second,
            now=NOW,
        )
    with reading() as session:
        assert profile_of(queries.get_organisation(session, made.id)) == first


def test_saving_what_stands_there_is_no_conflict(database: Database) -> None:
    with unit_of_work() as session:
        made = make_organisation(session, owners=1, now=NOW)
        edit_organisation(
            session,
            actor=made.actor(),
            organisation_id=made.id,
            version=7,
            profile=PROFILE,
            now=NOW,
        )
    assert "organisation.edit" not in verbs()


def test_only_owners_edit_the_profile_and_strangers_do_not_know_of_it(database: Database) -> None:
    with unit_of_work() as session:
        made = make_organisation(session, contributors=1, readers=1, now=NOW)
        stranger = actor_for(add_person(session), Role.MANAGER)
        officer = actor_for(add_person(session), Role.OFFICER)
    wanted = replace(PROFILE, city="Linz")
    for actor, refusal in (
        (made.actor(made.contributors[0]), NotAllowed),
        (made.actor(made.readers[0]), NotAllowed),
        (officer, NotAllowed),
        (stranger, NotFound),
    ):
        with pytest.raises(refusal), unit_of_work() as session:
            edit_organisation(
                session, actor=actor, organisation_id=made.id, version=1, profile=wanted, now=NOW
            )
