"""Other thresholds, minima and weights of an edition, typed to be tried: nothing is kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assessments.editions.translation import Tree
from labelling.core.i18n import gettext
from labelling.core.web.forms import whole_number

MOST = 10_000
_ALL = 100  # percent
_NUMBER = re.compile(r"[0-9]{1,5}([.,][0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Lever:
    """A number of an edition that can be tried with another value."""

    name: str
    label: str
    unit: str
    standing: str
    typed: str = ""
    error: str = ""

    @property
    def is_other(self) -> bool:
        """Say whether another value was typed than stands in the edition."""
        return self.typed != self.standing


@dataclass(frozen=True, slots=True)
class Minima:
    """The least percentages that a level asks for in criteria and parts; blank is none."""

    level: str
    levers: tuple[Lever, ...]

    @property
    def are_open(self) -> bool:
        """Say whether something of them was typed, so that they are shown at once."""
        return any(one.is_other for one in self.levers)


@dataclass(frozen=True, slots=True)
class Levers:
    """The levels' thresholds and minima, the criteria's points, and the edition as typed."""

    levels: tuple[Lever, ...]
    criteria: tuple[Lever, ...]
    minima: tuple[Minima, ...]
    tree: Tree

    @property
    def hold(self) -> bool:
        """Say whether everything typed is a number."""
        return not any(one.error for one in self._all())

    @property
    def are_other(self) -> bool:
        """Say whether anything was typed that the edition does not have."""
        return any(one.is_other for one in self._all())

    def _all(self) -> Iterator[Lever]:
        yield from self.levels
        yield from self.criteria
        for one in self.minima:
            yield from one.levers


def levers(tree: Tree, typed: Mapping[str, str]) -> Levers:
    """Return what can be tried, with what was typed, by the fields' names."""
    changed = dict(tree)
    levels, criteria, minima = [], [], []
    changed["levels"], changed["criteria"] = [], []
    for level in tree.get("levels", []):
        key = "minimum_percent" if "minimum_percent" in level else "minimum_total"
        percent = key == "minimum_percent"
        lever = Lever(
            f"level-{level['id']}",
            level["name"],
            "%" if percent else gettext("points"),
            str(level.get(key, 0)),
        )
        lever, value = _threshold(lever, typed, _ALL if percent else MOST)
        levels.append(lever)
        found, tables = _minima(tree, level, typed)
        minima.append(Minima(level["name"], tuple(found)))
        other = {name: one for name, one in level.items() if name not in tables}
        kept = {name: table for name, table in tables.items() if table}
        changed["levels"].append(other | {key: value} | kept)
    for one in tree["criteria"]:
        lever = Lever(
            f"points-{one['id']}",
            gettext("%(id)s – %(name)s", id=one["id"], name=one["name"]),
            gettext("points"),
            str(one["points"]),
        )
        lever, points = _points(lever, typed)
        criteria.append(lever)
        changed["criteria"].append(one | {"points": points})
    changed["maximum"] = sum(one["points"] for one in changed["criteria"])
    return Levers(tuple(levels), tuple(criteria), tuple(minima), changed)


def _minima(
    tree: Tree, level: Tree, typed: Mapping[str, str]
) -> tuple[list[Lever], dict[str, Tree]]:
    """Return what a level asks of criteria and parts as typed, and its tables of minima."""
    asked = level.get("parts")
    found: list[Lever] = []
    tables: dict[str, Tree] = {"criterion_minimum": {}, "part_minimum": {}}
    for criterion in tree["criteria"]:
        parts = [one for one in criterion["parts"] if asked is None or one["id"] in asked]
        if not parts:
            continue
        below = [("criterion_minimum", criterion["id"], criterion["name"])]
        below += [("part_minimum", one["id"], one["title"]) for one in parts]
        for key, name, title in below:
            standing = level.get(key, {}).get(name)
            lever = Lever(
                f"{key}-{level['id']}-{name}",
                gettext("%(id)s – %(name)s", id=name, name=title),
                "%",
                "" if standing is None else str(standing),
            )
            lever, value = _minimum(lever, typed)
            found.append(lever)
            if value is not None:
                tables[key][name] = value
    return found, tables


def _minimum(lever: Lever, typed: Mapping[str, str]) -> tuple[Lever, int | str | None]:
    """Return a least percentage as typed and its value; None for none."""
    text = typed.get(lever.name, lever.standing).strip()
    return _threshold(lever, {lever.name: text}, _ALL) if text else (replace(lever, typed=""), None)


def _threshold(lever: Lever, typed: Mapping[str, str], most: int) -> tuple[Lever, int | str]:
    """Return a threshold as typed, and its value as an edition writes it."""
    text = typed.get(lever.name, "").strip() or lever.standing
    if _NUMBER.fullmatch(text) and Decimal(text.replace(",", ".")) <= most:
        value = _plain(Decimal(text.replace(",", ".")))
        return replace(lever, typed=str(value)), value
    error = gettext("Type a number from 0 to %(most)s.", most=most)
    return replace(lever, typed=text[:20], error=error), lever.standing


def _points(lever: Lever, typed: Mapping[str, str]) -> tuple[Lever, int]:
    """Return what a criterion counts as typed, and its value."""
    text = typed.get(lever.name, "").strip() or lever.standing
    points = whole_number(text)
    if 1 <= points <= MOST:
        return replace(lever, typed=str(points)), points
    error = gettext("Type a whole number from 1 to %(most)s.", most=MOST)
    return replace(lever, typed=text[:20], error=error), int(lever.standing)


def _plain(number: Decimal) -> int | str:
    """Return a number as an edition writes it: whole, or its digits."""
    whole = number == number.to_integral_value()
    return int(number) if whole else format(number.normalize(), "f")
