"""A meeting for tests: the simulated club with released results, a chair, members, a guest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from labelling.club import queries
from labelling.club.meetings.mode.actions.choosing import choose_slides
from labelling.club.meetings.mode.actions.leading import (
    JudgedMeeting,
    close_meeting,
    judge_slides,
    open_meeting,
    show_slide,
)
from labelling.club.meetings.mode.actions.naming import give_consent, judge_naming
from labelling.club.meetings.mode.models import NamingConsent
from labelling.club.meetings.models import Meeting, Participant
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from tests.labelling.acting import actor_for
from tests.labelling.club.results.making import World, build_club
from tests.labelling.club.results.releasing import release
from tests.labelling.people.making import add_person

NOW = datetime(2026, 9, 3, 10, tzinfo=UTC)
CODES = ("A01", "A02", "A07", "B01", "B03", "B07")


@dataclass(slots=True)
class Held:
    """A meeting of a club whose first member chairs it and whose first members take part."""

    world: World
    meeting_id: UUID
    guest: Actor
    seats: int
    codes: tuple[str, ...] = field(default=CODES)

    @property
    def chair(self) -> Actor:
        """Return who chairs: the contact of the first member."""
        return self.world.first(0)[0]

    @property
    def officer(self) -> Actor:
        """Return the club's officer."""
        return self.world.officer

    def member(self, at: int) -> tuple[Actor, UUID]:
        """Return a member's contact and its membership; those below ``seats`` take part."""
        return self.world.first(at)

    def choose(self, codes: Sequence[str] | None = None) -> None:
        """Let the chair choose the slides."""
        with unit_of_work() as session:
            choose_slides(
                session,
                actor=self.chair,
                meeting_id=self.meeting_id,
                codes=codes or self.codes,
                now=NOW,
            )

    def judged(self) -> JudgedMeeting:
        """Judge all slides together."""
        with reading() as session:
            return judge_slides(session, actor=self.chair, meeting_id=self.meeting_id, now=NOW)

    def open(self, now: datetime = NOW) -> None:
        """Choose slides and open the meeting."""
        self.choose()
        judged = self.judged()
        with unit_of_work() as session:
            open_meeting(session, actor=self.chair, judged=judged, now=now)

    def step(self, wanted: int, expected: int | None = None) -> int:
        """Put a slide on show, from the one before unless told otherwise."""
        with unit_of_work() as session:
            return show_slide(
                session,
                actor=self.chair,
                meeting_id=self.meeting_id,
                expected=wanted - 1 if expected is None else expected,
                wanted=wanted,
                now=NOW,
            )

    def give(self, at: int, code: str) -> NamingConsent:
        """Let a member show its name."""
        actor, _ = self.member(at)
        with reading() as session:
            judged = judge_naming(
                session, actor=actor, meeting_id=self.meeting_id, code=code, now=NOW
            )
        with unit_of_work() as session:
            return give_consent(session, actor=actor, judged=judged, now=NOW)

    def close(self) -> None:
        """Close the meeting."""
        with unit_of_work() as session:
            close_meeting(session, actor=self.chair, meeting_id=self.meeting_id, now=NOW)


def plan(*, members: int = 24, seats: int = 4, released: bool = True, now: datetime = NOW) -> Held:
    """Plan a meeting on the draft results of the simulated club's newest round."""
    world = build_club(members=members)
    if released:
        release(world)
    return planned_in(world, seats=seats, now=now)


def planned_in(world: World, *, seats: int = 4, now: datetime = NOW) -> Held:
    """Plan a meeting on the newest round of a club."""
    with unit_of_work() as session:
        guest = actor_for(add_person(session, "Gala Guest"), Role.MANAGER)
        meeting = Meeting(
            round_id=world.round_id,
            held_on=today(now),
            chair_id=world.first(0)[0].person_id,
            planned_at=now - timedelta(days=20),
        )
        session.add(meeting)
        session.flush()
        seated = [world.first(at) for at in range(min(seats, len(world.contacts)))]
        session.add_all(
            Participant(
                meeting_id=meeting.id,
                person_id=actor.person_id,
                membership_id=membership_id,
                added_at=now,
            )
            for actor, membership_id in seated
        )
        code = queries.code_in_force(session, world.club_id, now)
        session.add(
            Participant(
                meeting_id=meeting.id,
                person_id=guest.person_id,
                added_at=now,
                code_id=code.id if code is not None else None,
                code_at=now,
            )
        )
    return Held(world, meeting.id, guest, seats)
