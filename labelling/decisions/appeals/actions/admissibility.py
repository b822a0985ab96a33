"""Whether an appeal is admissible: proposed by an officer without a part in the case, decided by
a second person; and the dates of its steps."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.appeals import letters, queries
from labelling.decisions.appeals.life import ENDED, AppealState
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.appeals.texts import REASON_LIMIT, SHORT_LIMIT, checked
from labelling.decisions.clocks.dates import extend_clock
from labelling.decisions.clocks.spans import Clock
from labelling.decisions.subjects import person_of


def acknowledge_appeal(session: Session, *, actor: Actor, appeal_id: UUID, now: datetime) -> Appeal:
    """Tell the organisation that its appeal is being looked at."""
    appeal = _handled(session, actor, appeal_id, now)
    appeal.advance(AppealState.ACKNOWLEDGED, at=now)
    appeal.acknowledged_at, appeal.acknowledged_by = now, person_of(actor)
    session.flush()
    audit.record(session, actor, "appeal.acknowledged", appeal, now)
    letters.tell_owners(session, appeal, "acknowledged", now)
    return appeal


def propose_admissibility(
    session: Session,
    *,
    actor: Actor,
    appeal_id: UUID,
    admissible: bool,
    reason: str,
    now: datetime,
) -> Appeal:
    """Propose whether the panel hears the appeal; the organisation reads the reason if it does not.

    Raises Invalid where an appeal that is not to be heard has no reason.
    """
    appeal = _handled(session, actor, appeal_id, now)
    if not admissible or reason:
        checked(reason, "reason", REASON_LIMIT)
    appeal.advance(AppealState.PROPOSED, at=now)
    appeal.proposed_admissible, appeal.admissibility_reason = admissible, reason
    appeal.proposed_at, appeal.proposed_by = now, person_of(actor)
    appeal.sent_back_reason = ""
    session.flush()
    audit.record(session, actor, "appeal.proposed", appeal, now, admissible=admissible)
    letters.tell_judges(session, appeal, now)
    return appeal


def judge_admissibility(
    session: Session, *, actor: Actor, appeal_id: UUID, now: datetime
) -> Appeal:
    """Decide on admissibility as it was proposed, as the second person."""
    appeal = _judged(session, actor, appeal_id, now)
    admitted = bool(appeal.proposed_admissible)
    appeal.advance(AppealState.ADMITTED if admitted else AppealState.INADMISSIBLE, at=now)
    appeal.judged_at, appeal.judged_by = now, person_of(actor)
    session.flush()
    verb = "appeal.admitted" if admitted else "appeal.inadmissible"
    audit.record(session, actor, verb, appeal, now)
    letters.tell_owners(session, appeal, "admitted" if admitted else "inadmissible", now)
    if admitted:
        letters.tell_office(session, appeal, "panel", Clock.PANEL, now)
    return appeal


def send_proposal_back(
    session: Session, *, actor: Actor, appeal_id: UUID, reason: str, now: datetime
) -> Appeal:
    """Send a proposal on admissibility back with the reason, as the second person."""
    appeal = _judged(session, actor, appeal_id, now)
    appeal.sent_back_reason = checked(reason, "back_reason", SHORT_LIMIT)
    appeal.advance(AppealState.ACKNOWLEDGED, at=now)
    appeal.proposed_admissible = appeal.proposed_at = appeal.proposed_by = None
    session.flush()
    audit.record(session, actor, "appeal.sent_back", appeal, now, reason=reason)
    letters.tell_office(session, appeal, "sent_back", Clock.ADMISSIBILITY, now)
    return appeal


def extend_appeal(
    session: Session,
    *,
    actor: Actor,
    appeal_id: UUID,
    step: Clock,
    day: date,
    reason: str,
    now: datetime,
) -> None:
    """Give a step of a running appeal a later date, with a reason that the organisation reads."""
    appeal = _handled(session, actor, appeal_id, now)
    if appeal.state in ENDED:
        raise NotNow(lazy("This appeal has ended, so it has no dates left to extend."))
    extend_clock(
        session, by=actor.person_id, case_id=appeal.id, step=step, day=day, reason=reason, now=now
    )
    audit.record(
        session, actor, "appeal.extended", appeal, now, step=step.value, day=day.isoformat()
    )
    letters.tell_owners(session, appeal, "extended", now)


def _handled(session: Session, actor: Actor, appeal_id: UUID, now: datetime) -> Appeal:
    appeal = queries.get_appeal(session, appeal_id)
    case = queries.appeal_case(session, appeal, actor.person_id, now)
    access.require(actor, Permission.APPEAL_HANDLE, case, now=now)
    return appeal


def _judged(session: Session, actor: Actor, appeal_id: UUID, now: datetime) -> Appeal:
    appeal = queries.get_appeal(session, appeal_id)
    case = queries.appeal_case(session, appeal, actor.person_id, now)
    access.require(actor, Permission.APPEAL_JUDGE, case, now=now)
    if appeal.state is not AppealState.PROPOSED:
        raise NotNow(lazy("No proposal on admissibility waits for its second person."))
    return appeal
