"""What an organisation may appeal against, and until when: decisions, refusals, steps against."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, ApplicationEvent
from labelling.core.clock import today
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.appeals.words import About
from labelling.decisions.letters import APPEAL
from labelling.decisions.models import (
    Decision,
    DecisionState,
    Label,
    LabelChange,
    LabelEvent,
    LabelEventKind,
)
from labelling.decisions.offers.models import LevelOffer
from labelling.reviews.models import Outcome

_MARGIN = timedelta(days=2)  # days are compared below; this only keeps the statements short
_AGAINST = {
    LabelEventKind.SUSPENDED: About.SUSPENSION,
    LabelEventKind.REVOKED: About.ENDING,
    LabelEventKind.WITHDRAWN: About.ENDING,
}


@dataclass(frozen=True, slots=True)
class Appealable:
    """A letter of ours that an organisation may appeal against; ``called`` is what it is about."""

    about: About
    subject_id: UUID
    organisation_id: UUID
    application_id: UUID | None
    label_id: UUID | None
    called: str
    letter_on: date

    @property
    def until(self) -> date:
        """Return the last day on which an appeal can be filed."""
        return self.letter_on + APPEAL


def appealable(
    session: Session, organisation_ids: Collection[UUID], now: datetime
) -> list[Appealable]:
    """Return what these organisations may appeal against today, the nearest last day first.

    Each letter once: what was appealed against already is not among them.
    """
    if not organisation_ids:
        return []
    since = now - APPEAL - _MARGIN
    found = [
        *_decisions(session, organisation_ids, since, now),
        *_refusals(session, organisation_ids, since),
        *_steps(session, organisation_ids, since),
    ]
    in_time = (one for one in found if one.until >= today(now))
    return sorted(in_time, key=lambda one: (one.letter_on, one.called, str(one.subject_id)))


def _decisions(
    session: Session, organisation_ids: Collection[UUID], since: datetime, now: datetime
) -> Iterator[Appealable]:
    """Yield decisions that gave less than was applied for."""
    rows = session.execute(
        select(Decision, Application, LevelOffer.id.is_not(None), LevelOffer.answered_at)
        .join(Application, Application.id == Decision.application_id)
        .outerjoin(LevelOffer, LevelOffer.decision_id == Decision.id)
        .where(
            Application.organisation_id.in_(organisation_ids),
            Decision.state == DecisionState.TAKEN,
            Decision.outcome != Outcome.AWARDED,
            or_(Decision.decided_at > since, LevelOffer.answered_at > since),
            ~exists().where(Appeal.decision_id == Decision.id),
        )
    )
    for decision, application, offered, answered_at in rows:
        if offered and answered_at is None:
            continue  # the organisation answers the offer first; its 30 days count from there
        yield Appealable(
            about=About.DECISION,
            subject_id=decision.id,
            organisation_id=application.organisation_id,
            application_id=application.id,
            label_id=None,
            called=application.reference,
            letter_on=today(answered_at or decision.decided_at or now),
        )


def _refusals(
    session: Session, organisation_ids: Collection[UUID], since: datetime
) -> Iterator[Appealable]:
    """Yield applications that were refused for eligibility and not opened again since."""
    rows = session.execute(
        select(ApplicationEvent, Application)
        .join(Application, Application.id == ApplicationEvent.application_id)
        .where(
            Application.organisation_id.in_(organisation_ids),
            Application.state == State.INELIGIBLE,
            ApplicationEvent.to_state == State.INELIGIBLE,
            ApplicationEvent.at == Application.state_since,
            ApplicationEvent.at > since,
            ~exists().where(Appeal.refusal_id == ApplicationEvent.id),
        )
    )
    for event, application in rows:
        yield Appealable(
            about=About.ELIGIBILITY,
            subject_id=event.id,
            organisation_id=application.organisation_id,
            application_id=application.id,
            label_id=None,
            called=application.reference,
            letter_on=today(event.at),
        )


def _steps(
    session: Session, organisation_ids: Collection[UUID], since: datetime
) -> Iterator[Appealable]:
    """Yield suspensions and endings of labels that the holder did not ask for."""
    rows = session.execute(
        select(LabelEvent, Label)
        .join(Label, Label.id == LabelEvent.label_id)
        .join(LabelChange, LabelChange.id == LabelEvent.change_id)
        .where(
            Label.organisation_id.in_(organisation_ids),
            LabelEvent.kind.in_(list(_AGAINST)),
            LabelChange.request_id.is_(None),
            LabelEvent.recorded_at > since,
            ~exists().where(Appeal.event_id == LabelEvent.id),
        )
    )
    for event, label in rows:
        yield Appealable(
            about=_AGAINST[event.kind],
            subject_id=event.id,
            organisation_id=label.organisation_id,
            application_id=None,
            label_id=label.id,
            called=label.number,
            letter_on=today(event.recorded_at),
        )
