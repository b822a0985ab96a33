"""A meeting is planned, changed, cancelled; who takes part, and what the others may know."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from labelling.club.meetings import queries
from labelling.club.meetings.actions.participants import (
    answer_invitation,
    invite_guest,
    name_participant,
    note_attendance,
    take_participant_off,
)
from labelling.club.meetings.actions.planning import (
    cancel_meeting,
    change_meeting,
    plan_meeting,
)
from labelling.club.meetings.agenda import begins, proposed_items
from labelling.club.meetings.models import MeetingState, Topic
from labelling.club.meetings.tasks import meeting_tasks
from labelling.club.models import ClubRound, Membership, Openness
from labelling.core import doors
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.mail import compose
from labelling.core.outbox import Outgoing
from labelling.settings import Settings
from tests.labelling.club.meetings.making import DAY, NOW, Planned, close, name, plan
from tests.labelling.club.results.making import person_of


def test_meeting_keeps_instants_and_the_clocks_of_its_place(planned: Planned) -> None:
    row = planned.now()
    assert (row.starts_at, row.ends_at) == (
        datetime(2026, 9, 8, 7, 30, tzinfo=UTC),
        datetime(2026, 9, 8, 13, 30, tzinfo=UTC),
    )
    assert (row.state, row.told, row.chair_id) == (
        MeetingState.PLANNED,
        0,
        planned.chair[0].person_id,
    )


def test_all_contacts_are_told_with_an_entry_for_their_calendar(
    planned: Planned, settings: Settings
) -> None:
    with reading() as session:
        sent = session.scalars(
            select(Outgoing).where(Outgoing.name == "club_meeting_planned")
        ).all()
    assert {one.person_id for one in sent} == {
        one.person_id for one in planned.world.contacts.values()
    }
    letter = compose(sent[0].name, sent[0].payload, "a@b.example", settings)
    assert letter.subject == "Benchmarking club (fictitious): meeting on 8 September 2026"
    assert "09:30 to 15:30, Vienna time" in letter.body
    for part in ("DTSTART:20260908T073000Z", "SEQUENCE:0", "STATUS:CONFIRMED"):
        assert part in letter.calendar
    assert [
        one.name for one in planned.world.simulated.members if one.name in letter.calendar
    ] == []


def test_another_time_is_told_and_replaces_the_entry(planned: Planned, settings: Settings) -> None:
    with unit_of_work() as session:
        told = change_meeting(
            session,
            actor=planned.world.officer,
            meeting_id=planned.meeting.id,
            plan=plan(planned.chair[0], starts=time(10)),
            now=NOW,
        )
        again = change_meeting(
            session,
            actor=planned.world.officer,
            meeting_id=planned.meeting.id,
            plan=plan(planned.chair[0], starts=time(10), next_dates="In March."),
            now=NOW,
        )
    assert (told, again, planned.now().told) == (True, False, 1)
    with reading() as session:
        sent = session.scalars(
            select(Outgoing).where(Outgoing.name == "club_meeting_changed")
        ).all()
    assert len(sent) == len(planned.world.contacts)
    assert "SEQUENCE:1" in compose(sent[0].name, sent[0].payload, "a@b", settings).calendar


def test_cancelled_meeting_is_told_and_leaves_room_for_another(
    planned: Planned, settings: Settings
) -> None:
    with unit_of_work() as session:
        cancel_meeting(
            session,
            actor=planned.world.officer,
            meeting_id=planned.meeting.id,
            why="A strike",
            now=NOW,
        )
    with reading() as session:
        sent = session.scalars(
            select(Outgoing).where(Outgoing.name == "club_meeting_cancelled")
        ).all()
    letter = compose(sent[0].name, sent[0].payload, "a@b", settings)
    assert ("A strike" in letter.body, "STATUS:CANCELLED" in letter.calendar) == (True, True)
    with pytest.raises(NotNow), unit_of_work() as session:
        change_meeting(
            session,
            actor=planned.world.officer,
            meeting_id=planned.meeting.id,
            plan=plan(),
            now=NOW,
        )
    with unit_of_work() as session:
        other = plan_meeting(
            session,
            actor=planned.world.officer,
            round_id=planned.world.round_id,
            plan=plan(),
            now=NOW,
        )
    assert other.id != planned.meeting.id


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"held_on": date(2026, 9, 1)}, "held_on"),  # over
        ({"held_on": date(2026, 12, 1)}, "held_on"),  # behind the last day for corrections
        ({"ends": time(9)}, "ends"),
        ({"zone": "Moon/Tranquility"}, "zone"),
    ],
)
def test_plan_that_cannot_be_is_refused(
    planned: Planned, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work() as session:
        change_meeting(
            session,
            actor=planned.world.officer,
            meeting_id=planned.meeting.id,
            plan=plan(None, **changed),
            now=NOW,
        )
    assert refused.value.field == field


def test_chair_is_a_contact(planned: Planned) -> None:
    stranger = replace(planned.chair[0], person_id=planned.world.officer.person_id)
    with pytest.raises(Invalid) as refused, unit_of_work() as session:
        change_meeting(
            session,
            actor=planned.world.officer,
            meeting_id=planned.meeting.id,
            plan=plan(stranger),
            now=NOW,
        )
    assert refused.value.field == "chair"


def test_day_of_the_round_follows_the_meeting(planned: Planned) -> None:
    moved = DAY + timedelta(days=3)
    with unit_of_work() as session:
        change_meeting(
            session,
            actor=planned.world.officer,
            meeting_id=planned.meeting.id,
            plan=plan(None, held_on=moved),
            now=NOW,
        )
    with reading() as session:
        assert session.get_one(ClubRound, planned.world.round_id).meeting_on == moved


def test_members_do_not_plan(planned: Planned) -> None:
    with pytest.raises(NotAllowed), unit_of_work() as session:
        cancel_meeting(
            session,
            actor=planned.chair[0],
            meeting_id=planned.meeting.id,
            why="No time",
            now=NOW,
        )


def test_proposed_agenda_begins_with_what_is_open(planned: Planned) -> None:
    with reading() as session:
        items = queries.agenda_of(session, planned.meeting.id)
    assert [one.topic for one in items] == [
        Topic.WELCOME, Topic.ACTIONS, Topic.DATA, Topic.CHANGES, Topic.RESULTS, Topic.SLIDES,
        Topic.PRACTICES, Topic.AWARD, Topic.OWN_ACTIONS, Topic.DATES,
    ]  # fmt: skip
    assert sum(one.lasts for one in items) <= 360
    times = begins(planned.meeting, items)
    assert times[0] == planned.meeting.starts_at
    assert times[1] == datetime(2026, 9, 8, 7, 30, tzinfo=UTC) + timedelta(minutes=items[0].lasts)
    assert [one.position for one in proposed_items(planned.meeting)] == list(range(1, 11))


def seen_by(planned: Planned, at: int) -> tuple[list[tuple[str, str]], int]:
    """Return what a member reads of who takes part."""
    with reading() as session:
        attendees = queries.attendees_of(session, planned.meeting.id)
    return queries.seen_by_others(attendees, planned.world.first(at)[1])


def test_names_are_told_only_where_they_may_be(planned: Planned) -> None:
    world = planned.world
    names = sorted(one.name for one in world.simulated.members)
    for at, agrees in ((1, True), (2, False), (3, False)):
        name(planned, world.first(at)[0], named=agrees)
    with unit_of_work() as session:
        row = session.get_one(Membership, world.first(3)[1])
        row.openness = Openness.CLUB
    agreed = (person_of(world.first(1)[0]).name, names[1])
    assert seen_by(planned, 5) == ([agreed, ("", names[3])], 2)  # the chair has not agreed yet
    own = (person_of(world.first(2)[0]).name, names[2])
    assert seen_by(planned, 2) == ([agreed, own, ("", names[3])], 1)


def test_who_cannot_come_is_not_counted(planned: Planned) -> None:
    name(planned, planned.member[0], comes=False)
    assert seen_by(planned, 5) == ([], 1)


def test_member_names_its_own_people_alone(planned: Planned) -> None:
    actor, _membership = planned.member
    other = planned.world.first(2)[0].person_id
    assert other is not None
    with pytest.raises(Invalid), unit_of_work() as session:
        name_participant(
            session, actor=actor, meeting_id=planned.meeting.id, person_id=other, now=NOW
        )
    place = name(planned, actor)
    with pytest.raises(NotFound), unit_of_work() as session:
        take_participant_off(
            session, actor=planned.world.first(2)[0], participant_id=place, now=NOW
        )
    with unit_of_work() as session:
        take_participant_off(session, actor=actor, participant_id=place, now=NOW)
    with reading() as session:
        assert len(queries.attendees_of(session, planned.meeting.id)) == 1


def test_guests_are_the_offices(planned: Planned) -> None:
    guest = {"email": "gus@example.org", "name": "Gus Guest", "language": "en"}
    with pytest.raises(NotAllowed), unit_of_work() as session:
        invite_guest(
            session, actor=planned.chair[0], meeting_id=planned.meeting.id, now=NOW, **guest
        )
    with unit_of_work() as session:
        row = invite_guest(
            session, actor=planned.world.officer, meeting_id=planned.meeting.id, now=NOW, **guest
        )
    assert (row.membership_id, row.code_id) == (None, None)


def test_list_stays_once_the_meeting_is_over(planned: Planned) -> None:
    close(planned)
    with pytest.raises(NotNow), unit_of_work() as session:
        answer_invitation(
            session,
            actor=planned.chair[0],
            meeting_id=planned.meeting.id,
            comes=True,
            named=True,
            now=NOW,
        )


def test_attendance_is_noted_for_all(planned: Planned) -> None:
    there = name(planned, planned.member[0])
    with unit_of_work() as session:
        note_attendance(
            session,
            actor=planned.world.officer,
            meeting_id=planned.meeting.id,
            came={there},
            now=NOW,
        )
    with reading() as session:
        rows = [one.row for one in queries.attendees_of(session, planned.meeting.id)]
    assert {row.id: row.came for row in rows} == {row.id: row.id == there for row in rows}
    with pytest.raises(Invalid), unit_of_work() as session:
        note_attendance(
            session,
            actor=planned.world.officer,
            meeting_id=planned.meeting.id,
            came={planned.meeting.id},
            now=NOW,
        )


def test_invitation_is_a_task_until_it_is_answered(planned: Planned) -> None:
    actor, _membership = planned.chair
    with reading() as session:
        before = [one.title for one in meeting_tasks(session, actor, NOW)]
    name(planned, actor)
    with reading() as session:
        after = list(meeting_tasks(session, actor, NOW))
    assert (before, after) == (["Say whether you come to the meeting"], [])


def test_person_takes_along_and_leaves_behind_what_is_theirs(planned: Planned) -> None:
    person_id = planned.chair[0].person_id
    assert person_id is not None
    name(planned, planned.chair[0])
    with reading() as session:
        taken = doors.export_person(session, person_id)["meetings"]
    assert taken["meetings"] == [
        {
            "day": "2026-09-08",
            "comes": True,
            "may_be_named": True,
            "was_there": None,
            "code_accepted_at": None,
        }
    ]
    assert taken["chaired_on"] == ["2026-09-08"]
    with unit_of_work() as session:
        doors.erase_person(session, person_id, NOW)
    with reading() as session:
        assert queries.attendees_of(session, planned.meeting.id) == []
        assert queries.get_meeting(session, planned.meeting.id).chair_id is None
