"""Packs and sealed sheets: which there are, and who opened them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club.meetings.models import Pack, PackFile, SealedSheet, SheetOpening
from labelling.core.errors import NotFound
from labelling.people.models import Person


def newest_pack(session: Session, meeting_id: UUID) -> Pack | None:
    """Return the newest edition of a meeting's pack, made or being made."""
    query = select(Pack).where(Pack.meeting_id == meeting_id)
    return session.scalars(query.order_by(Pack.number.desc()).limit(1)).one_or_none()


def pack_files(session: Session, pack_id: UUID) -> list[PackFile]:
    """Return the files of a pack: the office's whole one first."""
    query = select(PackFile).where(PackFile.pack_id == pack_id)
    return list(session.scalars(query.order_by(PackFile.whole.desc(), PackFile.sees)))


def file_of(session: Session, pack_id: UUID, *, sees: Collection[str] | None) -> PackFile | None:
    """Return the file for a reader who sees some indicators; None: all, as the office does."""
    whole = sees is None
    query = select(PackFile).where(
        PackFile.pack_id == pack_id,
        PackFile.whole.is_(whole),
        *([] if sees is None else [PackFile.sees == spelled(sees)]),
    )
    return session.scalars(query).one_or_none()


def spelled(codes: Collection[str]) -> str:
    """Return indicators as the text by which a pack's file is found."""
    return " ".join(sorted(codes))


def sealed_sheets(session: Session, pack_id: UUID) -> list[SealedSheet]:
    """Return the sealed sheets of a pack, by id: their order tells nothing."""
    query = select(SealedSheet).where(SealedSheet.pack_id == pack_id)
    return list(session.scalars(query.order_by(SealedSheet.id)))


def own_sheet(session: Session, pack_id: UUID, membership_id: UUID) -> SealedSheet | None:
    """Return a member's sealed sheet of a pack, None where it has none."""
    query = select(SealedSheet).where(
        SealedSheet.pack_id == pack_id, SealedSheet.membership_id == membership_id
    )
    return session.scalars(query).one_or_none()


def get_sheet(session: Session, sheet_id: UUID) -> SealedSheet:
    """Return a sealed sheet; raise NotFound."""
    found = session.get(SealedSheet, sheet_id)
    if found is None:
        raise NotFound
    return found


def openings_of(session: Session, sheet_id: UUID) -> list[tuple[SheetOpening, str]]:
    """Return who opened a sheet and when, the newest first."""
    query = (
        select(SheetOpening, Person.name)
        .join(Person, Person.id == SheetOpening.person_id)
        .where(SheetOpening.sheet_id == sheet_id)
        .order_by(SheetOpening.opened_at.desc(), SheetOpening.id)
    )
    return [(row, name) for row, name in session.execute(query)]
