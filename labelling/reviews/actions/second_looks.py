"""A further assessor near a threshold: invited by the office, or waived with a reason."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.actions import set_due
from labelling.applications.models import Application, Step
from labelling.applications.queries import get_application
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries
from labelling.reviews.actions.agreeing import AGREEING
from labelling.reviews.actions.panels import invite
from labelling.reviews.agreement import Agreement, agreement_of
from labelling.reviews.models import ConflictGrade, PanelSeat, SecondLookWaiver
from labelling.reviews.queries.insiders import office_since_opened


def invite_reader(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    person_id: UUID,
    discussed_from: int,
    now: datetime,
) -> PanelSeat:
    """Invite the further assessor that a result near the threshold asks for.

    The seat covers the parts that the rule names; its holder sees nothing of the team's scores
    before handing in; so nobody is asked who is or was an officer, and may have seen them. Raises
    NotNow where no further look is asked for.
    """
    application = get_application(session, application_id)
    access.require(actor, Permission.PANEL_BUILD, application, now=now)
    agreement = _asked(session, application, discussed_from)
    organisation = get_organisation(session, application.organisation_id)
    known = {one.person.id: one for one in queries.candidates(session, organisation, today(now))}
    on_team = {seat.person_id for seat in queries.panel(session, application_id)}
    if person_id not in known or person_id in on_team:
        raise Invalid(lazy("Choose somebody who is not on the team."), field="person")
    if person_id in office_since_opened(session, application_id):
        raise Invalid(lazy("Who works in the office may know the scores."), field="person")
    if known[person_id].grade is ConflictGrade.BARRED:
        raise Invalid(lazy("This assessor is not independent of the applicant."), field="person")
    look = agreement.look
    if look is None:
        raise NotNow(lazy("No further look is asked for."))
    by = set_due(session, actor=actor, application=application, step=Step.CONFLICTS, now=now)
    return invite(
        session,
        actor,
        application,
        now,
        person_id=person_id,
        answer_by=by.due_on,
        kind=look.kind,
        parts=look.parts,
    )


def waive_second_look(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    reason: str,
    discussed_from: int,
    now: datetime,
) -> SecondLookWaiver:
    """Go without the further look, with a written reason. Raises NotNow where none is asked for."""
    application = get_application(session, application_id)
    case = queries.assessment(session, application)
    access.require(actor, Permission.SECOND_LOOK_WAIVE, case, now=now)
    _asked(session, application, discussed_from)
    if not reason:
        raise Invalid(lazy("Write why the rule is not followed here."), field="reason")
    waiver = SecondLookWaiver(
        application_id=application_id,
        reason=reason[:2000],
        waived_at=now,
        waived_by=actor.person_id,
    )
    session.add(waiver)
    session.flush()
    audit.record(session, actor, "second_look.waived", application, now, reason=waiver.reason)
    return waiver


def _asked(session: Session, application: Application, discussed_from: int) -> Agreement:
    if application.state not in AGREEING or not queries.assessment(session, application).opened:
        raise NotNow(lazy("No further look is asked for."))
    agreement = agreement_of(session, application, discussed_from)
    if not agreement.look_missing or agreement.reader_invited:
        raise NotNow(lazy("No further look is asked for."))
    return agreement
