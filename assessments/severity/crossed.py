"""Each assessor's severity relative to colleagues on the same cases, with its uncertainty.

The model is additive and crossed: score = case + assessor + error. Cases are fixed, so only
differences between assessors of one case count. Their information is the matrix

    C = diag(cases of each) − Σ over cases of 1/m · (who was on it)(who was on it)ᵀ
    q = Σ over cases of each one's score less the case's mean

with m assessors on a case. Least squares gives C⁺q with variance σ²C⁺ (S. Searle, Linear Models,
1971, chapter 7); σ² is the residual mean square, and intervals are Student's. With assessors
random with variance τ² = λσ², λ maximises the restricted likelihood (D. Harville, 1977)

    −½ [ Σ over eigenvalues d of C of ln(1 + λd) + ν ln S(λ) ],  S(λ) = yᵀMy − qᵀ(C + I/λ)⁻¹q

with ν = Σ(m − 1), σ² = S/ν, and the predictions are (C + I/λ)⁻¹q (G. Robinson, 1991).
"""

from dataclasses import dataclass

import numpy as np

from assessments.agreement.scores import Floats, Indices, Scores, scores_a_unit
from assessments.severity.student import half_width

_ZERO = 1e-9  # of the largest eigenvalue; those of C are 0 once for each group, or of order 1
_LARGEST_RATIO = 1e6  # of the variances of assessors and error


@dataclass(frozen=True, slots=True)
class Severity:
    """How strict an assessor is, in points below colleagues; negative is lenient.

    `cases` are those shared with a colleague, `colleagues` those the assessor is linked with by
    cases, directly or through others. `difference` is from their mean, as the scores have it, with
    its standard error and the interval that holds it with 95 %: None without shared cases, and
    the last two None without a degree of freedom for the error. `expected` is the best guess for
    the next case: drawn towards 0 the more, the less is known.
    """

    assessor: str
    cases: int
    colleagues: int
    difference: float | None
    standard_error: float | None
    interval: tuple[float, float] | None
    expected: float | None


@dataclass(frozen=True, slots=True)
class Severities:
    """All assessors of a table, and the standard deviations between them and of the error.

    Both are None where there is no degree of freedom for the error.
    """

    assessors: tuple[Severity, ...]
    between: float | None
    error: float | None
    freedom: int


@dataclass(frozen=True, slots=True, eq=False)
class _Information:
    """What the shared cases tell of differences: C, q, ν, and cases by assessor.

    `away` has each shared score less its case's mean, `unit` and `rater` where it belongs.
    """

    matrix: Floats
    towards: Floats
    contrasts: int
    cases: Indices
    away: Floats
    unit: Indices
    rater: Indices

    @property
    def total(self) -> float:
        """Return yᵀMy, the sum of squares within cases."""
        return float((self.away * self.away).sum())

    def left(self, effects: Floats) -> float:
        """Return the sum of squares that effects of the assessors leave within cases."""
        of_scores = effects[self.rater]
        sizes = np.maximum(np.bincount(self.unit), 1)
        means = np.bincount(self.unit, weights=of_scores) / sizes
        rest = self.away - (of_scores - means[self.unit])
        return float((rest * rest).sum())


def severities(scores: Scores) -> Severities:
    """Return each assessor's severity from scores by case; see `judgements.by_case`."""
    known = _information(scores)
    linked = known.cases > 0
    groups = _groups(known.matrix)
    freedom = known.contrasts - int(linked.sum()) + len(set(groups[linked].tolist()))
    inverse = np.linalg.pinv(known.matrix, rcond=_ZERO, hermitian=True)
    effects = inverse @ known.towards
    error = float(np.sqrt(known.left(effects) / freedom)) if freedom > 0 else None
    ratio = _variance_ratio(known) if freedom > 0 else None
    expected = _predicted(known, ratio)
    found = tuple(
        _severity(
            rater,
            cases=int(known.cases[place]),
            group=int((groups == groups[place]).sum()),
            effect=float(effects[place]),
            doubt=None if error is None else error * float(np.sqrt(inverse[place, place])),
            freedom=freedom,
            expected=None if expected is None else -float(expected[place]),
        )
        if linked[place]
        else Severity(rater, 0, 0, None, None, None, None)
        for place, rater in enumerate(scores.raters)
    )
    between, within = _deviations(known, ratio)
    return Severities(found, between, within, freedom)


