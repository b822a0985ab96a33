"""Actions: planned, followed with own figures, ended, counted, reminded of."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarking.disclosure.cells import Place
from labelling.club.award.counts import count
from labelling.club.meetings import queries
from labelling.club.meetings.actions.acting import (
    change_action,
    end_action,
    plan_action,
    reopen_action,
    type_club_action,
)
from labelling.club.meetings.following import Followed, club_followed, own_followed
from labelling.club.meetings.models import ActionState, ClubAction
from labelling.club.meetings.reminders import remind_of_actions
from labelling.club.meetings.subjects import ClubActions
from labelling.club.models import ClubRound, Membership
from labelling.club.queries import find_own_place, get_club, place_for
from labelling.club.results import gate
from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from tests.labelling.club.meetings.making import NOW, Planned, draft, make_planned, name
from tests.labelling.club.results.making import build_club, person_of
from tests.labelling.club.results.releasing import release
from tests.labelling.people.making import sign_in


def planned_by(planned: Planned, at: int = 0, /, **changed: object) -> ClubAction:
    """Plan an action of a member itself."""
    actor, membership_id = planned.world.first(at)
    with unit_of_work() as session:
        return plan_action(
            session, actor=actor, membership_id=membership_id, draft=draft(**changed), now=NOW
        )


def typed(planned: Planned, actor: Actor | None = None, **changed: object) -> ClubAction:
    """Type an action of the club, as the chair."""
    with unit_of_work() as session:
        return type_club_action(
            session,
            actor=actor or planned.chair[0],
            meeting_id=planned.meeting.id,
            draft=draft(**changed),
            now=NOW,
        )


def test_blank_baseline_is_the_newest_own_figure(planned: Planned) -> None:
    row = planned_by(planned)
    with reading() as session:
        round_ = session.get_one(ClubRound, planned.world.round_id)
        followed = own_figures(planned, [row])[0]
    assert (row.round_id, float(row.baseline) > 0, followed.since) == (
        round_.id,
        True,
        followed.since,
    )
    assert str(followed.since) == round_.half_year
    assert (followed.now, followed.reached) == (None, None)  # no round since


def test_officer_bound_up_with_a_member_sees_no_action_of_a_member(
    client: FlaskClient, planned: Planned
) -> None:
    """It shows the member's own figures; the list leaves it out, and so must its page."""
    row, shared = planned_by(planned, measure="Ask those who left"), typed(planned)
    officer = person_of(planned.world.officer)
    sign_in(client, officer, Role.OFFICER)
    pages = [f"/clubs/actions/{one.id}" for one in (row, shared)]
    assert [client.get(one).status_code for one in pages] == [200, 200]
    with unit_of_work() as session:
        other = planned.world.first(5)[1]
        session.get_one(Membership, other).contact_id = officer.id
    assert [client.get(one).status_code for one in pages] == [403, 200]
    assert row.measure not in client.get(f"/clubs/{row.club_id}/actions").text


