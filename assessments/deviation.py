"""A percentage that departs from what the attributes of a part come to: only with a reason.

Assessors who score by RADAR or by the phases of PDCA may find that the mean does not do a part
justice. A cap is no matter of opinion: above it no reason leads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessments.editions.model import Edition
from assessments.judgement import ByAttribute, Percent, Unfit, refuse_unfit
from assessments.rubric import mean_of_attributes


@dataclass(frozen=True, slots=True)
class Deviation:
    """A part's percentage beside the one that follows from its attributes, and the reason."""

    part: str
    by_attributes: Fraction
    percent: Fraction
    reason: str

    @property
    def difference(self) -> Fraction:
        """Return by how many percentage points the part was put higher; below 0: lower."""
        return self.percent - self.by_attributes


def deviation(
    edition: Edition,
    part_id: str,
    values: Mapping[str, Fraction],
    percent: Fraction,
    reason: str,
) -> Deviation | None:
    """Return how a percentage departs from the part's attributes, None where it does not.

    Raises Unfit for values that the edition does not take, while an attribute is missing, for a
    departure without a reason, and for one above the lowest cap.
    """
    refuse_unfit(edition, {part_id: ByAttribute(values)})
    refuse_unfit(edition, {part_id: Percent(percent)})
    rubric = edition.rubrics[edition.parts[part_id].kind]
    mean = mean_of_attributes(rubric, values)
    if mean is None:
        raise Unfit((part_id, "attributes"), "must be complete before anything departs from them")
    if percent == mean.percent:
        return None
    if not reason.strip():
        raise Unfit((part_id,), "departs from its attributes, which needs a reason")
    for cap in rubric.caps:
        if percent > values[cap]:
            raise Unfit((part_id,), f"is above {cap}, which caps it, whatever the reason")
    return Deviation(part_id, mean.percent, percent, reason.strip())
