"""N and the p % rule of unions, against adding up each union by itself."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarking.disclosure.cancelling import clearly_undominated
from benchmarking.disclosure.cells import Contribution
from benchmarking.disclosure.policy import CLUB_2026
from benchmarking.disclosure.sizes import Ground, scaled

TENTH = Fraction(1, 10)

values = st.one_of(
    st.integers(-9, 30).map(Fraction), st.fractions(-3, 40, max_denominator=7)
)  # fmt: skip
contributions = st.lists(
    st.tuples(values, st.sampled_from(["", "", "H", "K"])), min_size=1, max_size=14
).map(lambda found: [Contribution(f"m{at}", value, unit) for at, (value, unit) in enumerate(found)])


def sets_of(draw: st.DrawFn, count: int, most: int = 4) -> list[list[int]]:
    everyone = st.sets(st.integers(0, count - 1)).map(sorted)
    return draw(st.lists(everyone, min_size=1, max_size=most))


@st.composite
def grounds(draw: st.DrawFn) -> tuple[list[Contribution], list[list[int]], Fraction | None]:
    found = draw(contributions)
    upper = draw(st.sampled_from([None, Fraction(40), Fraction(25, 2)]))
    return found, sets_of(draw, len(found)), upper


def amounts(
    everything: Sequence[Contribution], chosen: Sequence[Contribution], upper: Fraction | None
) -> list[list[Fraction]]:
    """Return holdings' amounts, largest first, for each way in which rule 3 reads the values."""
    found = []
    for top in (None, upper) if upper is not None else (None,):
        read = {one.member: one.value if top is None else top - one.value for one in everything}
        sums: dict[str, Fraction] = {}
        for one in chosen:
            sums[one.unit] = sums.get(one.unit, Fraction(0)) + read[one.member]
        negative = any(value < 0 for value in read.values())
        found.append(sorted((abs(s) if negative else s for s in sums.values()), reverse=True))
    return found


def dominated(found: Sequence[Fraction]) -> bool:
    first, second, *_ = [*found, Fraction(0), Fraction(0)]
    return first == 0 or sum(found) - first - second < TENTH * first


@settings(deadline=None, max_examples=60)
@given(grounds(), st.data())
def test_size_and_dominance_of_any_union_are_those_of_its_values(
    made: tuple[list[Contribution], list[list[int]], Fraction | None], data: st.DataObject
) -> None:
    found, sets, upper = made
    ground = Ground(found, sets, upper)
    mask = data.draw(st.sampled_from(ground.masks))
    other = data.draw(st.sampled_from(ground.masks))
    for union in (mask, mask | other, mask & ~other):
        chosen = [found[at] for at in ground.positions(union)]
        assert ground.size(union) == len({one.unit for one in chosen})
        expected = any(dominated(one) for one in amounts(found, chosen, upper))
        assert ground.dominated(union, TENTH) == expected
    assert sorted(ground.positions(mask)) in [sorted(one) for one in sets]


@settings(deadline=None, max_examples=60)
@given(grounds())
def test_union_of_safe_parts_is_safe_where_the_ground_says_so(
    made: tuple[list[Contribution], list[list[int]], Fraction | None],
) -> None:
    found, sets, upper = made
    ground = Ground(found, sets, upper)
    assume(ground.closed)
    policy = CLUB_2026
    for one in ground.masks:
        for other in ground.masks:
            apart = other & ~one
            if ground.safe(one, policy) and ground.safe(apart, policy):
                assert ground.safe(one | apart, policy)


def test_union_of_safe_parts_may_be_unsafe_where_a_holding_cancels_out() -> None:
    """H has 10 in the one part and −10 in the other: together it hides nobody any more."""
    parts = [[10, 10, 1, 0, 0], [-10, 0, 10, 1, 0]]
    found = [
        Contribution(f"m{part}{at}", Fraction(value), "H" if at == 0 else "")
        for part, numbers in enumerate(parts)
        for at, value in enumerate(numbers)
    ]
    ground = Ground(found, [list(range(5)), list(range(5, 10))])
    one, other = ground.masks
    assert not ground.closed
    assert (ground.safe(one, CLUB_2026), ground.safe(other, CLUB_2026)) == (True, True)
    assert ground.dominated(one | other, TENTH) is False
    assert ground.dominated(one | other, Fraction(1, 4)) is True


@settings(deadline=None, max_examples=60)
@given(grounds(), st.data())
def test_many_unions_at_once_are_as_safe_as_each(
    made: tuple[list[Contribution], list[list[int]], Fraction | None], data: st.DataObject
) -> None:
    found, sets, upper = made
    ground = Ground(found, sets, upper)
    blocks = max(ground.masks).bit_length()
    masks = data.draw(st.lists(st.integers(1, 2**blocks - 1), max_size=5)) if blocks else []
    many = masks * 20  # more than are added up exactly without a look at doubles
    assert ground.all_safe(many, CLUB_2026) == all(ground.safe(one, CLUB_2026) for one in masks)


@settings(deadline=None, max_examples=60)
@given(grounds())
def test_what_is_clear_in_doubles_is_so_exactly(
    made: tuple[list[Contribution], list[list[int]], Fraction | None],
) -> None:
    found, sets, _ = made
    ground = Ground(found, sets)
    everything = [*ground.masks, *(a | b for a in ground.masks for b in ground.masks)]
    clear = ground._clearly_undominated(everything, TENTH)
    assert not any(ground.dominated(mask, TENTH) for mask in clear)


def test_doubles_leave_equality_to_exact_numbers() -> None:
    """What is left is just a tenth of the largest: it passes, and is too close to be clear."""
    unions = np.array([[True], [False]])
    clear = clearly_undominated(unions, [(160, 100, 50)], [{}], TENTH)
    assert clear.tolist() == [False, False]
    assert clearly_undominated(unions[:1], [(161, 100, 50)], [{}], TENTH).tolist() == [True]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.fractions(max_denominator=50), min_size=1))
def test_scaled_values_are_whole_and_the_same(found: list[Fraction]) -> None:
    numbers, scale = scaled(found)
    assert [Fraction(number, scale) for number in numbers] == found
