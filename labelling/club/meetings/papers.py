"""The papers of a meeting as one reader finds them: the pack, the own sheet, who opened it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.rounds import Round
from labelling.club import queries as club_queries
from labelling.club.frozen import reported
from labelling.club.meetings import queries
from labelling.club.meetings.models import Pack, PackFile, SealedSheet, SheetOpening
from labelling.club.meetings.subjects import AtMeeting, is_office
from labelling.club.models import ClubRound
from labelling.club.results.queries import own_sheets
from labelling.core.access import Actor


@dataclass(frozen=True, slots=True)
class Papers:
    """The newest edition of the pack for one reader.

    ``file`` is the one that the reader may read; ``sheet`` the member's own sealed sheet with who
    opened it. The office sees ``sealed``: that the sheets exist, and their hashes.
    """

    pack: Pack
    file: PackFile | None
    sheet: SealedSheet | None
    openings: tuple[tuple[SheetOpening, str], ...]
    sealed: tuple[SealedSheet, ...]

    @property
    def waits(self) -> bool:
        """Say whether something that the reader will get is still being made."""
        mine = [self.file, self.sheet, *self.sealed]
        return any(one is not None and one.made_at is None for one in mine)


def papers_for(session: Session, actor: Actor, at: AtMeeting) -> Papers | None:
    """Return the papers of a meeting for a reader, None where there are none for them."""
    office = is_office(actor)
    if not office and not at.is_member(actor):
        return None
    pack = queries.newest_pack(session, at.meeting.id)
    if pack is None:
        return None
    if office or at.place is None:
        file = queries.file_of(session, pack.id, sees=None)
        return Papers(pack, file, None, (), tuple(queries.sealed_sheets(session, pack.id)))
    membership = at.place.membership
    sheet = queries.own_sheet(session, pack.id, membership.id)
    openings = queries.openings_of(session, sheet.id) if sheet is not None else []
    round_ = club_queries.get_round(session, at.meeting.round_id)
    sees = seen_codes(session, round_, membership.id) & set(pack.indicators)
    return Papers(pack, _fitting(session, pack, sees), sheet, tuple(openings), ())


def seen_codes(session: Session, round_: ClubRound, membership_id: UUID) -> frozenset[str]:
    """Return the indicators that a member reported in a round, and therefore sees."""
    sheets = own_sheets(session, membership_id)
    set_ = club_queries.round_set(session, round_)
    return reported(set_, sheets.get(Round.parse(round_.half_year)))


def _fitting(session: Session, pack: Pack, sees: Collection[str]) -> PackFile | None:
    """Return the file that shows most of what a reader sees, and nothing else."""
    fitting = [
        one
        for one in queries.pack_files(session, pack.id)
        if not one.whole and set(one.sees.split()) <= set(sees)
    ]
    return max(fitting, key=lambda one: (len(one.sees.split()), one.sees), default=None)
