"""The measures by their textbook definitions, slowly and in fractions; for comparison only."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import permutations

from hypothesis import strategies as st

from assessments.agreement.scores import Given, Scores, scores_of

Units = Sequence[dict[str, Fraction]]
"""For each unit its scores by rater."""

Metric = Callable[[Fraction, Fraction, Counter[Fraction]], Fraction]


def tables(
    values: st.SearchStrategy[Fraction], most_units: int = 7, most_raters: int = 4
) -> st.SearchStrategy[list[dict[str, Fraction]]]:
    """Return units with scores of some raters each, at least one."""
    raters = st.sampled_from("ABCDEFG"[:most_raters])
    unit = st.dictionaries(raters, values, min_size=1, max_size=most_raters)
    return st.lists(unit, min_size=1, max_size=most_units)


def table(units: Units) -> Scores:
    """Return the units as the library takes them."""
    return scores_of(
        Given(f"{number:03}", rater, score)
        for number, unit in enumerate(units)
        for rater, score in unit.items()
    )


def alpha(units: Units, metric: str) -> Fraction | None:
    """Return 1 − D_o / D_e from the matrix of coincidences (Krippendorff 2011)."""
    coincidences: Counter[tuple[Fraction, Fraction]] = Counter()
    for unit in units:
        for c, k in permutations(unit.values(), 2):
            coincidences[c, k] += Fraction(1, len(unit) - 1)  # type: ignore[assignment] # a fraction counts as well
    marginals: Counter[Fraction] = Counter()
    for (c, _), often in coincidences.items():
        marginals[c] += often
    n = sum(marginals.values())
    delta = METRICS[metric]
    observed = sum(often * delta(c, k, marginals) for (c, k), often in coincidences.items())
    expected = sum(
        n_c * n_k * delta(c, k, marginals)
        for c, n_c in marginals.items()
        for k, n_k in marginals.items()
    )
    return 1 - (n - 1) * Fraction(observed) / expected if expected else None


def _ordinal(c: Fraction, k: Fraction, marginals: Counter[Fraction]) -> Fraction:
    low, high = min(c, k), max(c, k)
    between = sum(often for value, often in marginals.items() if low <= value <= high)
    return (between - Fraction(marginals[c] + marginals[k], 2)) ** 2


METRICS: dict[str, Metric] = {
    "nominal": lambda c, k, _: Fraction(c != k),
    "ordinal": _ordinal,
    "interval": lambda c, k, _: (c - k) ** 2,
    "ratio": lambda c, k, _: ((c - k) / (c + k)) ** 2 if c + k else Fraction(0),
}


def iccs(rows: Sequence[Sequence[Fraction]]) -> dict[str, Fraction]:
    """Return the six correlations from mean squares, as Shrout and Fleiss (1979) write them.

    What is undefined is left out.
    """
    n, k = len(rows), len(rows[0]) if rows else 0
    if n < 2 or k < 2:
        return {}
    grand = mean(x for row in rows for x in row)
    units = [mean(row) for row in rows]
    raters = [mean(column) for column in zip(*rows, strict=True)]
    bms = k * total((unit - grand) ** 2 for unit in units) / (n - 1)
    jms = n * total((rater - grand) ** 2 for rater in raters) / (k - 1)
    pairs = [(x, unit) for row, unit in zip(rows, units, strict=True) for x in row]
    wms = total((x - unit) ** 2 for x, unit in pairs) / (n * (k - 1))
    ems = total(
        (x - unit - rater + grand) ** 2
        for row, unit in zip(rows, units, strict=True)
        for x, rater in zip(row, raters, strict=True)
    ) / ((n - 1) * (k - 1))
    if bms == 0:
        return {}
    ratios = {
        "1_1": (bms - wms, bms + (k - 1) * wms),
        "2_1": (bms - ems, bms + (k - 1) * ems + Fraction(k, n) * (jms - ems)),
        "3_1": (bms - ems, bms + (k - 1) * ems),
        "1_k": (bms - wms, bms),
        "2_k": (bms - ems, bms + (jms - ems) / n),
        "3_k": (bms - ems, bms),
    }
    return {form: above / below for form, (above, below) in ratios.items() if below}


def one_way_rows(units: Units, k: int) -> list[list[Fraction]]:
    """Return the scores of the units with exactly k."""
    return [list(unit.values()) for unit in units if len(unit) == k]


def crossed_rows(units: Units, raters: Iterable[str]) -> list[list[Fraction]]:
    """Return the scores of the units that every one of the raters has scored."""
    names = sorted(raters)
    return [[unit[name] for name in names] for unit in units if set(unit) == set(names)]


def usual_count(units: Units) -> int:
    """Return the most frequent count of scores from 2 on, the larger on ties; 1 where none is."""
    counts = Counter(len(unit) for unit in units if len(unit) > 1)
    return max((often, k) for k, often in counts.items())[1] if counts else 1


def mean(numbers: Iterable[Fraction]) -> Fraction:
    """Return the mean."""
    found = list(numbers)
    return total(found) / len(found)


def total(numbers: Iterable[Fraction]) -> Fraction:
    """Return the sum."""
    return sum(numbers, start=Fraction(0))