def own_figures(planned: Planned, rows: list[ClubAction], at: int = 0) -> list[Followed]:
    """Return a member's actions with its figures."""
    actor, membership_id = planned.world.first(at)
    with reading() as session:
        place = place_for(session, actor, membership_id, NOW)
        return own_followed(session, ClubActions(place.club, place), rows)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"measure": " "}, "measure"),
        ({"indicator": "Z99"}, "indicator"),
        ({"target": "a lot"}, "target"),
        ({"baseline": "1.2.3"}, "baseline"),
        ({"due_on": date(2026, 9, 1)}, "due_on"),
        ({"owner_id": UUID(int=1)}, "owner"),
    ],
)
def test_action_that_cannot_be_is_refused(
    planned: Planned, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        planned_by(planned, **changed)
    assert refused.value.field == field


def test_comma_is_a_point(planned: Planned) -> None:
    assert planned_by(planned, target="70,5").target == "70.5"


def test_next_round_shows_what_has_changed(app: object) -> None:
    world = build_club(2, members=12)
    planned = make_planned(world)
    with unit_of_work() as session:
        row = plan_action(
            session,
            actor=world.first()[0],
            membership_id=world.first()[1],
            draft=draft(indicator="B01", baseline="1", target="0.5"),
            now=NOW,
        )
        row.round_id = world.rounds[0]
    followed = own_figures(planned, [row])[0]
    assert (str(followed.since), str(followed.half)) == ("2025-H2", "2026-H1")
    assert followed.now is not None
    assert followed.now > 1
    assert followed.reached is False  # it was to fall, and rose
    with unit_of_work() as session:
        session.get_one(ClubAction, row.id).target = "1.01"
    with reading() as session:
        rising = queries.get_action(session, row.id)
    assert own_figures(planned, [rising])[0].reached is True


def test_club_action_is_followed_by_what_is_published(app: object) -> None:
    world = build_club(2, members=12)
    for round_id in world.rounds:
        release(world, round_id=round_id)
    planned = make_planned(world)
    row = typed(planned, indicator="A07", baseline="")
    with unit_of_work() as session:
        session.get_one(ClubAction, row.id).round_id = world.rounds[0]
    found = []
    began = []
    for actor in (world.officer, world.first(0)[0], world.first(1)[0]):
        with reading() as session:
            club = get_club(session, world.club_id)
            subject = ClubActions(club, find_own_place(session, actor, club.id, NOW))
            followed = club_followed(session, subject, [queries.get_action(session, row.id)])[0]
            found.append(followed.now is not None)
            began.append(followed.baseline)
    assert found == [True, True, False]  # the last one did not report it
    with reading() as session:
        club = get_club(session, world.club_id)
        standing = gate.published(session, club).standing(Place("2025-H2", "A07"))
    middle = standing.get("median") if standing is not None else None
    assert middle is not None
    assert began == [middle] * 3  # nobody typed it; in that half-year all three reported it


def test_own_actions_are_the_members_and_the_offices(planned: Planned) -> None:
    row = planned_by(planned)
    with pytest.raises(NotFound), unit_of_work() as session:
        change_action(session, actor=planned.member[0], action_id=row.id, draft=draft(), now=NOW)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        change_action(
            session, actor=planned.world.officer, action_id=row.id, draft=draft(), now=NOW
        )


def test_members_do_not_type_for_the_club(planned: Planned) -> None:
    with pytest.raises(NotAllowed):
        typed(planned, planned.member[0])


def test_owner_of_a_club_action_may_be_named(planned: Planned) -> None:
    actor = planned.member[0]
    name(planned, actor, named=False)
    with pytest.raises(Invalid) as refused:
        typed(planned, owner_id=actor.person_id)
    assert refused.value.field == "owner"
    name(planned, actor, named=True)
    row = typed(planned, owner_id=actor.person_id)
    with unit_of_work() as session:
        end_action(session, actor=actor, action_id=row.id, state=ActionState.DONE, note="", now=NOW)


def test_dropped_needs_a_reason_and_can_be_taken_up_again(planned: Planned) -> None:
    row, actor = planned_by(planned), planned.chair[0]
    with pytest.raises(Invalid), unit_of_work() as session:
        end_action(
            session, actor=actor, action_id=row.id, state=ActionState.DROPPED, note=" ", now=NOW
        )
    with unit_of_work() as session:
        end_action(
            session,
            actor=actor,
            action_id=row.id,
            state=ActionState.DROPPED,
            note="Nobody had time",
            now=NOW,
        )
    with pytest.raises(NotNow), unit_of_work() as session:
        change_action(session, actor=actor, action_id=row.id, draft=draft(), now=NOW)
    with unit_of_work() as session:
        again = reopen_action(session, actor=actor, action_id=row.id, now=NOW)
    assert (again.state, again.ended_at) == (ActionState.OPEN, None)


def test_completed_actions_count_own_ones_that_are_done(planned: Planned) -> None:
    actor, membership_id = planned.chair
    for state in (ActionState.DONE, ActionState.DONE, ActionState.DROPPED):
        row = planned_by(planned)
        with unit_of_work() as session:
            end_action(session, actor=actor, action_id=row.id, state=state, note="So", now=NOW)
    planned_by(planned)
    today, day = NOW.date(), timedelta(days=1)
    both = [membership_id, planned.member[1]]
    with reading() as session:
        counts = [
            queries.completed_actions(session, both, since, until)
            for since, until in ((today, today), (today - day, today - day), (today + day,) * 2)
        ]
        awarded = count(session, "actions_completed", both, today, today)
    assert counts == [{membership_id: 2}, {}, {}]
    assert awarded == {membership_id: 2, planned.member[1]: 0}


def test_reminder_goes_out_once_in_the_week_before(planned: Planned) -> None:
    row = planned_by(planned, due_on=date(2026, 10, 1))
    for at in (datetime(2026, 9, 20, 9, tzinfo=UTC), *[datetime(2026, 9, 25, 9, tzinfo=UTC)] * 2):
        with unit_of_work() as session:
            remind_of_actions(session, at)
    with reading() as session:
        sent = session.scalars(select(Outgoing).where(Outgoing.name == "club_action_due")).all()
    assert [(one.person_id, one.payload["context"]["action"]) for one in sent] == [
        (planned.chair[0].person_id, str(row.id))
    ]
