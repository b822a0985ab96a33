"""How a part of one kind is judged: its bands, its steps, its attributes and their caps."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessments.editions.model import Band, Rubric
from assessments.exact import exact_sum
from assessments.judgement import WHOLE


@dataclass(frozen=True, slots=True)
class Mean:
    """A part's percentage from its attributes: the mean, and the caps that keep it below that."""

    percent: Fraction
    mean: Fraction
    capped_by: tuple[str, ...]


def mean_of_attributes(rubric: Rubric, values: Mapping[str, Fraction]) -> Mean | None:
    """Return the mean of all attributes, and no more than the lowest of those named as caps.

    None while an attribute is missing. Grouped attributes count as one flat list (RADAR).
    """
    if not values.keys() >= rubric.attribute_ids:
        return None
    total = exact_sum(values[attribute.id] for attribute in rubric.attributes)
    mean = total / len(rubric.attributes)
    percent = min([mean, *(values[cap] for cap in rubric.caps)])
    capped_by = tuple(c for c in rubric.caps if values[c] == percent) if percent != mean else ()
    return Mean(percent, mean, capped_by)


def band_reached(rubric: Rubric, percent: Fraction) -> Band | None:
    """Return the highest band whose value the percentage reaches, None without bands."""
    reached = [band for band in rubric.bands if band.value <= percent]
    return reached[-1] if reached else None


def is_on_step(step: int, percent: Fraction) -> bool:
    """Tell whether the percentage is one that an assessor may use: a multiple of the step."""
    return 0 <= percent <= WHOLE and percent % step == 0
