"""The evidence library: pieces added, described, given a newer version, removed."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import audit, outbox
from labelling.core.access import Actor, require
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations import queries
from labelling.organisations.models import Evidence, EvidenceFile, EvidenceKind
from labelling.organisations.previewing import ask_for_preview

PURGE_JOB = "evidence.purge"
FETCH_JOB = "evidence.fetch"
MOST_WAITING = 20
"""So many copies of one organisation's links may wait at once: each can hold a worker up."""

PURGED_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was inspected and lies in the file store."""

    sha256: str
    filename: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a piece; ``where_seen`` is for what is shown on the visit only.

    ``first`` and ``last`` are the days of the period that it supports.
    """

    title: str
    dated: date | None = None
    where_seen: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def mark(self) -> str:
        """Return what tells this description from any other."""
        return hashlib.sha256(json.dumps(asdict(self), default=str).encode()).hexdigest()[:32]


def add_file(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    description: Description,
    file: StoredFile,
    quota: int,
    now: datetime,
) -> Evidence:
    """Add a piece that is kept here. ``quota`` is the organisation's, in bytes.

    Raises Invalid where the quota would be exceeded.
    """
    organisation = queries.get_organisation(session, organisation_id)
    require(actor, Permission.EVIDENCE_ADD, organisation, now=now)
    refuse_over_quota(session, organisation_id, file.size, quota)
    piece = _piece(organisation_id, EvidenceKind.FILE, description)
    _add(session, actor, piece, now)
    _add_version(session, actor, _version(piece, 1, file), now)
    return piece


def add_seen_on_site(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    description: Description,
    now: datetime,
) -> Evidence:
    """Add a piece that is shown on the visit only; no copy is kept."""
    organisation = queries.get_organisation(session, organisation_id)
    require(actor, Permission.EVIDENCE_ADD, organisation, now=now)
    piece = _piece(organisation_id, EvidenceKind.SEEN_ON_SITE, description)
    _add(session, actor, piece, now)
    return piece


def add_link(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    description: Description,
    url: str,
    now: datetime,
) -> Evidence:
    """Add a page elsewhere; a worker keeps a copy of what it says now.

    Raises Invalid for what is no address of a page, and where too many copies wait.
    """
    organisation = queries.get_organisation(session, organisation_id)
    require(actor, Permission.EVIDENCE_ADD, organisation, now=now)
    if not url.startswith(("http://", "https://")):
        raise Invalid(lazy("Enter an address that begins with https://."), field="url")
    _refuse_many_waiting(session, organisation_id)
    piece = _piece(organisation_id, EvidenceKind.LINK, description)
    piece.url = url
    _add(session, actor, piece, now)
    outbox.put_job(session, FETCH_JOB, {"evidence": str(piece.id)}, now, about=piece)
    return piece


def fetch_again(session: Session, *, actor: Actor, evidence_id: UUID, now: datetime) -> None:
    """Ask for a newer copy of a link; nothing is asked for twice within a minute."""
    piece = _standing(session, evidence_id)
    organisation = queries.get_organisation(session, piece.organisation_id)
    require(actor, Permission.EVIDENCE_ADD, organisation, now=now)
    if piece.kind is not EvidenceKind.LINK:
        raise NotNow(lazy("This piece is no link."))
    _refuse_many_waiting(session, piece.organisation_id)
    minute = now.strftime("%Y%m%d%H%M")
    outbox.put_job(
        session,
        FETCH_JOB,
        {"evidence": str(piece.id)},
        now,
        about=piece,
        key=f"{FETCH_JOB}:{piece.id}:{minute}",
    )
    audit.record(session, actor, "evidence.asked", piece, now)


def add_version(
    session: Session,
    *,
    actor: Actor,
    evidence_id: UUID,
    file: StoredFile,
    quota: int,
    now: datetime,
) -> EvidenceFile:
    """Add a newer version of a piece; what cites it stays, with its pages.

    Raises Invalid for the same content again, NotNow for a piece without a file.
    """
    piece = _standing(session, evidence_id)
    organisation = queries.get_organisation(session, piece.organisation_id)
    require(actor, Permission.EVIDENCE_ADD, organisation, now=now)
    if piece.kind is not EvidenceKind.FILE:
        raise NotNow(lazy("This piece is seen on site; add the file as a new piece."))
    refuse_over_quota(session, piece.organisation_id, file.size, quota)
    newest = queries.versions(session, evidence_id)[0]
    if newest.sha256 == file.sha256:
        raise Invalid(lazy("This is the same file as the present version."), field="file")
    row = _version(piece, newest.version + 1, file)
    _add_version(session, actor, row, now)
    return row


