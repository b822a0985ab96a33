"""Which part of one edition feeds which part of another: mappings as data, checked against both."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from assessments.editions import Edition, UnknownEdition, edition
from assessments.editions.tables import Table, refusal, use_up
from assessments.errors import BadInput, quoted

How = Literal["same", "split", "merged", "none"]
"""How a part is fed.

The same: by one part that feeds nothing else. Split: by one part that feeds others as well.
Merged: by several parts. None: by nothing, with the reason why.
"""

FORMAT = 1

_HOWS: tuple[How, ...] = get_args(How)
_BETWEEN = "--"  # the ids of the two editions in a file's name


class NoCrosswalk(LookupError):
    """Say that no mapping leads from one edition to the other."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What feeds a part of the new edition; `why` says what is meant, or why there is nothing."""

    part: str
    how: How
    sources: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Left:
    """A part of the old edition that feeds nothing, and why."""

    part: str
    why: str


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """A mapping: every part of the new edition is fed or not, every one of the old feeds or not."""

    source: Edition
    target: Edition
    note: str
    feeds: tuple[Feed, ...]
    left: tuple[Left, ...]


def crosswalk(source_id: str, target_id: str) -> Crosswalk:
    """Return the shipped mapping from one edition to another. Raises NoCrosswalk."""
    if (source_id, target_id) not in _shipped():
        names = f"{quoted(source_id)} to {quoted(target_id)}"
        raise NoCrosswalk(f"there is no mapping from {names}")
    return _load(source_id, target_id)


def by_number(source: Edition, target: Edition) -> Crosswalk:
    """Return the mapping of two editions that nobody has mapped: parts of the same id.

    Whether such parts are about the same thing is not said by their numbers; readers decide.
    """
    return Crosswalk(
        source=source,
        target=target,
        note="",
        feeds=tuple(
            Feed(part, "same", (part,), "") if part in source.parts else Feed(part, "none", (), "")
            for part in target.parts
        ),
        left=tuple(Left(part, "") for part in source.parts if part not in target.parts),
    )


def crosswalks() -> tuple[Crosswalk, ...]:
    """Return every shipped mapping, ordered by the ids of the two editions."""
    return tuple(_load(*ids) for ids in sorted(_shipped()))


def load_crosswalk(content: bytes) -> Crosswalk:
    """Load a mapping between shipped editions from TOML in UTF-8. Raises BadInput.

    It is refused unless it names every part of both editions, and says of each how it is fed as
    its sources show.
    """
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInput("is not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"is not TOML: {error}") from error
    except RecursionError as error:
        raise BadInput("is nested too deeply") from error
    loaded = use_up(data, (), _crosswalk)
    for fault in _faults(loaded):
        raise fault
    return loaded


@cache
def _shipped() -> Mapping[tuple[str, str], Any]:
    """Return the files by the ids of their editions: only what stands there is ever opened."""
    found = {}
    for item in (files("assessments.editions") / "crosswalks").iterdir():
        stem, dot, ending = item.name.rpartition(".")
        source, between, target = stem.partition(_BETWEEN)
        if dot and ending == "toml" and between:
            found[source, target] = item
    return found


@cache
def _load(source_id: str, target_id: str) -> Crosswalk:
    file = _shipped()[source_id, target_id]
    try:
        loaded = load_crosswalk(file.read_bytes())
    except BadInput as error:
        error.file = file.name
        raise
    if (loaded.source.id, loaded.target.id) != (source_id, target_id):
        raise BadInput("must lead from and to the editions of its name", file=file.name)
    return loaded


def _crosswalk(table: Table) -> Crosswalk:
    table.integer("format", FORMAT, FORMAT)
    return Crosswalk(
        source=_edition(table, "from"),
        target=_edition(table, "to"),
        note=table.text("note"),
        feeds=table.tables("parts", _feed),
        left=table.tables("left", _left),
    )


def _edition(table: Table, key: str) -> Edition:
    name = table.id(key)
    try:
        return edition(name)
    except UnknownEdition as error:
        raise refusal((key,), str(error)) from error


def _feed(table: Table) -> Feed:
    return Feed(
        part=table.id("to"),
        how=table.word("how", _HOWS),
        sources=table.ids("from"),
        why=table.optional_text("why"),
    )


def _left(table: Table) -> Left:
    return Left(part=table.id("from"), why=table.text("why"))


def _faults(found: Crosswalk) -> Iterator[BadInput]:
    uses = Counter(source for feed in found.feeds for source in feed.sources)
    for feed in found.feeds:
        problem = _unlike(feed, uses)
        if problem:
            yield refusal(("parts", feed.part), problem)
    yield from _incomplete("parts", found.target, [feed.part for feed in found.feeds])
    yield from _incomplete("left", found.source, [*uses, *(left.part for left in found.left)])


def _unlike(feed: Feed, uses: Mapping[str, int]) -> str:
    """Return what is wrong with how a part is said to be fed, '' where nothing is."""
    if len(set(feed.sources)) != len(feed.sources):
        return "names a part more than once"
    shared = any(uses[source] > 1 for source in feed.sources)
    match feed.how:
        case "same" if len(feed.sources) != 1 or shared:
            return "is the same only as one part that feeds nothing else"
        case "split" if len(feed.sources) != 1 or not shared:
            return "is split off only from one part that feeds others as well"
        case "merged" if len(feed.sources) <= 1:
            return "is merged only from several parts"
        case "none" if feed.sources or not feed.why:
            return "is fed by none only without a part, and with the reason why"
    return ""


def _incomplete(key: str, whole: Edition, named: list[str]) -> Iterator[BadInput]:
    for part, count in Counter(named).items():
        if part not in whole.parts:
            yield refusal((key, part), f"is not a part of {whole.id}")
        elif count > 1:
            yield refusal((key, part), "stands here more than once")
    for part in whole.parts:
        if part not in named:
            yield refusal((key, part), f"is a part of {whole.id} that the mapping leaves out")
