"""Who may do what: rules and lists agree, readers are let in by other rooms, nobody else is."""

import pytest
from sqlalchemy import select

from labelling.applications import readers
from labelling.applications.models import Application, Call
from labelling.applications.queries.drafts import CitedPiece, cited_pieces
from labelling.applications.subjects import NewApplication, NewCall
from labelling.core.access import PUBLIC, Actor, Role, Seat, decide, visible
from labelling.core.clock import utcnow
from labelling.core.database import reading, unit_of_work
from labelling.core.permissions import Permission
from labelling.organisations.actions.evidence import add_version
from labelling.organisations.evidence_access import must_be_kept, opened_versions
from labelling.organisations.fact_sheet import edition_for
from tests.labelling.acting import actor_for
from tests.labelling.applications.making import (
    EDITION,
    World,
    answer_all,
    make_application,
    make_submitted,
)
from tests.labelling.organisations.making import QUOTA, stored
from tests.labelling.people.making import make_person


def _has_file(piece: CitedPiece) -> bool:
    return piece.file is not None


pytestmark = pytest.mark.usefixtures("database")

ON_APPLICATION = (
    Permission.APPLICATION_VIEW,
    Permission.APPLICATION_SUBMIT,
    Permission.APPLICATION_WITHDRAW,
    Permission.ANSWER_VIEW,
    Permission.ANSWER_EDIT,
    Permission.SUBMISSION_VIEW,
    Permission.ELIGIBILITY_CHECK,
    Permission.APPLICATION_RETURN,
    Permission.DEADLINE_EXTEND,
    Permission.OFFICE_VIEW,
)
A, D, H = "allowed", "denied", "hidden"


def verdict(actor: Actor, permission: Permission, subject: object) -> str:
    """Return a rule's answer as one word."""
    found = decide(actor, permission, subject)
    return H if found.hidden else A if found.allowed else D


def actors(world: World) -> dict[str, Actor]:
    """Return one actor of each kind."""
    owner = world.made.owners[0]
    others = {
        role.value: actor_for(make_person(role.value, roles=[role]), role)
        for role in (Role.ASSESSOR, Role.COMMITTEE, Role.ADMINISTRATOR)
    }
    return {
        "public": PUBLIC,
        "owner": world.owner,
        "contributor": world.made.actor(world.made.contributors[0]),
        "reader": world.made.actor(world.made.readers[0]),
        "owner elsewhere": actor_for(owner, Role.MANAGER),
        "owner as assessor": actor_for(owner, Role.ASSESSOR, {world.made.id: Seat.OWNER}),
        "officer": world.officer,
        "involved officer": actor_for(owner, Role.OFFICER, {world.made.id: Seat.OWNER}),
        **others,
    }


def test_exactly_these_may_do_it_to_a_draft() -> None:
    world = make_application()
    everybody = actors(world)
    with reading() as session:
        application = session.get_one(Application, world.id)
        found = {
            who: "".join(verdict(actor, one, application)[0] for one in ON_APPLICATION)
            for who, actor in everybody.items()
        }
    assert found == {
        "public": "h" * 10,
        "owner": "aaaaaa" + "dddh",
        "contributor": "addaaa" + "dddh",
        "reader": "addada" + "dddh",
        "owner elsewhere": "h" * 10,
        "owner as assessor": "h" * 10,
        "officer": "addddd" + "aaaa",
        "involved officer": "addddd" + "dddd",
        "assessor": "h" * 10,
        "committee": "h" * 10,
        "administrator": "h" * 10,
    }


def test_calls_are_the_office_s_and_applications_are_started_by_owners() -> None:
    world = make_application()
    found = {
        who: (
            verdict(actor, Permission.CALL_OPEN, NewCall()),
            verdict(actor, Permission.CALL_CLOSE, world.call),
            verdict(actor, Permission.APPLICATION_START, NewApplication(world.made.id)),
        )
        for who, actor in actors(world).items()
    }
    assert {who for who, (opens, _, _) in found.items() if opens == A} == {
        "officer",
        "involved officer",
    }
    assert {who for who, (_, closes, _) in found.items() if closes == A} == {
        "officer",
        "involved officer",
    }
    assert {who: starts for who, (_, _, starts) in found.items() if starts != H} == {
        "owner": A,
        "contributor": D,
        "reader": D,
    }
    assert isinstance(world.call, Call)


@pytest.mark.parametrize("permission", [Permission.APPLICATION_VIEW, Permission.OFFICE_VIEW])
def test_lists_keep_what_the_rule_accepts(permission: Permission) -> None:
    world = make_application()
    make_application(name="Lower Elm Food Cluster")
    with reading() as session:
        everything = session.scalars(select(Application)).all()
        for who, actor in actors(world).items():
            listed = set(session.scalars(select(Application.id).where(visible(actor, permission))))
            accepted = {row.id for row in everything if verdict(actor, permission, row) == A}
            assert listed == accepted, who


def test_a_submission_is_open_to_the_office_and_to_those_another_room_lets_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = make_submitted()
    people = actors(world)
    let_in = people["assessor"].person_id
    monkeypatch.setattr(readers, "_readers", [lambda _s, actor, _id: actor.person_id == let_in])
    with reading() as session:
        application = session.get_one(Application, world.id)
        found = {
            who
            for who, actor in people.items()
            if verdict(actor, Permission.SUBMISSION_VIEW, application) == A
        }
    assert found == {"owner", "contributor", "reader", "officer", "assessor"}


def test_cited_evidence_opens_with_the_submission_and_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = make_application()
    piece = answer_all(world)
    assessor = actors(world)["assessor"]
    monkeypatch.setattr(readers, "_readers", [lambda _s, actor, _id: actor == assessor])
    with reading() as session:
        assert must_be_kept(session, piece.id)
        assert not opened_versions(session, assessor, piece.id)
        assert edition_for(session, world.made.id).id == EDITION
    submitted = make_submitted(name="Lower Elm Food Cluster")
    with reading() as session:
        cited = cited_pieces(session, submitted.id)["1.1"]
        paper, evidence = (piece.evidence.id for piece in sorted(cited, key=_has_file))
    with unit_of_work() as session:
        newer = stored(b"Written after the submission.\n")
        add_version(
            session,
            actor=submitted.made.actor(),
            evidence_id=evidence,
            file=newer,
            quota=QUOTA,
            now=utcnow(),
        )
    with reading() as session:
        assert opened_versions(session, assessor, evidence) == {1}
        assert opened_versions(session, assessor, paper) == {None}
        assert not opened_versions(session, PUBLIC, evidence)
