"""Reminders of conditions, and the tasks of holders and officers."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import Task
from labelling.decisions.conditions.reminders import remind
from labelling.decisions.conditions.tasks import tasks
from labelling.decisions.models import Label
from tests.labelling.decisions.applicants import mails, owner_of
from tests.labelling.decisions.conditions.making import LATER, awarded, report
from tests.labelling.decisions.making import Office, officer, revoke, suspend


def tick(*when: datetime) -> None:
    for now in when:
        with unit_of_work() as session:
            remind(session, now)


def test_owners_are_reminded_before_and_after_a_date_each_once(office: Office) -> None:
    awarded(office)
    due = datetime(2026, 9, 30, 12, tzinfo=UTC)
    for shift, count in ((-31, 0), (-30, 2), (-8, 2), (-7, 4), (0, 4), (1, 6), (9, 6), (10, 8)):
        tick(due + timedelta(days=shift), due + timedelta(days=shift, hours=1))
        assert len(mails("reminder_condition")) == count, shift
    tick(due + timedelta(days=15))
    assert len(mails("reminder_condition")) == 8


def test_what_is_reported_reminds_nobody(office: Office) -> None:
    application, (first, _) = awarded(office)
    report(application, first)
    tick(datetime(2026, 9, 29, 12, tzinfo=UTC), datetime(2026, 10, 2, 12, tzinfo=UTC))
    assert mails("reminder_condition") == []


def tasks_of(actor: Actor, now: datetime) -> list[Task]:
    with reading() as session:
        return list(tasks(session, actor, now))


def test_holders_and_officers_find_what_waits_for_them(office: Office) -> None:
    application, (first, second) = awarded(office)
    owner, judge = owner_of(application), officer(office)
    assert [task.address for task in tasks_of(owner, LATER)] == [
        f"/conditions/{first.id}",
        f"/conditions/{second.id}",
    ]
    assert tasks_of(judge, LATER) == []
    report(application, first)
    assert [task.address for task in tasks_of(owner, LATER)] == [f"/conditions/{second.id}"]
    assert [(task.title, task.address) for task in tasks_of(judge, LATER)] == [
        ("Answer a report on a condition", f"/conditions/{first.id}")
    ]


def test_a_condition_long_overdue_asks_for_a_suspension_to_be_prepared(office: Office) -> None:
    awarded(office)
    with reading() as session:
        held = session.scalars(select(Label)).one()
    last = datetime(2026, 10, 14, 12, tzinfo=UTC)
    assert tasks_of(officer(office), last) == []
    day_after = last + timedelta(days=1)
    (task,) = tasks_of(officer(office), day_after)
    assert (task.title, task.address) == (
        "Prepare a suspension: a condition is not met",
        f"/office/labels/{held.id}/change?kind=suspended",
    )
    suspend(office, held, now=day_after)
    assert tasks_of(officer(office), day_after + timedelta(days=1)) == []


def test_a_label_that_has_ended_asks_for_nothing_any_more(office: Office) -> None:
    application, _ = awarded(office)
    with reading() as session:
        held = session.scalars(select(Label)).one()
    revoke(office, held)
    assert tasks_of(owner_of(application), LATER) == []
