"""Accounts: invitations, the first administrators, two persons, the ledger."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from labelling.core.access import SYSTEM, Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotNow
from labelling.core.outbox import Outgoing
from labelling.organisations.models import Organisation
from labelling.people import actions, queries
from labelling.people.models import InvolvementKind, Person, RoleGrant, Ticket, TicketKind
from tests.labelling.acting import actor_for
from tests.labelling.people.making import make_person, reloaded

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


def verbs() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


def letters() -> list[tuple[str, str | None]]:
    with reading() as session:
        rows = session.execute(select(Outgoing.name, Outgoing.address).order_by(Outgoing.name))
        return [(name, address) for name, address in rows]


def invite(actor: Actor, email: str, role: Role | None = None, *, mail: bool = True) -> Person:
    with unit_of_work() as session:
        return actions.invite_person(
            session,
            actor=actor,
            email=email,
            name="Ines Roth",
            language="de",
            now=NOW,
            role=role,
            mail=mail,
        )


def test_invite_person_makes_an_unverified_account_and_mails_a_link(database: Database) -> None:
    admin = make_person("Ada Berg", roles=[Role.ADMINISTRATOR])
    person = invite(actor_for(admin, Role.ADMINISTRATOR), "Ines.Roth@Cluster.example")
    kept = reloaded(person)
    assert (kept.email, kept.name, kept.language, kept.created_by) == (
        "ines.roth@cluster.example",
        "Ines Roth",
        "de",
        admin.id,
    )
    assert (kept.password_hash, kept.verified_at, kept.created_at) == (None, None, NOW)
    with reading() as session:
        ticket = session.scalars(select(Ticket)).one()
    assert (ticket.kind, ticket.person_id, ticket.expires_at, ticket.used_at) == (
        TicketKind.INVITATION,
        person.id,
        NOW + timedelta(days=7),
        None,
    )
    assert letters() == [("invitation", "ines.roth@cluster.example")]
    assert verbs() == ["person.invited"]


def test_invite_person_returns_a_known_account_as_it_is(database: Database) -> None:
    known = make_person("Ines Berg", email="ines@cluster.example")
    found = invite(SYSTEM, "INES@cluster.example")
    assert (found.id, found.name) == (known.id, "Ines Berg")
    assert (letters(), verbs()) == ([], [])


def test_invite_person_refuses_an_address_that_cannot_be_one(database: Database) -> None:
    with pytest.raises(Invalid) as refused:
        invite(SYSTEM, "ines@")
    assert refused.value.field == "email"


def test_invite_person_with_a_role_proposes_it(database: Database) -> None:
    admin = make_person(roles=[Role.ADMINISTRATOR])
    actor = actor_for(admin, Role.ADMINISTRATOR)
    officer = invite(actor, "officer@cluster.example", Role.OFFICER, mail=False)
    assessor = invite(actor, "assessor@cluster.example", Role.ASSESSOR, mail=False)
    with reading() as session:
        assert queries.roles_of(session, officer.id) == frozenset()
        assert queries.roles_of(session, assessor.id) == {Role.ASSESSOR}
    assert letters() == []


@pytest.mark.parametrize(
    ("role", "wanted", "allowed"),
    [
        (Role.OFFICER, None, True),
        (Role.OFFICER, Role.ASSESSOR, True),
        (Role.OFFICER, Role.OFFICER, False),
        (Role.MANAGER, None, True),
        (Role.MANAGER, Role.ASSESSOR, False),
        (Role.ASSESSOR, None, False),
    ],
)
def test_invite_person_by_role(
    database: Database, role: Role, wanted: Role | None, allowed: bool
) -> None:
    actor = actor_for(make_person(), role)
    if allowed:
        assert invite(actor, "new@cluster.example", wanted).email == "new@cluster.example"
        return
    with pytest.raises(NotAllowed):
        invite(actor, "new@cluster.example", wanted)


def create_admin(email: str) -> Person:
    with unit_of_work() as session:
        return actions.create_admin(
            session, email=email, name="Ada Berg", password_hash="argon2…", now=NOW
        )


def test_create_admin_makes_two_and_no_third(database: Database) -> None:
    first, second = create_admin("a@office.example"), create_admin("b@office.example")
    with reading() as session:
        found = queries.people_with_role(session, Role.ADMINISTRATOR)
        assert {person.id for person in found} == {first.id, second.id}
        assert queries.independent(session, first.id, second.id, NOW)
    with pytest.raises(NotNow):
        create_admin("c@office.example")


def test_create_admin_refuses_a_known_address(database: Database) -> None:
    make_person(email="a@office.example")
    with pytest.raises(Conflict):
        create_admin("A@office.example")


@pytest.mark.parametrize(
    ("created", "reset", "independent"),
    [
        (None, None, True),
        (timedelta(days=29), None, False),
        (timedelta(days=31), None, True),
        (timedelta(days=31), timedelta(days=1), False),
        (None, timedelta(days=31), True),
    ],
)
def test_independent_after_thirty_days(
    database: Database, created: timedelta | None, reset: timedelta | None, independent: bool
) -> None:
    maker = make_person("Ada Berg")
    other = make_person("Ines Roth", now=NOW - (created or timedelta(days=100)))
    with unit_of_work() as session:
        row = queries.get_person(session, other.id)
        row.created_by = maker.id if created is not None else None
        if reset is not None:
            row.reset_by, row.reset_at = maker.id, NOW - reset
    with reading() as session:
        assert queries.independent(session, maker.id, other.id, NOW) is independent
        assert queries.independent(session, other.id, maker.id, NOW) is independent


def test_independent_sees_through_an_account_in_between(database: Database) -> None:
    maker, between, other = make_person(now=NOW), make_person(now=NOW), make_person(now=NOW)
    with unit_of_work() as session:
        queries.get_person(session, between.id).created_by = maker.id
        queries.get_person(session, other.id).created_by = between.id
    with reading() as session:
        pairs = [(maker.id, other.id), (other.id, maker.id), (between.id, other.id)]
        found = [queries.independent(session, *pair, NOW) for pair in pairs]
        later = queries.independent(session, maker.id, other.id, NOW + timedelta(days=31))
    assert (found, later) == ([False, False, False], True)


def test_independent_is_never_one_account_nor_an_unverified_one(database: Database) -> None:
    one, two = make_person(), make_person()
    with unit_of_work() as session:
        queries.get_person(session, two.id).verified_at = None
    with reading() as session:
        assert not queries.independent(session, one.id, one.id, NOW)
        assert not queries.independent(session, one.id, two.id, NOW)


def test_people_with_role_are_those_who_can_act(database: Database) -> None:
    acting = make_person("Bea Lind", roles=[Role.OFFICER])
    suspended = make_person("Ada Berg", roles=[Role.OFFICER])
    proposed = make_person("Cora Diaz")
    with unit_of_work() as session:
        queries.get_person(session, suspended.id).suspended_at = NOW
        session.add(RoleGrant(person_id=proposed.id, role=Role.OFFICER, proposed_at=NOW))
    with reading() as session:
        found = queries.people_with_role(session, Role.OFFICER)
        assert [person.id for person in found] == [acting.id]


def test_names_say_that_an_account_was_erased(database: Database) -> None:
    one, two = make_person("Bea Lind"), make_person("Ada Berg")
    with unit_of_work() as session:
        queries.get_person(session, two.id).erased_at = NOW
    with reading() as session:
        assert queries.names(session, [one.id, two.id, None]) == {
            one.id: "Bea Lind",
            two.id: "Erased account",
        }
        assert queries.names(session, []) == {}


def test_record_involvement_adds_a_line_of_the_pair(database: Database) -> None:
    person, other = make_person(), make_person()
    with unit_of_work() as session:
        organisation = Organisation(
            name="Alder Valley", country="AT", city="Graz", field="mobility", created_at=NOW
        )
        session.add(organisation)
        session.flush()
        for whom in (person, other):
            line = actions.record_involvement(
                session,
                actor=SYSTEM,
                person_id=whom.id,
                organisation_id=organisation.id,
                kind=InvolvementKind.BOARD,
                source="declaration",
                now=NOW,
                note="until 2025",
            )
    with reading() as session:
        found = queries.involvements(session, other.id, organisation.id)
        assert [(row.id, row.kind, row.source, row.note) for row in found] == [
            (line.id, InvolvementKind.BOARD, "declaration", "until 2025")
        ]
        assert len(queries.involvements_of(session, person.id)) == 1
    assert verbs() == ["involvement.recorded", "involvement.recorded"]
