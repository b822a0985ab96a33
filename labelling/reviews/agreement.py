"""How a team stands with its agreement: each part's difference, what was agreed, what is open.

Built from reviews that were handed in, and only for those who may know scores.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.consensus import Difference, Opinion, difference, stake
from assessments.editions import Edition
from assessments.editions.model import Level
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_of
from labelling.reviews import queries
from labelling.reviews.models import AgreedScore, SeatKind, SecondLookWaiver
from labelling.reviews.nearness import SecondLook, second_look
from labelling.reviews.opinions import opinion_of
from labelling.reviews.queries.outcome import judged
from labelling.reviews.queries.scores import HandedIn


class Standing(StrEnum):
    """How far a part has come."""

    TO_DISCUSS = "to_discuss"
    BY_MEAN = "by_mean"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class PartAgreement:
    """One part: how far the assessors are apart, what was agreed, what is left to do.

    ``stake`` are the points of the total that hang on the difference: its spread by the weight.
    """

    part_id: str
    difference: Difference
    stake: Fraction
    agreed: AgreedScore | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Agreement:
    """All parts of the level, what hangs most on first, and the second look if there is one.

    ``opinions``: by review, what it says of each part. ``waiver``: why nobody else looks.
    """

    edition: Edition
    level: Level
    parts: Sequence[PartAgreement]
    reviews: Sequence[HandedIn]
    opinions: Mapping[UUID, Mapping[str, Opinion]]
    look: SecondLook | None
    reader: HandedIn | None
    reader_invited: bool
    waiver: SecondLookWaiver | None

    @property
    def open_parts(self) -> list[PartAgreement]:
        """Return the parts that are not agreed yet."""
        return [part for part in self.parts if part.standing is not Standing.AGREED]

    @property
    def by_mean(self) -> list[PartAgreement]:
        """Return the parts that the mean settles in one step."""
        return [part for part in self.parts if part.standing is Standing.BY_MEAN]

    @property
    def look_missing(self) -> bool:
        """Say whether a further look is asked for that nobody has taken or waived."""
        return self.look is not None and self.reader is None and self.waiver is None

    def part(self, part_id: str) -> PartAgreement | None:
        """Return how one part stands, None for a part that the level does not ask for."""
        return next((part for part in self.parts if part.part_id == part_id), None)


def agreement_of(
    session: Session, application: Application, discussed_from: int, *, texts: bool = True
) -> Agreement:
    """Return how the agreement stands; differences from ``discussed_from`` on are discussed.

    Without ``texts`` nothing that the assessors wrote about the parts is read.
    """
    edition, level = edition_of(application), level_of(application)
    reviews = queries.handed_in_opinions(session, application.id, texts=texts)
    agreed = queries.agreed_scores(session, application.id)
    opinions = {
        one.review.id: {key: opinion_of(edition, row) for key, row in one.parts.items()}
        for one in reviews
    }
    limit = Fraction(discussed_from)
    parts = [
        _part(
            reviews,
            agreed.get(part_id),
            difference(part_id, (said.get(part_id) for said in opinions.values()), limit),
            edition.points[part_id],
        )
        for part_id in edition.scope(level)
    ]
    look = second_look(
        edition, level, judged(agreed), _team_differences(edition.scope(level), reviews, opinions)
    )
    reader = next((one for one in reviews if one.seat.kind is not SeatKind.MEMBER), None)
    seats = queries.panel(session, application.id)
    return Agreement(
        edition=edition,
        level=level,
        parts=sorted(parts, key=_most_at_stake),
        reviews=reviews,
        opinions=opinions,
        look=look,
        reader=reader,
        reader_invited=any(seat.kind is not SeatKind.MEMBER for seat in seats),
        waiver=queries.find_waiver(session, application.id) if look is not None else None,
    )


def _part(
    reviews: Sequence[HandedIn], agreed: AgreedScore | None, found: Difference, points: Fraction
) -> PartAgreement:
    return PartAgreement(
        part_id=found.part,
        difference=found,
        stake=stake(found, points),
        agreed=agreed,
        standing=_standing(found, agreed, reviews, found.part),
    )


def _standing(
    found: Difference, agreed: AgreedScore | None, reviews: Sequence[HandedIn], part_id: str
) -> Standing:
    if agreed is not None and not _reopened(found, agreed.agreed_at, reviews, part_id):
        return Standing.AGREED
    return Standing.BY_MEAN if found.outcome == "settled" else Standing.TO_DISCUSS


def _reopened(
    found: Difference, agreed_at: datetime, reviews: Sequence[HandedIn], part_id: str
) -> bool:
    """Say whether a further assessor's view came after the agreement and must be dealt with.

    A third assessor moderates: its parts are always agreed anew. A second reader's view is taken
    up where it differs enough to be discussed.
    """
    for one in reviews:
        handed_in = one.review.handed_in_at
        if one.seat.kind is SeatKind.MEMBER or part_id not in one.parts:
            continue
        if handed_in is None or handed_in <= agreed_at:
            continue
        if one.seat.kind is SeatKind.THIRD_ASSESSOR or found.outcome == "discuss":
            return True
    return False


def _team_differences(
    scope: Sequence[str],
    reviews: Sequence[HandedIn],
    opinions: Mapping[UUID, Mapping[str, Opinion]],
) -> Iterator[Difference]:
    team = [opinions[one.review.id] for one in reviews if one.seat.kind is SeatKind.MEMBER]
    for part_id in scope:
        yield difference(part_id, (by_part.get(part_id) for by_part in team))


def _most_at_stake(part: PartAgreement) -> tuple[bool, Fraction]:
    """Sort parts to be discussed first, then by what hangs on them; equal ones keep their order."""
    return (part.difference.outcome == "settled", -part.stake)


def joined_texts(reviews: Sequence[HandedIn], part_id: str) -> Mapping[str, str]:
    """Return the assessors' strengths and areas of a part one below the other, without repeats."""
    found: dict[str, str] = {}
    for name in ("strengths", "improvements"):
        lines: list[str] = []
        for one in reviews:
            row = one.parts.get(part_id)
            for line in getattr(row, name, "").splitlines():
                if line.strip() and line.strip() not in lines:
                    lines.append(line.strip())
        found[name] = "\n".join(lines)
    return found
