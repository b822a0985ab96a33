"""Evidence of which something can be drawn, and the worker that draws it."""

from datetime import UTC, datetime

from sqlalchemy import select

from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.organisations.actions.evidence import Description, add_file
from labelling.organisations.models import Evidence
from labelling.organisations.previewing import PREVIEW_JOB, draw_preview
from labelling.organisations.uploads import take_in
from tests.labelling.organisations.making import Made

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
MANY = 100_000_000


def add(made: Made, name: str, content: bytes) -> Evidence:
    """Add a file to the library, under its own name as title."""
    upload = take_in(name, content, MANY)
    with unit_of_work() as session:
        return add_file(
            session,
            actor=made.actor(),
            organisation_id=made.id,
            description=Description(name),
            file=upload.file,
            quota=MANY,
            now=NOW,
        )


def work() -> int:
    """Draw what waits to be drawn; say how many jobs there were."""
    with reading() as session:
        waiting = session.scalars(select(Outgoing).where(Outgoing.name == PREVIEW_JOB)).all()
    for row in waiting:
        draw_preview(row.payload, NOW)
    return len(waiting)
