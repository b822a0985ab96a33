"""The feedback report: written, sent for observations on facts, made final."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.actions import move, set_due
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due, get_application
from labelling.applications.recipients import tell_owners
from labelling.core import access, audit, outbox
from labelling.core.access import SYSTEM, Actor
from labelling.core.clock import today
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews import queries
from labelling.reviews.letters import tell_lead
from labelling.reviews.models import FeedbackReport
from labelling.reviews.reporting.queries import find_editor, has_edited

OUT = frozenset({State.OBSERVATIONS, State.OBSERVED})
WRITING = OUT | {State.FEEDBACK_DRAFT}
RENDER = "feedback.render"
SUMMARY_LIMIT = 8000
_TEXT_LIMIT = 4000


class ReportChanged(Conflict):
    """Somebody saved the report meanwhile; ``version`` is what stands now."""

    def __init__(self, stands: FeedbackReport) -> None:
        super().__init__(lazy("Somebody saved the report while you were writing."))
        self.version = stands.version


class ObservationsChanged(Conflict):
    """Another owner has answered meanwhile; ``saved`` names that answer, ``text`` is what it says.

    An empty text says that no fact is wrong.
    """

    def __init__(self, stands: FeedbackReport) -> None:
        super().__init__(lazy("Somebody of your organisation answered while you were writing."))
        self.saved, self.text = observed_as(stands), stands.observations


def observed_as(report: FeedbackReport) -> str:
    """Return what names the organisation's last answer, '' before there is one."""
    return report.observed_at.isoformat() if report.observed_at is not None else ""


def write_feedback(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    summary: str,
    texts: Mapping[str, tuple[str, str]],
    version: int,
    now: datetime,
    next_steps: str | None = None,
) -> FeedbackReport:
    """Save summary and texts; ``texts`` has strengths and areas for improvement by part.

    ``next_steps`` stay as they are where nothing is said of them.

    Raises ReportChanged where somebody has saved since ``version``, NotNow once it is final, and
    for the technical editor once they have finished or the organisation has it.
    """
    application, report = _report(session, actor, application_id, Permission.FEEDBACK_EDIT, now)
    if application.state not in WRITING or report.final_at is not None:
        raise NotNow(lazy("The report is final, so it stays as it is."))
    if has_edited(find_editor(session, application_id), actor, application):
        raise NotNow(lazy("Your editing is finished. The office sends the report next."))
    if report.version != version:
        raise ReportChanged(report)
    if len(summary) > SUMMARY_LIMIT:
        raise Invalid(
            lazy("The summary may have %(most)s characters."), field="summary", most=SUMMARY_LIMIT
        )
    parts: dict[str, dict[str, str]] = dict(report.content.get("parts", {}))
    for part_id in parts:
        strengths, improvements = texts.get(part_id, ("", ""))
        if max(len(strengths), len(improvements)) > _TEXT_LIMIT:
            raise Invalid(lazy("This text may have %(most)s characters."), most=_TEXT_LIMIT)
        parts[part_id] = {"strengths": strengths, "improvements": improvements}
    content = {**report.content, "parts": parts}
    if next_steps is not None:
        if len(next_steps) > _TEXT_LIMIT:
            raise Invalid(
                lazy("This text may have %(most)s characters."),
                field="next_steps",
                most=_TEXT_LIMIT,
            )
        content["next_steps"] = next_steps
    report.summary, report.content = summary, content
    report.version += 1
    report.updated_at, report.updated_by = now, actor.person_id
    session.flush()
    audit.record(session, actor, "feedback.written", report, now, version=report.version)
    return report


