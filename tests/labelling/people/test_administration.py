"""People as the office sees them: lists, roles by two persons, closing accounts, the trail."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

import labelling.people.jobs  # noqa: F401 (says how people are erased)
from labelling.core import audit
from labelling.core.access import Role
from labelling.core.audit import AuditDetail, AuditEntry, faults
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow, SecondFactorNeeded
from labelling.core.outbox import Outgoing
from labelling.people import actions, queries
from labelling.people.models import Person, RoleGrant, SignedInSession
from labelling.people.sessions import begin_session
from tests.labelling.acting import actor_for
from tests.labelling.people.making import make_person, reloaded, sign_in

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


def roles(person: Person) -> frozenset[Role]:
    with reading() as session:
        return queries.roles_of(session, person.id)


def propose(by: Person, person: Person, role: Role, acting: Role = Role.ADMINISTRATOR) -> RoleGrant:
    with unit_of_work() as session:
        actor = actor_for(by, acting)
        return actions.propose_role(session, actor=actor, person_id=person.id, role=role, now=NOW)


def confirm(by: Person, grant: RoleGrant, *, fresh: bool = True) -> None:
    actor = actor_for(by, Role.ADMINISTRATOR, confirmed_at=NOW if fresh else None)
    with unit_of_work() as session:
        actions.confirm_role(session, actor=actor, grant_id=grant.id, now=NOW)


@pytest.fixture
def admins(database: Database) -> tuple[Person, Person]:
    """Return two administrators who count as two persons."""
    first = make_person("Ada Berg", roles=[Role.ADMINISTRATOR])
    return first, make_person("Bea Lind", roles=[Role.ADMINISTRATOR])


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COMMITTEE, Role.ADMINISTRATOR])
def test_role_by_two_persons_is_in_force_when_confirmed(
    admins: tuple[Person, Person], role: Role
) -> None:
    person = make_person()
    grant = propose(admins[0], person, role)
    assert roles(person) == frozenset()
    with unit_of_work() as session:
        begin_session(session, person, Role.MANAGER, NOW)
    confirm(admins[1], grant)
    assert roles(person) == {role}
    with reading() as session:
        ended = session.scalars(select(SignedInSession.ended_at)).one()
        verbs = list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))
    assert (ended, verbs) == (NOW, ["role.proposed", "role.confirmed"])


def test_role_of_an_assessor_takes_one_officer(database: Database) -> None:
    person, officer = make_person(), make_person(roles=[Role.OFFICER])
    propose(officer, person, Role.ASSESSOR, Role.OFFICER)
    assert roles(person) == {Role.ASSESSOR}


def test_propose_role_refuses_officers_oneself_and_a_second_time(
    admins: tuple[Person, Person],
) -> None:
    person, officer = make_person(), make_person(roles=[Role.OFFICER])
    with pytest.raises(NotAllowed):
        propose(officer, person, Role.COMMITTEE, Role.OFFICER)
    with pytest.raises(NotAllowed):
        propose(admins[0], admins[0], Role.OFFICER)
    with pytest.raises(NotAllowed):
        propose(admins[0], person, Role.MANAGER)
    propose(admins[0], person, Role.OFFICER)
    with pytest.raises(NotNow):
        propose(admins[1], person, Role.OFFICER)


def test_confirm_role_refuses_whoever_is_no_second_person(admins: tuple[Person, Person]) -> None:
    person = make_person()
    grant = propose(admins[0], person, Role.OFFICER)
    with pytest.raises(NotAllowed):
        confirm(admins[0], grant)
    with pytest.raises(SecondFactorNeeded):
        confirm(admins[1], grant, fresh=False)
    own = propose(admins[0], admins[1], Role.OFFICER)
    with pytest.raises(NotAllowed):
        confirm(admins[1], own)
    with unit_of_work() as session:
        queries.get_person(session, admins[1].id).reset_by = admins[0].id
        queries.get_person(session, admins[1].id).reset_at = NOW - timedelta(days=29)
    with pytest.raises(NotAllowed, match="two persons"):
        confirm(admins[1], grant)
    assert roles(person) == frozenset()


def test_confirm_role_refuses_a_withdrawn_proposal(admins: tuple[Person, Person]) -> None:
    person = make_person()
    grant = propose(admins[0], person, Role.OFFICER)
    with unit_of_work() as session:
        actions.withdraw_role(
            session, actor=actor_for(admins[0], Role.ADMINISTRATOR), grant_id=grant.id, now=NOW
        )
    with pytest.raises(NotNow):
        confirm(admins[1], grant)


def test_last_administrator_stays(database: Database) -> None:
    only = make_person(roles=[Role.ADMINISTRATOR])
    with reading() as session:
        grant = session.scalars(select(RoleGrant)).one()
    actor = actor_for(only, Role.ADMINISTRATOR)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.withdraw_role(session, actor=actor, grant_id=grant.id, now=NOW)


def act(name: str, by: Person, person: Person, *, fresh: bool = True, **values: str) -> None:
    actor = actor_for(by, Role.ADMINISTRATOR, confirmed_at=NOW if fresh else None)
    with unit_of_work() as session:
        getattr(actions, name)(session, actor=actor, person_id=person.id, now=NOW, **values)


def test_suspended_people_are_signed_out_until_reinstated(
    admins: tuple[Person, Person],
) -> None:
    person = make_person(roles=[Role.OFFICER])
    with unit_of_work() as session:
        begin_session(session, person, Role.OFFICER, NOW)
    act("suspend_person", admins[0], person)
    with reading() as session:
        assert session.scalars(select(SignedInSession.ended_at)).one() == NOW
    with pytest.raises(NotNow):
        act("suspend_person", admins[0], person)
    act("reinstate_person", admins[0], person)
    assert reloaded(person).suspended_at is None
    with pytest.raises(NotNow):
        act("reinstate_person", admins[0], person)


@pytest.mark.parametrize("name", ["suspend_person", "reset_second_factor"])
def test_nobody_closes_their_own_account(admins: tuple[Person, Person], name: str) -> None:
    with pytest.raises(NotAllowed):
        act(name, admins[0], admins[0])
    with pytest.raises(SecondFactorNeeded):
        act(name, admins[0], admins[1], fresh=False)


def test_reset_of_the_second_factor_is_on_record(admins: tuple[Person, Person]) -> None:
    act("reset_second_factor", admins[0], admins[1])
    row = reloaded(admins[1])
    assert (row.totp_sealed, row.totp_confirmed_at, row.reset_by, row.reset_at) == (
        None,
        None,
        admins[0].id,
        NOW,
    )
    with reading() as session:
        assert not queries.independent(session, admins[0].id, admins[1].id, NOW)
    with pytest.raises(NotNow):
        act("reset_second_factor", admins[0], admins[1])


def test_erased_people_leave_their_id_and_an_unbroken_chain(
    admins: tuple[Person, Person],
) -> None:
    person = make_person("Ines Roth", email="ines@cluster.example", roles=[Role.ASSESSOR])
    actor = actor_for(person, Role.ASSESSOR)
    with unit_of_work() as session:
        actions.change_details(session, actor=actor, name="Ines Rot", language="de", now=NOW)
    act("suspend_person", admins[0], person)
    with pytest.raises(Invalid):
        act("erase_person", admins[0], person, typed_email="ina@cluster.example")
    act("erase_person", admins[0], person, typed_email=" Ines@cluster.example")
    row = reloaded(person)
    assert (row.name, row.email, row.erased_at, row.password_hash) == (
        "",
        f"erased-{person.id}@account.invalid",
        NOW,
        None,
    )
    assert roles(person) == frozenset()
    with reading() as session:
        assert list(faults(session)) == []
        details = [str(row.details) for row in session.scalars(select(AuditDetail))]
        assert [text for text in details if "Ines" in text] == []
        assert list(session.scalars(select(Outgoing.address))) == []


def test_people_are_for_the_office(client: FlaskClient) -> None:
    person = make_person()
    for role, status in [
        (Role.ASSESSOR, 404),
        (Role.COMMITTEE, 404),
        (Role.OFFICER, 200),
        (Role.ADMINISTRATOR, 200),
    ]:
        sign_in(client, make_person(roles=[role]))
        assert client.get("/people").status_code == status
        assert client.get(f"/people/{person.id}").status_code == status
        assert client.get("/people/invite").status_code == status
        watching = 200 if role is Role.ADMINISTRATOR else 404
        assert client.get("/trail").status_code == watching
        assert client.get("/system").status_code == watching
        assert client.get(f"/people/{UUID(int=1)}").status_code == 404


def test_list_finds_by_name_address_and_role(client: FlaskClient) -> None:
    make_person("Ines Roth", email="ines@cluster.example", roles=[Role.ASSESSOR])
    make_person("100% Berg", email="ada@cluster.example")
    sign_in(client, make_person("Olga Office", roles=[Role.OFFICER]))
    for query, found in [
        ("", {"Ines Roth", "100% Berg", "Olga Office"}),
        ("q=ROTH", {"Ines Roth"}),
        ("q=ada@", {"100% Berg"}),
        ("q=0%25", {"100% Berg"}),
        ("q=%25%25", set()),
        ("q=%00", {"Ines Roth", "100% Berg", "Olga Office"}),
        ("role=assessor", {"Ines Roth"}),
        ("role=committee", set()),
        ("page=99", {"Ines Roth", "100% Berg", "Olga Office"}),
    ]:
        text = client.get(f"/people?{query}").text.partition("<main")[2]
        assert {name for name in ("Ines Roth", "100% Berg", "Olga Office") if name in text} == found


@pytest.mark.parametrize("path", ["/people", "/trail"])
def test_lists_take_the_same_few_statements_for_many_rows(
    client: FlaskClient, database: Database, path: str
) -> None:
    admin = make_person(roles=[Role.ADMINISTRATOR])
    sign_in(client, admin)
    counts = []
    for _ in range(2):
        statements: list[str] = []

        def note(*args: object, kept: list[str] = statements) -> None:
            if not str(args[2]).startswith(("PRAGMA", "BEGIN", "SET")):
                kept.append(str(args[2]))

        event.listen(database.engine, "before_cursor_execute", note)
        assert client.get(path).status_code == 200
        event.remove(database.engine, "before_cursor_execute", note)
        counts.append(len(statements))
        for _ in range(30):
            propose(admin, make_person(roles=[Role.ASSESSOR]), Role.OFFICER)
    assert counts[0] == counts[1] <= 12


def test_list_turns_pages(client: FlaskClient) -> None:
    sign_in(client, make_person("A First", roles=[Role.OFFICER]))
    for number in range(30):
        make_person(f"Person {number:02}")
    first, second = client.get("/people").text, client.get("/people?page=2").text
    assert ("1 to 25 of 31" in first, "26 to 31 of 31" in second) == (True, True)
    assert ("Person 29" in first, "Person 29" in second) == (False, True)


def test_invitation_is_sent_from_its_page(client: FlaskClient) -> None:
    sign_in(client, make_person(roles=[Role.OFFICER]))
    data = {"email": "ines@cluster.example", "name": "Ines Roth", "language": "de", "role": ""}
    answer = client.post("/people/invite", data=data)
    with reading() as session:
        person = queries.find_person_by_email(session, "ines@cluster.example")
    assert person is not None
    assert answer.headers["Location"] == f"/people/{person.id}?done=invited"
    assert client.post("/people/invite", data=data).headers["Location"].endswith("done=known")
    for wrong in ({"email": "ines"}, {"name": ""}, {"role": "administrator"}):
        assert client.post("/people/invite", data={**data, **wrong}).status_code == 422
    again = client.post(f"/people/{person.id}/invite")
    assert again.headers["Location"] == f"/people/{person.id}?done=invited-again"
    assert "invited and has not chosen" in client.get(f"/people/{person.id}").text


def test_roles_are_granted_from_the_page_by_two(app: Flask) -> None:
    first, second = app.test_client(), app.test_client()
    sign_in(first, make_person("Ada Berg", roles=[Role.ADMINISTRATOR]))
    sign_in(second, make_person("Bea Lind", roles=[Role.ADMINISTRATOR]))
    person = make_person("Ines Roth")
    page = f"/people/{person.id}"
    assert first.post(f"{page}/roles", data={"role": "king"}).status_code == 400
    offered = 'value="officer"'
    assert offered in first.get(page).text
    answer = first.post(f"{page}/roles", data={"role": "officer"})
    assert offered not in first.get(page).text  # it waits for its second person
    assert answer.headers["Location"] == f"{page}?done=role-proposed"
    assert "Confirm the role" not in first.get(page).text
    assert "Confirm the role" in second.get(page).text
    with reading() as session:
        grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
    assert first.post(f"/people/roles/{grant.id}/confirm").status_code == 403
    assert second.post(f"/people/roles/{grant.id}/confirm").status_code == 303
    assert "Proposed by Ada Berg, confirmed by Bea Lind" in first.get(page).text
    assert first.post(f"/people/roles/{grant.id}/withdraw").status_code == 303
    assert roles(person) == frozenset()


def test_account_is_closed_from_the_page_after_a_fresh_second_factor(client: FlaskClient) -> None:
    admin, person = make_person(roles=[Role.ADMINISTRATOR]), make_person("Ines Roth")
    page = f"/people/{person.id}"
    sign_in(client, admin, fresh=False)
    stale = client.post(f"{page}/suspend", headers={"Referer": f"http://localhost{page}"})
    assert stale.headers["Location"] == f"/confirm?next={page}"
    assert client.get(f"{page}/erase").headers["Location"] == f"/confirm?next={page}/erase"
    sign_in(client, admin)
    for step, done in [("suspend", "suspended"), ("reinstate", "reinstated")]:
        answer = client.post(f"{page}/{step}")
        assert answer.headers["Location"] == f"{page}?done={done}"
    assert client.get(f"{page}/erase").status_code == 200
    assert client.post(f"{page}/erase", data={"email": "other"}).status_code == 422
    answer = client.post(f"{page}/erase", data={"email": person.email})
    assert answer.headers["Location"] == "/people?done=erased"
    assert "Erased account" in client.get(page).text
    assert client.post(f"{page}/reset-factor").status_code == 409


def test_trail_is_filtered(client: FlaskClient) -> None:
    admin = make_person("Ada Berg", roles=[Role.ADMINISTRATOR])
    one, two = make_person("Ines Roth"), make_person("Olaf Moe")
    for person in (one, two):
        with unit_of_work() as session:
            actor = actor_for(person, Role.MANAGER)
            actions.change_details(session, actor=actor, name=person.name, language="de", now=NOW)
    propose(admin, one, Role.OFFICER)
    sign_in(client, admin)

    def listed(query: str) -> int:
        text = client.get(f"/trail?{query}").text
        return text.partition("<tbody>")[2].count("<tr>")

    assert {
        query: listed(query)
        for query in (
            "",
            "verb=role.proposed",
            f"subject={one.id}",
            "subject=role_grants",
            "person=olaf",
            f"person={one.email}",
            "verb=%00nothing",
        )
    } == {
        "": 3,
        "verb=role.proposed": 1,
        f"subject={one.id}": 1,
        "subject=role_grants": 1,
        "person=olaf": 1,
        f"person={one.email}": 1,
        "verb=%00nothing": 0,
    }


def test_trail_keeps_details_of_other_rooms_to_itself(client: FlaskClient) -> None:
    admin = make_person(roles=[Role.ADMINISTRATOR])

    class Review:
        __tablename__ = "reviews"
        id = UUID(int=7)

    with unit_of_work() as session:
        audit.record(
            session, actor_for(admin, Role.ASSESSOR), "review.scored", Review(), NOW, score="37.5"
        )
    sign_in(client, admin)
    text = client.get("/trail").text
    assert ("review.scored" in text, "37.5" in text) == (True, False)


def test_person_page_is_hidden_from_other_people(client: FlaskClient) -> None:
    one, two = make_person(), make_person()
    sign_in(client, one)
    assert client.get(f"/people/{two.id}").status_code == 404
    assert client.get(f"/people/{one.id}").status_code == 200
    with pytest.raises(NotFound), reading() as session:
        queries.get_person(session, UUID(int=3))


def test_an_officer_is_named_for_certain_schemes_and_later_for_others(
    admins: tuple[Person, Person], client: FlaskClient
) -> None:
    person = make_person("Ines Roth")
    sign_in(client, admins[0])
    page = f"/people/{person.id}/officer"
    for wrong in (
        {"extent": "some"},
        {"extent": "some", "another": "No Scheme"},
        {"extent": "some", "schemes": "no-such-scheme"},
        {},
    ):
        assert client.post(page, data=wrong).status_code == 422
    sent = {"extent": "some", "schemes": "cluster-excellence", "another": "our-label"}
    assert client.post(page, data=sent).headers["Location"].endswith("done=role-proposed")
    with reading() as session:
        first = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
    assert first.schemes == ["cluster-excellence", "our-label"]
    confirm(admins[1], first)
    with reading() as session:
        assert person.id in {one.id for one in queries.officers(session, "our-label")}
        assert person.id not in {one.id for one in queries.officers(session, "efqm")}
        assert person.id not in {one.id for one in queries.officers(session)}
    assert "only for" in client.get(f"/people/{person.id}").text
    assert 'value="our-label"' in client.get(page).text
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.propose_role(
            session,
            actor=actor_for(admins[0], Role.ADMINISTRATOR),
            person_id=person.id,
            role=Role.OFFICER,
            schemes=["our-label", "cluster-excellence"],
            now=NOW,
        )
    client.post(page, data={"extent": "all"})
    with reading() as session:
        assert person.id not in {one.id for one in queries.officers(session)}
        wider = session.scalars(
            select(RoleGrant).where(
                RoleGrant.person_id == person.id, RoleGrant.confirmed_at.is_(None)
            )
        ).one()
    confirm(admins[1], wider)
    with reading() as session:
        grants = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).all()
        assert person.id in {one.id for one in queries.officers(session)}
    assert {(one.schemes is None, one.ended_at is None) for one in grants} == {
        (False, False),
        (True, True),
    }


def test_only_officers_are_named_for_schemes_and_only_by_administrators(
    admins: tuple[Person, Person], client: FlaskClient
) -> None:
    person = make_person()
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.propose_role(
            session,
            actor=actor_for(admins[0], Role.ADMINISTRATOR),
            person_id=person.id,
            role=Role.COMMITTEE,
            schemes=["our-label"],
            now=NOW,
        )
    sign_in(client, make_person(roles=[Role.OFFICER]))
    assert client.get(f"/people/{person.id}/officer").status_code == 403


def test_the_signed_in_officer_carries_the_schemes(client: FlaskClient) -> None:
    person = make_person(roles=[Role.OFFICER])
    with unit_of_work() as session:
        session.scalars(select(RoleGrant)).one().schemes = ["our-label"]
    sign_in(client, person)
    assert client.get("/office/schemes").status_code == 200
    assert client.get("/office/statistics").status_code == 404
    page = client.get("/office").text
    assert ("/office/schemes" in page, "/fees" in page) == (True, True)
    assert ("/appeals" in page, "/office/statistics" in page) == (False, False)
    for begin in ("new", "new/empty"):  # the one scheme that it can be stands there already
        assert 'value="our-label"' in client.get(f"/office/schemes/{begin}").text
    sent = {"source": "cluster-excellence-2026", "edition_id": "x-2027", "name": "X"}
    refused = client.post("/office/schemes/new", data={**sent, "scheme": "cluster-excellence"})
    assert (refused.status_code, "only, so the scheme" in refused.text) == (422, True)
    begun = client.post("/office/schemes/new", data={**sent, "scheme": "our-label"})
    assert begun.status_code == 303
