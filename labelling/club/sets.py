"""Sets of indicators as a club keeps them: from a row to the library's value, and back."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from benchmarking.indicators.loader import load
from benchmarking.indicators.model import Indicator, IndicatorSet, Quantity
from labelling.club.models import IndicatorSetVersion
from labelling.core import i18n


def set_of(version: IndicatorSetVersion) -> IndicatorSet:
    """Return the set of a version, its texts in the reader's language where it has them."""
    return _loaded(version.content).in_language(i18n.language())


@lru_cache(maxsize=16)
def _loaded(content: str) -> IndicatorSet:
    return load(json.loads(content))


def tables_of(version: IndicatorSetVersion) -> dict[str, Any]:
    """Return a set's own copy of its tables, to make the next version of."""
    found: dict[str, Any] = json.loads(version.content)
    return found


def asked_codes(set_: IndicatorSet, chosen: Iterable[str]) -> list[str]:
    """Return what a member reports: the core and what it chose, in the order of the set."""
    wanted = set(chosen)
    return [
        one.code for one in set_.indicators.values() if one.tier == "core" or one.code in wanted
    ]


def asked_quantities(set_: IndicatorSet, codes: Iterable[str]) -> list[Quantity]:
    """Return what a member enters for some indicators, in the order of the indicators.

    A formula that needs last round's members needs what joined and left as well, so that the
    list of members can be checked.
    """
    known = [code for code in codes if code in set_.indicators]
    return list(set_.asked(known))


def by_group(set_: IndicatorSet, codes: Iterable[str]) -> list[tuple[str, list[Quantity]]]:
    """Return the quantities to enter below the first group that needs each: (name, quantities)."""
    wanted = set(codes)
    seen: set[str] = set()
    found: list[tuple[str, list[Quantity]]] = []
    for group in set_.groups:
        mine = [
            one.code
            for one in set_.indicators.values()
            if one.group == group.id and one.code in wanted
        ]
        quantities = [one for one in asked_quantities(set_, mine) if one.id not in seen]
        seen |= {one.id for one in quantities}
        if quantities:
            found.append((group.name, quantities))
    return found


def uses(set_: IndicatorSet, codes: Iterable[str]) -> Mapping[str, list[Indicator]]:
    """Return, by quantity, the indicators that are made of it."""
    found: dict[str, list[Indicator]] = {}
    for code in codes:
        indicator = set_.indicators.get(code)
        if indicator is not None:
            for term in set_.terms(indicator):
                found.setdefault(term.quantity, []).append(indicator)
    return found
