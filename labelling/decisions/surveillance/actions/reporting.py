"""A report of misuse as anybody sends it: no account, no name; a receipt opens its state."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.errors import BadInput
from certificates.numbers import parse_number
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.secrets import vault
from labelling.decisions.models import Label
from labelling.decisions.surveillance import letters
from labelling.decisions.surveillance.limits import refuse_text
from labelling.decisions.surveillance.models import MisuseReport
from labelling.decisions.surveillance.receipts import receipt_hash
from labelling.decisions.surveillance.subjects import Witness
from labelling.people import queries as people
from labelling.people.addresses import checked

SEAL = "misuse"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or a PDF that was inspected and lies in the file store."""

    sha256: str
    filename: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody has seen: what, where, when, about whom; an address for the answer."""

    text: str
    place: str = ""
    about: str = ""
    number: str = ""
    seen_on: date | None = None
    email: str = ""


def report_misuse(
    session: Session,
    *,
    actor: Actor,
    seen: Seen,
    receipt: str,
    language: str,
    attachment: Attachment | None,
    now: datetime,
) -> MisuseReport:
    """Take a report of misuse; nothing is mailed to the address that a stranger typed.

    ``receipt`` was made for it by ``new_receipt``. Raises Invalid for a missing text, for neither
    name nor number nor place, for a day to come and for what cannot be an address.
    """
    access.require(actor, Permission.MISUSE_REPORT, Witness(), now=now)
    _refuse(seen, now)
    address = checked(seen.email) if seen.email else None
    report = MisuseReport(
        reference=_reference(session, today(now).year),
        receipt_sha256=receipt_hash(receipt),
        label_id=_label_of(session, seen.number),
        about=seen.about,
        number_typed=seen.number,
        place=seen.place,
        seen_on=seen.seen_on,
        text=seen.text,
        email_sealed=vault().seal(SEAL, address.encode()) if address else None,
        language=language,
        file_sha256=attachment.sha256 if attachment is not None else None,
        filename=attachment.filename if attachment is not None else None,
        media_type=attachment.media_type if attachment is not None else None,
        reported_at=now,
    )
    session.add(report)
    session.flush()
    audit.record(session, actor, "misuse.reported", report, now, reference=report.reference)
    label = session.get(Label, report.label_id) if report.label_id is not None else None
    office = people.officers(session, label.scheme if label is not None else "")
    letters.tell_misuse_in(session, office, now)
    return report


def _refuse(seen: Seen, now: datetime) -> None:
    refuse_text(seen.text, "text")
    if not (seen.about or seen.number or seen.place):
        raise Invalid(lazy("Say who uses the mark, or where it is to be seen."), field="about")
    if seen.seen_on is not None and seen.seen_on > today(now):
        raise Invalid(lazy("This day is still to come."), field="seen_on")
    if seen.email and checked(seen.email) is None:
        raise Invalid(lazy("Enter an address like name@place.example."), field="email")


def _label_of(session: Session, typed: str) -> UUID | None:
    """Return the label whose number was typed, None for no number or one that is not given out."""
    try:
        number = str(parse_number(typed))
    except BadInput:
        return None
    return session.scalar(select(Label.id).where(Label.number == number))


def _reference(session: Session, year: int) -> str:
    """Return the next reference of a year: M-2026-001. Writers take turns, so it is not taken."""
    prefix = f"M-{year}-"
    last = session.scalar(
        select(MisuseReport.reference)
        .where(MisuseReport.reference.startswith(prefix))
        .order_by(func.length(MisuseReport.reference).desc(), MisuseReport.reference.desc())
        .limit(1)
    )
    number = int(last.removeprefix(prefix)) + 1 if last is not None else 1
    return f"{prefix}{number:03d}"
