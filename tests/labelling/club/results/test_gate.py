"""The gate releases what disclosure control lets out, and keeps a ledger of all of it."""

import dataclasses

import pytest
from sqlalchemy import select, update

from benchmarking.disclosure.cells import WHOLE, Place
from benchmarking.disclosure.releasefile import read_release
from labelling.club import queries as club_queries
from labelling.club.models import (
    Club,
    ClubRound,
    FrozenRound,
    Release,
    ReleaseKind,
    RoundState,
)
from labelling.club.results import actions, gate, known, queries
from labelling.club.results.clubwide import club_view, matrix
from labelling.club.results.groups import own_group
from labelling.club.results.member import Results, results_of
from labelling.club.results.subjects import ClubResults
from labelling.core.access import PUBLIC, Actor
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow, Unavailable
from tests.labelling.club.results.making import NOW, World, build_club
from tests.labelling.club.results.releasing import correct, release


def results(world: World, at: int = 0) -> Results:
    actor, membership_id = world.first(at)
    with reading() as session:
        own = queries.own_results(session, actor, membership_id, NOW)
        return results_of(session, own, "")


def prepared(
    world: World, actor: Actor | None = None, dimension: str = "size"
) -> list[gate.Prepared]:
    with reading() as session:
        return actions.prepare_results(
            session,
            actor=actor or world.officer,
            round_id=world.round_id,
            dimension=dimension,
            now=NOW,
        )


def test_release_is_recorded_and_the_round_moves_on(world: World) -> None:
    release(world)
    with reading() as session:
        (row,) = gate.releases_of(session, world.club_id)
        round_ = session.get_one(ClubRound, world.round_id)
        frozen = session.scalars(select(FrozenRound)).one()
        verbs = [one.verb for one in session.scalars(select(AuditEntry).order_by(AuditEntry.seq))]
    assert (row.number, row.kind, row.policy) == (1, ReleaseKind.DRAFT, "club-2026")
    assert (row.frozen_id, row.released_by) == (frozen.id, world.officer.person_id)
    assert round_.state is RoundState.DRAFT
    assert verbs[-2:] == ["results.released", "round.moved"]


def test_what_is_released_is_what_members_see(released: World) -> None:
    found = results(released)
    line = found.line("A07")
    assert line is not None
    assert line.whole is not None
    values = [
        one.number
        for name in released.contacts
        if (one := _value(released, name, "A07")) is not None and one.accepted
    ]
    assert line.whole.standing.n == len(values) - _same_holding(released, "A07")
    assert line.whole.standing.get("mean") in {None, sum(values) / len(values)}
    assert line.beside[0].standing.group == WHOLE
    assert len(line.beside) == 3


def _value(released: World, name: str, code: str):  # type: ignore[no-untyped-def]
    from benchmarking.figures import Value, value

    sheets = released.simulated.sheets[name]
    half = released.simulated.rounds[-1]
    one = value(
        released.simulated.indicators, released.simulated.indicators.indicators[code], sheets, half
    )
    return one if isinstance(one, Value) else None


def _same_holding(released: World, code: str) -> int:
    """Return how many more members than holdings have an accepted value."""
    holdings = [
        one.holding or one.id
        for one in released.simulated.members
        if (found := _value(released, one.id, code)) is not None and found.accepted
    ]
    return len(holdings) - len(set(holdings))


def test_member_sees_no_indicator_that_it_did_not_report(released: World) -> None:
    found = results(released)
    assert {line.indicator.code for line in found.lines} <= {
        "A01", "A02", "A04", "A07", "B01", "B02", "B03", "B04", "B07", "C02", "C03",
    }  # fmt: skip
    assert found.line("D05") is None
    assert "D05" in {one.code for one in found.missing}


def test_nothing_is_shown_before_a_release(world: World) -> None:
    with pytest.raises(NotFound):
        results(world)


def test_only_the_office_releases(world: World) -> None:
    member, _ = world.first()
    with pytest.raises(NotAllowed):
        prepared(world, member)
    with pytest.raises(NotFound):
        prepared(world, PUBLIC)
    found = prepared(world)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.release_results(session, actor=member, prepared=found, now=NOW)


def test_release_judged_against_an_older_ledger_is_refused(world: World) -> None:
    first, second = prepared(world), prepared(world)
    with unit_of_work() as session:
        gate.record(session, world.officer, first[0], NOW)
    with pytest.raises(Conflict), unit_of_work() as session:
        gate.record(session, world.officer, second[0], NOW)


def test_draft_is_released_once(released: World) -> None:
    with pytest.raises(NotNow):
        prepared(released)


