"""A round from its announcement to its frozen figures."""

import json
from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import select

from benchmarking.figures import Entry
from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.actions.freezing import freeze_round
from labelling.club.actions.rounds import announce_round, change_dates, move_round
from labelling.club.actions.takeover import (
    conclude_round,
    take_over_figures,
    take_over_round,
)
from labelling.club.dates import RoundDates, dates_of, planned
from labelling.club.frozen import Tampered, frozen_values, read_frozen, reported
from labelling.club.models import (
    ClubRound,
    FrozenRound,
    Release,
    ReleaseKind,
    RoundEvent,
    RoundState,
)
from labelling.club.sets import set_of
from labelling.core.clock import today, utcnow
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotNow
from tests.labelling.club.making import CORE, NOW, World, club_with_round, enter, make_club, send
from tests.labelling.organisations.browsing import as_person, text_of

pytestmark = pytest.mark.usefixtures("app")


def _move(world: World, *states: RoundState) -> None:
    for state in states:
        with unit_of_work() as session:
            move_round(
                session, actor=world.officer, round_id=world.rounds[-1].id, state=state, now=NOW
            )


def _freeze(world: World, why: str = "", *, days: int = 0) -> FrozenRound:
    with unit_of_work() as session:
        return freeze_round(
            session,
            actor=world.officer,
            round_id=world.rounds[-1].id,
            why=why,
            now=NOW + timedelta(days=days),
        )


def _state(world: World) -> RoundState:
    with reading() as session:
        return queries.get_round(session, world.rounds[-1].id).state


def test_planned_days_run_from_the_end_of_the_half_year_over_thirteen_weeks() -> None:
    days = [str(day) for _, day in planned(Round(2026, 1))]
    assert days == [
        *("2026-07-01", "2026-07-28", "2026-08-18", "2026-08-25"),
        *("2026-09-01", "2026-09-08", "2026-09-22", "2026-09-29"),
    ]


def test_round_goes_one_step_at_a_time() -> None:
    world = club_with_round()
    with pytest.raises(NotNow):
        _move(world, RoundState.DRAFT)
    _move(world, RoundState.CHECKING, RoundState.OPEN, RoundState.CHECKING)
    with pytest.raises(NotNow):  # freezing is an act of its own
        _move(world, RoundState.FROZEN)
    assert _state(world) is RoundState.CHECKING


def test_round_is_announced_once_with_its_days_in_order() -> None:
    world = club_with_round()
    dates = planned(Round(2026, 1))
    days = [day for _, day in dates]
    disordered = RoundDates(days[1], days[0], *days[2:])
    with unit_of_work() as session, pytest.raises(Invalid) as twice:
        announce_round(
            session, actor=world.officer, club_id=world.club.id, half_year="2026-H1",
            dates=dates, now=NOW,
        )  # fmt: skip
    with unit_of_work() as session, pytest.raises(Invalid) as disorder:
        announce_round(
            session, actor=world.officer, club_id=world.club.id, half_year="2026-H2",
            dates=disordered, now=NOW,
        )  # fmt: skip
    with unit_of_work() as session, pytest.raises(NotAllowed):
        announce_round(
            session, actor=world.owner, club_id=world.club.id, half_year="2026-H2",
            dates=dates, now=NOW,
        )  # fmt: skip
    assert (twice.value.field, disorder.value.field) == ("half_year", "closes_on")


def test_changed_dates_stand_and_are_refused_in_disorder() -> None:
    world = club_with_round()
    row = world.rounds[0]
    later = [day + timedelta(days=7) for _, day in dates_of(row)]
    with unit_of_work() as session:
        change_dates(
            session, actor=world.officer, round_id=row.id, dates=RoundDates(*later), now=NOW
        )
    with reading() as session:
        assert [day for _, day in dates_of(session.get_one(ClubRound, row.id))] == later


def test_first_version_leaves_out_who_came_late_and_the_second_takes_all_in() -> None:
    world = club_with_round()
    enter(world, CORE)
    enter(world, CORE, membership=world.firm, actor=world.firm_actor)
    assert not send(world)
    closed = NOW + timedelta(days=40)
    assert send(world, membership=world.firm, actor=world.firm_actor, now=closed)
    _move(world, RoundState.CHECKING)
    first = _freeze(world, days=41)
    assert set(read_frozen(first).sheets) == {str(world.membership.id)}
    assert _state(world) is RoundState.FROZEN
    with pytest.raises(Invalid):  # a further version says why
        _freeze(world, days=42)
    second = _freeze(world, "The late member.", days=42)
    assert set(read_frozen(second).sheets) == {str(world.membership.id), str(world.firm.id)}
    assert (second.version, second.with_late, second.members) == (2, True, 2)
    with pytest.raises(NotNow):  # nothing has changed
        _freeze(world, "Again.", days=43)


