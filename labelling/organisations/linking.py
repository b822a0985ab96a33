"""Copies of pages that evidence links to: fetched by a worker, kept as inert bytes."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import audit, files, outbox
from labelling.core.access import SYSTEM
from labelling.core.database import reading, unit_of_work
from labelling.core.fetching import Fetched, NotFetched, fetch
from labelling.core.i18n import Text, lazy
from labelling.organisations import queries
from labelling.organisations.actions.evidence import FETCH_JOB
from labelling.organisations.inspection.sandbox import is_harmless
from labelling.organisations.models import Evidence, EvidenceFile, EvidenceKind
from labelling.organisations.previewing import ask_for_preview
from labelling.settings import in_use

_FULL = "full"
_PDF = "application/pdf"
_OF_NO_KIND = "application/octet-stream"
_ENDINGS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    _PDF: "pdf",
    "text/plain": "txt",
}
FAULTS: Mapping[str, Text] = {
    "address": lazy("The address is not one that can be fetched."),
    "not_public": lazy("The address does not lie on the public internet."),
    "no_answer": lazy("There was no answer within 15 seconds."),
    "refused": lazy("The server did not hand the page out."),
    "redirects": lazy("The server sent us on more than three times."),
    "too_large": lazy("The page has more than 10 MB."),
    _FULL: lazy("The library is full, so no copy was kept."),
}


@outbox.handles(FETCH_JOB)
def keep_copy(payload: Mapping[str, Any], now: datetime) -> None:
    """Fetch what a link shows and keep it, if it differs from the newest copy.

    What cannot be fetched is noted at the piece; whoever added it sees why, and tries again.
    """
    evidence_id = UUID(payload["evidence"])
    with reading() as session:
        piece = queries.get_evidence(session, evidence_id)
        if piece.removed_at is not None or piece.kind is not EvidenceKind.LINK:
            return
        url = piece.url
    try:
        found = fetch(url)
    except NotFetched as not_fetched:
        with unit_of_work() as session:
            piece = queries.get_evidence(session, evidence_id)
            piece.fetched_at, piece.fetch_fault = now, not_fetched.fault.value
        return
    found = _inert(found)
    with unit_of_work() as session:
        _note(session, queries.get_evidence(session, evidence_id), found, now)


def _inert(found: Fetched) -> Fetched:
    """Return what was fetched; a PDF that nobody could add as a file is bytes of no kind.

    No browser shows those and no program opens them by themselves.
    """
    if found.media_type != _PDF or is_harmless(found.content, _ENDINGS[_PDF]):
        return found
    return replace(found, media_type=_OF_NO_KIND)


def _note(session: Session, piece: Evidence, found: Fetched, now: datetime) -> None:
    """Keep what was fetched. The bytes are stored under the writers' lock, once there is room for
    them: what does not fit takes none, and no removal of the same bytes comes in between.
    """
    digest = hashlib.sha256(found.content).hexdigest()
    versions = queries.versions(session, piece.id)
    piece.fetched_at, piece.fetch_fault = now, ""
    if piece.removed_at is not None or (versions and versions[0].sha256 == digest):
        return
    quota = in_use().quota_megabytes * 1_048_576
    if queries.bytes_stored(session, piece.organisation_id) + len(found.content) > quota:
        piece.fetch_fault = _FULL
        return
    files.store().put(found.content)
    ending = _ENDINGS.get(found.media_type, "bin")
    row = EvidenceFile(
        evidence_id=piece.id,
        version=versions[0].version + 1 if versions else 1,
        sha256=digest,
        filename=f"{(urlsplit(piece.url).hostname or 'page')[:80]}.{ending}",
        media_type=found.media_type if found.media_type in _ENDINGS else _OF_NO_KIND,
        size=len(found.content),
        uploaded_at=now,
    )
    session.add(row)
    session.flush()
    ask_for_preview(session, row, now)
    audit.record(
        session,
        SYSTEM,
        "evidence.upload",
        row,
        now,
        evidence=str(piece.id),
        version=row.version,
        sha256=digest,
        filename=row.filename,
    )
