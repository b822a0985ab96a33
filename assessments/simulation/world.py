"""What the simulation assumes, and the organisations and assessors that it draws from it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.random import PCG64, Generator

from assessments.agreement.scores import Floats
from assessments.editions import Edition

_SCALE = 100.0


@dataclass(frozen=True, slots=True)
class Errors:
    """Standard deviations of what makes an assessor's score differ from the true percentage.

    In percentage points: `severity` goes through everything that an assessor scores, `case`
    through all parts of one case (the impression it makes), `part` is anew for each part.
    """

    severity: float
    case: float
    part: float


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is taken for true; every figure of the result depends on it.

    Organisations' true percentages are normal around a mean of their own, cut at 0 and 100. Of
    what panels get wrong on average in a part, discussion removes the share `discussion_mends`.
    Assessors of one case are drawn from a large pool, anew for each.
    """

    edition: str = "cluster-excellence-2026"
    organisations: int = 4_000
    quality: float = 62
    between_organisations: float = 14
    within_organisation: float = 9
    untrained: Errors = field(default=Errors(severity=7, case=5, part=14))
    calibrated: Errors = field(default=Errors(severity=3, case=4, part=9))
    discussion_mends: float = 0.5
    seed: int = 2026


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The organisations' true percentages by part, and what chance has in store for assessors.

    `severity` and `case` are by assessor and organisation, `part` by assessor, organisation and
    part, all with standard deviation 1: panels of every kind meet the same chances, so that they
    differ by what is compared alone.
    """

    step: int
    true: Floats
    severity: Floats
    case: Floats
    part: Floats

    def scores(self, assessor: int, errors: Errors) -> Floats:
        """Return what an assessor gives each part of each organisation, in the edition's steps."""
        whole_case = errors.severity * self.severity[assessor] + errors.case * self.case[assessor]
        seen = self.true + whole_case[:, np.newaxis] + errors.part * self.part[assessor]
        return in_steps(seen, self.step)


def in_steps(percentages: Floats, step: int) -> Floats:
    """Return percentages to the nearest step from 0 to 100."""
    found: Floats = np.clip(np.rint(percentages / step) * step, 0, _SCALE)
    return found


def made(assumptions: Assumptions, edition: Edition, assessors: int) -> World:
    """Return a world for so many assessors; the same assumptions give the same world.

    Another number of assessors changes nothing for those who are in both.
    """
    chance = Generator(PCG64(assumptions.seed))
    organisations, parts = assumptions.organisations, len(edition.parts)
    quality = assumptions.quality + assumptions.between_organisations * chance.standard_normal(
        organisations
    )
    around = assumptions.within_organisation * chance.standard_normal((organisations, parts))
    drawn = [
        [chance.standard_normal(size) for size in (organisations, organisations, around.shape)]
        for _ in range(assessors)
    ]
    severity, case, part = (np.stack(column) for column in zip(*drawn, strict=True))
    return World(
        edition.step,
        np.clip(quality[:, np.newaxis] + around, 0, _SCALE),
        severity,
        case,
        part,
    )
