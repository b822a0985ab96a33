"""One round's results page of a large club, and what a correction makes the gate judge anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import select

from benchmarking.disclosure.releasefile import read_release
from benchmarking.figures import Entry, Sheet
from benchmarking.frozen import FrozenMember
from benchmarking.frozen import FrozenRound as Frozen
from benchmarking.peers import Placed, partition
from benchmarking.simulated.answers import answers
from benchmarking.simulated.cast import DIMENSIONS
from benchmarking.simulated.office import HalfYear, Office
from benchmarks.pairs import Pair, measure
from labelling.club.frozen import read_frozen
from labelling.club.models import ClubRound, FrozenRound, ReleaseKind
from labelling.club.results import gate, pictures
from labelling.club.results.groups import groups_of
from labelling.club.results.views import own
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from tests.labelling.club.results.making import NOW, World, build_club, person_of
from tests.labelling.people.making import sign_in

MEMBERS = 2_000
"""The simulated ones have accounts; the others stand in the frozen round alone."""
_SIZES = DIMENSIONS[0]


class _All:
    """Every figure of the simulated club."""

    def __contains__(self, _name: object) -> bool:
        return True


def benchmarks(app: Flask, rounds: int) -> list[Pair]:
    """Measure a member's results page, and judging a correction against judging a round."""
    world = build_club(quantities=_All())
    first = _frozen(world)
    judged = _judged(world, _keep(world, first, 2))
    with unit_of_work() as session:
        gate.record(session, world.officer, judged, NOW)
    return [_page(app, world, rounds), _correction(world, first)]


def _frozen(world: World) -> Frozen:
    """Return the newest round with as many members as are wanted, in bands of size."""
    club, random = world.simulated, Random(1)  # noqa: S311 # no secret, the same club each time
    half = club.rounds[-1]
    members = {
        str(world.memberships[one.id]): FrozenMember(club.sheets[one.id][half], one.holding)
        for one in club.members
    }
    bands = {str(world.memberships[one.id]): one.bands["size"] for one in club.members}
    while len(members) < MEMBERS:
        name, band = f"member {len(members):04}", random.choice(_SIZES.bands)
        given = answers(HalfYear(Office.drawn(random, band), half, 5, random), {})
        entries = {key: Entry(Fraction(number), grade="A") for key, number in given.items()}
        members[name], bands[name] = FrozenMember(Sheet(half, entries)), band
    sizes = partition(
        _SIZES, {name: Placed(bands[name], one.holding) for name, one in members.items()}
    )
    return Frozen(half, 2, club.indicators, members, (sizes,))


def _keep(world: World, made: Frozen, version: int) -> FrozenRound:
    with unit_of_work() as session:
        row = FrozenRound(
            round_id=world.round_id, version=version, sha256=made.hash,
            content=made.canonical.decode(), members=len(made.members), with_late=True,
            frozen_at=NOW,
        )  # fmt: skip
        session.add(row)
    return row


def _judged(world: World, frozen: FrozenRound) -> gate.Prepared:
    with reading() as session:
        round_ = session.get_one(ClubRound, world.round_id)
        sizes = next(one for one in read_frozen(frozen).partitions if one.dimension == _SIZES.id)
        return gate.prepare(
            session,
            kind=ReleaseKind.DRAFT if frozen.version == 2 else ReleaseKind.CORRECTION,
            round_=round_,
            frozen=frozen,
            groups=groups_of(sizes),
        )


def _page(app: Flask, world: World, rounds: int) -> Pair:
    actor, membership_id = world.first()
    client = app.test_client()
    sign_in(client, person_of(actor), Role.MANAGER)

    def ask() -> None:
        assert client.get(f"/results/members/{membership_id}").status_code == 200

    finished = _Finished()
    with finished.kept():
        ask()

    def ask_finished() -> None:
        with finished.given():
            ask()

    return measure(
        f"one round's results page in a club of {MEMBERS:,}",
        ("GET of a member's page: ledger, figures, places, pictures", ask),
        ("the same request with figures and pictures at hand", ask_finished),
        aim=3.0,
        rounds=max(rounds // 3, 5),
    )


class _Finished:
    """What the page is made of, kept of one request and given to others."""

    NAMES = ((own, "results_of"), (own, "_strips"), (pictures, "ranks_picture"))

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep what the functions return."""
        with self._patched(self._keeping):
            yield

    @contextmanager
    def given(self) -> Iterator[None]:
        """Let the functions return what was kept."""
        with self._patched(lambda name, _function: lambda *_: self._values[name]):
            yield

    def _keeping(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def keep(*given: Any) -> Any:
            self._values[name] = function(*given)
            return self._values[name]

        return keep

    @contextmanager
    def _patched(self, change: Callable[[str, Callable[..., Any]], Any]) -> Iterator[None]:
        before = [(module, name, getattr(module, name)) for module, name in self.NAMES]
        try:
            for module, name, function in before:
                setattr(module, name, change(name, function))
            yield
        finally:
            for module, name, function in before:
                setattr(module, name, function)


def _correction(world: World, first: Frozen) -> Pair:
    """Compare judging a correction of one figure with judging every figure of the round."""
    name = str(world.first()[1])
    sheet = first.members[name].sheet
    entries = {**sheet.entries, "B03": Entry(Fraction(1_234_560), grade="A")}
    members = {
        **first.members,
        name: replace(first.members[name], sheet=Sheet(sheet.round, entries)),
    }
    corrected = _keep(world, replace(first, version=3, members=members), 3)
    touched = len(read_release(_judged(world, corrected).content.encode()).release.cells)
    with reading() as session:
        (released,) = gate.releases_of(session, world.club_id)
        original = session.scalars(select(FrozenRound).where(FrozenRound.version == 2)).one()
    cells = len(gate.read(released).release.cells)
    everything = gate.changed

    def anew() -> None:
        gate.changed = lambda cells, _past: list(cells)  # type: ignore[assignment]
        try:
            _judged(world, original)
        finally:
            gate.changed = everything

    return measure(
        f"a correction of one figure among {MEMBERS:,} members: {touched} of {cells} cells judged",
        ("what the correction touches", lambda: _judged(world, corrected)),
        ("every cell of the round judged again", anew),
        aim=1.0,
        rounds=3,
        warm=0,
    )