def describe_evidence(
    session: Session,
    *,
    actor: Actor,
    evidence_id: UUID,
    description: Description,
    seen: str | None = None,
    now: datetime,
) -> Evidence:
    """Change what is said of a piece.

    ``seen`` is the mark of what was said when the writer began; None for a caller that reads it in
    the same unit of work. Raises Conflict where somebody has changed it since.
    """
    piece = _standing(session, evidence_id)
    organisation = queries.get_organisation(session, piece.organisation_id)
    require(actor, Permission.EVIDENCE_ADD, organisation, now=now)
    _refuse_reversed(description)
    before = description_of(piece)
    if before != description:
        if seen is not None and seen != before.mark:
            raise Conflict(
                lazy("Somebody else changed this while you were writing."),
                kept=lazy("Both are shown below; yours is not saved yet."),
            )
        piece.title, piece.dated = description.title, description.dated
        piece.where_seen = description.where_seen
        piece.supports_from, piece.supports_until = description.first, description.last
        audit.record(
            session,
            actor,
            "evidence.describe",
            piece,
            now,
            changed=_differences(before, description),
        )
    return piece


def description_of(piece: Evidence) -> Description:
    """Return what is said of a piece."""
    return Description(
        piece.title, piece.dated, piece.where_seen, piece.supports_from, piece.supports_until
    )


def _differences(before: Description, after: Description) -> dict[str, list[str]]:
    old, new = asdict(before), asdict(after)
    return {key: [str(old[key] or ""), str(new[key] or "")] for key in old if old[key] != new[key]}


def remove_evidence(session: Session, *, actor: Actor, evidence_id: UUID, now: datetime) -> None:
    """Take a piece out of the library. Its bytes go 30 days later unless something cites it."""
    piece = _standing(session, evidence_id)
    require(actor, Permission.EVIDENCE_REMOVE, piece, now=now)
    piece.removed_at = now
    audit.record(session, actor, "evidence.remove", piece, now, title=piece.title)
    outbox.put_job(
        session,
        PURGE_JOB,
        {"evidence": str(piece.id)},
        now,
        about=piece,
        key=f"{PURGE_JOB}:{piece.id}",
        not_before=now + PURGED_AFTER,
    )


def refuse_over_quota(session: Session, organisation_id: UUID, size: int, quota: int) -> None:
    """Raise Invalid where an organisation's evidence would take more bytes than it may."""
    if queries.bytes_stored(session, organisation_id) + size > quota:
        raise Invalid(
            lazy("The evidence of an organisation may take %(megabytes)s MB, and this is full."),
            advice=lazy("Remove what is not cited any more, or ask the office for more room."),
            field="file",
            megabytes=quota // 1_048_576,
        )


def _refuse_many_waiting(session: Session, organisation_id: UUID) -> None:
    if queries.copies_waiting(session, organisation_id, FETCH_JOB) >= MOST_WAITING:
        raise Invalid(
            lazy("%(most)s links are waiting to be fetched. Wait a few minutes, then try again."),
            field="url",
            most=MOST_WAITING,
        )


def _standing(session: Session, evidence_id: UUID) -> Evidence:
    piece = queries.get_evidence(session, evidence_id)
    if piece.removed_at is not None:
        raise NotNow(lazy("This piece was removed from the library."))
    return piece


def _refuse_reversed(description: Description) -> None:
    first, last = description.first, description.last
    if first is not None and last is not None and last < first:
        raise Invalid(lazy("The last day lies before the first."), field="last")


def _piece(organisation_id: UUID, kind: EvidenceKind, description: Description) -> Evidence:
    _refuse_reversed(description)
    return Evidence(
        organisation_id=organisation_id,
        kind=kind,
        title=description.title,
        dated=description.dated,
        where_seen=description.where_seen,
        supports_from=description.first,
        supports_until=description.last,
    )


def _version(piece: Evidence, version: int, file: StoredFile) -> EvidenceFile:
    return EvidenceFile(
        evidence_id=piece.id,
        version=version,
        sha256=file.sha256,
        filename=file.filename,
        media_type=file.media_type,
        size=file.size,
    )


def _add(session: Session, actor: Actor, piece: Evidence, now: datetime) -> None:
    piece.created_at, piece.created_by = now, actor.person_id
    session.add(piece)
    session.flush()
    audit.record(
        session, actor, "evidence.add", piece, now, title=piece.title, kind=piece.kind.value
    )


def _add_version(session: Session, actor: Actor, row: EvidenceFile, now: datetime) -> None:
    row.uploaded_at, row.uploaded_by = now, actor.person_id
    session.add(row)
    session.flush()
    ask_for_preview(session, row, now)
    audit.record(
        session,
        actor,
        "evidence.upload",
        row,
        now,
        evidence=str(row.evidence_id),
        version=row.version,
        sha256=row.sha256,
        filename=row.filename,
    )
