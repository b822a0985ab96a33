"""Naming a technical editor, ending the editing, and rating a report afterwards."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.queries import get_application
from labelling.applications.recipients import tell
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries as reviews
from labelling.reviews.models import ConflictGrade
from labelling.reviews.reporting import queries
from labelling.reviews.reporting.models import ReportEditor, ReportRating

LOWEST, HIGHEST = 1, 5
REMARK_LIMIT = 1000


def name_editor(
    session: Session, *, actor: Actor, application_id: UUID, person_id: UUID, now: datetime
) -> ReportEditor:
    """Name who edits the language of a report: an independent assessor outside the team.

    Nobody asks editors to declare, so whoever is bound in any way is refused, and nobody names
    themselves.

    Raises NotNow once the draft was sent, Invalid for somebody who may not.
    """
    application = get_application(session, application_id)
    case = reviews.assessment(session, application)
    access.require(actor, Permission.EDITOR_NAME, case, now=now)
    if application.state is not State.FEEDBACK_DRAFT:
        raise NotNow(lazy("The report was sent to the organisation already."))
    organisation = get_organisation(session, application.organisation_id)
    known = {one.person.id: one for one in reviews.candidates(session, organisation, today(now))}
    outside = person_id not in case.team | case.readers | case.waiting
    if person_id not in known or not outside or person_id == actor.person_id:
        raise Invalid(lazy("Choose somebody who is not on the team."), field="editor")
    if known[person_id].grade is not ConflictGrade.NONE:
        raise Invalid(lazy("This assessor is not independent of the applicant."), field="editor")
    row = queries.find_editor(session, application_id)
    if row is None:
        row = ReportEditor(application_id=application_id)
        session.add(row)
    row.person_id, row.named_at, row.named_by, row.done_at = person_id, now, actor.person_id, None
    session.flush()
    audit.record(session, actor, "feedback.editor_named", application, now, editor=str(person_id))
    tell(session, [known[person_id].person], application, "report_to_edit", now)
    return row


def finish_editing(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> ReportEditor:
    """Say that the language of the report is edited. Raises NotFound for others than the editor."""
    application = get_application(session, application_id)
    case = reviews.assessment(session, application)
    access.require(actor, Permission.FEEDBACK_EDIT, case, now=now)
    row = queries.find_editor(session, application_id)
    if row is None or row.person_id != actor.person_id:
        raise NotFound
    if application.state is not State.FEEDBACK_DRAFT:
        raise NotNow(lazy("The report was sent to the organisation already."))
    row.done_at = now
    session.flush()
    audit.record(session, actor, "feedback.edited", application, now)
    return row


def rate_report(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    marks: tuple[int, int, int],
    remark: str,
    now: datetime,
) -> ReportRating:
    """Rate a final report: whether it is clear, fair, and useful, from 1 to 5 each.

    May be changed by rating again. Raises NotNow before the report is final.
    """
    application = get_application(session, application_id)
    case = reviews.assessment(session, application)
    access.require(actor, Permission.REPORT_RATE, case, now=now)
    report = reviews.feedback_report(session, application_id)
    if report.final_at is None or actor.person_id is None:
        raise NotNow(lazy("A report is rated once it is final."))
    if not all(LOWEST <= mark <= HIGHEST for mark in marks):
        raise Invalid(lazy("Choose one of the lines."), field="clear")
    if len(remark) > REMARK_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."), field="remark", most=REMARK_LIMIT
        )
    row = queries.find_rating(session, application_id)
    if row is None:
        # The day stays that of the first answer: by it answers are shown several at a time.
        row = ReportRating(application_id=application_id, rated_at=now)
        session.add(row)
    row.clear, row.fair, row.useful = marks
    row.remark, row.rated_by = remark, actor.person_id
    session.flush()
    audit.record(session, actor, "feedback.rated", application, now)
    return row
