"""The leaves of the log that tell of labels: granted, named anew, suspended, lifted, ended.

Each is written in the unit of work of its action, so that the log has neither less nor more.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.leaves import LeafType
from labelling.decisions.models import Label, LabelEvent, LabelEventKind, LabelTerm
from labelling.decisions.versions.models import LabelVersion
from labelling.issuing import events

_KINDS: Mapping[LabelEventKind, LeafType] = {
    LabelEventKind.SUSPENDED: LeafType.SUSPEND,
    LabelEventKind.LIFTED: LeafType.LIFT,
    LabelEventKind.REVOKED: LeafType.REVOKE,
    LabelEventKind.WITHDRAWN: LeafType.WITHDRAW,
}


def log_grant(session: Session, label: Label, term: LabelTerm) -> None:
    """Log that a term was given, when it was recorded, and which edition it was decided by."""
    content = {
        "number": label.number,
        "term": str(term.id),
        "ordinal": term.ordinal,
        "level": term.level_id,
        "edition": term.edition_id,
        "edition_sha256": term.edition_sha256,
        "valid_from": term.valid_from.isoformat(),
        "valid_until": term.valid_until.isoformat(),
    }
    events.record(session, LeafType.GRANT, content, term.recorded_at, label=label.public_id)


def log_version(session: Session, label: Label, version: LabelVersion, now: datetime) -> None:
    """Log that a further version of a term's certificate was decided, and whom it names."""
    content = {
        "number": label.number,
        "term": str(version.term_id),
        "version": version.version,
        "holder": version.holder,
        "host": version.host,
        "place": version.city,
        "language": version.language,
    }
    events.record(session, LeafType.AMEND, content, now, label=label.public_id)


def log_change(session: Session, label: Label, event: LabelEvent, now: datetime) -> None:
    """Log that a label's standing changed, from which day and with which public reason."""
    content = {
        "number": label.number,
        "event": str(event.id),
        "effective": event.effective_on.isoformat(),
        "reason": event.public_reason,
    }
    events.record(session, _KINDS[event.kind], content, now, label=label.public_id)
