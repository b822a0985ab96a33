"""What a panel may read beside the appeal: the frozen submission, evidence in its version."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from labelling.applications import readers
from labelling.core.access import Actor, Role
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import Appeal, AppealPiece, MemberState, PanelMember
from labelling.organisations import evidence_access


def _sits_on(actor: Actor) -> list[ColumnElement[bool]]:
    """Return the conditions that keep the appeals on whose panel the actor sits."""
    return [
        PanelMember.appeal_id == Appeal.id,
        PanelMember.person_id == actor.person_id,
        PanelMember.state == MemberState.SITTING,
        Appeal.state == AppealState.SITTING,
    ]


@readers.add_reader
def reads_submission(session: Session, actor: Actor, application_id: UUID) -> bool:
    """Say whether a member of the panel may read what was submitted: of this application alone."""
    if actor.role is not Role.APPEALS:
        return False
    sits = exists().where(Appeal.application_id == application_id, *_sits_on(actor))
    return bool(session.scalar(select(sits)))


@evidence_access.add_reader
def frozen_pieces(session: Session, actor: Actor, evidence_id: UUID) -> set[int | None]:
    """Return the versions of a piece with which an appeal was filed, for those who sit on it."""
    if actor.role is not Role.APPEALS:
        return set()
    return set(
        session.scalars(
            select(AppealPiece.version)
            .join(Appeal, Appeal.id == AppealPiece.appeal_id)
            .join(PanelMember, PanelMember.appeal_id == Appeal.id)
            .where(AppealPiece.evidence_id == evidence_id, *_sits_on(actor))
        )
    )


@evidence_access.add_keeper
def is_laid_before_panel(session: Session, evidence_id: UUID) -> bool:
    """Say whether an appeal rests on a piece, so that its bytes are kept."""
    return bool(session.scalar(select(exists().where(AppealPiece.evidence_id == evidence_id))))
