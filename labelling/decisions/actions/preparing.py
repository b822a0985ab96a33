"""Preparing a decision, and sending a preparation back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import gettext, lazy
from labelling.core.permissions import Permission
from labelling.decisions import letters, printable, queries
from labelling.decisions.actions.granting import granted_level
from labelling.decisions.conditions.setting import Wanted, set_conditions
from labelling.decisions.fingerprint import fingerprint
from labelling.decisions.models import Decision, DecisionState
from labelling.decisions.subjects import Case, person_of
from labelling.reviews import queries as reviews
from labelling.reviews.models import Outcome

TEXT_LIMIT = 4000
BACK_LIMIT = 1000


def prepare_decision(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    outcome: Outcome,
    level_id: str | None,
    note: str,
    conditions: Sequence[Wanted] = (),
    now: datetime,
) -> Decision:
    """Lay a case before the committee with a proposal, bound to what is known of it now.

    What was prepared before is replaced where the case has changed since, or is for a sitting and
    on no agenda; raises NotNow otherwise, or at another step, and Invalid for a proposal that the
    agreed scores do not carry, or conditions that lack something.
    """
    application = get_application(session, application_id)
    case = queries.case_for(session, application, actor.person_id, now)
    access.require(actor, Permission.DECISION_PREPARE, case, now=now)
    _refuse_other_step(session, application)
    level_id = granted_level(session, application, outcome, level_id, now)
    if len(note) > TEXT_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."), field="note", most=TEXT_LIMIT
        )
    if level_id is not None:
        printable.sheet_in_design(session, application, level_id, now)
    seen = fingerprint(session, application)
    _replace(session, actor, case, seen, now)
    decision = Decision(
        application_id=application_id,
        state=DecisionState.PREPARED,
        proposed_outcome=outcome,
        proposed_level_id=level_id,
        note=note,
        fingerprint=seen,
        prepared_at=now,
        prepared_by=person_of(actor),
    )
    session.add(decision)
    session.flush()
    audit.record(
        session,
        actor,
        "decision.prepared",
        decision,
        now,
        application=str(application_id),
        outcome=outcome.value,
        level=level_id,
        fingerprint=seen,
    )
    if outcome is Outcome.WITH_CONDITIONS:
        set_conditions(session, actor=actor, decision=decision, conditions=conditions, now=now)
    letters.tell_deciders(session, application, decision, now)
    return decision


def send_decision_back(
    session: Session, *, actor: Actor, decision_id: UUID, reason: str, now: datetime
) -> Decision:
    """Send a preparation back to the office with the reason; raise NotNow once it is decided."""
    decision = queries.get_decision(session, decision_id)
    application = get_application(session, decision.application_id)
    case = queries.case_for(session, application, actor.person_id, now, decision)
    access.require(actor, Permission.DECISION_TAKE, case, now=now)
    if decision.state is not DecisionState.PREPARED:
        raise NotNow(lazy("This preparation no longer waits for a decision."))
    if not reason or len(reason) > BACK_LIMIT:
        raise Invalid(
            lazy("Write what is missing, in up to %(most)s characters."),
            field="back_reason",
            most=BACK_LIMIT,
        )
    give_back(session, actor, decision, reason, now)
    letters.tell_preparer(session, application, decision, now)
    return decision


def _refuse_other_step(session: Session, application: Application) -> None:
    report = reviews.find_report(session, application.id)
    recommended = reviews.recommendation(session, application.id) is not None
    if application.state is not State.RECOMMENDED or not recommended:
        raise NotNow(lazy("A decision is prepared once the assessment team has recommended."))
    if report is None or report.final_at is None:
        raise NotNow(lazy("The feedback report is not final yet."))


def _replace(session: Session, actor: Actor, case: Case, seen: str, now: datetime) -> None:
    before = case.decision
    if before is None:
        return
    if before.state is DecisionState.TAKEN:
        raise NotNow(lazy("This application is decided already."))
    if before.fingerprint != seen:
        reason = gettext("The case had changed since, so it was prepared again.")
    elif queries.waits_for_agenda(session, case.application, before):
        reason = gettext("It was on no agenda, and was prepared again.")
    else:
        raise NotNow(lazy("This decision is prepared already and waits for the committee."))
    give_back(session, actor, before, reason, now)


def give_back(
    session: Session, actor: Actor, decision: Decision, reason: str, now: datetime
) -> None:
    """Mark a preparation as sent back, with the reason.

    It has no permission of its own: the action that calls it has required its own.
    """
    decision.state, decision.sent_back_reason = DecisionState.SENT_BACK, reason
    decision.sent_back_at, decision.sent_back_by = now, actor.person_id
    session.flush()
    audit.record(session, actor, "decision.sent_back", decision, now, reason=reason)
