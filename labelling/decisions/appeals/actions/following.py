"""What follows from an upheld appeal: the case is opened again, for others to decide."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.actions import reopen, set_due
from labelling.applications.models import Step
from labelling.applications.queries import get_application
from labelling.core import access, audit, i18n
from labelling.core.access import Actor
from labelling.core.errors import NotNow
from labelling.core.i18n import gettext, lazy
from labelling.core.permissions import Permission
from labelling.decisions.appeals import letters, queries
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.appeals.words import Follow
from labelling.decisions.models import Decision, DecisionState, LabelEvent
from labelling.decisions.subjects import person_of
from labelling.organisations.queries import get_organisation


def reopen_case(session: Session, *, actor: Actor, appeal_id: UUID, now: datetime) -> Appeal:
    """Set aside what the appeal was upheld against, and open the case for a new decision.

    Whoever prepared, decided or voted does not do it again. Raises NotNow where the outcome asks
    for nothing of the kind, or it is done.
    """
    appeal = queries.get_appeal(session, appeal_id)
    case = queries.appeal_case(session, appeal, actor.person_id, now)
    access.require(actor, Permission.APPEAL_HANDLE, case, now=now)
    if appeal.follow is not Follow.REOPEN or appeal.application_id is None:
        raise NotNow(lazy("The outcome of this appeal opens no case again."))
    if appeal.followed_at is not None:
        raise NotNow(lazy("The case was opened again already."))
    application = get_application(session, appeal.application_id)
    step = Step.ELIGIBILITY
    if appeal.decision_id is not None:
        decision = session.get_one(Decision, appeal.decision_id)
        decision.state, step = DecisionState.SET_ASIDE, Step.DECISION
        session.flush()
        audit.record(session, actor, "decision.set_aside", decision, now, appeal=appeal.receipt)
    organisation = get_organisation(session, application.organisation_id)
    with i18n.speaking(organisation.language):
        message = gettext("Opened again after appeal %(receipt)s.", receipt=appeal.receipt)
    reopen(session, actor=actor, application=application, now=now, message=message)
    set_due(session, actor=actor, application=application, step=step, now=now)
    appeal.followed_at, appeal.followed_by = now, person_of(actor)
    session.flush()
    audit.record(session, actor, "appeal.followed", appeal, now)
    letters.tell_owners(session, appeal, "reopened", now)
    return appeal


def waits_for_office(session: Session, appeal: Appeal) -> bool:
    """Say whether what the outcome asks for has not been done yet.

    A change of the label goes the ordinary way, by two persons; any since the outcome is one.
    """
    return bool(waiting_for_office(session, [appeal]))


def waiting_for_office(session: Session, appeals: Collection[Appeal]) -> frozenset[UUID]:
    """Return the keys of those appeals whose outcome asks for what has not been done yet."""
    latest: dict[UUID, datetime] = {}
    changing = {appeal.label_id for appeal in appeals if appeal.follow is Follow.CHANGE}
    if changing:
        for label_id, at in session.execute(
            select(LabelEvent.label_id, LabelEvent.recorded_at).where(
                LabelEvent.label_id.in_(changing)
            )
        ):
            latest[label_id] = max(at, latest.get(label_id, at))
    return frozenset(appeal.id for appeal in appeals if _waits(appeal, latest))


def _waits(appeal: Appeal, latest: Mapping[UUID, datetime]) -> bool:
    if appeal.decided_at is None or appeal.follow in {None, Follow.NOTHING}:
        return False
    if appeal.follow is Follow.REOPEN:
        return appeal.followed_at is None
    changed = latest.get(appeal.label_id) if appeal.label_id is not None else None
    return changed is None or changed < appeal.decided_at
