"""Mappings one after another: answers carried over more than one edition at once."""

from collections import deque
from collections.abc import Iterable, Sequence

from assessments.crosswalk import Crosswalk, Feed, How, Left
from assessments.editions.model import Edition

LONGEST = 6
"""Mappings that are chained at most."""

_Key = tuple[str, str]  # an edition's id and its identity


def chain_between(
    source: Edition, target: Edition, known: Iterable[Crosswalk]
) -> tuple[Crosswalk, ...]:
    """Return the fewest mappings that lead from one edition to another, none where none do.

    Editions are the same by id and hash; among ways of the same length the first known counts.
    """
    ways: dict[_Key, list[Crosswalk]] = {}
    for one in known:
        ways.setdefault(_key(one.source), []).append(one)
    seen = {_key(source)}
    waiting: deque[tuple[Crosswalk, ...]] = deque((one,) for one in ways.get(_key(source), ()))
    while waiting:
        way = waiting.popleft()
        there = _key(way[-1].target)
        if there == _key(target):
            return way
        if there not in seen and len(way) < LONGEST:
            seen.add(there)
            waiting.extend((*way, one) for one in ways.get(there, ()))
    return ()


def chained(walks: Sequence[Crosswalk]) -> Crosswalk:
    """Return one mapping that does what several do one after another.

    A part is the same only where it is at every step. Raises ValueError for no mapping at all,
    and where one does not begin at the edition at which the one before it ends.
    """
    if not walks:
        raise ValueError("there is no mapping")
    result = walks[0]
    for following in walks[1:]:
        if _key(result.target) != _key(following.source):
            raise ValueError(f"{following.source.id} is not {result.target.id}")
        result = _joined(result, following)
    return result


def _joined(first: Crosswalk, second: Crosswalk) -> Crosswalk:
    before = {feed.part: feed for feed in first.feeds}
    feeds = tuple(_feed([before[part] for part in feed.sources], feed) for feed in second.feeds)
    used = {part for feed in feeds for part in feed.sources}
    reasons = {left.part: left.why for left in first.left}
    later = {left.part: left.why for left in second.left}
    for feed in first.feeds:
        for part in feed.sources:
            reasons.setdefault(part, later.get(feed.part, ""))
    return Crosswalk(
        source=first.source,
        target=second.target,
        note="\n\n".join(note for one in (first, second) if (note := one.note.strip())),
        feeds=feeds,
        left=tuple(
            Left(part, reasons.get(part, "")) for part in first.source.parts if part not in used
        ),
    )


def _feed(steps: Sequence[Feed], last: Feed) -> Feed:
    sources = tuple(dict.fromkeys(part for step in steps for part in step.sources))
    why = " ".join(dict.fromkeys(filter(None, (*(step.why for step in steps), last.why))))
    return Feed(last.part, _how(steps, last, len(sources)), sources, why)


def _how(steps: Sequence[Feed], last: Feed, sources: int) -> How:
    if not sources:
        return "none"
    if sources > 1:
        return "merged"
    whole = last.how == "same" and all(step.how == "same" for step in steps)
    return "same" if whole else "split"


def _key(edition: Edition) -> _Key:
    return edition.id, edition.identity
