"""The check of holders: findings arise once a cause, go with a record, grow worse, are reminded."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.decisions.surveillance import actions, queries
from labelling.decisions.surveillance.models import FindingCause, NoticeKind
from tests.labelling.decisions.making import revoke, suspend
from tests.labelling.decisions.surveillance.making import (
    MEMBERS,
    NOW,
    Held,
    check_at,
    findings,
    grant,
    held,
    mails,
    name_members,
    report,
    steps,
    tell,
)


@pytest.fixture
def holder(app: Flask) -> Held:
    """Return a holder whose application named ten members."""
    assert app.extensions["settings"]
    return held(named=MEMBERS)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


def test_figure_below_the_rule_is_found_once_and_goes_with_a_record(holder: Held) -> None:
    report(holder, "members-total", "12", 2025)
    check_at(NOW + timedelta(days=1))
    (found,) = findings(holder)
    assert (found.cause, found.key, found.required, found.reported, found.year) == (
        FindingCause.ELIGIBILITY,
        "committed-members",
        "15",
        "12",
        2025,
    )
    assert (found.found_at, found.due_on) == (NOW, date(2026, 6, 27))
    assert len(mails("finding_open")) == 2
    report(holder, "members-total", "11", 2025, now=NOW + timedelta(days=2))
    report(holder, "members-total", "15", 2025, now=NOW + timedelta(days=3))
    (gone,) = findings(holder)
    assert gone.gone_at == NOW + timedelta(days=3)
    assert steps(gone) == ["found", "reported", "gone"]
    assert len(mails("finding_closed")) == 2
    report(holder, "members-total", "14", 2025, now=NOW + timedelta(days=4))
    assert [row.gone_at is None for row in findings(holder)] == [False, True]


@pytest.mark.parametrize(
    ("then", "granted", "required"),
    [
        ("12", {"holds": False, "derogation": True}, "10"),
        ("12", {"holds": True, "derogation": False}, "12"),
        ("40", {"holds": True, "derogation": False}, "15"),
    ],
)
def test_what_was_granted_at_application_counts(
    app: Flask, then: str, granted: dict[str, bool], required: str
) -> None:
    assert app.extensions["settings"]
    holder = held(members_then=then)
    grant(holder, "committed-members", **granted)
    report(holder, "members-total", required, 2025)
    assert findings(holder) == []
    report(holder, "members-total", "9", 2025)
    assert [row.required for row in findings(holder)] == [required]


def test_settled_finding_opens_again_only_when_it_grows_worse(holder: Held) -> None:
    report(holder, "staff-fte", "0.4", 2025)
    (found,) = findings(holder)
    with unit_of_work() as session:
        actions.settle_finding(
            session, actor=holder.officer, finding_id=found.id, text="Filled by May.", now=NOW
        )
    check_at(NOW + timedelta(days=1))
    report(holder, "staff-fte", "0.45", 2025, now=NOW + timedelta(days=2))
    assert steps(found) == ["found", "settled"]
    report(holder, "staff-fte", "0.3", 2025, now=NOW + timedelta(days=3))
    (again,) = findings(holder)
    assert steps(again) == ["found", "settled", "reopened"]
    assert (again.settled_at, again.due_on) == (None, date(2026, 6, 30))
    assert len(mails("finding_open")) == 4


def test_label_that_is_not_held_any_more_ends_its_findings(holder: Held) -> None:
    report(holder, "staff-fte", "0.4", 2025)
    suspend(holder.office, holder.label)
    check_at(NOW + timedelta(days=1))
    assert findings(holder)[0].gone_at is None
    revoke(holder.office, holder.label, now=NOW + timedelta(days=1))
    check_at(NOW + timedelta(days=2))
    assert findings(holder)[0].gone_at == NOW + timedelta(days=2)
    assert mails("finding_closed") == []
    with pytest.raises(Exception, match="not held any more"):
        tell(holder, now=NOW + timedelta(days=2))


def test_more_than_half_of_the_named_members_gone_is_found_and_told(holder: Held) -> None:
    name_members(holder, MEMBERS[:5])
    assert findings(holder) == []
    name_members(holder, MEMBERS[:4], now=NOW + timedelta(days=1))
    (found,) = findings(holder)
    assert (found.cause, found.reported, found.measure) == (
        FindingCause.MEMBERS,
        "4/10",
        Decimal(4),
    )
    name_members(holder, MEMBERS[:5], now=NOW + timedelta(days=2))
    assert steps(found) == ["found", "gone"]


def test_holder_that_named_nobody_is_not_measured(app: Flask) -> None:
    assert app.extensions["settings"]
    holder = held()
    name_members(holder, MEMBERS[:1])
    assert findings(holder) == []


def test_number_of_members_in_a_notice_counts_until_the_fact_sheet_has_that_year(
    holder: Held,
) -> None:
    report(holder, "members-total", "40", 2025)
    tell(holder, NoticeKind.MEMBERS, figure_now=Decimal(13), members_left=27)
    (found,) = findings(holder)
    assert (found.reported, found.year) == ("13", 2026)
    report(holder, "members-total", "16", 2026, now=NOW + timedelta(days=1))
    assert steps(found) == ["found", "gone"]


def test_confirmation_is_asked_for_once_a_stage_and_its_lack_found(holder: Held) -> None:
    due = date(2027, 5, 28)
    check_at(at(due - timedelta(days=31)))
    assert mails("confirmation_due") == []
    for days in (30, 29, 8):
        check_at(at(due - timedelta(days=days)))
    assert len(mails("confirmation_due")) == 2
    check_at(at(due))
    check_at(at(due + timedelta(days=1)))
    check_at(at(due + timedelta(days=2)))
    assert len(mails("confirmation_due")) == 6
    (found,) = findings(holder)
    assert (found.cause, found.key) == (FindingCause.CONFIRMATION, "2027-05-28")
    with reading() as session:
        (overdue,) = queries.overdue_confirmations(session)
        assert overdue.due_on == due


def test_after_a_time_without_a_worker_only_the_last_stage_is_written(holder: Held) -> None:
    due = date(2027, 5, 28)
    check_at(at(due + timedelta(days=3)))
    late = mails("confirmation_due")
    assert [mail.payload["context"]["late"] for mail in late] == [True, True]
    with reading() as session:
        keys = session.scalars(select(Outgoing.key).where(Outgoing.name == "confirmation_due"))
        assert all(key is not None and ":late:" in key for key in keys)


def test_open_finding_is_reminded_of_before_and_after_its_day(holder: Held) -> None:
    report(holder, "staff-fte", "0.4", 2025)
    for days in (1, 22, 23, 24, 30, 31, 32):
        check_at(NOW + timedelta(days=days))
    assert [mail.payload["context"]["late"] for mail in mails("finding_open")] == [
        False,
        False,
        False,
        False,
        True,
        True,
    ]


def test_day_is_checked_once_and_its_check_is_dated(holder: Held) -> None:
    check_at(NOW)
    check_at(NOW + timedelta(hours=1))
    with reading() as session:
        row = queries.last_check(session, holder.label.id)
        assert row is not None
        assert (row.checked_on, row.checked_at) == (NOW.date(), NOW)
