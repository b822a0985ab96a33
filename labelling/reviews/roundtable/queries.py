"""What can be read of a round table."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from labelling.core.errors import NotFound
from labelling.reviews.roundtable.models import Presence, RoundTable, TablePart, Voice

HERE_FOR = timedelta(seconds=45)
"""A screen of which nothing was heard for so long has lost its connection, or left."""


_TABLE = select(RoundTable).where(RoundTable.application_id == bindparam("application"))


def find_table(session: Session, application_id: UUID) -> RoundTable | None:
    """Return the round table of an application, open or closed; None before it was opened."""
    return session.scalar(_TABLE, {"application": application_id})


def find_open_table(session: Session, application_id: UUID) -> RoundTable | None:
    """Return the round table of an application while it is open."""
    table = find_table(session, application_id)
    return table if table is not None and table.closed_at is None else None


def get_table(session: Session, application_id: UUID) -> RoundTable:
    """Return the round table of an application; raise NotFound before it was opened."""
    table = find_table(session, application_id)
    if table is None:
        raise NotFound
    return table


def table_parts(session: Session, application_id: UUID) -> dict[str, TablePart]:
    """Return what the table knows of its parts: time, and what is being written."""
    rows = session.scalars(
        select(TablePart)
        .where(TablePart.application_id == application_id)
        .order_by(TablePart.part_id)
    )
    return {row.part_id: row for row in rows}


def find_voice(
    session: Session, application_id: UUID, part_id: str, person_id: UUID
) -> Voice | None:
    """Return what somebody says of a part at the table, where it has changed."""
    return session.get(Voice, (application_id, part_id, person_id))


def voices(session: Session, application_id: UUID) -> dict[tuple[str, UUID], Voice]:
    """Return by part and person what is no longer as it was handed in."""
    rows = session.scalars(
        select(Voice)
        .where(Voice.application_id == application_id)
        .order_by(Voice.part_id, Voice.person_id)
    )
    return {(row.part_id, row.person_id): row for row in rows}


def people_here(session: Session, application_id: UUID, now: datetime) -> frozenset[UUID]:
    """Return whose screens are at the table."""
    rows = session.scalars(
        select(Presence.person_id).where(
            Presence.application_id == application_id, Presence.seen_at > now - HERE_FOR
        )
    )
    return frozenset(rows)
