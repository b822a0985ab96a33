"""Letters about applications go with the application's content; that they were sent stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from labelling.applications.retention import clears_applications
from labelling.core import doctor, files, outbox
from labelling.decisions.correspondence.models import Letter, LetterFile

FORGET = "letter.forget"


@doctor.keeps_files
def letters_files(session: Session) -> list[str]:
    """Return the hashes of all printed letters, which the file store must hold."""
    return list(session.scalars(select(LetterFile.sha256)))


@outbox.handles(FORGET)
def forget_file(payload: Mapping[str, Any], _now: datetime) -> None:
    """Remove a printed letter from the file store, after the row that named it has gone."""
    files.store().remove(payload["sha256"])


@clears_applications
def clear(session: Session, application_ids: Sequence[UUID], now: datetime) -> None:
    """Blank the letters about applications and drop what was printed of them."""
    about = select(Letter.id).where(Letter.application_id.in_(application_ids))
    for digest in session.scalars(
        select(LetterFile.sha256).where(LetterFile.letter_id.in_(about))
    ).all():
        outbox.put_job(session, FORGET, {"sha256": digest}, now)
    session.execute(delete(LetterFile).where(LetterFile.letter_id.in_(about)))
    session.execute(
        update(Letter)
        .where(Letter.application_id.in_(application_ids))
        .values(subject="", body="", address="")
    )
