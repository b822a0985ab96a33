"""What this room opens in others: the submission to the committee, a box to the office."""

from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.office_panels import Panel, add
from labelling.applications.queries import get_application
from labelling.applications.readers import add_reader
from labelling.core.access import Actor, Role, may
from labelling.core.clock import today, utcnow
from labelling.core.i18n import format_day, gettext
from labelling.core.permissions import Permission
from labelling.decisions import queries
from labelling.decisions.models import Decision, DecisionState
from labelling.decisions.proofs import opened_to_office
from labelling.decisions.ties import ties_of
from labelling.decisions.words import OUTCOME_NAMES
from labelling.organisations import evidence_access
from labelling.people import queries as people


@add_reader
def reads_submission(session: Session, actor: Actor, application_id: UUID) -> bool:
    """Say whether a committee member may read what was submitted: cases open to them alone."""
    if actor.role is not Role.COMMITTEE:
        return False
    application = get_application(session, application_id)
    case = queries.case_for(session, application, actor.person_id, utcnow())
    return may(actor, Permission.DECISION_VIEW, case)


@evidence_access.add_reader
def reads_proof(session: Session, actor: Actor, evidence_id: UUID) -> set[int | None]:
    """Return the versions of a piece that a holder laid before the office, for the committee."""
    if actor.role is not Role.COMMITTEE:
        return set()
    ties = ties_of(session, actor.person_id, today(utcnow()))
    return {
        version
        for label, version in opened_to_office(session, evidence_id)
        if may(actor, Permission.LABEL_VIEW, label) and ties.bound_up(label.organisation_id) is None
    }


@add
def office_box(session: Session, actor: Actor, application: Application) -> list[Panel]:
    """Return the box on the decision, once the assessment team has recommended."""
    if application.state not in {State.RECOMMENDED, State.OFFERED, State.DECIDED}:
        return []
    case = queries.case_for(session, application, actor.person_id, utcnow())
    if not may(actor, Permission.DECISION_VIEW, case):
        return [Panel(gettext("Decision"), text=str(case.conflict or ""))]
    if case.decision is None:
        return [
            Panel(
                gettext("Decision"),
                text=gettext("Prepare the decision for the committee."),
                button=gettext("Prepare the decision"),
                address=f"/applications/{application.id}/decision",
                is_due=True,
            )
        ]
    return [_standing_box(session, case.decision)]


def _standing_box(session: Session, decision: Decision) -> Panel:
    names = people.names(session, [decision.prepared_by, decision.decided_by])
    lines = [
        (
            gettext("Prepared"),
            f"{format_day(decision.prepared_at)}, {names[decision.prepared_by]}",
        )
    ]
    if decision.outcome is not None and decision.decided_at and decision.decided_by:
        lines += [
            (
                gettext("Decided"),
                f"{format_day(decision.decided_at)}, {names[decision.decided_by]}",
            ),
            (gettext("Outcome"), str(OUTCOME_NAMES[decision.outcome])),
        ]
    waits = decision.state is DecisionState.PREPARED
    return Panel(
        gettext("Decision"),
        lines=tuple(lines),
        text=gettext("It waits for the committee.") if waits else "",
        button=gettext("Open the decision"),
        address=f"/decisions/{decision.id}",
    )
