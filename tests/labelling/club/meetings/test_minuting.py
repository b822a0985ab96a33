"""Minutes: no name that may not be told, two persons' eyes, versions that stay."""

from collections.abc import Collection
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from labelling.club.meetings import queries
from labelling.club.meetings.actions.minuting import (
    MinutesChanged,
    begin_minutes,
    confirm_minutes,
    release_minutes,
    save_minutes,
)
from labelling.club.meetings.actions.participants import note_attendance
from labelling.club.meetings.models import Minutes
from labelling.club.meetings.record import read_back
from labelling.core.access import Actor
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotNow
from labelling.core.outbox import Outgoing
from tests.labelling.club.meetings.making import NOW, Planned, close, name
from tests.labelling.club.results.making import person_of


def begin(planned: Planned, why: str = "") -> Minutes:
    """Begin the minutes as the chair."""
    with unit_of_work() as session:
        return begin_minutes(
            session, actor=planned.chair[0], meeting_id=planned.meeting.id, why=why, now=NOW
        )


def save(
    planned: Planned,
    text: str,
    version: int,
    actor: Actor | None = None,
    *,
    save_id: UUID | None = None,
    follows: Collection[UUID] = (),
) -> Minutes:
    """Save the minutes."""
    with unit_of_work() as session:
        return save_minutes(
            session,
            actor=actor or planned.chair[0],
            meeting_id=planned.meeting.id,
            text=text,
            version=version,
            save_id=save_id or uuid4(),
            follows=follows,
            now=NOW,
        )


def hand_over(planned: Planned, version: int) -> Minutes:
    """Let the office look over the minutes."""
    with unit_of_work() as session:
        return release_minutes(
            session,
            actor=planned.world.officer,
            meeting_id=planned.meeting.id,
            version=version,
            now=NOW,
        )


def confirm(planned: Planned, version: int, actor: Actor | None = None) -> Minutes:
    """Confirm the minutes."""
    with unit_of_work() as session:
        return confirm_minutes(
            session,
            actor=actor or planned.chair[0],
            meeting_id=planned.meeting.id,
            version=version,
            now=NOW,
        )


def all_came(planned: Planned) -> None:
    """Note that all who are named were there."""
    with unit_of_work() as session:
        rows = [one.row.id for one in queries.attendees_of(session, planned.meeting.id)]
        note_attendance(
            session,
            actor=planned.world.officer,
            meeting_id=planned.meeting.id,
            came=rows,
            now=NOW,
        )


def test_minutes_begin_with_the_agenda(planned: Planned) -> None:
    lines = [line for line in begin(planned).text.split("\n") if line]
    assert lines[0] == "1. Welcome and code of conduct"
    assert lines[1] == "2. Actions of the last meeting"
    assert len(lines) == 10


def test_save_meets_another_save(planned: Planned) -> None:
    begin(planned)
    first = save(planned, "One", 1)
    assert first.version == 2
    with pytest.raises(MinutesChanged) as changed:
        save(planned, "Two", 1, planned.world.officer)
    assert (changed.value.theirs, changed.value.version) == ("One", 2)


def test_same_save_again_and_one_that_builds_on_it_are_no_conflict(planned: Planned) -> None:
    begin(planned)
    mine, next_ = uuid4(), uuid4()
    for _ in range(2):
        with unit_of_work() as session:
            row = save_minutes(
                session,
                actor=planned.chair[0],
                meeting_id=planned.meeting.id,
                text="One",
                version=1,
                save_id=mine,
                now=NOW,
            )
    assert row.version == 2
    with unit_of_work() as session:
        row = save_minutes(
            session,
            actor=planned.chair[0],
            meeting_id=planned.meeting.id,
            text="One and two",
            version=1,
            save_id=next_,
            follows=[mine],
            now=NOW,
        )
    assert (row.version, row.text) == (3, "One and two")


def test_a_page_sent_twice_and_written_on_in_between_loses_nothing(planned: Planned) -> None:
    begin(planned)
    page = uuid4()
    assert save(planned, "One", 1, save_id=page).version == 2
    for _ in range(2):
        row = save(planned, "One and two", 1, save_id=page)
        assert (row.version, row.text) == (3, "One and two")
    with pytest.raises(MinutesChanged) as late:
        save(planned, "One", 1, save_id=page)
    assert (late.value.theirs, late.value.version) == ("One and two", 3)


