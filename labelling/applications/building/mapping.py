"""A mapping between two editions as officers write it: read, derived, checked against both. Pure.

What is written is, of each new part, the earlier parts that feed it and a note; of each earlier
part that feeds none, why. How a part is fed follows from that.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.crosswalk import Crosswalk, Feed, How, Left
from assessments.editions.model import Edition
from assessments.editions.renaming import before_renaming
from labelling.core.i18n import Text, gettext, lazy

Content = dict[str, Any]

HOWS: Mapping[How, Text] = {
    "same": lazy("the same part"),
    "split": lazy("a piece of a part"),
    "merged": lazy("several parts together"),
    "none": lazy("new, fed by none"),
}
MADE = "made"
"""The mark of a mapping that renaming parts made; what officers save has it no more."""

LONGEST = 500
"""Characters of a note."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing or wrong in a mapping: at which part, of the new edition or the old."""

    part: str
    is_new: bool
    problem: str


def begun(source: Edition, target: Edition, renamed: Mapping[str, str]) -> Content:
    """Return a mapping to begin with: parts of the same number, or that were renamed."""
    parts = {}
    for part in target.parts:
        origin = before_renaming(part, renamed)
        known = [origin] if origin in source.parts else []
        why = "" if known else gettext("A new part.")
        parts[part] = {"from": known, "why": why}
    used = {part for fed in parts.values() for part in fed["from"]}
    left = {part: gettext("No part takes it.") for part in source.parts if part not in used}
    return {"note": "", "parts": parts, "left": left}


def as_content(walk: Crosswalk) -> Content:
    """Return a mapping as it is written."""
    return {
        "note": walk.note,
        "parts": {feed.part: {"from": list(feed.sources), "why": feed.why} for feed in walk.feeds},
        "left": {left.part: left.why for left in walk.left},
    }


def as_crosswalk(content: Content, source: Edition, target: Edition) -> Crosswalk:
    """Return what is written as a mapping; what is missing is fed by none."""
    written = {part: _fed(content, part) for part in target.parts}
    uses = Counter(part for sources, _ in written.values() for part in sources)
    return Crosswalk(
        source=source,
        target=target,
        note=content["note"],
        feeds=tuple(
            Feed(part, _how(sources, uses), sources, why)
            for part, (sources, why) in written.items()
        ),
        left=tuple(
            Left(part, content["left"].get(part, "")) for part in source.parts if part not in uses
        ),
    )


def gaps(content: Content, source: Edition, target: Edition) -> list[Gap]:
    """Return what keeps a mapping from being used."""
    walk = as_crosswalk(content, source, target)
    found = []
    for feed in walk.feeds:
        unknown = [part for part in feed.sources if part not in source.parts]
        if unknown:
            sentence = gettext("%(parts)s: no part of %(edition)s.",
                               parts=", ".join(unknown), edition=source.id)  # fmt: skip
            found.append(Gap(feed.part, True, sentence))
        elif len(set(feed.sources)) != len(feed.sources):
            found.append(Gap(feed.part, True, gettext("It names a part more than once.")))
        elif not feed.sources and not feed.why:
            found.append(
                Gap(feed.part, True, gettext("Say which parts feed it, or why none does."))
            )
    found += [
        Gap(left.part, False, gettext("Say why no part takes it."))
        for left in walk.left
        if not left.why
    ]
    return found


def _fed(content: Content, part: str) -> tuple[tuple[str, ...], str]:
    fed = content["parts"].get(part, {})
    return tuple(fed.get("from", ())), fed.get("why", "")


def _how(sources: tuple[str, ...], uses: Mapping[str, int]) -> How:
    if not sources:
        return "none"
    if len(sources) > 1:
        return "merged"
    return "split" if uses[sources[0]] > 1 else "same"
