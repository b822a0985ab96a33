"""The yearly confirmation: given once, late too; what is not confirmed becomes a finding."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from assessments.editions import edition
from labelling.applications.eligibility import Declared
from labelling.core.access import Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotNow
from labelling.decisions.surveillance import actions, queries
from labelling.decisions.surveillance.actions import Agreed
from labelling.decisions.surveillance.models import (
    Confirmation,
    ConfirmationAnswer,
    FindingCause,
)
from labelling.decisions.surveillance.watching import overdue
from tests.labelling.acting import actor_for
from tests.labelling.decisions.surveillance.making import (
    Held,
    check_at,
    findings,
    held,
    mails,
    report,
    steps,
)

DUE = date(2027, 5, 28)
EDITION = edition("cluster-excellence-2026")
RULES = [rule.id for rule in EDITION.eligibility if rule.kind == "declared"]
YES = Declared(holds=True, explanation="")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


@pytest.fixture
def holder(app: Flask) -> Held:
    """Return a holder whose fact sheet has last year's figures."""
    assert app.extensions["settings"]
    holder = held()
    for fact_id, value in (
        ("members-total", "40"),
        ("member-kinds", "3"),
        ("months-of-work", "60"),
        ("staff-fte", "2"),
    ):
        report(holder, fact_id, value, 2026)
    return holder


def agreed(**no: str) -> Agreed:
    """Return a yes to everything but what is named, which is a no with its explanation."""
    said = {
        name.replace("_", "-"): Declared(holds=False, explanation=why) for name, why in no.items()
    }
    return Agreed(
        rules={rule_id: said.get(rule_id, YES) for rule_id in RULES},
        conditions=said.get("conditions", YES),
        mark=said.get("mark", YES),
    )


def confirm(holder: Held, day: date, said: Agreed | None = None) -> Confirmation:
    with unit_of_work() as session:
        return actions.confirm_year(
            session,
            actor=holder.acting,
            label_id=holder.label.id,
            agreed=said if said is not None else agreed(),
            now=at(day),
        )


def test_year_is_confirmed_once_from_thirty_days_before(holder: Held) -> None:
    with pytest.raises(NotNow):
        confirm(holder, DUE - timedelta(days=31))
    row = confirm(holder, DUE - timedelta(days=30))
    assert (row.due_on, row.conditions_hold, row.mark_by_rules) == (DUE, True, True)
    with reading() as session:
        answers = session.scalars(select(ConfirmationAnswer.rule_id)).all()
        assert set(answers) == set(RULES)
    with pytest.raises(NotNow):
        confirm(holder, DUE)
    check_at(at(DUE + timedelta(days=1)))
    assert findings(holder) == []
    assert mails("confirmation_due") == []


def test_late_confirmation_ends_the_finding_and_is_shown_as_late(holder: Held) -> None:
    check_at(at(DUE + timedelta(days=1)))
    (found,) = findings(holder)
    confirm(holder, DUE + timedelta(days=9))
    assert steps(found) == ["found", "gone"]
    with reading() as session:
        texts = {entry.title: entry.text for entry in queries.file_of(session, holder.label.id)}
        assert texts["Yearly confirmation for 28 May 2027"] == "9 days late"
        counts = queries.surveillance_counts(session, 2027)
        assert (counts.confirmations_in_time, counts.confirmations_late) == (0, 1)


def test_each_no_becomes_a_finding(holder: Held) -> None:
    confirm(
        holder,
        DUE,
        agreed(
            no_insolvency="Applied for on 3 May.", mark="On a flyer.", conditions="One is open."
        ),
    )
    assert {(row.cause, row.key, row.reported) for row in findings(holder)} == {
        (FindingCause.ELIGIBILITY, "no-insolvency", "Applied for on 3 May."),
        (FindingCause.ANSWER, "mark:2027-05-28", "On a flyer."),
        (FindingCause.ANSWER, "conditions:2027-05-28", "One is open."),
    }
    check_at(at(DUE + timedelta(days=1)))
    assert all(row.gone_at is None for row in findings(holder))


def test_no_needs_its_explanation_and_no_rule_may_be_left_out(holder: Held) -> None:
    with pytest.raises(Invalid) as refused:
        confirm(holder, DUE, agreed(mark=""))
    assert refused.value.field == "mark_note"
    short = Agreed(rules={}, conditions=YES, mark=YES)
    with pytest.raises(Invalid) as refused:
        confirm(holder, DUE, short)
    assert refused.value.field == "rule-legal-person"


def test_facts_must_be_there_for_last_year(holder: Held) -> None:
    report(holder, "staff-fte", "", 2026)
    with pytest.raises(Invalid, match="Full-time posts of the office"):
        confirm(holder, DUE)


def test_contributors_do_not_confirm(holder: Held) -> None:
    seats = {holder.label.organisation_id: Seat.CONTRIBUTOR}
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.confirm_year(
            session,
            actor=actor_for(holder.contributor, Role.MANAGER, seats),
            label_id=holder.label.id,
            agreed=agreed(),
            now=at(DUE),
        )


def test_overdue_year_is_made_good_by_the_next(app: Flask) -> None:
    assert app.extensions["settings"]
    holder = held()
    term = holder.term
    first, second = date(2027, 5, 28), date(2028, 5, 28)
    term.valid_until = date(2029, 5, 31)
    assert overdue(term, [], date(2028, 6, 1)) == [first, second]
    assert overdue(term, [first], date(2028, 6, 1)) == [second]
    assert overdue(term, [second], date(2028, 6, 1)) == []
