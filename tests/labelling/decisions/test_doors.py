"""What this room offers the others: tasks, reminders, readers, the office's box, personal data."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from labelling.applications.office_panels import panels
from labelling.applications.queries import get_application
from labelling.applications.readers import is_reader
from labelling.core import doors, outbox
from labelling.core.access import SYSTEM, Actor, Role, may
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.doors import Task
from labelling.core.outbox import Outgoing
from labelling.core.permissions import Permission
from labelling.decisions import jobs, queries
from labelling.decisions.models import LabelEventKind
from labelling.decisions.queries.labels import Wanted
from labelling.decisions.reminders import remind
from labelling.decisions.tasks import tasks
from labelling.decisions.ties import ties_of
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.reviews.subjects import Assessment
from tests.labelling.decisions.making import (
    NOW,
    Office,
    acting,
    change_prepared,
    label,
    let_one_member_decide,
    member,
    officer,
    prepared,
    recommended,
    suspend,
)


@pytest.fixture(autouse=True)
def one_member_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one member decide on every level here; sittings have tests of their own."""
    let_one_member_decide(monkeypatch)


def waiting(actor: Actor) -> list[Task]:
    with reading() as session:
        return list(tasks(session, actor, NOW))


def test_case_is_first_the_officers_then_the_committees_task(office: Office) -> None:
    application = recommended()
    about = f"Alder Valley Mobility Cluster · {application.reference}"
    assert waiting(member(office)) == []
    assert waiting(officer(office)) == [
        Task(
            title="Prepare the decision",
            about=about,
            button="Prepare it",
            address=f"/applications/{application.id}/decision",
            due=date(2026, 6, 18),
        )
    ]
    decision = prepared(office, application)
    assert waiting(officer(office)) == []
    assert waiting(member(office)) == [
        Task(
            title="Decide on an application",
            about=about,
            button="Open the case",
            address=f"/decisions/{decision.id}",
            due=date(2026, 6, 18),
        )
    ]


def test_case_is_no_task_of_those_bound_up_with_it(office: Office) -> None:
    prepared(office, recommended(assessors=[office.member]))
    assert waiting(member(office)) == []
    assert len(waiting(acting(office.second_member, Role.COMMITTEE))) == 1


def test_waiting_change_is_everybodys_task_but_the_preparers(office: Office) -> None:
    change = change_prepared(office, label(office), LabelEventKind.SUSPENDED)
    assert waiting(officer(office)) == []
    for actor in (member(office), acting(office.second_officer, Role.OFFICER)):
        (task,) = waiting(actor)
        assert (task.title, task.address) == (
            "Decide on a change: Suspension",
            f"/office/changes/{change.id}",
        )
    assert waiting(acting(office.member, Role.ASSESSOR)) == []


def reminders() -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.execute(
            select(Outgoing.name, Outgoing.address)
            .where(Outgoing.name.in_(["decision_to_prepare", "decision_to_take"]))
            .order_by(Outgoing.name, Outgoing.address)
        )
        return [(row[0], row[1] or "") for row in rows]


def test_reminder_goes_out_once_near_the_date_to_those_who_act_next(office: Office) -> None:
    application = recommended()
    for days in (10, 18, 19, 30):
        with unit_of_work() as session:
            remind(session, NOW + timedelta(days=days))
    officers = sorted([office.officer.email, office.second_officer.email])
    assert reminders() == [("decision_to_prepare", address) for address in officers]
    prepared(office, application)
    with unit_of_work() as session:
        remind(session, NOW + timedelta(days=20))
    members = sorted([office.member.email, office.second_member.email])
    assert reminders()[2:] == [("decision_to_take", address) for address in members]


def test_an_officer_who_may_not_see_the_case_is_not_reminded_of_it(office: Office) -> None:
    application = recommended()
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=SYSTEM,
            person_id=office.officer.id,
            organisation_id=get_application(session, application.id).organisation_id,
            kind=InvolvementKind.ASSESSED,
            source="assessment A-2025-001",
            now=NOW,
            since=date(2025, 3, 1),
            until=date(2025, 3, 1),
        )
        remind(session, NOW + timedelta(days=18))
    assert reminders() == [("decision_to_prepare", office.second_officer.email)]


