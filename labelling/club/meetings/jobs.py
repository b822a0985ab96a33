"""What meetings do outside requests: printed packs and sheets, reminders, tasks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.meetings import personal_data, reminders, tasks
from labelling.club.meetings.actions.packing import (
    PRINT_PACK,
    PRINT_SHEET,
    note_pack_made,
    note_sheet_made,
)
from labelling.club.meetings.models import Meeting, Pack, PackFile, SealedSheet
from labelling.club.meetings.pack import content_of
from labelling.club.meetings.sealing import seal
from labelling.club.results.member import results_of
from labelling.club.results.subjects import OwnResults
from labelling.club.subjects import Place
from labelling.core import doctor, files, i18n, installation, outbox
from labelling.core.clock import scheme_zone
from labelling.core.database import reading, unit_of_work

__all__ = ["personal_data", "print_pack", "print_sheet", "reminders", "tasks"]


@outbox.handles(PRINT_PACK)
def print_pack(payload: Mapping[str, Any], now: datetime) -> None:
    """Make one file of a pack and keep it by its hash."""
    # WeasyPrint takes a second and needs Pango: only a process that prints pays for it.
    from labelling.club.meetings.printing import pack_pdf  # noqa: PLC0415

    file_id = UUID(payload["file"])
    with reading() as session:
        file = session.get_one(PackFile, file_id)
        language = session.get_one(Pack, file.pack_id).language
        with i18n.speaking(language, scheme_zone()):
            content = content_of(session, file, now)
    with i18n.speaking(language, scheme_zone()):
        pdf = pack_pdf(content)
    digest = files.store().put(pdf)
    with unit_of_work() as session:
        note_pack_made(session, file_id=file_id, sha256=digest, size=len(pdf), now=now)


@outbox.handles(PRINT_SHEET)
def print_sheet(payload: Mapping[str, Any], now: datetime) -> None:
    """Make a member's sealed sheet: what is stored is encrypted, what is told is its hash."""
    from labelling.club.meetings.printing import sheet_pdf  # noqa: PLC0415

    sheet_id = UUID(payload["sheet"])
    with reading() as session:
        sheet = session.get_one(SealedSheet, sheet_id)
        pack = session.get_one(Pack, sheet.pack_id)
        meeting = session.get_one(Meeting, pack.meeting_id)
        round_ = club_queries.get_round(session, meeting.round_id)
        membership = club_queries.get_membership(session, sheet.membership_id)
        club = club_queries.get_club(session, membership.club_id)
        own = OwnResults(Place(club, membership, accepted=True))
        demo = bool(installation.is_demo(session))
        with i18n.speaking(pack.language, scheme_zone()):
            results = results_of(session, own, round_.half_year)
    with i18n.speaking(pack.language, scheme_zone()):
        pdf = sheet_pdf(results, pack.indicators, demo=demo)
    sha256, stored = seal(sheet, pdf)
    with unit_of_work() as session:
        note_sheet_made(session, sheet_id=sheet_id, sha256=sha256, stored=stored, now=now)


@doctor.keeps_files
def meeting_files(session: Session) -> list[str]:
    """Return the hashes of all packs and sealed sheets, which the file store must hold."""
    packs = session.scalars(select(PackFile.sha256).where(PackFile.sha256 != ""))
    sheets = session.scalars(select(SealedSheet.stored).where(SealedSheet.stored != ""))
    return [*packs, *sheets]
