"""First looks at evidence files: asked for when a file comes in, drawn by a worker, kept once.

They are found by the SHA-256 of the file, so that the same bytes are drawn once wherever they are
used; who may read a file may see what was drawn of it, and nobody else.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from labelling.core import files, outbox
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound
from labelling.organisations.inspection.sandbox import preview
from labelling.organisations.models import EvidenceFile, EvidencePreview

PREVIEW_JOB = "evidence.preview"
_KINDS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Look:
    """What a list shows of a file: whether there is a picture, and its pages (None: not known)."""

    pictured: bool
    pages: int | None


def ask_for_preview(session: Session, row: EvidenceFile, now: datetime) -> None:
    """Queue the drawing of a file of which something can be drawn, unless that was done."""
    kind = _KINDS.get(row.media_type)
    if kind is None or _is_drawn(session, row.sha256):
        return
    payload = {"sha256": row.sha256, "kind": kind}
    outbox.put_job(session, PREVIEW_JOB, payload, now, about=row, key=f"{PREVIEW_JOB}:{row.id}")


@outbox.handles(PREVIEW_JOB)
def draw_preview(payload: Mapping[str, Any], now: datetime) -> None:
    """Let the confined child draw a file, and keep what it drew; that it could not, as well."""
    sha256 = str(payload["sha256"])
    with reading() as session:
        if _is_drawn(session, sha256) or not _stands(session, sha256):
            return
    drawn = preview(files.store().get(sha256), str(payload["kind"]))
    with unit_of_work() as session:
        if not _is_drawn(session, sha256) and _stands(session, sha256):
            session.add(
                EvidencePreview(
                    sha256=sha256, picture=drawn.picture, pages=drawn.pages, drawn_at=now
                )
            )


def forget_previews(session: Session) -> None:
    """Delete what was drawn of files whose bytes are gone."""
    standing = select(EvidenceFile.sha256).where(EvidenceFile.purged_at.is_(None))
    session.execute(delete(EvidencePreview).where(EvidencePreview.sha256.not_in(standing)))


def looks(session: Session, rows: Iterable[EvidenceFile | None]) -> dict[str, Look]:
    """Return what is known of some files, by SHA-256: one statement, without the pictures."""
    return looks_by_hash(session, {row.sha256 for row in rows if row is not None})


def looks_by_hash(session: Session, wanted: Set[str]) -> dict[str, Look]:
    """Return what is known of the files that have these SHA-256, by it."""
    found = session.execute(
        select(EvidencePreview.sha256, EvidencePreview.picture != b"", EvidencePreview.pages).where(
            EvidencePreview.sha256.in_(wanted)
        )
    )
    return {sha256: Look(bool(pictured), pages) for sha256, pictured, pages in found}


def picture_of(session: Session, row: EvidenceFile) -> bytes:
    """Return the small picture of a file as JPEG; raise NotFound where none was drawn."""
    picture = session.scalar(
        select(EvidencePreview.picture).where(EvidencePreview.sha256 == row.sha256)
    )
    if not picture:
        raise NotFound
    return picture


def _is_drawn(session: Session, sha256: str) -> bool:
    return bool(session.scalar(select(exists().where(EvidencePreview.sha256 == sha256))))


def _stands(session: Session, sha256: str) -> bool:
    standing = exists().where(EvidenceFile.sha256 == sha256, EvidenceFile.purged_at.is_(None))
    return bool(session.scalar(select(standing)))