def test_frozen_round_is_recomputed_from_its_json_alone() -> None:
    world = club_with_round()
    enter(world, CORE)
    send(world)
    _move(world, RoundState.CHECKING)
    row = _freeze(world)
    with reading() as session:
        set_ = set_of(queries.newest_set(session, world.club.id))
    frozen = read_frozen(row)
    assert frozen.indicators == set_.identity
    values = frozen_values(set_, frozen, None)
    mine = str(world.membership.id)
    assert {code: str(found[mine].number) for code, found in values.items() if found} == {
        "A01": "60",
        "A07": "200/3",
        "B01": "5/2",
        "B02": "24",
        "B03": "200000",
        "B04": "40",
        "B07": "14",
        "C02": "50",
        "D02": "6",
        "D05": "21/5",
        "E02": "8",
        "E03": "30",
        "E04": "75/2",
        "F05": "20",
    }
    assert json.loads(row.content)["members"][mine]["entries"]["B01"]["number"] == "5/2"
    forged = FrozenRound(content=row.content.replace("200000", "200001"), sha256=row.sha256)
    with pytest.raises(Tampered):
        read_frozen(forged)


def test_what_was_changed_after_sending_counts_when_it_is_sent_again() -> None:
    world = club_with_round()
    enter(world, CORE)
    send(world)
    enter(world, {"B07": "20"}, now=NOW + timedelta(hours=1))
    part = world.part()
    with reading() as session:
        assert queries.sent_rows(session, [part.id])[part.id]["B07"].number == "14"
        assert queries.current_rows(session, [part.id])[part.id]["B07"].number == "20"
    send(world, now=NOW + timedelta(hours=2))
    with reading() as session:
        assert queries.sent_rows(session, [part.id])[part.id]["B07"].number == "20"


def test_member_sees_what_it_reported() -> None:
    world = club_with_round()
    enter(world, {**CORE, "B07": ""})
    send(world)
    _move(world, RoundState.CHECKING)
    frozen = read_frozen(_freeze(world))
    with reading() as session:
        set_ = set_of(queries.newest_set(session, world.club.id))
    seen = reported(set_, frozen.sheets[str(world.membership.id)])
    assert "A01" in seen
    assert "B07" not in seen
    assert reported(set_, None) == frozenset()


def test_opening_fixes_what_members_report_and_where_they_stand() -> None:
    world = club_with_round()
    part = world.part()
    assert part.bands == {"size": "small"}
    assert len(part.asked) == 12
    with unit_of_work() as session:
        other = make_club(session)
    assert other.club.id != world.club.id


def test_states_with_results_wait_for_their_release() -> None:
    world = club_with_round()
    enter(world, CORE)
    send(world)
    _move(world, RoundState.CHECKING)
    _freeze(world)
    with pytest.raises(NotNow, match="Release the draft results first"):
        _move(world, RoundState.DRAFT)
    with unit_of_work() as session:
        queries.get_round(session, world.rounds[-1].id).state = RoundState.DRAFT
    with pytest.raises(NotNow, match="Release the draft results first"):
        _move(world, RoundState.MEETING)
    _note_release(world, ReleaseKind.DRAFT)
    _move(world, RoundState.MEETING)
    with pytest.raises(NotNow, match="Release the final results first"):
        _move(world, RoundState.FINAL)
    _note_release(world, ReleaseKind.FINAL)
    _move(world, RoundState.FINAL)
    assert _state(world) is RoundState.FINAL


def _note_release(world: World, kind: ReleaseKind) -> None:
    """Put a release of the round into the ledger, as if it had been judged."""
    with unit_of_work() as session:
        session.add(
            Release(
                club_id=world.club.id, number=1 + (kind is ReleaseKind.FINAL), kind=kind,
                round_id=world.rounds[-1].id, policy="club-2026", sha256="0" * 64, content="{}",
                released_at=NOW,
            )
        )  # fmt: skip


def test_only_a_round_that_was_held_elsewhere_ends_without_a_release() -> None:
    world = club_with_round()
    with unit_of_work() as session, pytest.raises(NotNow, match="Release the final results"):
        conclude_round(session, actor=world.officer, round_id=world.rounds[0].id, now=NOW)
    with unit_of_work() as session:
        row = take_over_round(
            session, actor=world.officer, club_id=world.club.id, half_year="2025-H1",
            dates=planned(Round(2025, 1)), now=NOW,
        )  # fmt: skip
    with unit_of_work() as session, pytest.raises(NotNow, match="Freeze the figures first"):
        conclude_round(session, actor=world.officer, round_id=row.id, now=NOW)
    with unit_of_work() as session:
        take_over_figures(
            session, actor=world.officer, round_id=row.id,
            sheets={world.membership.id: {"A01": Entry(Fraction(60), grade="A")}},
            sent_at=NOW, now=NOW,
        )  # fmt: skip
    with unit_of_work() as session:
        freeze_round(session, actor=world.officer, round_id=row.id, now=NOW)
    with unit_of_work() as session, pytest.raises(NotAllowed):
        conclude_round(session, actor=world.owner, round_id=row.id, now=NOW)
    with unit_of_work() as session:
        conclude_round(session, actor=world.officer, round_id=row.id, now=NOW)
    with reading() as session:
        assert queries.get_round(session, row.id).state is RoundState.FINAL


