"""Owners are reminded before a term ends, and nobody who need not be."""

from datetime import date, timedelta

from sqlalchemy import select

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Kind, Outgoing
from labelling.decisions.models import Label
from labelling.decisions.renewal.models import Mark, TermMark
from labelling.decisions.renewal.reminders import remind
from tests.labelling.decisions.applicants import mails, verbs
from tests.labelling.decisions.making import Office, label, publish, revoke
from tests.labelling.decisions.renewal.making import awarded, noon, started


def told(held: Label) -> list[tuple[str, str]]:
    """Return the reminders of a label as (template, mark), each once however many owners."""
    with reading() as session:
        rows = session.scalars(
            select(Outgoing)
            .where(
                Outgoing.kind == Kind.MAIL,
                Outgoing.name.in_(["renewal_reminder", "label_expired"]),
                Outgoing.about_id == held.id,
            )
            .order_by(Outgoing.created_at, Outgoing.address)
        )
        found = [(row.name, row.payload["context"]["mark"]) for row in rows]
    return list(dict.fromkeys(found))


def tick(*when: date) -> None:
    for day in when:
        with unit_of_work() as session:
            remind(session, noon(day))


def test_owners_are_reminded_six_three_and_one_months_before_and_at_the_end(
    office: Office,
) -> None:
    held = label(office)
    publish(held)
    marks = [date(2027, 11, 30), date(2028, 2, 29), date(2028, 4, 30), date(2028, 6, 1)]
    for day in marks:
        tick(day - timedelta(days=1), day, day, day + timedelta(days=1))
    assert told(held) == [
        ("renewal_reminder", "six_months"),
        ("renewal_reminder", "three_months"),
        ("renewal_reminder", "one_month"),
        ("label_expired", "expired"),
    ]
    assert len(mails("renewal_reminder")) == 6
    assert verbs("label.mark") == ["label.mark_reached"] * 4


def test_after_a_time_away_the_last_missed_one_alone_is_sent(office: Office) -> None:
    held = label(office)
    publish(held)
    tick(date(2028, 5, 10), date(2028, 5, 11))
    assert told(held) == [("renewal_reminder", "one_month")]


def test_a_term_that_is_renewed_reminds_nobody(office: Office) -> None:
    held = label(office)
    publish(held)
    awarded(office, held, "silver", date(2027, 9, 1), date(2027, 11, 1))
    tick(date(2027, 11, 30), date(2028, 4, 30), date(2028, 6, 1))
    assert told(held) == []


def test_a_renewal_under_way_is_left_in_peace_until_it_gets_late(office: Office) -> None:
    held = label(office)
    publish(held)
    started(held, "silver", date(2027, 10, 1))
    tick(date(2027, 11, 30), date(2028, 2, 29))
    assert told(held) == []
    tick(date(2028, 4, 30))
    assert told(held) == [("renewal_reminder", "one_month")]


def test_a_submitted_renewal_needs_no_reminder_but_the_end_is_told(office: Office) -> None:
    held = label(office)
    publish(held)
    application = started(held, "silver", date(2027, 10, 1))
    with unit_of_work() as session:
        session.get_one(Application, application.id).state = State.SUBMITTED
    tick(date(2027, 11, 30), date(2028, 2, 29), date(2028, 4, 30), date(2028, 6, 1))
    assert told(held) == [("label_expired", "expired")]
    with reading() as session:
        marks = {row.mark: row.told for row in session.scalars(select(TermMark))}
    assert marks == {
        Mark.SIX_MONTHS: False,
        Mark.THREE_MONTHS: False,
        Mark.ONE_MONTH: False,
        Mark.EXPIRED: True,
    }


def test_a_revoked_label_reminds_nobody(office: Office) -> None:
    held = label(office)
    publish(held)
    revoke(office, held)
    tick(date(2027, 11, 30), date(2028, 6, 1))
    assert told(held) == []
