"""Holder and office about a finding: answers, questions, settling, going on; counts and tasks."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from labelling.core.access import Role, Seat
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import export_person, tasks_of
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.decisions.reasons import handed_on
from labelling.decisions.surveillance import actions, queries
from labelling.decisions.surveillance.models import Finding, FindingCause
from labelling.decisions.surveillance.queries import CauseCount
from tests.labelling.acting import actor_for
from tests.labelling.decisions.surveillance.making import (
    NOW,
    Held,
    findings,
    held,
    mails,
    report,
    steps,
    tell,
)

DUE = date(2026, 7, 20)


@pytest.fixture
def holder(app: Flask) -> Held:
    """Return a holder with too few staff."""
    assert app.extensions["settings"]
    holder = held()
    report(holder, "staff-fte", "0.4", 2025)
    return holder


def only(holder: Held) -> Finding:
    (found,) = findings(holder)
    return found


def titles(holder: Held, *, officer: bool, days: int = 0) -> list[str]:
    actor = holder.officer if officer else holder.acting
    with reading() as session:
        return [
            task.title
            for task in tasks_of(session, actor, NOW + timedelta(days=days))
            if task.address.startswith(("/findings", "/notices", "/holding", "/office/misuse"))
        ]


def test_holder_answers_office_asks_and_settles(holder: Held) -> None:
    found = only(holder)
    assert titles(holder, officer=False) == ["A rule of eligibility is not met"]
    assert titles(holder, officer=True) == []
    with unit_of_work() as session:
        actions.answer_finding(
            session, actor=holder.acting, finding_id=found.id, text="We hire.", now=NOW
        )
    assert titles(holder, officer=False) == []
    assert titles(holder, officer=True) == ["Go on with a finding"]
    assert len(mails("finding_answered")) == 2
    with unit_of_work() as session:
        actions.ask_about_finding(
            session,
            actor=holder.officer,
            finding_id=found.id,
            text="By when?",
            due_on=DUE,
            now=NOW,
        )
    assert only(holder).due_on == DUE
    assert len(mails("finding_asked")) == 2
    with unit_of_work() as session:
        actions.settle_finding(
            session, actor=holder.officer, finding_id=found.id, text="Filled.", now=NOW
        )
    assert steps(found) == ["found", "answered", "asked", "settled"]
    with reading() as session:
        verbs = session.scalars(
            select(AuditEntry.verb)
            .where(AuditEntry.subject_id == found.id)
            .order_by(AuditEntry.seq)
        ).all()
    assert verbs == ["finding.found", "finding.answered", "finding.asked", "finding.settled"]
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.answer_finding(
            session, actor=holder.acting, finding_id=found.id, text="Again.", now=NOW
        )


def test_overdue_finding_is_a_task_of_the_office(holder: Held) -> None:
    assert titles(holder, officer=True, days=30) == []
    assert titles(holder, officer=True, days=31) == ["Go on with a finding"]


def test_change_gets_the_reason_and_the_finding_stays_open(holder: Held) -> None:
    found = only(holder)
    with unit_of_work() as session:
        actions.hand_finding_on(
            session, actor=holder.officer, finding_id=found.id, text="No answer.", now=NOW
        )
    assert only(holder).settled_at is None
    with reading() as session:
        assert handed_on(session, holder.label.id, f"finding:{found.id}") == "No answer."


def test_strangers_contributors_and_past_days_are_refused(holder: Held) -> None:
    found = only(holder)
    seats = {holder.label.organisation_id: Seat.CONTRIBUTOR}
    contributor = actor_for(holder.contributor, Role.MANAGER, seats)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.answer_finding(session, actor=contributor, finding_id=found.id, text="Me.", now=NOW)
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.settle_finding(
            session, actor=holder.acting, finding_id=found.id, text="Me.", now=NOW
        )
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.ask_about_finding(
            session,
            actor=holder.officer,
            finding_id=found.id,
            text="By when?",
            due_on=NOW.date(),
            now=NOW,
        )


def test_counts_of_a_year_name_no_holder(holder: Held) -> None:
    report(holder, "staff-fte", "2", 2025, now=NOW + timedelta(days=1))
    report(holder, "members-total", "3", 2025, now=NOW + timedelta(days=2))
    tell(holder, happened_on=date(2026, 1, 1))
    with reading() as session:
        counts = queries.surveillance_counts(session, 2026)
        assert queries.surveillance_counts(session, 2025).findings == {}
    assert counts.findings == {FindingCause.ELIGIBILITY: CauseCount(arisen=2, settled=0, gone=1)}
    assert (sum(counts.notices.values()), counts.notices_late) == (1, 1)


def test_copy_of_ones_data_has_what_one_reported(holder: Held) -> None:
    tell(holder)
    with unit_of_work() as session:
        actions.answer_finding(
            session, actor=holder.acting, finding_id=only(holder).id, text="We hire.", now=NOW
        )
    with reading() as session:
        copy = export_person(session, holder.owner.id)["surveillance"]
    assert [row["text"] for row in copy["notices"]] == ["A new manager has begun."]
    assert [row["text"] for row in copy["steps"]] == ["We hire."]