def test_somebody_elses_save_is_not_followed_as_ones_own(planned: Planned) -> None:
    begin(planned)
    page, office = uuid4(), planned.world.officer
    save(planned, "The chair's", 1, save_id=page)
    with pytest.raises(MinutesChanged) as refused:
        save(planned, "The office's", 1, office, save_id=page)
    assert refused.value.theirs == "The chair's"
    with pytest.raises(MinutesChanged):
        save(planned, "The office's", 1, office, follows=[page])
    assert save(planned, "The chair's", 1, office).version == 2


def test_hidden_members_and_people_are_not_named(planned: Planned) -> None:
    world = planned.world
    names = sorted(one.name for one in world.simulated.members)
    name(planned, world.first(1)[0], named=True)
    name(planned, world.first(2)[0], named=False)
    shy = person_of(world.first(2)[0]).name
    begin(planned)
    said = f"{names[1]} told how. {names[4].upper()}\n did too, and {shy} wondered."
    save(planned, said, 1)
    with pytest.raises(Invalid) as refused:
        hand_over(planned, 2)
    assert refused.value.values["names"] == ", ".join(sorted([names[4], shy]))
    save(planned, f"{names[1]} told how.", 2)
    assert hand_over(planned, 3).released_at == NOW


def test_only_the_office_asks_which_names_have_to_go(planned: Planned) -> None:
    begin(planned)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        release_minutes(
            session, actor=planned.chair[0], meeting_id=planned.meeting.id, version=1, now=NOW
        )


def test_change_takes_the_minutes_back_to_the_office(planned: Planned) -> None:
    begin(planned)
    close(planned)
    hand_over(planned, 1)
    save(planned, "Something else", 1)
    with pytest.raises(NotNow):
        confirm(planned, 2)


def test_chair_confirms_what_was_looked_over(planned: Planned) -> None:
    name(planned, planned.member[0], named=True)
    name(planned, planned.world.first(2)[0], named=False)
    begin(planned)
    save(planned, "We met.", 1)
    hand_over(planned, 2)
    with pytest.raises(NotNow):
        confirm(planned, 2)  # it goes on still
    close(planned)
    all_came(planned)
    with pytest.raises(NotAllowed):
        confirm(planned, 2, planned.world.officer)
    with pytest.raises(Conflict):
        confirm(planned, 1)
    row = confirm(planned, 2)
    record = read_back(row)
    member = sorted(one.name for one in planned.world.simulated.members)[1]
    assert record["there"] == [[person_of(planned.member[0]).name, member]]
    assert (record["more"], record["text"]) == (2, "We met.")
    with reading() as session:
        sent = session.scalars(
            select(Outgoing.person_id).where(Outgoing.name == "club_minutes_confirmed")
        ).all()
    assert len(set(sent)) == len(sent) == 3
    with pytest.raises(NotNow):
        save(planned, "Later", 2)


def test_correction_is_a_version_of_its_own(planned: Planned) -> None:
    begin(planned)
    close(planned)
    hand_over(planned, 1)
    first = confirm(planned, 1)
    with pytest.raises(Invalid):
        begin(planned)
    second = begin(planned, "The day was wrong")
    assert (second.number, second.text) == (2, first.text)
    with reading() as session:
        newest = queries.newest_confirmed(session, planned.meeting.id)
    assert newest is not None
    assert (newest.number, newest.sha256) == (1, first.sha256)


def test_members_read_no_draft(planned: Planned) -> None:
    begin(planned)
    with pytest.raises(NotAllowed):
        save(planned, "Mine", 1, planned.member[0])


def test_minutes_taken_back_from_the_chair_are_in_the_trail(planned: Planned) -> None:
    begin(planned)
    hand_over(planned, 1)
    save(planned, "Something else", 1, planned.world.officer)
    with reading() as session:
        said = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)).all()
    assert said[-2:] == ["meeting.minutes_saved", "meeting.minutes_taken_back"]
