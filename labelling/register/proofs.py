"""What the log has of a label's public story: each entry, opened, with its proof."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.evidence import CHANGES, ISSUES, TOLD, Evidence, Opened
from certificates.leaves import LeafType, seal_event
from labelling.core.i18n import Text, format_day, lazy
from labelling.issuing import log
from labelling.issuing.models import LogEvent, LogLeaf
from labelling.register.entries import Entry
from labelling.settings import Settings

_NAMES: Mapping[LeafType, Text] = {
    LeafType.GRANT: lazy("Term granted"),
    LeafType.ISSUE: lazy("Certificate issued"),
    LeafType.RENEW: lazy("Certificate of a further term issued"),
    LeafType.REPLACE: lazy("New version of the certificate issued"),
    LeafType.DOCUMENT: lazy("File of the certificate published"),
    LeafType.SUSPEND: lazy("Suspended"),
    LeafType.LIFT: lazy("Suspension lifted"),
    LeafType.REVOKE: lazy("Revoked"),
    LeafType.WITHDRAW: lazy("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of the log about a label: its number from 0, what it is, when it was written."""

    leaf: int
    name: str
    effective: str
    at: datetime


def logged(session: Session, entry: Entry) -> list[Logged]:
    """Return the public entries of a label, the oldest first."""
    rows = _rows(session, entry)
    moments = dict(
        session.execute(
            select(LogLeaf.index, LogLeaf.at).where(LogLeaf.index.in_([row.leaf for row in rows]))
        ).all()
    )
    return [
        Logged(row.leaf, str(_NAMES[row.type]), _effective(row.content), moments[row.leaf])
        for row in rows
    ]


def evidence_of(
    session: Session, entry: Entry, day: date, settings: Settings, now: datetime
) -> Evidence:
    """Return all that the log has of a label in public, to be shown for a day.

    Raises NotFound where the log's state that has it was not signed yet.
    """
    return Evidence(
        label=entry.label.public_id,
        number=entry.label.number,
        time_zone=settings.time_zone,
        day=day,
        as_of=now,
        entries=tuple(
            Opened(seal_event(row.content, row.salt), log.proof(session, row.leaf))
            for row in _rows(session, entry)
        ),
    )


def leaves_of(session: Session, public_ids: Iterable[str]) -> dict[UUID, int]:
    """Return the numbers in the log of the changes of several labels, by event."""
    rows = session.execute(
        select(LogEvent.leaf, LogEvent.content).where(
            LogEvent.label.in_(list(public_ids)), LogEvent.type.in_(list(CHANGES))
        )
    )
    return {UUID(content["event"]): leaf for leaf, content in rows if "event" in content}


def _rows(session: Session, entry: Entry) -> list[LogEvent]:
    """Return what is public: nothing of a term, or of a version, that is still being issued."""
    found = session.scalars(
        select(LogEvent)
        .where(LogEvent.label == entry.label.public_id, LogEvent.type.in_(list(TOLD)))
        .order_by(LogEvent.leaf)
    )
    return [row for row in found if _is_public(row, entry)]


def _is_public(row: LogEvent, entry: Entry) -> bool:
    if row.type is LeafType.GRANT:
        return row.content["term"] in {str(term.id) for term in entry.terms}
    if row.type in ISSUES or row.type is LeafType.DOCUMENT:
        return row.content["version"] in {one.version for one in entry.certificates}
    return row.content["event"] in {str(event.id) for event in entry.events}


def _effective(content: Mapping[str, Any]) -> str:
    day = content.get("effective") or content.get("valid_from")
    return format_day(date.fromisoformat(day)) if day else ""
