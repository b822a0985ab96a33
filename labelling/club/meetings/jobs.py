"""What meetings do outside requests: printed packs and sheets, reminders, tasks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.meetings import personal_data, queries, reminders, tasks
from labelling.club.meetings.actions.packing import PRINT_PACK, note_pack_made, note_sheet_made
from labelling.club.meetings.models import Pack, PackFile, SealedSheet
from labelling.club.meetings.pack import PackContent, seen_by, whole_content
from labelling.club.meetings.sealing import seal
from labelling.club.results.member import Results, results_of
from labelling.club.results.subjects import OwnResults
from labelling.club.subjects import Place
from labelling.core import doctor, files, i18n, outbox
from labelling.core.clock import scheme_zone
from labelling.core.database import reading, unit_of_work

__all__ = ["personal_data", "print_pack", "reminders", "tasks"]


@outbox.handles(PRINT_PACK)
def print_pack(payload: Mapping[str, Any], now: datetime) -> None:
    """Make the files and sealed sheets of a pack that are not there yet, all from one reading.

    Each is noted as it is made, and the lease renewed with it: after a crash the rest is made.
    """
    pack_id = UUID(payload["pack"])
    with reading() as session:
        pack = session.get_one(Pack, pack_id)
        files_left = [one for one in queries.pack_files(session, pack_id) if one.made_at is None]
        left = [one for one in queries.sealed_sheets(session, pack_id) if one.made_at is None]
        if not files_left and not left:
            return
        with i18n.speaking(pack.language, scheme_zone()):
            whole = whole_content(session, pack, now)
            sheets = [(one, _results(session, whole, one)) for one in left]
    with i18n.speaking(pack.language, scheme_zone()):
        for file in files_left:
            _make_file(pack, file, whole, now)
        for sheet, results in sheets:
            _make_sheet(pack, sheet, results, demo=whole.demo, now=now)


def _results(session: Session, whole: PackContent, sheet: SealedSheet) -> Results:
    """Return a member's own results of the round of the meeting."""
    membership = club_queries.get_membership(session, sheet.membership_id)
    own = OwnResults(Place(whole.club, membership, accepted=True))
    return results_of(session, own, whole.round.half_year)


def _make_file(pack: Pack, file: PackFile, whole: PackContent, now: datetime) -> None:
    # WeasyPrint takes a second and needs Pango: only a process that prints pays for it.
    from labelling.club.meetings.printing import pack_pdf  # noqa: PLC0415

    pdf = pack_pdf(seen_by(whole, pack, file))
    digest = files.store().put(pdf)
    with unit_of_work() as session:
        outbox.renew(session)
        note_pack_made(session, file_id=file.id, sha256=digest, size=len(pdf), now=now)


def _make_sheet(
    pack: Pack, sheet: SealedSheet, results: Results, *, demo: bool, now: datetime
) -> None:
    """Seal a member's sheet: what is stored is encrypted, what is told is its hash."""
    from labelling.club.meetings.printing import sheet_pdf  # noqa: PLC0415

    sha256, stored = seal(sheet, sheet_pdf(results, pack.indicators, demo=demo))
    with unit_of_work() as session:
        outbox.renew(session)
        note_sheet_made(session, sheet_id=sheet.id, sha256=sha256, stored=stored, now=now)


@doctor.keeps_files
def meeting_files(session: Session) -> list[str]:
    """Return the hashes of all packs and sealed sheets, which the file store must hold."""
    packs = session.scalars(select(PackFile.sha256).where(PackFile.sha256 != ""))
    sheets = session.scalars(select(SealedSheet.stored).where(SealedSheet.stored != ""))
    return [*packs, *sheets]
