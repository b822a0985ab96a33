"""What sittings do outside requests: printed minutes, reminders, tasks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core import doctor, files, installation, outbox
from labelling.core.database import reading, unit_of_work
from labelling.decisions.committee import reminders, tasks
from labelling.decisions.committee.actions import note_printed
from labelling.decisions.committee.actions.minuting import PRINT
from labelling.decisions.committee.models import Minutes, MinutesFile
from labelling.decisions.committee.record import read_back
from labelling.decisions.committee.showing import shown_minutes
from labelling.people.queries import names

__all__ = ["print_minutes", "reminders", "tasks"]


@outbox.handles(PRINT)
def print_minutes(payload: Mapping[str, Any], now: datetime) -> None:
    """Make the PDF of approved minutes and keep it by its hash."""
    # WeasyPrint takes a second and needs Pango: only a process that prints pays for it.
    from labelling.core.printing import printed_page  # noqa: PLC0415

    minutes_id = UUID(payload["minutes"])
    with reading() as session:
        minutes = session.get_one(Minutes, minutes_id)
        shown = shown_minutes(session, read_back(minutes))
        by = names(session, [minutes.approved_by])[minutes.approved_by]
        demo = bool(installation.is_demo(session))
    pdf = printed_page("minutes.html", minutes=shown, approved=minutes, approved_by=by, demo=demo)
    digest = files.store().put(pdf)
    with unit_of_work() as session:
        note_printed(session, minutes_id=minutes_id, sha256=digest, now=now)


@doctor.keeps_files
def minutes_files(session: Session) -> list[str]:
    """Return the hashes of all printed minutes, which the file store must hold."""
    return list(session.scalars(select(MinutesFile.sha256)))
