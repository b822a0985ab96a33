"""Awards with conditions, and reports on them."""

from datetime import date, datetime, timedelta
from uuid import UUID

from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.decisions import actions as deciding
from labelling.decisions.actions.deciding import record_decision
from labelling.decisions.conditions import actions, queries
from labelling.decisions.conditions.models import Condition
from labelling.decisions.conditions.setting import Wanted
from labelling.decisions.conditions.subjects import Stand
from labelling.decisions.models import Decision
from labelling.reviews.models import Outcome
from tests.labelling.decisions.applicants import owner_of
from tests.labelling.decisions.making import NOW, REASON, Office, member, officer, recommended

DUE = date(2026, 9, 30)
WANTED = (
    Wanted("Publish the list of members.", DUE, "The page on your website"),
    Wanted("Ask the members how content they are.", date(2027, 3, 31)),
)
LATER = NOW + timedelta(days=30)
THEN = LATER.date()


def prepared(
    office: Office, application: Application, wanted: tuple[Wanted, ...], now: datetime = NOW
) -> Decision:
    """Prepare an award with conditions."""
    with unit_of_work() as session:
        return deciding.prepare_decision(
            session,
            actor=officer(office, now=now),
            application_id=application.id,
            outcome=Outcome.WITH_CONDITIONS,
            level_id=None,
            note="",
            conditions=wanted,
            now=now,
        )


def taken(
    office: Office,
    decision: Decision,
    outcome: Outcome = Outcome.WITH_CONDITIONS,
    now: datetime = NOW,
) -> Decision:
    """Take a decision as it was prepared."""
    with unit_of_work() as session:
        return record_decision(
            session,
            actor=member(office, now=now),
            decision=session.get_one(Decision, decision.id),
            outcome=outcome,
            level_id=None,
            reason=REASON,
            private_reason="",
            now=now,
        )


def awarded(
    office: Office, now: datetime = NOW, wanted: tuple[Wanted, ...] = WANTED
) -> tuple[Application, list[Condition]]:
    """Award silver with two conditions."""
    application = recommended(now=now, visited=now.date() - timedelta(days=10))
    decision = taken(office, prepared(office, application, wanted, now), now=now)
    with reading() as session:
        return application, queries.conditions_of(session, decision.id)


def report(
    application: Application,
    condition: Condition,
    *,
    text: str = "It is on our website.",
    evidence_ids: tuple[UUID, ...] = (),
    actor: Actor | None = None,
    now: datetime = LATER,
) -> None:
    """Report on a condition as the holder."""
    actor = actor or owner_of(application)
    with unit_of_work() as session:
        actions.report_on_condition(
            session,
            actor=actor,
            condition_id=condition.id,
            text=text,
            evidence_ids=evidence_ids,
            now=now,
        )


def stands(application: Application, day: date = THEN) -> list[Stand]:
    """Return how the conditions of an application stand on a day."""
    with reading() as session:
        return [row.stand for row in queries.binding_on(session, application.id, day)]
