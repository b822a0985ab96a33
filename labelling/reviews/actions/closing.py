"""Ending the agreement: on to the visit, and closing it, when the feedback report begins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.actions import move, set_due
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.recipients import tell_owners
from labelling.core import audit
from labelling.core.access import Actor
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.reviews import queries
from labelling.reviews.actions.agreeing import open_for_agreement
from labelling.reviews.agreement import Agreement, agreement_of
from labelling.reviews.letters import tell_lead, tell_team
from labelling.reviews.models import FeedbackReport
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.roundtable.queries import find_open_table


def open_visit(session: Session, *, actor: Actor, application_id: UUID, now: datetime) -> None:
    """Go on from comparing to the visit; what is not agreed yet is agreed during or after it."""
    application = open_for_agreement(session, actor, application_id, now)
    if application.state is not State.COMPARISON or steps_of(application).visit == "none":
        raise NotNow(lazy("The visit is not the next step."))
    move(session, actor=actor, application=application, state=State.VISIT, now=now)
    by = set_due(session, actor=actor, application=application, step=Step.VISIT, now=now)
    tell_team(session, application, "visit_to_arrange", now, by=by.due_on.isoformat())
    tell_owners(session, application, "visit_ahead", now, by=by.due_on.isoformat())


def close_agreement(
    session: Session, *, actor: Actor, application_id: UUID, discussed_from: int, now: datetime
) -> FeedbackReport:
    """Close the agreement: scores stand from here on, and the feedback report begins.

    Raises NotNow while a part is open, the visit is not recorded, or a further look that the
    rule near a threshold asks for is neither done nor waived.
    """
    application = open_for_agreement(session, actor, application_id, now)
    visits = steps_of(application).visit != "none"
    if visits and application.state is State.COMPARISON:
        raise NotNow(lazy("The visit comes before the agreement is closed."))
    agreement = agreement_of(session, application, discussed_from)
    _refuse_open_parts(agreement)
    if visits and queries.visit(session, application_id) is None:
        raise NotNow(lazy("Record the interview or visit first."))
    if agreement.look_missing:
        raise NotNow(
            lazy(
                "The result lies within %(within)s points of the threshold, so a further assessor "
                "looks first."
            ),
            within=agreement.look.within if agreement.look else "",
        )
    if application.state is not State.AGREED:
        move(session, actor=actor, application=application, state=State.AGREED, now=now)
    table = find_open_table(session, application_id)
    if table is not None:
        table.closed_at, table.part_id = now, None
    report = _first_report(session, actor, agreement, application, now)
    move(session, actor=actor, application=application, state=State.FEEDBACK_DRAFT, now=now)
    by = set_due(session, actor=actor, application=application, step=Step.FEEDBACK, now=now)
    tell_lead(session, application, "report_to_write", now, by=by.due_on.isoformat())
    return report


def _refuse_open_parts(agreement: Agreement) -> None:
    still_open = agreement.open_parts
    if still_open:
        raise NotNow(
            lazy("%(count)s parts are not agreed yet. Begin with %(first)s."),
            count=len(still_open),
            first=still_open[0].part_id,
        )


def _first_report(
    session: Session,
    actor: Actor,
    agreement: Agreement,
    application: Application,
    now: datetime,
) -> FeedbackReport:
    """Begin the feedback report with the agreed texts."""
    texts = {
        part.part_id: {
            "strengths": part.agreed.strengths,
            "improvements": part.agreed.improvements,
        }
        for part in agreement.parts
        if part.agreed is not None
    }
    report = FeedbackReport(
        application_id=application.id,
        content={"parts": texts},
        version=1,
        updated_at=now,
        updated_by=actor.person_id,
    )
    session.add(report)
    session.flush()
    audit.record(session, actor, "agreement.closed", application, now)
    return report
