"""Sets of indicators as data: a TOML file each, and the ways to them."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from benchmarking.indicators.faults import Fault, FaultySet, quoted
from benchmarking.indicators.loader import load_toml
from benchmarking.indicators.model import IndicatorSet

__all__ = ["IndicatorSet", "UnknownSet", "indicator_set", "indicator_sets"]


class UnknownSet(LookupError):
    """Say that no set of this id is shipped."""


def indicator_set(set_id: str) -> IndicatorSet:
    """Return the shipped set of an id. Raises UnknownSet."""
    if set_id not in _shipped():
        known = ", ".join(_shipped())
        raise UnknownSet(f"{quoted(set_id)} is not a set of indicators; there are {known}")
    return _load(set_id)


def indicator_sets() -> tuple[IndicatorSet, ...]:
    """Return every shipped set, ordered by id."""
    return tuple(_load(set_id) for set_id in _shipped())


@cache
def _shipped() -> dict[str, Traversable]:
    """Return the sets' files by id: only what stands there is ever opened."""
    found = [item for item in files(__name__).iterdir() if item.name.endswith(".toml")]
    found.sort(key=lambda item: item.name)
    return {item.name.removesuffix(".toml"): item for item in found}


@cache
def _load(set_id: str) -> IndicatorSet:
    file = _shipped()[set_id]
    try:
        loaded = load_toml(file.read_bytes())
    except FaultySet as error:
        error.file = file.name
        raise
    if loaded.id != set_id:
        raise FaultySet([Fault(("id",), f"must be {set_id}, as the file is named")], file=file.name)
    return loaded
