"""What the demonstration holds, by equality with what it promises."""

import ast
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from certificates.standing import Status, status_on
from labelling.applications.life import State
from labelling.applications.models import Application, Call
from labelling.applications.queries import open_calls
from labelling.core import audit, files
from labelling.core.access import Role, Seat
from labelling.core.database import reading
from labelling.core.model import Model
from labelling.core.outbox import Outgoing
from labelling.decisions.models import Decision, Label, LabelTerm
from labelling.decisions.queries import history
from labelling.desk import demo_data
from labelling.desk.demo_data.cast import DOMAIN
from labelling.issuing.queries import certificates
from labelling.organisations.models import Organisation, SeatHolding
from labelling.people.models import Person, RoleGrant
from labelling.people.queries import people_with_role
from labelling.reviews.actions.feedback import RENDER
from labelling.tables import METADATA
from tests.labelling.desk.conftest import BEGINS, Stage

WRITES = {"add", "add_all", "insert", "update", "delete", "merge", "bulk_save_objects"}


def test_organisations_are_twelve_in_eight_countries_and_say_that_they_are_fictitious(
    staged: Stage,
) -> None:
    with reading() as session:
        found = session.scalars(select(Organisation)).all()
        seats = Counter(session.scalars(select(SeatHolding.seat)))
    assert len(found) == 12
    assert {one.country for one in found} == {"AT", "DE", "PL", "IT", "ES", "FI", "HU", "SI"}
    assert all("Fictitious" in one.about for one in found)
    assert seats == {Seat.OWNER: 24, Seat.CONTRIBUTOR: 3, Seat.READER: 2}


def test_people_hold_the_roles_that_the_story_needs_at_addresses_that_do_not_exist(
    staged: Stage,
) -> None:
    with reading() as session:
        granted = {role: len(people_with_role(session, role)) for role in Role}
        people = session.scalars(select(Person)).all()
        by_two = session.scalars(
            select(RoleGrant).where(RoleGrant.role.in_((Role.OFFICER, Role.COMMITTEE)))
        ).all()
    assert {role: count for role, count in granted.items() if count} == {
        Role.ASSESSOR: 6,
        Role.OFFICER: 3,
        Role.COMMITTEE: 4,
        Role.APPEALS: 3,
        Role.ADVISORY: 1,
        Role.QUALITY: 1,
        Role.ADMINISTRATOR: 2,
    }
    assert {person.email.rpartition("@")[2] for person in people} == {DOMAIN}
    assert all(person.verified_at is not None for person in people)
    assert all(grant.confirmed_by not in {None, grant.proposed_by} for grant in by_two)


def test_applications_stand_in_every_state_that_lasts(staged: Stage) -> None:
    with reading() as session:
        states = Counter(session.scalars(select(Application.state)))
        outcomes = Counter(
            value.value for value in session.scalars(select(Decision.outcome)) if value is not None
        )
    running = {
        State.DRAFT, State.RETURNED, State.SUBMITTED, State.ELIGIBLE, State.ASSIGNED, State.SCORING,
        State.COMPARISON, State.VISIT, State.FEEDBACK_DRAFT, State.OBSERVATIONS, State.RECOMMENDED,
    }  # fmt: skip
    ended = {State.DECIDED: 7, State.INELIGIBLE: 1, State.WITHDRAWN: 1}
    assert states == {**dict.fromkeys(running, 1), **ended}
    assert {*states} == {*State} - {State.AGREED, State.OBSERVED, State.OFFERED}  # pass soon
    assert outcomes == {"awarded": 2, "lower_level": 4, "not_awarded": 1}


def test_labels_stand_in_every_way(staged: Stage) -> None:
    day = BEGINS.date()
    with reading() as session:
        labels = session.scalars(select(Label)).all()
        standings = Counter(status_on(history(session, label.id), day).status for label in labels)
        printed = [certificates(session, label.id) for label in labels]
        holders = session.scalar(select(func.count()).select_from(LabelTerm))
    assert standings == {
        Status.ACTIVE: 3,
        Status.SUSPENDED: 1,
        Status.REVOKED: 1,
        Status.EXPIRED: 1,
    }
    assert [len(versions) for versions in printed] == [1] * 6
    assert all(files.store().get(one.sha256)[:5] == b"%PDF-" for [one] in printed)
    assert all(one.sheet["demo"] is True for [one] in printed)
    assert holders == 6


def test_certificates_were_printed_on_the_day_of_the_decision(staged: Stage) -> None:
    with reading() as session:
        labels = session.scalars(select(Label)).all()
        days = [
            (certificates(session, label.id)[0].issued_at - label.created_at) < timedelta(days=1)
            for label in labels
        ]
    assert days == [True] * 6


def test_calls_are_one_open_and_one_closed(staged: Stage) -> None:
    with reading() as session:
        calls = session.scalars(select(Call).order_by(Call.opens_on)).all()
        now_open = open_calls(session, BEGINS.date())
    assert [call.id for call in now_open] == [calls[1].id]
    assert len(calls) == 2


def test_the_trail_holds_and_runs_forward_in_time(staged: Stage) -> None:
    with reading() as session:
        faults = list(audit.faults(session))
        moments = session.scalars(select(audit.AuditEntry.at).order_by(audit.AuditEntry.seq)).all()
    assert faults == []
    assert moments == sorted(moments)
    assert moments[-1] <= BEGINS


def test_every_mail_and_job_is_done_except_reports_to_print(staged: Stage) -> None:
    with reading() as session:
        undone = session.scalars(
            select(Outgoing.name).where(Outgoing.finished_at.is_(None)).distinct()
        ).all()
        failed = session.scalars(select(Outgoing).where(Outgoing.error.is_not(None))).all()
    assert undone == [RENDER]
    assert failed == []


def test_nothing_is_written_into_tables_from_the_demonstration() -> None:
    classes = [mapper.class_.__name__ for mapper in Model.registry.mappers]
    assert len(classes) >= len(METADATA.sorted_tables) - 1
    assert list(_writes(Path(demo_data.__file__).parent, set(classes))) == []


def test_the_guard_sees_a_row_that_is_made_and_one_that_is_added(tmp_path: Path) -> None:
    code = "row = Person(name='A')\nsession.add(row)\nsession.execute(update(Person))\n"
    (tmp_path / "bad.py").write_text(code)
    assert list(_writes(tmp_path, {"Person"})) == ["bad.py:1", "bad.py:2", "bad.py:3"]


def _writes(folder: Path, tables: set[str]) -> list[str]:
    """Return each call in a folder's modules that makes a row or writes one."""
    found = []
    for file in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in tables | WRITES:
                found.append(f"{file.name}:{node.lineno}")
    return found
