"""Submitting: from here on the answers are frozen, hashed and countable."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions.answers import refuse_frozen
from labelling.applications.actions.dates import set_due
from labelling.applications.actions.moving import move
from labelling.applications.items import Item
from labelling.applications.life import State
from labelling.applications.models import Application, Snapshot, Step, Submission
from labelling.applications.queries.drafts import load_draft
from labelling.applications.queries.readiness import readiness_of
from labelling.applications.recipients import tell_officers, tell_owners
from labelling.applications.snapshots import freeze
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import format_day, gettext, lazy, ngettext
from labelling.core.permissions import Permission
from labelling.organisations import queries as organisations
from labelling.organisations.verified import verified_facts

_NAMED = 3


class NotReady(Invalid):
    """Something is open, so nothing was submitted; the first items are named."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = tuple(items)
        super().__init__(
            _sentence(len(items)),
            kept=lazy("All answers are saved."),
            advice=gettext("Begin with %(title)s.", title=items[0].title),
        )

    @property
    def first(self) -> tuple[Item, ...]:
        """Return the items that are named."""
        return self.items[:_NAMED]


def _sentence(count: int) -> str:
    return ngettext(
        "%(num)s item is open, so the application was not submitted.",
        "%(num)s items are open, so the application was not submitted.",
        count,
    )


def submit_application(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> Submission:
    """Hand a complete self-assessment over; from here on its answers are frozen.

    Writers take turns, so the snapshot holds every save that was acknowledged before. Not
    reaching the level does not block. Raises NotReady where something is open, NotNow after the
    last day or where the application is not being written.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.APPLICATION_SUBMIT, application, now=now)
    refuse_frozen(application)
    _refuse_late(queries.due(session, application_id, Step.SUBMIT), today(now))
    draft = load_draft(session, application)
    blocking = readiness_of(session, draft, now).must
    if blocking:
        raise NotReady(blocking)
    before = queries.find_submission(session, application_id)
    number = before.number + 1 if before is not None else 1
    members = [row.line for row in organisations.member_rows(session, draft.organisation.id)]
    verified = verified_facts(session, draft.organisation.id)
    frozen = freeze(draft, members, verified, number, now)
    submission = Submission(
        application_id=application_id,
        number=number,
        sha256=frozen.sha256,
        answers=frozen.answers,
        pieces=frozen.pieces,
        submitted_at=now,
        submitted_by=actor.person_id,
    )
    session.add_all(
        (
            submission,
            Snapshot(application_id=application_id, sha256=frozen.sha256, content=frozen.content),
        )
    )
    application.submitted_at = now
    move(session, actor=actor, application=application, state=State.SUBMITTED, now=now)
    deadline = set_due(
        session, actor=actor, application=application, step=Step.ELIGIBILITY, now=now
    )
    session.flush()
    audit.record(
        session, actor, "submission.frozen", submission, now, sha256=frozen.sha256, number=number
    )
    _tell(session, application, frozen.answers, deadline.due_on, now)
    return submission


def _refuse_late(last: date | None, day: date) -> None:
    if last is not None and day > last:
        raise NotNow(
            lazy("The last day for submitting was %(day)s."),
            kept=lazy("Your draft is kept."),
            advice=lazy("Ask the office for more time."),
            day=format_day(last),
        )


def _tell(
    session: Session, application: Application, answers: int, due: date, now: datetime
) -> None:
    tell_owners(
        session, application, "application_submitted", now, due=due.isoformat(), answers=answers
    )
    tell_officers(session, application, "application_to_check", now, due=due.isoformat())
