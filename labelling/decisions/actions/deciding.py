"""Taking a decision: a second person, on what was prepared; alone, or as the committee's chair."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.actions import move
from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions import queries
from labelling.decisions.actions.carrying_out import (
    carry_out,
    refuse_without_conditions,
    state_after,
)
from labelling.decisions.actions.granting import granted_level
from labelling.decisions.actions.preparing import TEXT_LIMIT
from labelling.decisions.fingerprint import fingerprint
from labelling.decisions.models import Decision, DecisionState
from labelling.decisions.subjects import person_of
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.reviews.models import Outcome


def take_decision(
    session: Session,
    *,
    actor: Actor,
    decision_id: UUID,
    outcome: Outcome,
    level_id: str | None,
    reason: str,
    private_reason: str,
    now: datetime,
) -> Decision:
    """Decide on an application as the second person, where one member of the committee may.

    Refuses as ``record_decision`` does.
    """
    decision = queries.get_decision(session, decision_id)
    application = get_application(session, decision.application_id)
    case = queries.case_for(session, application, actor.person_id, now, decision)
    access.require(actor, Permission.DECISION_TAKE, case, now=now)
    return record_decision(
        session,
        actor=actor,
        decision=decision,
        outcome=outcome,
        level_id=level_id,
        reason=reason,
        private_reason=private_reason,
        now=now,
    )


def record_decision(
    session: Session,
    *,
    actor: Actor,
    decision: Decision,
    outcome: Outcome,
    level_id: str | None,
    reason: str,
    private_reason: str,
    now: datetime,
) -> Decision:
    """Record what was decided on an application; give the label where it is awarded.

    ``reason`` is what the organisation reads. Raises NotNow where it no longer waits, Conflict
    where the case has changed since it was prepared, Invalid for a level that was not reached.

    It has no permission of its own: one member takes a decision, or the chair of a sitting closes
    its vote, and both have required theirs.
    """
    application = get_application(session, decision.application_id)
    _refuse_outdated(session, application, decision)
    level_id = granted_level(session, application, outcome, level_id, now)
    refuse_without_conditions(session, decision, outcome)
    _refuse_texts(reason, private_reason)
    decision.state, decision.outcome, decision.level_id = DecisionState.TAKEN, outcome, level_id
    decision.reason, decision.private_reason = reason, private_reason
    decision.decided_at, decision.decided_by = now, person_of(actor)
    session.flush()
    audit.record(
        session,
        actor,
        "decision.taken",
        decision,
        now,
        application=str(application.id),
        outcome=outcome.value,
        level=level_id,
        fingerprint=decision.fingerprint,
    )
    move(
        session,
        actor=actor,
        application=application,
        state=state_after(outcome),
        now=now,
        message=reason,
    )
    record_involvement(
        session,
        actor=actor,
        person_id=person_of(actor),
        organisation_id=application.organisation_id,
        kind=InvolvementKind.DECIDED,
        source=f"decision {application.reference}",
        now=now,
        since=today(now),
        until=today(now),
    )
    carry_out(session, actor=actor, application=application, decision=decision, now=now)
    return decision


def _refuse_outdated(session: Session, application: Application, decision: Decision) -> None:
    waits = decision.state is DecisionState.PREPARED
    if not waits or application.state is not State.RECOMMENDED:
        raise NotNow(lazy("This preparation no longer waits for a decision."))
    if fingerprint(session, application) != decision.fingerprint:
        raise Conflict(
            lazy("The case has changed since it was prepared, so nothing was decided."),
            advice=lazy("The office prepares it again; you are told when it has."),
        )


def _refuse_texts(reason: str, private_reason: str) -> None:
    if not reason:
        raise Invalid(lazy("Give the organisation the reason."), field="reason")
    for name, text in (("reason", reason), ("private_reason", private_reason)):
        if len(text) > TEXT_LIMIT:
            raise Invalid(
                lazy("This text may have %(most)s characters."), field=name, most=TEXT_LIMIT
            )
