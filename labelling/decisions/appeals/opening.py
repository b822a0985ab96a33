"""What a panel may read beside the appeal: the frozen submission, evidence in its version."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from labelling.applications import readers
from labelling.core.access import Actor, Role
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import Appeal, AppealPiece, MemberState, PanelMember
from labelling.decisions.appeals.proof import involved
from labelling.organisations import evidence_access


def _sits_on(session: Session, actor: Actor, having: ColumnElement[bool]) -> list[UUID]:
    """Return the appeals, among some, on whose panel the actor sits without a part in the case.

    The ledger is asked each time: between two rounds of the worker, which takes off whoever has a
    part, nothing is open to somebody of whom it has learnt one meanwhile.
    """
    if actor.role is not Role.APPEALS:
        return []
    found = session.scalars(
        select(Appeal)
        .join(PanelMember, PanelMember.appeal_id == Appeal.id)
        .where(
            having,
            PanelMember.person_id == actor.person_id,
            PanelMember.state == MemberState.SITTING,
            Appeal.state == AppealState.SITTING,
        )
    ).all()
    # As of the day on which the panel began to sit: what counted then, and all learnt since.
    return [
        appeal.id
        for appeal in found
        if actor.person_id not in involved(session, appeal, appeal.state_since)
    ]


@readers.add_reader
def reads_submission(session: Session, actor: Actor, application_id: UUID) -> bool:
    """Say whether a member of the panel may read what was submitted: of this application alone."""
    return bool(_sits_on(session, actor, Appeal.application_id == application_id))


@evidence_access.add_reader
def frozen_pieces(session: Session, actor: Actor, evidence_id: UUID) -> set[int | None]:
    """Return the versions of a piece with which an appeal was filed, for those who sit on it."""
    piece = AppealPiece.evidence_id == evidence_id
    laid = exists().where(AppealPiece.appeal_id == Appeal.id, piece)
    open_to_them = _sits_on(session, actor, laid)
    if not open_to_them:
        return set()
    return set(
        session.scalars(
            select(AppealPiece.version).where(piece, AppealPiece.appeal_id.in_(open_to_them))
        )
    )


@evidence_access.add_keeper
def is_laid_before_panel(session: Session, evidence_id: UUID) -> bool:
    """Say whether an appeal rests on a piece, so that its bytes are kept."""
    return bool(session.scalar(select(exists().where(AppealPiece.evidence_id == evidence_id))))
