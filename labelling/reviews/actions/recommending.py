"""What the team recommends to the committee, held against the rules of the levels."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.actions import move, set_due
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import get_application
from labelling.applications.schemes import edition_of, level_in
from labelling.core import access, audit
from labelling.core.access import SYSTEM, Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.reviews import queries
from labelling.reviews.letters import tell_office
from labelling.reviews.models import Outcome, Recommendation
from labelling.reviews.outcomes import outcome_by_rules

_REASON_LIMIT = 4000
_AT_THE_LEVEL = (Outcome.AWARDED, Outcome.WITH_CONDITIONS)


def recommend(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    outcome: Outcome,
    level_id: str | None,
    reason: str,
    now: datetime,
) -> Recommendation:
    """Recommend an outcome to the committee. Against the rules it needs a reason, and is marked.

    Raises Invalid for a level that does not fit the outcome, NotNow before the report is final.
    """
    application = get_application(session, application_id)
    case = queries.assessment(session, application)
    access.require(actor, Permission.RECOMMENDATION_MAKE, case, now=now)
    report = queries.find_report(session, application_id)
    if application.state is not State.OBSERVED or report is None or report.final_at is None:
        raise NotNow(lazy("Recommend after the feedback report is final."))
    level_id = _fitting_level(application, outcome, level_id)
    rules = outcome_by_rules(session, application)
    given = Outcome.AWARDED if outcome in _AT_THE_LEVEL else outcome
    against = (given, level_id) != (rules.outcome, rules.level_id)
    if outcome is Outcome.WITH_CONDITIONS and not reason:
        raise Invalid(
            lazy("Write which conditions, by when, and what proves them."), field="reason"
        )
    if against and not reason:
        raise Invalid(
            lazy("This differs from what the agreed scores give. Write why."), field="reason"
        )
    if len(reason) > _REASON_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."), field="reason", most=_REASON_LIMIT
        )
    row = Recommendation(
        application_id=application_id,
        outcome=outcome,
        level_id=level_id,
        reason=reason,
        against_rules=against,
        made_at=now,
        made_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "recommendation.made",
        row,
        now,
        outcome=outcome.value,
        level=level_id,
        against_rules=against,
    )
    _record_assessments(session, application, now)
    move(session, actor=actor, application=application, state=State.RECOMMENDED, now=now)
    by = set_due(session, actor=actor, application=application, step=Step.DECISION, now=now)
    tell_office(session, application, "recommended", now, by=by.due_on.isoformat())
    return row


def _fitting_level(application: Application, outcome: Outcome, level_id: str | None) -> str | None:
    """Return the level that goes with an outcome; raise Invalid where they contradict."""
    if outcome in _AT_THE_LEVEL:
        return application.level_id
    if outcome is Outcome.NOT_AWARDED:
        return None
    edition = edition_of(application)
    order = [level.id for level in edition.levels]
    try:
        chosen = level_in(edition, level_id or "").id
    except NotFound:
        raise Invalid(lazy("Choose the lower level."), field="level") from None
    if order.index(chosen) >= order.index(application.level_id):
        raise Invalid(lazy("Choose a level below the one that was applied for."), field="level")
    return chosen


def _record_assessments(session: Session, application: Application, now: datetime) -> None:
    """Write into the ledger who has assessed this organisation, as of the day of submission."""
    case = queries.assessment(session, application)
    day = today(application.submitted_at or now)
    for person_id in sorted(case.team | case.readers):
        record_involvement(
            session,
            actor=SYSTEM,
            person_id=person_id,
            organisation_id=application.organisation_id,
            kind=InvolvementKind.ASSESSED,
            source=f"assessment {application.reference}",
            now=now,
            since=day,
            until=day,
        )
