"""What the pack holds: read once for all its files. Of others' figures only what is published."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.dates import dates_of
from labelling.club.meetings import queries
from labelling.club.meetings.agenda import begins
from labelling.club.meetings.doors import AwardSection, award_section
from labelling.club.meetings.doubts import Doubts, doubts_of
from labelling.club.meetings.models import (
    ActionState,
    AgendaItem,
    ClubAction,
    Meeting,
    Pack,
    PackFile,
)
from labelling.club.meetings.record import read_back
from labelling.club.models import Club, ClubRound, Release, ReleaseKind
from labelling.club.results import gate
from labelling.club.results.clubwide import ClubView, Row, club_view, matrix
from labelling.club.results.quality import Quality, quality_of
from labelling.club.results.queries import practices_of_club, releases_in
from labelling.club.results.subjects import ClubResults
from labelling.core import installation
from labelling.core.clock import today
from labelling.people import queries as people

Practice = tuple[str, str, Sequence[str]]
"""A practice sheet: its title, its text, the indicators that it is about."""


@dataclass(frozen=True)
class PackContent:
    """Everything that one file of a pack prints."""

    club: Club
    round: ClubRound
    meeting: Meeting
    chair: str
    agenda: Sequence[tuple[AgendaItem, datetime | None]]
    last: dict[str, Any] | None
    actions: Sequence[tuple[ClubAction, str]]
    own_actions: Sequence[tuple[ActionState, int]]
    view: ClubView
    rows: Sequence[Row]
    left_out: int
    matrix: Sequence[tuple[Row, tuple[Any, ...]]]
    quality: Quality
    doubts: Doubts
    corrections: Sequence[Release]
    practices: Sequence[Practice]
    award: AwardSection | None
    dates: Sequence[tuple[str, str, date]]
    demo: bool


def whole_content(session: Session, pack: Pack, now: datetime) -> PackContent:
    """Return what the office's copy prints. Raises Unavailable where the ledger is unreadable."""
    meeting = queries.get_meeting(session, pack.meeting_id)
    round_ = club_queries.get_round(session, meeting.round_id)
    club = club_queries.get_club(session, round_.club_id)
    view = club_view(session, ClubResults(club, None), round_.half_year)
    rows = [row for row in view.rows if row.indicator.code in pack.indicators]
    items = queries.agenda_of(session, meeting.id)
    before = queries.last_before(session, meeting, club.id)
    minutes = queries.newest_confirmed(session, before.id) if before is not None else None
    actions = [
        one
        for one in queries.club_actions_of(session, club.id)
        if one.state is ActionState.OPEN or (before is not None and one.meeting_id == before.id)
    ]
    names = people.names(session, [meeting.chair_id, *(one.owner_id for one in actions)])
    return PackContent(
        club=club,
        round=round_,
        meeting=meeting,
        chair=names.get(meeting.chair_id, "") if meeting.chair_id is not None else "",
        agenda=list(zip(items, begins(meeting, items), strict=True)),
        last=read_back(minutes) if minutes is not None else None,
        actions=[(one, names.get(one.owner_id, "") if one.owner_id else "") for one in actions],
        own_actions=_counted(session, club),
        view=view,
        rows=rows,
        left_out=0,
        matrix=[row for row in matrix(view) if row[0].indicator.code in pack.indicators],
        quality=quality_of(session, view),
        doubts=doubts_of(session, club, round_),
        corrections=[
            one for one in releases_in(session, round_.id) if one.kind is ReleaseKind.CORRECTION
        ],
        practices=_seen_practices(
            [(one.title, one.text, one.indicators) for one in practices_of_club(session, club.id)],
            pack.indicators,
        ),
        award=award_section(session, round_.id),
        dates=_dates(session, club, today(now)),
        demo=bool(installation.is_demo(session)),
    )


def seen_by(whole: PackContent, pack: Pack, file: PackFile) -> PackContent:
    """Return what a file prints: of the whole content what its readers reported themselves."""
    if file.whole:
        return whole
    sees = frozenset(file.sees.split())
    return replace(
        whole,
        rows=[row for row in whole.rows if row.indicator.code in sees],
        left_out=len(pack.indicators) - len(sees),
        matrix=[row for row in whole.matrix if row[0].indicator.code in sees],
        practices=_seen_practices(whole.practices, sees),
    )


def _counted(session: Session, club: Club) -> list[tuple[ActionState, int]]:
    """Return how many own actions stand in each state; none where one of the counts is small."""
    few = gate.policy_of(club).few
    counts = queries.count_actions(session, club.id)
    if sum(counts.values()) < few or any(0 < count < few for count in counts.values()):
        return []
    return list(counts.items())


def _seen_practices(sheets: Sequence[Practice], sees: Collection[str]) -> list[Practice]:
    """Return the practice sheets on what the reader sees, without whose they are."""
    return [
        (title, text, [code for code in codes if code in sees])
        for title, text, codes in sheets
        if set(codes) & set(sees)
    ]


def _dates(session: Session, club: Club, day: date) -> list[tuple[str, str, date]]:
    """Return the days to come of all rounds: (half-year, name of the day, day)."""
    found = [
        (round_.half_year, name, when)
        for round_ in club_queries.rounds_of(session, club.id)
        for name, when in dates_of(round_)
        if when >= day
    ]
    return sorted(found, key=lambda one: (one[2], one[0]))
