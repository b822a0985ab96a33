"""What a scheme asks before live panels: proposed by one person, put into force by another.

Who may sit on live panels hangs on it, so nobody loosens or tightens it alone.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews.calibration import queries
from labelling.reviews.calibration.cases import sets_of
from labelling.reviews.calibration.models import CalibrationRule, RuleOutcome
from labelling.reviews.calibration.queries import Rule
from labelling.reviews.calibration.subjects import Clearances

REASON_LIMIT = 1000


def propose_rule(
    session: Session, *, actor: Actor, edition_id: str, rule: Rule, now: datetime
) -> CalibrationRule:
    """Propose what an edition asks from the second person's answer on; clearances given stay.

    It replaces a proposal that still waits. Raises NotFound for an edition without practice
    cases, Invalid for figures out of range, NotNow for what is in force already.
    """
    access.require(actor, Permission.CALIBRATION_RULE, Clearances(), now=now)
    if not sets_of(edition_id) or actor.person_id is None:
        raise NotFound
    if not 0 <= rule.agreement <= 1:
        raise Invalid(lazy("Write an agreement from 0 to 1, for example 0.60."), field="agreement")
    if rule == queries.rule_of(session, edition_id):
        raise NotNow(lazy("This is what is asked already. Change something first."))
    waiting = queries.find_proposal(session, edition_id)
    if waiting is not None:
        waiting.decided_at, waiting.outcome = now, RuleOutcome.REPLACED
        session.flush()
    row = CalibrationRule(
        edition_id=edition_id,
        required=rule.required,
        agreement=rule.agreement,
        lean=rule.lean,
        months=rule.months,
        asked_at=now,
        asked_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    _record(session, actor, "calibration.proposed", row, now)
    return row


def decide_rule(
    session: Session,
    *,
    actor: Actor,
    rule_id: UUID,
    outcome: RuleOutcome,
    reason: str,
    now: datetime,
) -> CalibrationRule:
    """Put a proposed rule into force as the second person, or send it back with the reason.

    Raises NotNow where it no longer waits, Invalid where it goes back without a reason.
    """
    row = queries.get_proposal(session, rule_id)
    subject = queries.proposed(session, row, actor.person_id, now)
    access.require(actor, Permission.CALIBRATION_CONFIRM, subject, now=now)
    if row.decided_at is not None:
        raise NotNow(lazy("This proposal no longer waits for anybody."))
    if outcome is RuleOutcome.SENT_BACK and not reason:
        raise Invalid(lazy("Say what is to be changed."), field="reason")
    row.decided_at, row.decided_by = now, actor.person_id
    row.outcome, row.reason = outcome, reason[:REASON_LIMIT]
    session.flush()
    _record(session, actor, f"calibration.{outcome.value}", row, now)
    return row


def _record(session: Session, actor: Actor, verb: str, row: CalibrationRule, now: datetime) -> None:
    audit.record(
        session,
        actor,
        verb,
        row,
        now,
        required=row.required,
        agreement=str(row.agreement),
        lean=row.lean,
        months=row.months,
    )