def test_committee_reads_a_submission_only_while_the_case_is_open_to_it(office: Office) -> None:
    application = recommended(assessors=[office.second_member])

    def readers() -> list[bool]:
        with reading() as session:
            return [
                is_reader(session, acting(person, Role.COMMITTEE), application.id)
                for person in (office.member, office.second_member)
            ]

    assert readers() == [False, False]
    prepared(office, application)
    assert readers() == [True, False]


def test_committee_reads_a_report_only_while_the_case_is_open_to_it(office: Office) -> None:
    application = recommended(assessors=[office.second_member])

    def readers() -> list[bool]:
        with reading() as session:
            nobody: frozenset[UUID] = frozenset()
            case = Assessment(
                application=get_application(session, application.id),
                team=nobody,
                readers=nobody,
                waiting=nobody,
                lead=None,
                opened=True,
                released=True,
                bound_up=nobody,
            )
            return [
                may(acting(person, Role.COMMITTEE), Permission.FEEDBACK_VIEW, case)
                for person in (office.member, office.second_member)
            ]

    assert readers() == [False, False]
    prepared(office, application)
    assert readers() == [True, False]


def test_office_page_has_the_decision_in_a_box(office: Office) -> None:
    application = recommended()

    def box(actor: Actor) -> tuple[str, str, bool]:
        with reading() as session:
            row = get_application(session, application.id)
            found = [one for one in panels(session, actor, row) if one.title == "Decision"]
        (panel,) = found
        return panel.button, panel.address, panel.is_due

    assert box(officer(office)) == (
        "Prepare the decision",
        f"/applications/{application.id}/decision",
        True,
    )
    decision = prepared(office, application)
    assert box(officer(office)) == ("Open the decision", f"/decisions/{decision.id}", False)


def test_personal_data_tells_what_a_person_prepared_and_decided(office: Office) -> None:
    held = label(office)
    suspend(office, held)
    with reading() as session:
        (decision,) = doors.export_person(session, office.member.id)["decisions"]["decisions"]
        (change,) = doors.export_person(session, office.officer.id)["decisions"]["label_changes"]
        nothing = doors.export_person(session, office.second_member.id)["decisions"]
    assert (decision["prepared"], decision["decided"]) == (None, NOW.isoformat())
    assert change == {
        "label": held.number,
        "kind": "suspended",
        "prepared": NOW.isoformat(),
        "decided": None,
        "sent_back": None,
    }
    assert set(nothing) >= {"decisions", "label_changes", "sittings"}
    assert not any(nothing.values())


def statements(database: Database, do: Callable[[Session], object]) -> int:
    """Count the statements of one reading session."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        with reading() as session:
            do(session)
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return len(seen)


def counts(database: Database, office: Office) -> list[int]:
    """Return how many statements each list takes now."""
    actor, day = member(office), date(2026, 6, 1)
    return [
        statements(database, one)
        for one in (
            lambda session: queries.list_labels(session, actor, Wanted(text="a"), day),
            lambda session: queries.waiting(
                session, ties_of(session, office.member.id, day), committee=True
            ),
            lambda session: queries.decided(
                session, ties_of(session, office.member.id, day), committee=True
            ),
            lambda session: list(tasks(session, actor, NOW)),
        )
    ]


def test_lists_take_as_many_statements_for_one_row_as_for_several(
    office: Office, database: Database
) -> None:
    counted = []
    for number in (1, 4):
        for n in range(number):
            held = label(office, name=f"{number} {n}")
            change_prepared(office, held, LabelEventKind.SUSPENDED)
            prepared(office, recommended(name=f"Waiting {number} {n}"))
        counted.append(counts(database, office))
    first, second = counted
    assert first == second
    assert max(first) <= 12


def test_every_job_and_door_is_registered(app: Flask) -> None:
    assert jobs.tasks.tasks in doors._tasks
    assert remind in outbox.ticks()
