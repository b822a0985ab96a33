"""What is ordered is printed here, kept for some weeks, and forgotten."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.models import Application
from labelling.applications.paper.actions import PRINT
from labelling.applications.paper.models import PaperCopy
from labelling.applications.paper.queries import DRAFT, VERSION
from labelling.applications.queries.drafts import load_draft
from labelling.applications.retention import clears_applications
from labelling.applications.snapshots import freeze
from labelling.applications.versions.models import DraftVersion, VersionKind
from labelling.applications.versions.sources import source_of
from labelling.core import doctor, files, i18n, installation, outbox
from labelling.core.database import reading, unit_of_work
from labelling.organisations.verified import verified_facts
from labelling.settings import in_use

KEPT = timedelta(days=30)
"""How long a copy is kept after it was ordered; it can be ordered again."""

FORGET = "paper.forget"


@outbox.handles(PRINT)
def print_copy(payload: Mapping[str, Any], now: datetime) -> None:
    """Make the PDF that was ordered and keep it by its hash, in the place of the older one.

    The order was allowed when it was given; whoever downloads the file is asked again.
    """
    # WeasyPrint takes a second and needs Pango: only a process that prints pays for it.
    from labelling.applications.paper.printing import Content, printed  # noqa: PLC0415

    copy_id, zone = UUID(payload["copy"]), in_use().zone
    with reading() as session:
        row = session.get(PaperCopy, copy_id)
        if row is None or not row.waiting:
            return
        application = queries.get_application(session, row.application_id)
        with i18n.speaking(row.language, zone):
            if row.source == DRAFT:
                content = Content(application, _unsent(session, application, now), now)
            elif row.source.startswith(VERSION):
                version = _version(session, row)
                if version is None:
                    return  # thrown away since
                at = now if version.kind is VersionKind.BRANCH else version.at
                said = _unsent(session, application, now) | _said_by(session, version)
                content = Content(application, said, at, version=version.name)
            else:
                frozen = next(
                    one
                    for one in queries.submissions(session, application.id)
                    if row.source.endswith(f"-{one.number}")
                )
                said = queries.snapshot(session, frozen)
                content = Content(application, said, now, frozen.submitted_at, frozen.sha256)
        demo = bool(installation.is_demo(session))
        ordered_at, with_lines, language = row.ordered_at, row.with_lines, row.language
    with i18n.speaking(language, zone):
        digest = files.store().put(printed(content, with_lines=with_lines, demo=demo))
    with unit_of_work() as session:
        standing = session.get(PaperCopy, copy_id)
        older = standing.sha256 if standing is not None else digest
        if standing is not None:
            standing.sha256, standing.made_at = digest, max(now, ordered_at)
        if older is not None and (standing is None or older != digest):
            _forget(session, [older], now)


def _unsent(session: Session, application: Application, now: datetime) -> dict[str, Any]:
    """Return the draft in the shape of a snapshot."""
    draft = load_draft(session, application)
    verified = verified_facts(session, draft.organisation.id)
    said: dict[str, Any] = json.loads(freeze(draft, (), verified, 0, now).content)
    return said


def _version(session: Session, row: PaperCopy) -> DraftVersion | None:
    return session.scalars(
        select(DraftVersion).where(
            DraftVersion.application_id == row.application_id,
            DraftVersion.number == int(row.source.removeprefix(VERSION)),
            DraftVersion.removed_at.is_(None),
        )
    ).one_or_none()


def _said_by(session: Session, version: DraftVersion) -> dict[str, Any]:
    """Return what a version says. The figures and declarations are those of today: left out."""
    parts = source_of(session, version).parts
    answers = {part_id: asdict(one) for part_id, one in parts.items()}
    return {"answers": answers, "facts": {}, "declarations": {}}


@outbox.every_minute
def end_retention(session: Session, now: datetime) -> None:
    """Delete the copies that were ordered long ago."""
    _delete(session, PaperCopy.ordered_at < now - KEPT, now)


@clears_applications
def clear(session: Session, application_ids: Sequence[UUID], now: datetime) -> None:
    """Delete the copies of applications whose time is over."""
    _delete(session, PaperCopy.application_id.in_(application_ids), now)


def _delete(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    rows = session.execute(select(PaperCopy.id, PaperCopy.sha256).where(which)).all()
    if not rows:
        return
    session.execute(delete(PaperCopy).where(PaperCopy.id.in_([row.id for row in rows])))
    _forget(session, [row.sha256 for row in rows if row.sha256 is not None], now)


def _forget(session: Session, digests: Sequence[str], now: datetime) -> None:
    for digest in digests:
        outbox.put_job(session, FORGET, {"sha256": digest}, now)


@outbox.handles(FORGET)
def forget_file(payload: Mapping[str, Any], _now: datetime) -> None:
    """Remove a file after the row that named it has gone, unless somebody else needs the bytes."""
    with unit_of_work() as session:
        if not doctor.is_kept(session, payload["sha256"]):
            files.store().remove(payload["sha256"])


@doctor.keeps_files
def copies(session: Session) -> list[str]:
    """Return the hashes of all copies, which the file store must hold."""
    found = session.scalars(select(PaperCopy.sha256).where(PaperCopy.sha256.is_not(None)))
    return [digest for digest in found if digest is not None]
