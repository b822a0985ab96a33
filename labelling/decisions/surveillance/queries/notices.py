"""Notices of changes: one by one, of a label, and all that the office has not settled."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from labelling.core.errors import NotFound
from labelling.decisions.models import Label
from labelling.decisions.proofs import Piece, pieces
from labelling.decisions.surveillance.models import (
    Notice,
    NoticePiece,
    NoticeStep,
    NoticeStepKind,
)
from labelling.organisations.models import Organisation

SETTLING = frozenset({NoticeStepKind.NO_EFFECT, NoticeStepKind.CONDITION, NoticeStepKind.CHANGE})


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice that is not settled, with its holder and the steps so far."""

    notice: Notice
    label: Label
    holder: Organisation
    steps: tuple[NoticeStep, ...]

    @property
    def asked(self) -> NoticeStep | None:
        """Return the question that the holder has not answered."""
        return asked(self.steps)


def asked(steps: Sequence[NoticeStep]) -> NoticeStep | None:
    """Return the question that the holder has not answered, if that is the last step."""
    last = steps[-1] if steps else None
    return last if last is not None and last.kind is NoticeStepKind.ASKED else None


def is_settled(steps: Iterable[NoticeStep]) -> bool:
    """Say whether the office has settled a notice."""
    return any(step.kind in SETTLING for step in steps)


def get_notice(session: Session, notice_id: UUID) -> Notice:
    """Return a notice; raise NotFound."""
    found = session.get(Notice, notice_id)
    if found is None:
        raise NotFound
    return found


def notices_of(session: Session, label_id: UUID) -> list[Notice]:
    """Return the notices about a label, oldest first."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.label_id == label_id)
            .order_by(Notice.reported_at, Notice.id)
        )
    )


def notice_steps(session: Session, ids: Iterable[UUID]) -> dict[UUID, list[NoticeStep]]:
    """Return the steps of notices, in order."""
    found: dict[UUID, list[NoticeStep]] = {}
    notices = list(ids)
    if not notices:
        return found
    for row in session.scalars(
        select(NoticeStep)
        .where(NoticeStep.notice_id.in_(notices))
        .order_by(NoticeStep.notice_id, NoticeStep.number)
    ):
        found.setdefault(row.notice_id, []).append(row)
    return found


def notice_pieces(session: Session, notice_id: UUID) -> list[Piece]:
    """Return the pieces of evidence that a notice rests on, by title."""
    rows = session.scalars(select(NoticePiece).where(NoticePiece.notice_id == notice_id)).all()
    return pieces(session, rows)


def open_notices(
    session: Session,
    *,
    but_not: Collection[UUID] = (),
    of: Collection[UUID] | None = None,
) -> list[OpenNotice]:
    """Return the notices that are not settled, oldest first, in two statements."""
    query = (
        select(Notice, Label, Organisation)
        .join(Label, Label.id == Notice.label_id)
        .join(Organisation, Organisation.id == Label.organisation_id)
        .where(~exists().where(NoticeStep.notice_id == Notice.id, NoticeStep.kind.in_(SETTLING)))
        .order_by(Notice.reported_at, Notice.id)
    )
    if but_not:
        query = query.where(Label.organisation_id.not_in(list(but_not)))
    if of is not None:
        query = query.where(Label.organisation_id.in_(list(of)))
    rows = session.execute(query).all()
    steps = notice_steps(session, [row[0].id for row in rows])
    return [OpenNotice(row[0], row[1], row[2], tuple(steps.get(row[0].id, ()))) for row in rows]
