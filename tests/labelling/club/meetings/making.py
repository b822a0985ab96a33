"""A planned meeting over released results, for tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from labelling.club.meetings import queries
from labelling.club.meetings.actions.acting import Draft
from labelling.club.meetings.actions.packing import order_pack
from labelling.club.meetings.actions.participants import answer_invitation, name_participant
from labelling.club.meetings.actions.planning import Plan, plan_meeting
from labelling.club.meetings.jobs import print_pack
from labelling.club.meetings.models import Meeting, MeetingState, Pack, PackFile, SealedSheet
from labelling.club.meetings.pack import PackContent, seen_by, whole_content
from labelling.club.models import ClubRound
from labelling.core import files
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from tests.labelling.club.results.making import World

NOW = datetime(2026, 9, 2, 8, tzinfo=UTC)
DAY = date(2026, 9, 8)


def plan(chair: Actor | None = None, **changed: object) -> Plan:
    """Return a usual plan: a Tuesday in Vienna."""
    found: dict[str, object] = {
        "held_on": DAY,
        "starts": time(9, 30),
        "ends": time(15, 30),
        "zone": "Europe/Vienna",
        "place": "Hall 2, Sample Street 4",
        "chair_id": chair.person_id if chair is not None else None,
        **changed,
    }
    return Plan(**found)  # type: ignore[arg-type]  # what tests change is of the right kind


@dataclass(slots=True)
class Planned:
    """A club whose first member chairs a planned meeting over its newest round."""

    world: World
    meeting: Meeting

    @property
    def chair(self) -> tuple[Actor, UUID]:
        """Return the chair and the membership behind it."""
        return self.world.first(0)

    @property
    def member(self) -> tuple[Actor, UUID]:
        """Return another member's contact, and its membership."""
        return self.world.first(1)

    def now(self) -> Meeting:
        """Return the meeting as it stands."""
        with reading() as session:
            return queries.get_meeting(session, self.meeting.id)


def make_planned(world: World, **changed: object) -> Planned:
    """Plan the meeting over a world's newest round."""
    with unit_of_work() as session:
        row = plan_meeting(
            session,
            actor=world.officer,
            round_id=world.round_id,
            plan=plan(world.first(0)[0], **changed),
            now=NOW,
        )
    return Planned(world, row)


def name(planned: Planned, who: Actor, *, comes: bool = True, named: bool = True) -> UUID:
    """Let a member's contact come, and say whether its name may be read."""
    assert who.person_id is not None
    with reading() as session:
        known = queries.find_participant(session, planned.meeting.id, who.person_id)
    if known is None:
        with unit_of_work() as session:
            known = name_participant(
                session,
                actor=who,
                meeting_id=planned.meeting.id,
                person_id=who.person_id,
                now=NOW,
            )
    with unit_of_work() as session:
        answer_invitation(
            session,
            actor=who,
            meeting_id=planned.meeting.id,
            comes=comes,
            named=named,
            now=NOW,
        )
    return known.id


def close(planned: Planned) -> None:
    """Say that the meeting was held, as its chair does at the end."""
    with unit_of_work() as session:
        row = queries.get_meeting(session, planned.meeting.id)
        row.state, row.closed_at = MeetingState.CLOSED, NOW + timedelta(days=6)


def bring_forward(world: World) -> date:
    """Move the dates of the newest round so that its meeting is a week from today; return it."""
    day = today(datetime.now(UTC))
    with unit_of_work() as session:
        row = session.get_one(ClubRound, world.round_id)
        row.draft_on, row.meeting_on = day, day + timedelta(days=7)
        row.corrections_until, row.final_on = day + timedelta(days=14), day + timedelta(days=21)
    return day + timedelta(days=7)


def draft(**changed: object) -> Draft:
    """Return a usual action."""
    found: dict[str, object] = {
        "measure": "Call every silent member once",
        "due_on": date(2026, 12, 15),
        "indicator": "A07",
        "target": "70",
        **changed,
    }
    return Draft(**found)  # type: ignore[arg-type]  # what tests change is of the right kind


def ordered(planned: Planned) -> Pack:
    """Order the pack, as the office does; nothing is printed yet."""
    with unit_of_work() as session:
        return order_pack(
            session, actor=planned.world.officer, meeting_id=planned.meeting.id, now=NOW
        )


def made(pack: Pack) -> None:
    """Make all files and sheets of a pack, as the job does."""
    print_pack({"pack": str(pack.id)}, NOW)


def whole(planned: Planned) -> bytes:
    """Order the pack and have it made; return the office's copy."""
    pack = ordered(planned)
    made(pack)
    with reading() as session:
        return files.store().get(queries.pack_files(session, pack.id)[0].sha256)


def content(pack: Pack, file: PackFile) -> PackContent:
    """Return what a file of a pack prints."""
    with reading() as session:
        return seen_by(whole_content(session, pack, NOW), pack, file)


def sealed(planned: Planned, pack: Pack, at: int = 0) -> SealedSheet:
    """Have a pack made; return the row of a member's sealed sheet."""
    made(pack)
    with reading() as session:
        sheet = queries.own_sheet(session, pack.id, planned.world.first(at)[1])
    assert sheet is not None
    return sheet
