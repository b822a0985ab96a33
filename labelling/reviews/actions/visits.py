"""Recording the interview or visit: the day, who was there, what was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.queries import get_application, latest_submission, snapshot
from labelling.applications.schemes import edition_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.core.i18n import format_day, lazy
from labelling.core.permissions import Permission
from labelling.reviews import queries
from labelling.reviews.models import Visit
from labelling.reviews.verifying import as_submitted

PRESENT = ("management", "board", "members", "partners", "funders")
_MOST_IMPROVEMENTS = 20
_NOTES_LIMIT = 20_000


class VisitChanged(Conflict):
    """A colleague saved the record meanwhile; ``saved`` names what stands now."""

    def __init__(self, stands: Visit | None) -> None:
        super().__init__(lazy("A colleague saved the record while you were writing."))
        self.saved = saved_as(stands)


def saved_as(visit: Visit | None) -> str:
    """Return what names the record as it was saved last, '' before it is."""
    return visit.recorded_at.isoformat() if visit is not None else ""


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """What is recorded of a visit; ``present`` says by role who was there."""

    took_place_on: date
    present: Mapping[str, str]
    notes: str = ""
    evidence_seen: Sequence[str] = ()
    facts_verified: Sequence[str] = ()
    improvements_shown: int = 0
    improvements: str = ""


def record_visit(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    record: VisitRecord,
    now: datetime,
    started_from: str | None = None,
) -> Visit:
    """Record the visit, or correct the record until the agreement is closed.

    The label's validity counts from its month. ``started_from`` is what ``saved_as`` named when
    the writer began. Raises VisitChanged where a colleague has saved since, Invalid for a day that
    is yet to come or before the submission, NotNow at another step.
    """
    application = get_application(session, application_id)
    case = queries.assessment(session, application)
    access.require(actor, Permission.VISIT_RECORD, case, now=now)
    if application.state is not State.VISIT:
        raise NotNow(lazy("The visit is recorded between comparing and closing the agreement."))
    _refuse_day(application, record.took_place_on, now)
    present = {role: record.present[role] for role in PRESENT if record.present.get(role)}
    if not present:
        raise Invalid(lazy("Say who was present, at least for one line."), field="management")
    if not 0 <= record.improvements_shown <= _MOST_IMPROVEMENTS:
        raise Invalid(lazy("Give a number from 0 to 20."), field="improvements_shown")
    if len(record.notes) > _NOTES_LIMIT or len(record.improvements) > _NOTES_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."), field="notes", most=_NOTES_LIMIT
        )
    stands = queries.visit(session, application_id)
    if started_from is not None and started_from != saved_as(stands):
        raise VisitChanged(stands)
    visit = stands or Visit(application_id=application_id)
    visit.took_place_on, visit.present = record.took_place_on, present
    visit.notes, visit.improvements = record.notes, record.improvements
    visit.improvements_shown = record.improvements_shown
    content = snapshot(session, latest_submission(session, application_id))
    visit.evidence_seen = _known_evidence(content, record.evidence_seen)
    visit.facts_verified = as_submitted(edition_of(application), content, record.facts_verified)
    visit.recorded_at, visit.recorded_by = now, actor.person_id
    session.add(visit)
    session.flush()
    audit.record(
        session,
        actor,
        "visit.recorded",
        visit,
        now,
        took_place_on=visit.took_place_on.isoformat(),
        present=sorted(present),
        evidence_seen=visit.evidence_seen,
        facts_verified=visit.facts_verified,
        improvements_shown=visit.improvements_shown,
    )
    return visit


def _refuse_day(application: Application, day: date, now: datetime) -> None:
    if day > today(now):
        raise Invalid(lazy("This day is yet to come."), field="took_place_on")
    if application.submitted_at is not None and day < today(application.submitted_at):
        raise Invalid(
            lazy("The self-assessment was submitted on %(day)s; a visit comes after that."),
            field="took_place_on",
            day=format_day(today(application.submitted_at)),
        )


def _known_evidence(content: Mapping[str, Any], asked: Sequence[str]) -> list[str]:
    """Return the pieces that the submission really cites, in a stable order."""
    cited = {
        str(piece["id"])
        for answer in content["answers"].values()
        for piece in answer.get("evidence", ())
    }
    return sorted(cited & set(asked))
