"""Mappings between editions: written by officers of the later one, and put in use when whole."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.editions import Edition, UnknownEdition
from labelling.applications.building import mapping, mappings
from labelling.applications.building.mapping import Content
from labelling.applications.building.models import EditionMapping
from labelling.applications.building.subjects import Workshop
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.editions import edition


def save_mapping(
    session: Session,
    *,
    actor: Actor,
    source_id: str,
    target_id: str,
    content: Content,
    seen: int,
    now: datetime,
) -> EditionMapping:
    """Save what is written of a mapping, whole or not; what is in use stays until it is replaced.

    ``seen`` is the version that was read, 0 for none. Raises Conflict where somebody else saved
    meanwhile, Invalid for a note that is too long, NotFound for an unknown edition.
    """
    source, target = _between(source_id, target_id)
    access.require(actor, Permission.SCHEME_BUILD, Workshop(target.scheme))
    _refuse_long(content)
    row = mappings.find_mapping(session, source.id, target.id)
    if seen != (row.version if row is not None else 0):
        raise Conflict(
            lazy("Somebody else saved this meanwhile, so yours was not saved yet."),
            kept=lazy("Everything that you wrote stands below."),
            advice=lazy("Compare with what was saved, then save again."),
        )
    if row is None:
        row = EditionMapping(source_id=source.id, target_id=target.id, version=0)
        session.add(row)
    row.content, row.version = content, row.version + 1
    row.saved_at, row.saved_by = now, actor.person_id
    session.flush()
    audit.record(
        session, actor, "mapping.saved", row, now,
        source=source.id, target=target.id, version=row.version,
    )  # fmt: skip
    return row


def use_mapping(
    session: Session, *, actor: Actor, source_id: str, target_id: str, seen: int, now: datetime
) -> EditionMapping:
    """Put a mapping in use as it was read: from now on answers are carried over by it.

    Raises NotNow where something is missing or wrong, or somebody saved meanwhile.
    """
    source, target = _between(source_id, target_id)
    access.require(actor, Permission.SCHEME_BUILD, Workshop(target.scheme))
    row = mappings.find_mapping(session, source.id, target.id)
    if row is None:
        raise NotFound
    if row.version != seen:
        raise NotNow(lazy("Somebody saved meanwhile. Look at the mapping again, then use it."))
    if mapping.gaps(row.content, source, target):
        raise NotNow(lazy("The mapping is not whole yet."))
    put_in_use(session, actor, row, now)
    return row


def put_in_use(session: Session, actor: Actor, row: EditionMapping, now: datetime) -> None:
    """Put a whole mapping in use, as a step inside other actions."""
    row.in_use, row.in_use_since, row.put_in_use_by = row.content, now, actor.person_id
    audit.record(
        session, actor, "mapping.in_force", row, now,
        source=row.source_id, target=row.target_id, version=row.version,
    )  # fmt: skip


def _between(source_id: str, target_id: str) -> tuple[Edition, Edition]:
    try:
        source, target = edition(source_id), edition(target_id)
    except UnknownEdition:
        raise NotFound from None
    if source.id == target.id:
        raise NotFound
    return source, target


def _refuse_long(content: Content) -> None:
    notes = [content["note"], *content["left"].values()]
    notes += [fed["why"] for fed in content["parts"].values()]
    if max(map(len, notes)) > mapping.LONGEST:
        raise Invalid(
            lazy("A note has at most %(most)s characters. Shorten the longest."),
            most=mapping.LONGEST,
        )
