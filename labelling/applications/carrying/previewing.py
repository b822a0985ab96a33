"""What carrying over would do, part by part: what comes, and what does not fit. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assessments.answers import Answer
from assessments.carrying import Carried, NotScored
from assessments.carrying import preview as carry_preview
from assessments.crosswalk import Crosswalk, How
from assessments.editions.model import Edition
from assessments.judgement import Percent
from labelling.applications.queries.drafts import NO_LIMIT
from labelling.applications.versions.sources import CitedAs, PartSaid, Source

_PAGES_LIMIT = 100

NotLined = NotScored | Literal["renamed"]
"""Why the chosen line does not come along; ``renamed``: the part has another title now."""

Behind = Literal["no_target", "not_applicable", "not_asked"]
"""Why something said stays behind: no part takes it; it did not apply; the level does not ask."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """The mapping between two editions; ``is_by_number`` where nobody has written one.

    ``is_unread`` says that nobody has read it since renaming made it: another title is warned of.
    ``over`` names the editions between, where several mappings follow one another.
    """

    crosswalk: Crosswalk
    is_by_number: bool
    is_unread: bool = False
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """What the level that is applied for takes of a part, and which evidence is in the library."""

    scope: tuple[str, ...]
    text_limit: int
    evidence_limit: int
    library: Collection[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """What would come to a part; ``now`` is what the draft says there, ``line`` why no line comes.

    ``over`` counts characters beyond the level's limit, ``gone`` and ``unfit`` the evidence that
    is no longer in the library and that is more than the part takes.
    """

    part_id: str
    how: How
    sources: tuple[tuple[str, PartSaid], ...]
    now: PartSaid
    said: PartSaid
    line: NotLined
    why: str
    over: int
    is_renamed: bool
    gone: tuple[CitedAs, ...]
    unfit: tuple[CitedAs, ...]

    @property
    def is_conflict(self) -> bool:
        """Say whether the draft says something there already."""
        return not self.now.is_empty

    @property
    def is_possible(self) -> bool:
        """Say whether the text can be saved at all."""
        return len(self.said.text) <= NO_LIMIT

    @property
    def is_sure(self) -> bool:
        """Say whether nothing speaks against taking it: the same part, and nothing stands there."""
        return (
            self.how == "same" and not self.is_renamed and not self.is_conflict and self.is_possible
        )

    @property
    def mark(self) -> str:
        """Return what tells this offer from another one for the same part."""
        return self.said.mark


@dataclass(frozen=True, slots=True)
class Left:
    """A part of the earlier application of which nothing would come along."""

    part_id: str
    reason: Behind
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come, which parts have it already, which get nothing, what stays behind."""

    offers: tuple[Offer, ...]
    equal: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    left: tuple[Left, ...]

    def as_source(self, key: str, name: str) -> Source:
        """Return what would come as a self-assessment under the new edition."""
        return Source(key, name, {one.part_id: one.said for one in self.offers})


def preview(mapped: Mapped, source: Source, draft: Source, room: Room) -> Preview:
    """Return what carrying a source over into a draft would do; nothing is done yet."""
    old = {
        part_id: _answer(said)
        for part_id, said in source.parts.items()
        if part_id in mapped.crosswalk.source.parts and said.not_applicable is None
    }
    found = carry_preview(mapped.crosswalk, old, {})
    asked = [one for one in found.carried if one.part in room.scope]
    offers = [_offer(mapped, one, source, draft.part(one.part), room) for one in asked]
    return Preview(
        offers=tuple(one for one in offers if _changes_something(one)),
        equal=tuple(one.part_id for one in offers if not _changes_something(one)),
        missing=tuple((one.part, one.why) for one in found.unfed if one.part in room.scope),
        left=tuple(_left(mapped, source, asked)),
    )


def _answer(said: PartSaid) -> Answer:
    return Answer(
        text=said.text,
        judgement=Percent(Fraction(said.band)) if said.band is not None else None,
        evidence=tuple(one.id for one in said.evidence),
    )


def _offer(mapped: Mapped, one: Carried, source: Source, now: PartSaid, room: Room) -> Offer:
    parts = [origin.part for origin in one.answer.origins]
    target = mapped.crosswalk.target
    is_renamed = (
        (mapped.is_by_number or mapped.is_unread)
        and one.how == "same"
        and target.parts[one.part].title != mapped.crosswalk.source.parts[parts[0]].title
    )
    band, line = _band(target, one, is_renamed=is_renamed)
    cited = {piece.id for piece in now.evidence}
    pieces = [piece for piece in _pieces(source, parts) if piece.id not in cited]
    there = [piece for piece in pieces if piece.id in room.library]
    places = max(0, room.evidence_limit - len(cited))
    return Offer(
        part_id=one.part,
        how=one.how,
        sources=tuple((part, source.part(part)) for part in parts),
        now=now,
        said=PartSaid(
            band if band is not None else now.band, one.answer.text, None, tuple(there[:places])
        ),
        line=line,
        why=one.why,
        over=max(0, len(one.answer.text) - room.text_limit),
        is_renamed=is_renamed,
        gone=tuple(piece for piece in pieces if piece.id not in room.library),
        unfit=tuple(there[places:]),
    )


def _band(target: Edition, one: Carried, *, is_renamed: bool) -> tuple[int | None, NotLined]:
    """Return the line that comes along, or why none does."""
    if not isinstance(one.answer.judgement, Percent):
        return None, one.not_scored
    if is_renamed:
        return None, "renamed"
    band = int(one.answer.judgement.value)
    lines = {line.value for line in target.rubrics[target.parts[one.part].kind].bands}
    return (band, "") if band in lines else (None, "scale")


def _pieces(source: Source, parts: list[str]) -> list[CitedAs]:
    """Return what several parts cite, each piece once, with all its pages as far as they fit."""
    found: dict[str, CitedAs] = {}
    for piece in (piece for part in parts for piece in source.part(part).evidence):
        there = found.get(piece.id)
        pages = [there.pages] if there is not None and there.pages else []
        if piece.pages and piece.pages not in pages:
            pages.append(piece.pages)
        joined = ", ".join(pages)
        if there is None or len(joined) <= _PAGES_LIMIT:
            found[piece.id] = CitedAs(piece.id, piece.title, joined)
    return list(found.values())


def _changes_something(offer: Offer) -> bool:
    same = (offer.said.band, offer.said.text, None) == offer.now.said
    return not same or bool(offer.said.evidence)


def _left(mapped: Mapped, source: Source, asked: list[Carried]) -> list[Left]:
    used = {origin.part for one in asked for origin in one.answer.origins}
    why: Mapping[str, str] = {left.part: left.why for left in mapped.crosswalk.left}
    found = []
    for part_id in mapped.crosswalk.source.parts:
        said = source.part(part_id)
        if part_id in used or (said.is_empty and not said.evidence):
            continue
        if said.not_applicable is not None:
            found.append(Left(part_id, "not_applicable", said.not_applicable))
        elif part_id in why:
            found.append(Left(part_id, "no_target", why[part_id]))
        else:
            found.append(Left(part_id, "not_asked", ""))
    return found
