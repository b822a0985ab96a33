"""Reads of hearings: one with all that was said, and those that wait for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from labelling.core.errors import NotFound
from labelling.decisions import proofs
from labelling.decisions.hearings.models import (
    HearingAnswer,
    HearingPiece,
    HearingReply,
    LabelHearing,
)
from labelling.decisions.hearings.standing import is_open, is_over
from labelling.decisions.models import (
    DecisionState,
    Label,
    LabelChange,
    LabelEvent,
    LabelEventKind,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A hearing with the change that it is about, and what was said in it so far."""

    hearing: LabelHearing
    change: LabelChange
    label: Label
    answer: HearingAnswer | None
    pieces: tuple[proofs.Piece, ...]
    reply: HearingReply | None

    def is_over(self, day: date) -> bool:
        """Say whether the holder has answered, or the last day for it is past."""
        return is_over(self.hearing, self.answer, day)

    def is_open(self, day: date) -> bool:
        """Say whether the holder can answer."""
        return is_open(self.hearing, self.answer, self.change, day)


def get_heard(session: Session, hearing_id: UUID) -> Heard:
    """Return a hearing; raise NotFound."""
    found = _first(session, _all().where(LabelHearing.id == hearing_id))
    if found is None:
        raise NotFound
    return found


def find_heard(session: Session, change_id: UUID) -> Heard | None:
    """Return the hearing on a change, if the holder was or is heard on it."""
    return _first(session, _all().where(LabelHearing.change_id == change_id))


def answer_before(session: Session, change_id: UUID, moment: datetime | None) -> UUID | None:
    """Return the answer that lay before people who acted at a moment, if there was one."""
    if moment is None:
        return None
    return session.scalar(
        select(HearingAnswer.id)
        .join(LabelHearing, LabelHearing.id == HearingAnswer.hearing_id)
        .where(LabelHearing.change_id == change_id, HearingAnswer.answered_at <= moment)
    )


def heard_of(session: Session, label_id: UUID) -> list[Heard]:
    """Return all hearings on a label, the newest first, without the evidence."""
    return [
        Heard(hearing, change, label, answer, (), reply)
        for hearing, change, label, answer, reply in session.execute(
            _all()
            .where(LabelChange.label_id == label_id)
            .order_by(LabelHearing.opened_at.desc(), LabelHearing.id)
        )
    ]


def waiting_for_holders(
    session: Session, organisation_ids: Iterable[UUID], day: date
) -> list[Heard]:
    """Return the hearings in which these holders can still answer, the earliest date first."""
    return [
        Heard(hearing, change, label, answer, (), reply)
        for hearing, change, label, answer, reply in session.execute(
            _all()
            .where(
                Label.organisation_id.in_(list(organisation_ids)),
                HearingAnswer.id.is_(None),
                or_(
                    and_(
                        LabelHearing.afterwards.is_(False),
                        LabelChange.state == DecisionState.PREPARED,
                    ),
                    and_(LabelHearing.afterwards, LabelHearing.answer_by >= day),
                ),
            )
            .order_by(LabelHearing.answer_by, LabelHearing.id)
        )
    ]


def waiting_for_office(session: Session) -> list[Heard]:
    """Return the answers to urgent changes that nobody has dealt with, the oldest first.

    Dealt with are those replied to, and those after which the suspension was lifted or its
    lifting prepared.
    """
    lifting = exists().where(
        LabelEvent.label_id == Label.id,
        LabelEvent.kind == LabelEventKind.LIFTED,
        LabelEvent.recorded_at >= HearingAnswer.answered_at,
    )
    return [
        Heard(hearing, change, label, answer, (), reply)
        for hearing, change, label, answer, reply in session.execute(
            _all()
            .where(
                LabelHearing.afterwards,
                HearingAnswer.id.is_not(None),
                HearingReply.id.is_(None),
                ~lifting,
                ~_is_being_lifted(),
            )
            .order_by(HearingAnswer.answered_at, HearingAnswer.id)
        )
    ]


def ended_unanswered(session: Session, day: date) -> list[Heard]:
    """Return the changes that wait and whose holders let the last day pass, the oldest first."""
    return [
        Heard(hearing, change, label, answer, (), reply)
        for hearing, change, label, answer, reply in session.execute(
            _all()
            .where(
                LabelHearing.afterwards.is_(False),
                LabelHearing.answer_by < day,
                LabelChange.state == DecisionState.PREPARED,
                HearingAnswer.id.is_(None),
            )
            .order_by(LabelHearing.opened_at, LabelHearing.id)
        )
    ]


def not_yet_decidable(session: Session, day: date) -> frozenset[UUID]:
    """Return the changes that wait until their holder has answered or the last day is past."""
    return frozenset(
        session.scalars(
            select(LabelHearing.change_id)
            .join(LabelChange, LabelChange.id == LabelHearing.change_id)
            .outerjoin(HearingAnswer, HearingAnswer.hearing_id == LabelHearing.id)
            .where(
                LabelHearing.afterwards.is_(False),
                LabelHearing.answer_by >= day,
                LabelChange.state == DecisionState.PREPARED,
                HearingAnswer.id.is_(None),
            )
        )
    )


_Row = Select[LabelHearing, LabelChange, Label, HearingAnswer, HearingReply]


def _all() -> _Row:
    return (
        select(LabelHearing, LabelChange, Label, HearingAnswer, HearingReply)
        .join(LabelChange, LabelChange.id == LabelHearing.change_id)
        .join(Label, Label.id == LabelChange.label_id)
        .outerjoin(HearingAnswer, HearingAnswer.hearing_id == LabelHearing.id)
        .outerjoin(HearingReply, HearingReply.hearing_id == LabelHearing.id)
    )


def _is_being_lifted() -> ColumnElement[bool]:
    lifting = aliased(LabelChange)
    return exists().where(
        lifting.label_id == Label.id,
        lifting.kind == LabelEventKind.LIFTED,
        lifting.state == DecisionState.PREPARED,
        lifting.prepared_at >= HearingAnswer.answered_at,
    )


def _first(session: Session, query: _Row) -> Heard | None:
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    hearing, change, label, answer, reply = row
    rows = session.scalars(
        select(HearingPiece)
        .join(HearingAnswer, HearingAnswer.id == HearingPiece.answer_id)
        .where(HearingAnswer.hearing_id == hearing.id)
    ).all()
    return Heard(hearing, change, label, answer, tuple(proofs.pieces(session, rows)), reply)
