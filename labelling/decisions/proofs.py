"""Evidence that a holder lays before the office: chosen from its library, frozen, kept, opened."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.decisions.conditions.models import Condition, ConditionPiece, ConditionReport
from labelling.decisions.hearings.models import HearingAnswer, HearingPiece, LabelHearing
from labelling.decisions.models import Label, LabelChange, LabelTerm
from labelling.decisions.surveillance.models import NoticePiece
from labelling.decisions.versions.models import VersionProof, VersionRequest
from labelling.organisations.queries import evidence_entries, evidence_of

MOST = 10


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as it was laid before the office; ``version`` is None without a file."""

    evidence_id: UUID
    title: str
    version: int | None
    where_seen: str

    @property
    def address(self) -> str:
        """The address of the file; nothing where it was shown on paper."""
        return f"/evidence/{self.evidence_id}/{self.version}" if self.version is not None else ""


def offered(session: Session, organisation_id: UUID) -> list[Piece]:
    """Return the pieces that a holder can choose from, the newest first."""
    return [
        Piece(
            entry.evidence.id,
            entry.evidence.title,
            entry.file.version if entry.file is not None else None,
            entry.evidence.where_seen,
        )
        for entry in evidence_of(session, organisation_id)
    ]


def chosen(
    session: Session, organisation_id: UUID, evidence_ids: Iterable[UUID]
) -> list[tuple[UUID, int | None]]:
    """Return the pieces that were chosen with the version of today, each once.

    Raises Invalid for a piece that is not, or no longer, in this holder's library.
    """
    wanted = list(dict.fromkeys(evidence_ids))
    if len(wanted) > MOST:
        raise Invalid(
            lazy("Choose up to %(most)s pieces of evidence."), field="evidence", most=MOST
        )
    library = {piece.evidence_id: piece for piece in offered(session, organisation_id)}
    if not library.keys() >= set(wanted):
        raise Invalid(
            lazy("A piece that you chose is no longer in your library. Choose again."),
            field="evidence",
        )
    return [(evidence_id, library[evidence_id].version) for evidence_id in wanted]


def pieces(
    session: Session, rows: Sequence[HearingPiece | VersionProof | ConditionPiece | NoticePiece]
) -> list[Piece]:
    """Return what was laid before the office, by title; removed pieces too."""
    known = evidence_entries(session, [row.evidence_id for row in rows])
    found = (
        Piece(
            row.evidence_id,
            known[row.evidence_id].evidence.title,
            row.version,
            known[row.evidence_id].evidence.where_seen,
        )
        for row in rows
    )
    return sorted(found, key=lambda piece: (piece.title, str(piece.evidence_id)))


def is_laid_before(session: Session, evidence_id: UUID) -> bool:
    """Say whether some answer or request rests on a piece, so that its bytes are kept."""
    return any(session.scalar(query.limit(1)) is not None for query in _uses(evidence_id))


def opened_to_office(session: Session, evidence_id: UUID) -> Iterator[tuple[Label, int | None]]:
    """Yield the labels whose change or request rests on a piece, each with the version."""
    for query in _labels(evidence_id):
        yield from ((row[0], row[1]) for row in session.execute(query))


def _uses(evidence_id: UUID) -> tuple[Select[UUID], ...]:
    return tuple(
        select(table.evidence_id).where(table.evidence_id == evidence_id)
        for table in (HearingPiece, VersionProof, ConditionPiece, NoticePiece)
    )


def _labels(evidence_id: UUID) -> tuple[Select[Label, int | None], ...]:
    heard = (
        select(Label, HearingPiece.version)
        .join(LabelChange, LabelChange.label_id == Label.id)
        .join(LabelHearing, LabelHearing.change_id == LabelChange.id)
        .join(HearingAnswer, HearingAnswer.hearing_id == LabelHearing.id)
        .join(HearingPiece, HearingPiece.answer_id == HearingAnswer.id)
        .where(HearingPiece.evidence_id == evidence_id)
    )
    asked = (
        select(Label, VersionProof.version)
        .join(VersionRequest, VersionRequest.label_id == Label.id)
        .join(VersionProof, VersionProof.request_id == VersionRequest.id)
        .where(VersionProof.evidence_id == evidence_id)
    )
    reported = (
        select(Label, ConditionPiece.version)
        .join(LabelTerm, LabelTerm.label_id == Label.id)
        .join(Condition, Condition.decision_id == LabelTerm.decision_id)
        .join(ConditionReport, ConditionReport.condition_id == Condition.id)
        .join(ConditionPiece, ConditionPiece.report_id == ConditionReport.id)
        .where(ConditionPiece.evidence_id == evidence_id)
    )
    return heard, asked, reported
