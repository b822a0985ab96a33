"""What a way out would show that did not pass the gate: plain figures of every set, however few."""

from collections.abc import Callable
from dataclasses import is_dataclass, replace
from fractions import Fraction
from typing import Any

from benchmarking.disclosure.cells import Cell, Place
from benchmarking.disclosure.figures import SHARES
from benchmarking.disclosure.reasons import Reason
from benchmarking.disclosure.sizes import scaled
from benchmarking.disclosure.standing import Standing
from benchmarking.quantiles import plain
from labelling.club.results import gate
from labelling.core.database import reading
from tests.labelling.club.results.making import World

Bare = Callable[[Any], Any]


def ungated(world: World, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that is given, or gives, plain figures in the place of gated ones."""
    cells = _cells(world)

    def bare(thing: Any) -> Any:
        if isinstance(thing, Standing):
            return _plain(cells, thing)
        if isinstance(thing, tuple) and not hasattr(thing, "_fields"):
            return tuple(bare(one) for one in thing)
        kept = {"lines", "beside", "standing", "rows", "whole", "groups"}
        if is_dataclass(thing) and not isinstance(thing, type):
            names = kept & set(thing.__dataclass_fields__)
            return replace(thing, **{name: bare(getattr(thing, name)) for name in names})
        return thing

    def leaking(*given: Any, **named: Any) -> Any:
        return bare(function(*(_bare_standing(bare, one) for one in given), **named))

    return leaking


def _bare_standing(bare: Bare, thing: Any) -> Any:
    return bare(thing) if isinstance(thing, Standing) else thing


def _cells(world: World) -> dict[tuple[Place, str], Cell]:
    found: dict[tuple[Place, str], Cell] = {}
    with reading() as session:
        for row in gate.releases_of(session, world.club_id):
            for cell in gate.read(row).release.cells:
                for group in ("*", *cell.groups):
                    found[cell.place, group] = cell
    return found


def _plain(cells: dict[tuple[Place, str], Cell], standing: Standing) -> Standing:
    inside = cells[standing.place, standing.group].contributions_of(standing.group)
    if not inside:
        return standing
    values, scale = scaled(sorted(one.value for one in inside))
    shown = {name: plain(values, share) / scale for name, share in SHARES.items()}
    shown["mean"] = sum((one.value for one in inside), Fraction(0)) / len(inside)
    return replace(standing, n=len(inside), shown=shown, suppressed={"sd": Reason.FEW})
