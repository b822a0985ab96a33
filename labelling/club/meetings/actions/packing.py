"""The pack and the sealed sheets: ordered by the office, made by jobs, opened by members."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import Place as Cell
from benchmarking.rounds import Round
from labelling.club import queries as club_queries
from labelling.club.frozen import reported
from labelling.club.meetings import queries
from labelling.club.meetings.models import (
    MeetingState,
    Pack,
    PackFile,
    SealedSheet,
    SheetOpening,
)
from labelling.club.meetings.queries.papers import spelled
from labelling.club.meetings.subjects import OwnSheet
from labelling.club.models import Club, ClubRound
from labelling.club.results import gate
from labelling.club.results.queries import rounds_with_results
from labelling.core import access, audit, outbox
from labelling.core.access import SYSTEM, Actor
from labelling.core.errors import NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

PRINT_PACK = "club.pack"


def order_pack(session: Session, *, actor: Actor, meeting_id: UUID, now: datetime) -> Pack:
    """Have the pack made anew, and a sealed sheet for each member that sent figures.

    Who reported the same indicators reads the same file. Raises NotNow before results are out.
    """
    at = queries.at_meeting(session, actor, meeting_id, now)
    access.require(actor, Permission.PACK_ORDER, at)
    if at.meeting.state is MeetingState.CANCELLED:
        raise NotNow(lazy("This meeting was cancelled."))
    round_ = club_queries.get_round(session, at.meeting.round_id)
    if all(one.id != round_.id for one in rounds_with_results(session, at.club.id)):
        raise NotNow(lazy("The pack holds the draft results. Release them first."))
    last = queries.newest_pack(session, meeting_id)
    indicators = _published(session, at.club, round_)
    pack = Pack(
        meeting_id=meeting_id,
        number=last.number + 1 if last is not None else 1,
        language=at.club.language,
        indicators=indicators,
        ordered_at=now,
        ordered_by=actor.person_id,
    )
    session.add(pack)
    session.flush()
    sent = _seen(session, at.club, round_)
    files = [PackFile(pack_id=pack.id, whole=True, sees="", sha256="", size=0)]
    files += [
        PackFile(pack_id=pack.id, whole=False, sees=sees, sha256="", size=0)
        for sees in sorted({"", *(spelled(codes & set(indicators)) for codes in sent.values())})
    ]
    sheets = [
        SealedSheet(pack_id=pack.id, membership_id=one, sha256="", stored="")
        for one in sorted(sent)
    ]
    session.add_all([*files, *sheets])
    session.flush()
    outbox.put_job(session, PRINT_PACK, {"pack": str(pack.id)}, now, about=pack)
    audit.record(
        session, actor, "pack.ordered", pack, now, number=pack.number, indicators=indicators
    )
    return pack


def _published(session: Session, club: Club, round_: ClubRound) -> list[str]:
    """Return the indicators of which something stands published of the whole club."""
    published = gate.published(session, club)
    set_ = club_queries.round_set(session, round_)
    return [
        code
        for code in set_.indicators
        if published.standing(Cell(round_.half_year, code)) is not None
    ]


def _seen(session: Session, club: Club, round_: ClubRound) -> dict[UUID, frozenset[str]]:
    """Return, by member that sent figures and has not left, what it reported in a round."""
    standing = {row.id for row, _name in club_queries.memberships_of(session, club.id)}
    members = [
        one.membership_id
        for one in club_queries.parts_in(session, round_.id)
        if one.submitted_at is not None and one.membership_id in standing
    ]
    histories = club_queries.history_of_figures(session, members)
    set_, half = club_queries.round_set(session, round_), Round.parse(round_.half_year)
    return {one: reported(set_, histories.get(one, {}).get(half)) for one in members}


def note_pack_made(
    session: Session, *, file_id: UUID, sha256: str, size: int, now: datetime
) -> None:
    """Note a printed pack; a second print changes nothing."""
    row = session.get_one(PackFile, file_id)
    if row.made_at is not None:
        return
    row.made_at, row.sha256, row.size = now, sha256, size
    pack = session.get_one(Pack, row.pack_id)
    audit.record(session, SYSTEM, "pack.made", pack, now, sha256=sha256, whole=row.whole)


def note_sheet_made(
    session: Session, *, sheet_id: UUID, sha256: str, stored: str, now: datetime
) -> None:
    """Note a sealed sheet; a second print changes nothing."""
    row = session.get_one(SealedSheet, sheet_id)
    if row.made_at is not None:
        return
    row.made_at, row.sha256, row.stored = now, sha256, stored
    audit.record(session, SYSTEM, "sheet.made", row, now, sha256=sha256)


def open_sheet(session: Session, *, actor: Actor, sheet_id: UUID, now: datetime) -> SealedSheet:
    """Open a member's sealed sheet, as one of its own people; who did is kept and shown to them.

    Raises NotNow while it is being made.
    """
    sheet = queries.get_sheet(session, sheet_id)
    place = club_queries.place_for(session, actor, sheet.membership_id, now)
    access.require(actor, Permission.SHEET_OPEN, OwnSheet(place, sheet))
    if actor.person_id is None:
        raise NotFound
    if sheet.made_at is None:
        raise NotNow(lazy("Your sheet is being made. Look again in a minute."))
    session.add(SheetOpening(sheet_id=sheet.id, person_id=actor.person_id, opened_at=now))
    audit.record(session, actor, "sheet.opened", sheet, now)
    return sheet