def release_feedback(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> FeedbackReport:
    """Send the draft to the organisation for observations on facts; makes its PDF."""
    application, report = _report(session, actor, application_id, Permission.FEEDBACK_RELEASE, now)
    if application.state is not State.FEEDBACK_DRAFT:
        raise NotNow(lazy("The report was sent to the organisation already."))
    _refuse_empty(report)
    editor = find_editor(session, application_id)
    if editor is not None and editor.done_at is None:
        raise NotNow(lazy("The technical editor has not finished yet."))
    move(session, actor=actor, application=application, state=State.OBSERVATIONS, now=now)
    report.released_at = now
    by = set_due(session, actor=actor, application=application, step=Step.OBSERVATIONS, now=now)
    audit.record(session, actor, "feedback.released", report, now, version=report.version)
    _put_pdf(session, report, now)
    tell_owners(session, application, "feedback_released", now, by=by.due_on.isoformat())
    return report


def write_observations(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    text: str,
    now: datetime,
    started_from: str | None = None,
) -> FeedbackReport:
    """Say, for the organisation, which facts are wrong; an empty text says that none are.

    ``started_from`` is what ``observed_as`` named when the writer began. Raises
    ObservationsChanged where another owner has answered since.
    """
    application, report = _report(
        session, actor, application_id, Permission.OBSERVATIONS_WRITE, now
    )
    if application.state not in OUT or report.final_at is not None:
        raise NotNow(lazy("The report is final, so observations are closed."))
    if started_from is not None and started_from != observed_as(report):
        raise ObservationsChanged(report)
    if len(text) > SUMMARY_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."),
            field="observations",
            most=SUMMARY_LIMIT,
        )
    report.observations, report.observed_at, report.observed_by = text, now, actor.person_id
    _to_the_team(session, actor, application, now)
    session.flush()
    audit.record(session, actor, "observations.written", report, now, none=not text)
    by = due(session, application_id, Step.RECOMMENDATION) or today(now)
    tell_lead(session, application, "observations_in", now, by=by.isoformat())
    return report


def _to_the_team(session: Session, actor: Actor, application: Application, now: datetime) -> None:
    """Make it the team's turn, unless it is already."""
    if application.state is State.OBSERVATIONS:
        move(session, actor=actor, application=application, state=State.OBSERVED, now=now)
        set_due(session, actor=actor, application=application, step=Step.RECOMMENDATION, now=now)


def finish_feedback(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> FeedbackReport:
    """Make the report final, after the observations or after their last day; makes its PDF."""
    application, report = _report(session, actor, application_id, Permission.FEEDBACK_EDIT, now)
    edits = queries.assessment(session, application).editor
    if actor.person_id is not None and actor.person_id == edits:
        raise NotAllowed(lazy("The lead of the team or the office makes the report final."))
    if application.state not in OUT or report.final_at is not None:
        raise NotNow(lazy("The report cannot be made final at this step."))
    last_day = due(session, application_id, Step.OBSERVATIONS)
    if report.observed_at is None and (last_day is None or today(now) <= last_day):
        raise NotNow(lazy("The organisation may still send observations."))
    _refuse_empty(report)
    _to_the_team(session, actor, application, now)
    report.final_at = now
    report.version += 1
    session.flush()
    audit.record(session, actor, "feedback.final", report, now, version=report.version)
    _put_pdf(session, report, now)
    tell_owners(session, application, "feedback_final", now)
    return report


def note_pdf(
    session: Session, *, report_id: UUID, version: int, sha256: str, now: datetime
) -> None:
    """Note the PDF that was made of a version of the report; a newer version wins."""
    report = session.get_one(FeedbackReport, report_id)
    if report.pdf_version is not None and report.pdf_version > version:
        return
    report.pdf_sha256, report.pdf_version = sha256, version
    audit.record(session, SYSTEM, "feedback.printed", report, now, version=version, sha256=sha256)


def _report(
    session: Session,
    actor: Actor,
    application_id: UUID,
    permission: Permission,
    now: datetime,
) -> tuple[Application, FeedbackReport]:
    application = get_application(session, application_id)
    access.require(actor, permission, queries.assessment(session, application), now=now)
    return application, queries.feedback_report(session, application_id)


def _refuse_empty(report: FeedbackReport) -> None:
    if not report.summary.strip():
        raise NotNow(lazy("The report has no summary yet. Write and save it first."))


def _put_pdf(session: Session, report: FeedbackReport, now: datetime) -> None:
    outbox.put_job(
        session,
        RENDER,
        {"report": str(report.id), "version": report.version},
        now,
        about=report,
        key=f"{RENDER}:{report.id}:{report.version}",
    )