def test_what_was_sent_is_what_was_read_whatever_the_clocks_say() -> None:
    """Who sends and who saves at once wait for each other, each with the time it came at."""
    world = club_with_round()
    enter(world, CORE, now=NOW + timedelta(seconds=1))
    send(world, now=NOW)  # came first, had its turn second
    assert _sent(world)["A01"] == CORE["A01"]
    enter(world, {"A01": "61"}, now=NOW)  # nobody checked it when the sheet was sent
    assert _sent(world)["A01"] == CORE["A01"]
    send(world, now=NOW)
    assert _sent(world)["A01"] == "61"


def _sent(world: World) -> dict[str, str]:
    part = world.part()
    with reading() as session:
        rows = queries.sent_rows(session, [part.id]).get(part.id, {})
        return {name: row.number for name, row in rows.items()}


def test_second_click_in_a_round_is_told_as_the_first(app: Flask) -> None:
    """Closing and freezing: what is so already is no error, and nothing is made twice."""
    world = club_with_round()
    enter(world, CORE)
    send(world)
    office = as_person(app, world.officer_person)
    address = f"/clubs/rounds/{world.rounds[0].id}"
    for step, sent in (("state", {"state": "checking"}), ("freeze", {"number": "1", "early": "y"})):
        answers = [office.post(f"{address}/{step}", data=sent) for _ in range(2)]
        assert [one.status_code for one in answers] == [303, 303]
        assert answers[0].location == answers[1].location
    assert 'name="number" type="hidden" value="2"' in office.get(address).get_data(as_text=True)
    with reading() as session:
        assert len(queries.frozen_versions(session, world.rounds[0].id)) == 1
        events = session.scalars(
            select(RoundEvent.state).where(RoundEvent.round_id == world.rounds[0].id)
        ).all()
    assert sorted(events) == ["announced", "checking", "frozen", "open"]


def test_freezing_before_the_announced_day_takes_a_tick(app: Flask) -> None:
    """What cannot be undone is not done weeks early by one click; on the day itself it is."""
    world = club_with_round()
    enter(world, CORE)
    send(world)
    office = as_person(app, world.officer_person)
    address = f"/clubs/rounds/{world.rounds[0].id}"
    office.post(f"{address}/state", data={"state": "checking"})
    with unit_of_work() as session:
        row = queries.get_round(session, world.rounds[0].id)
        row.freezes_on = today(utcnow()) + timedelta(days=5)
    assert "1 member has not sent its figures." in text_of(office.get(address))
    answer = office.post(f"{address}/freeze", data={"number": "1"})
    assert answer.status_code == 422
    assert "Tick this if you go on earlier all the same." in text_of(answer)
    with unit_of_work() as session:
        assert queries.frozen_versions(session, world.rounds[0].id) == []
        queries.get_round(session, world.rounds[0].id).freezes_on = today(utcnow())
    assert "Go on before the announced day" not in text_of(office.get(address))
    assert office.post(f"{address}/freeze", data={"number": "1"}).status_code == 303


def test_opening_before_the_announced_day_takes_a_tick(app: Flask) -> None:
    """What each member reports is fixed when the round opens."""
    with unit_of_work() as session:
        world = make_club(session)
        day = today(utcnow()) + timedelta(days=5)
        row = announce_round(
            session, actor=world.officer, club_id=world.club.id, half_year="2026-H1",
            dates=planned(Round.parse("2026-H1"), day), now=NOW,
        )  # fmt: skip
        row.opens_on = day
    office = as_person(app, world.officer_person)
    address = f"/clubs/rounds/{row.id}"
    answer = office.post(f"{address}/state", data={"state": "open"})
    assert answer.status_code == 422
    assert "Tick this if you go on earlier all the same." in text_of(answer)
    with reading() as session:
        assert queries.get_round(session, row.id).state is RoundState.ANNOUNCED
    assert office.post(f"{address}/state", data={"state": "open", "early": "y"}).status_code == 303
    assert "earlier than announced" in text_of(office.get(address))


def test_survey_is_offered_the_round_that_runs_or_the_next(app: Flask) -> None:
    world = club_with_round()
    contact = as_person(app, world.contact)
    address = f"/clubs/members/{world.membership.id}/surveys/new"
    assert 'value="2026-H1"' in contact.get(address).text
    with unit_of_work() as session:
        queries.get_round(session, world.rounds[0].id).state = RoundState.DRAFT
    assert 'value="2026-H2"' in contact.get(address).text
