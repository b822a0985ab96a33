"""What each says of a part by now: what was handed in, unless it has changed at the table. Pure."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol
from uuid import UUID

from assessments.consensus import Difference, Opinion, difference
from assessments.editions import Edition
from assessments.judgement import NotApplicable
from labelling.reviews.opinions import opinion_of
from labelling.reviews.queries.scores import HandedIn


class Said(Protocol):
    """A view that has changed at the table."""

    @property
    def score(self) -> Fraction | None: ...
    @property
    def not_applicable(self) -> bool: ...


def before(edition: Edition, one: HandedIn, part_id: str) -> Opinion:
    """Return what an assessor handed in for a part."""
    row = one.parts.get(part_id)
    return opinion_of(edition, row) if row is not None else None


def by_now(
    edition: Edition, one: HandedIn, part_id: str, voices: Mapping[tuple[str, UUID], Said]
) -> Opinion:
    """Return what an assessor says of a part by now."""
    said = voices.get((part_id, one.person.id))
    if said is None:
        return before(edition, one, part_id)
    return NotApplicable("said at the table") if said.not_applicable else said.score


def difference_now(
    edition: Edition,
    reviews: list[HandedIn],
    part_id: str,
    voices: Mapping[tuple[str, UUID], Said],
    discussed_from: int,
) -> Difference:
    """Return how far the assessors are apart over a part by now."""
    said = [by_now(edition, one, part_id, voices) for one in reviews]
    return difference(part_id, said, Fraction(discussed_from))
