"""What letters do outside requests: printing them, and their retention."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from labelling.core import files, i18n, installation, outbox
from labelling.core.database import reading, unit_of_work
from labelling.decisions.correspondence import retention
from labelling.decisions.correspondence.actions import PRINT, note_printed
from labelling.decisions.correspondence.models import Letter
from labelling.settings import in_use

__all__ = ["print_letter", "retention"]


@outbox.handles(PRINT)
def print_letter(payload: Mapping[str, Any], now: datetime) -> None:
    """Make the PDF of a letter in its language and keep it by its hash."""
    # WeasyPrint takes a second and needs Pango: only a process that prints pays for it.
    from labelling.core.printing import printed_page  # noqa: PLC0415

    letter_id = UUID(payload["letter"])
    with reading() as session:
        letter = session.get_one(Letter, letter_id)
        demo = bool(installation.is_demo(session))
    if not letter.body:
        return
    with i18n.speaking(letter.language):
        pdf = printed_page("letter.html", letter=letter, office=in_use().office_name, demo=demo)
    digest = files.store().put(pdf)
    with unit_of_work() as session:
        note_printed(session, letter_id=letter_id, sha256=digest, now=now)
