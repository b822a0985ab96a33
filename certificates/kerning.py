"""Pair kerning as OpenType has it in GPOS, for setting type without a shaping engine."""

from collections.abc import Callable
from typing import Any, TypeAlias

_EXTENSION, _PAIR = 9, 2
_PAIR_BY_CLASS = 2

Pairs: TypeAlias = Callable[[str, str], int | None]
"""Return how far apart two glyphs move, in units; None where this table says nothing of them."""


class Kerning:
    """The kerning of one font; glyphs go by their names."""

    def __init__(self, positioning: Any) -> None:
        lists = (
            record.Feature.LookupListIndex
            for record in positioning.FeatureList.FeatureRecord
            if record.FeatureTag == "kern"
        )
        lookups = positioning.LookupList.Lookup
        self._lookups = [
            [_pairs(table) for table in map(_inner, lookups[index].SubTable)]
            for index in sorted({index for found in lists for index in found})
            if _inner(lookups[index].SubTable[0]).LookupType == _PAIR
        ]
        self._known: dict[tuple[str, str], int] = {}

    def between(self, left: str, right: str) -> int:
        """Return what is added between two glyphs: of each lookup, the first table that applies."""
        if (left, right) not in self._known:
            self._known[left, right] = sum(
                next((units for pairs in tables if (units := pairs(left, right)) is not None), 0)
                for tables in self._lookups
            )
        return self._known[left, right]


def _inner(table: Any) -> Any:
    return table.ExtSubTable if table.LookupType == _EXTENSION else table


def _pairs(table: Any) -> Pairs:
    return _by_class(table) if table.Format == _PAIR_BY_CLASS else _by_glyph(table)


def _by_glyph(table: Any) -> Pairs:
    found = {
        (left, record.SecondGlyph): _advance(record.Value1)
        for left, pairs in zip(table.Coverage.glyphs, table.PairSet, strict=True)
        for record in pairs.PairValueRecord
    }
    return lambda left, right: found.get((left, right))


def _by_class(table: Any) -> Pairs:
    covered = frozenset(table.Coverage.glyphs)
    first, second = table.ClassDef1.classDefs, table.ClassDef2.classDefs

    def pairs(left: str, right: str) -> int | None:
        if left not in covered:
            return None
        row = table.Class1Record[first.get(left, 0)]
        return _advance(row.Class2Record[second.get(right, 0)].Value1)

    return pairs


def _advance(value: Any) -> int:
    return getattr(value, "XAdvance", 0) or 0
