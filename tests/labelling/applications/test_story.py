"""From a call to an eligible application, by the actions alone."""

from datetime import date

import pytest
from sqlalchemy import select

from labelling.applications import queries
from labelling.applications.life import State
from labelling.applications.models import Step
from labelling.core.audit import AuditEntry
from labelling.core.database import reading
from labelling.core.outbox import Outgoing
from tests.labelling.applications.making import (
    NOW,
    answer_all,
    make_application,
    make_eligible,
    submit,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("level", ["bronze", "silver", "gold"])
def test_an_application_comes_to_be_eligible(level: str) -> None:
    world = make_application(level)
    answer_all(world)
    submission = submit(world)
    make_eligible(world)
    with reading() as session:
        application = queries.get_application(session, world.id)
        states = [event.to_state for event in queries.events(session, world.id)]
        frozen = queries.snapshot(session, queries.latest_submission(session, world.id))
        due = {step: queries.due(session, world.id, step) for step in Step}
        mails = list(
            session.scalars(
                select(Outgoing.name)
                .where(Outgoing.about_id == world.id)
                .order_by(Outgoing.name, Outgoing.address)
            )
        )
        verbs = set(session.scalars(select(AuditEntry.verb)))
    assert application.reference == "A-2026-001"
    assert application.state is State.ELIGIBLE
    assert application.submitted_at == NOW
    assert states == [State.DRAFT, State.SUBMITTED, State.ELIGIBLE]
    asked = {"bronze": 16, "silver": 25, "gold": 32}[level]
    assert (submission.number, submission.answers, submission.pieces) == (1, asked, 2)
    assert len(frozen["answers"]) == asked
    assert {step: day for step, day in due.items() if day} == {
        Step.SUBMIT: date(2027, 1, 31),
        Step.ELIGIBILITY: date(2026, 12, 2),
        Step.PANEL: date(2026, 12, 2),
    }
    assert mails == [
        *["application_eligible"] * 2,
        *["application_started"] * 2,
        *["application_submitted"] * 2,
        "application_to_check",
    ]
    assert {
        "call.opened",
        "application.started",
        "deadline.set",
        "answer.saved",
        "evidence.cited",
        "application.declared",
        "submission.frozen",
        "application.submitted",
        "eligibility.found",
        "application.eligible",
    } <= verbs