def test_dimension_must_be_one_of_the_round(world: World) -> None:
    with pytest.raises(Invalid):
        prepared(world, dimension="colour")


def test_a_changed_ledger_shows_nothing(released: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with reading() as session:
        row, *_ = gate.releases_of(session, released.club_id)
        session.expunge(row)
    row.content = row.content.replace("club-2026", "club-2027")
    monkeypatch.setattr(gate, "releases_of", lambda _session, _club: [row])
    with pytest.raises(Unavailable):
        results(released)


def test_an_unknown_policy_shows_nothing(released: World) -> None:
    with unit_of_work() as session:
        session.execute(update(Club).values(policy="club-2099"))
    with pytest.raises(Unavailable):
        results(released)


def test_an_unknown_policy_releases_nothing(world: World) -> None:
    with unit_of_work() as session:
        session.execute(update(Club).values(policy="club-2099"))
    with pytest.raises(Unavailable):
        prepared(world)


def test_the_database_refuses_to_change_the_ledger(released: World) -> None:
    with pytest.raises(Exception, match="keeps what was written"), unit_of_work() as session:
        session.execute(update(Release).values(policy="none"))


def test_correction_of_one_value_leaves_the_mean_as_in_the_draft(world: World) -> None:
    release(world)
    before = results(world, 1).published.standing(Place("2026-H1", "B03"))
    name = sorted(world.contacts)[0]
    correct(world, name, "B03", 50_000)
    release(world)
    after = results(world, 1).published.standing(Place("2026-H1", "B03"))
    assert before is not None
    assert after is not None
    assert before.get("mean") is not None
    assert after.get("mean") == before.get("mean")
    assert "mean" in after.older
    with reading() as session:
        kinds = [one.kind for one in gate.releases_of(session, world.club_id)]
    assert kinds == [ReleaseKind.DRAFT, ReleaseKind.CORRECTION]


def test_correction_judges_only_what_it_touches(world: World) -> None:
    release(world)
    correct(world, sorted(world.contacts)[0], "B03", 50_000)
    (found,) = prepared(world)
    cells = read_release(found.content.encode()).release.cells
    assert {cell.place.indicator for cell in cells} == {"B03", "B04", "B04/bottom"}
    with reading() as session:
        (draft,) = gate.releases_of(session, world.club_id)
    assert len(gate.read(draft).release.cells) > 60


def test_what_stands_is_not_judged_again_and_still_stands(world: World) -> None:
    release(world)
    before = results(world).published.standing(Place("2026-H1", "A01"))
    with unit_of_work() as session:
        session.get_one(ClubRound, world.round_id).state = RoundState.MEETING
    release(world)
    with reading() as session:
        *_, final = gate.releases_of(session, world.club_id)
    assert (final.kind, gate.read(final).release.cells) == (ReleaseKind.FINAL, ())
    found = results(world)
    assert found.final
    assert found.published.standing(Place("2026-H1", "A01")) == before


def test_own_peers_come_with_the_draft_as_a_release_of_their_own(released: World) -> None:
    _, membership_id = released.first()
    with reading() as session:
        kinds = [one.kind for one in gate.releases_of(session, released.club_id)]
    assert kinds == [ReleaseKind.DRAFT, ReleaseKind.OWN_PEERS]
    mine, others = results(released).line("A01"), results(released, 1).line("A01")
    assert mine is not None
    assert others is not None
    assert own_group(membership_id) in {one.standing.group for one in mine.beside}
    assert own_group(membership_id) not in {one.standing.group for one in others.beside}


def test_club_sees_whole_and_groups_and_the_office_everything(released: World) -> None:
    with reading() as session:
        subject = ClubResults(club_queries.get_club(session, released.club_id), None)
        view = club_view(session, subject, "2026-H1")
    assert {row.indicator.code for row in view.rows} == set(
        released.simulated.indicators.indicators
    )
    assert view.group_names == ["size:61-to-120+over-120", "size:up-to-60"]
    assert matrix(view)[0][0].indicator.code == "E02"
    assert (view.taking_part, view.final) == (24, False)


def test_who_has_not_accepted_the_code_sees_nothing(released: World) -> None:
    actor, membership_id = released.first()
    stranger = dataclasses.replace(actor, person_id=released.officer.person_id)
    with reading() as session:
        own = queries.own_results(session, stranger, membership_id, NOW)
    assert not own.place.accepted


def test_gate_judges_nothing_where_not_everybody_tells_of_names(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = build_club(members=12)
    monkeypatch.setattr(known, "_told", {"meetings": lambda _session, _club: []})
    with pytest.raises(Unavailable):
        release(world)
