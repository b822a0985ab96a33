"""Making what was ordered: printed and signed outside any unit of work, then known by its hash.

A crash at any point repeats the job; a file that was made and not noted is one that nobody got.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.errors import BadInput, CannotSign
from certificates.keys import Purpose
from labelling.core import audit, clock, doors, files, i18n, installation, outbox
from labelling.core.access import SYSTEM
from labelling.core.database import reading, unit_of_work
from labelling.decisions.models import Label
from labelling.issuing import keys, sealing, stamping
from labelling.register.bidpacks.actions import MAKE
from labelling.register.bidpacks.models import BidPack
from labelling.register.bidpacks.queries import get_pack
from labelling.register.queries import get_entry
from labelling.settings import in_use

CLEAR = "bid-pack.clear"
KEPT = timedelta(days=365)
"""How long a bid pack's file and figures are kept; its hash stays with the label."""


@outbox.handles(MAKE)
def make_pack(payload: Mapping[str, Any], now: datetime) -> None:
    """Print and sign a bid pack with the status of this day, and keep it by its hash.

    Raises Undeliverable for texts that cannot be printed, and Delayed while no key signs.
    """
    from labelling.register.bidpacks.printing import Stated, printed  # noqa: PLC0415 - see there

    pack_id, day, chosen = UUID(payload["pack"]), clock.today(now), in_use()
    with reading() as session:
        pack = get_pack(session, pack_id)
        if pack.sha256 is not None or pack.cleared_at is not None:
            return
        entry = get_entry(session, session.get_one(Label, pack.label_id).public_id)
        demo = bool(installation.is_demo(session))
    stated = Stated(entry, pack.chosen, day, now, demo)
    certificate = files.store().get(entry.certificate(day).sha256)
    try:
        with i18n.speaking(pack.language, chosen.zone):
            pdf = _signed(printed(stated, certificate, chosen), now)
    except BadInput as refused:
        raise outbox.Undeliverable(str(refused)) from None
    except CannotSign as hindered:
        raise outbox.Delayed(str(hindered)) from hindered
    digest = files.store().put(pdf)
    with unit_of_work() as session:
        pack = get_pack(session, pack_id)
        if pack.sha256 is None:
            pack.sha256, pack.made_at, pack.day = digest, now, day
            pack.status = entry.standing(day).status
            audit.record(session, SYSTEM, "bid-pack.make", pack, now, sha256=digest)
        kept = pack.sha256
    if kept != digest:
        files.store().remove(digest)


def _signed(pdf: bytes, now: datetime) -> bytes:
    from certificates.signing import sign  # noqa: PLC0415 - takes a second to import

    with reading() as session:
        public = keys.public_keys(session).current(Purpose.PDF)
    if public is None:
        raise CannotSign("No key for pdf signs at present.")
    with sealing.lend_seal(public) as seal:
        return sign(pdf, seal, now, stamping.chosen())


@outbox.every_minute
def end_retention(session: Session, now: datetime) -> None:
    """Queue the clearing of bid packs whose time has come."""
    due = session.scalars(
        select(BidPack.id).where(BidPack.ordered_at < now - KEPT, BidPack.cleared_at.is_(None))
    )
    for pack_id in due:
        outbox.put_job(session, CLEAR, {"pack": str(pack_id)}, now, key=f"{CLEAR}:{pack_id}")


@outbox.handles(CLEAR)
def clear_pack(payload: Mapping[str, Any], now: datetime) -> None:
    """Delete a bid pack's file and figures; its hash, day and status stay for those who ask."""
    with unit_of_work() as session:
        pack = get_pack(session, UUID(payload["pack"]))
        pack.chosen, pack.cleared_at = {}, now
        digest = pack.sha256
    if digest is not None:
        files.store().remove(digest)


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return when a person ordered bid packs."""
    moments = session.scalars(
        select(BidPack.ordered_at)
        .where(BidPack.ordered_by == person_id)
        .order_by(BidPack.ordered_at)
    )
    return {"ordered": [moment.isoformat() for moment in moments]}


def erase(_session: Session, _person_id: UUID, _now: datetime) -> None:
    """Keep that somebody ordered, by an id alone; names lie with the account."""


doors.holds_personal_data("bid packs", export, erase)
