"""What differs between two whole self-assessments, part by part, and which side has changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from labelling.applications.differing import Piece, pieces
from labelling.applications.versions.sources import CitedAs, PartSaid, Source

Said = tuple[int | None, str, str | None]


class Side(StrEnum):
    """Who has changed a part since the two had it in common."""

    OTHER = "other"
    DRAFT = "draft"
    BOTH = "both"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that differs: what it was, what it is, and the texts' differences."""

    part_id: str
    before: PartSaid
    after: PartSaid
    text: tuple[Piece, ...]
    side: Side

    @property
    def evidence_gone(self) -> tuple[CitedAs, ...]:
        """Return the evidence that only the earlier side cites."""
        return _only(self.before.evidence, self.after.evidence)

    @property
    def evidence_new(self) -> tuple[CitedAs, ...]:
        """Return the evidence that only the later side cites."""
        return _only(self.after.evidence, self.before.evidence)


def _only(these: Iterable[CitedAs], those: Iterable[CitedAs]) -> tuple[CitedAs, ...]:
    known = {(one.id, one.pages) for one in those}
    return tuple(one for one in these if (one.id, one.pages) not in known)


def changes(parts: Iterable[str], before: Source, after: Source) -> list[PartChange]:
    """Return the parts of which two sources say or cite different things, in their order."""
    return [
        _change(part_id, before.part(part_id), after.part(part_id), Side.UNKNOWN)
        for part_id in parts
        if _differ(before.part(part_id), after.part(part_id))
    ]


def incoming(
    parts: Iterable[str], draft: Source, other: Source, common: Mapping[str, Said | None]
) -> list[PartChange]:
    """Return what the other source says otherwise than the draft, with the side that changed it.

    ``common`` has what the draft said when the other began from it; None where that is not known.
    Evidence alone is no difference here: it is cited in the draft only.
    """
    found = []
    for part_id in parts:
        own, theirs = draft.part(part_id), other.part(part_id)
        if own.said == theirs.said or (theirs.is_empty and part_id not in other.parts):
            continue
        found.append(_change(part_id, own, theirs, _side(own.said, theirs.said, common, part_id)))
    return found


def _side(own: Said, theirs: Said, common: Mapping[str, Said | None], part_id: str) -> Side:
    base = common.get(part_id)
    if own == (None, "", None):
        return Side.OTHER
    if base is None:
        return Side.UNKNOWN
    if own == base:
        return Side.OTHER
    return Side.DRAFT if theirs == base else Side.BOTH


def _differ(one: PartSaid, other: PartSaid) -> bool:
    return one.said != other.said or one.evidence != other.evidence


def _change(part_id: str, before: PartSaid, after: PartSaid, side: Side) -> PartChange:
    return PartChange(part_id, before, after, pieces(before.text, after.text), side)