def _severity(
    rater: str,
    *,
    cases: int,
    group: int,
    effect: float,
    doubt: float | None,
    freedom: int,
    expected: float | None,
) -> Severity:
    """Return a severity from the effect, which sums to 0 over the group."""
    stretch = group / (group - 1)  # from the mean of all to that of the others
    difference = -stretch * effect
    if doubt is None:
        return Severity(rater, cases, group - 1, difference, None, None, expected)
    away = half_width(freedom) * stretch * doubt
    interval = (difference - away, difference + away)
    return Severity(rater, cases, group - 1, difference, stretch * doubt, interval, expected)


def _information(scores: Scores) -> _Information:
    sizes = scores_a_unit(scores)
    shared = (sizes > 1)[scores.unit] if sizes.size else np.zeros(0, dtype=np.bool_)
    unit, rater = scores.unit[shared], scores.rater[shared]
    values = np.array([float(value) for value in scores.values])
    y = values[scores.value[shared]]
    means = np.bincount(unit, weights=y, minlength=sizes.size) / np.maximum(sizes, 1)
    away = y - means[unit]
    raters = len(scores.raters)
    on = np.zeros((sizes.size, raters))
    on[unit, rater] = 1
    cases = np.bincount(rater, minlength=raters)
    matrix = np.diag(cases.astype(np.float64)) - (on / np.maximum(sizes, 1)[:, np.newaxis]).T @ on
    return _Information(
        matrix,
        np.bincount(rater, weights=away, minlength=raters).astype(np.float64),
        int((sizes[sizes > 1] - 1).sum()),
        cases,
        away,
        unit,
        rater,
    )


def _groups(matrix: Floats) -> Indices:
    """Return for each assessor the number of the group that shared cases link."""
    groups = np.arange(len(matrix))
    linked = np.abs(matrix) > 0
    for place in range(len(matrix)):
        joined = np.unique(groups[linked[place]])
        groups[np.isin(groups, joined)] = groups[place]
    return groups


def _variance_ratio(known: _Information) -> float:
    """Return λ, by ever finer search of the restricted likelihood on a grid of ln λ."""
    values, vectors = np.linalg.eigh(known.matrix)
    along = (vectors.T @ known.towards) ** 2

    def likelihood(ratio: float) -> float:
        factors = 1 + ratio * values
        rest = known.total - float((ratio * along / factors).sum())
        smallest = np.finfo(np.float64).tiny
        return -0.5 * float(np.log(factors).sum() + known.contrasts * np.log(max(rest, smallest)))

    low, high = -np.log(_LARGEST_RATIO), np.log(_LARGEST_RATIO)
    best = 0.0
    for _ in range(12):
        grid = np.linspace(low, high, 61)
        best = float(max(grid, key=lambda point: likelihood(float(np.exp(point)))))
        step = (high - low) / 60
        low, high = best - step, best + step
    found = float(np.exp(min(best, np.log(_LARGEST_RATIO))))
    return found if likelihood(found) > likelihood(0.0) else 0.0


def _predicted(known: _Information, ratio: float | None) -> Floats | None:
    if ratio is None:
        return None
    shrinking = np.eye(len(known.matrix)) + ratio * known.matrix
    return (ratio * np.linalg.solve(shrinking, known.towards)).astype(np.float64)


def _deviations(known: _Information, ratio: float | None) -> tuple[float | None, float | None]:
    """Return the standard deviations between assessors and of the error."""
    predicted = _predicted(known, ratio)
    if predicted is None or ratio is None:
        return None, None
    rest = max(known.total - float(known.towards @ predicted), 0.0)
    error = float(np.sqrt(rest / known.contrasts))
    return float(np.sqrt(ratio)) * error, error
