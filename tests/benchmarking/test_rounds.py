import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.rounds import Round

rounds = st.builds(Round, st.integers(1001, 9998), st.sampled_from([1, 2]))


@settings(deadline=None)
@given(rounds)
def test_round_is_written_as_it_is_read_and_moves_by_halves(one: Round) -> None:
    assert Round.parse(str(one)) == one
    assert one.previous < one < one.following
    assert one.previous.following == one.following.previous == one
    assert one.year_before == one.previous.previous


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-H3", "2026-h1", "26-H1", "0026-H1", " 2026-H1", "2026-H1\n", "٢٠٢٦-H1"],
)
def test_text_that_is_no_round_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="like 2026-H1"):
        Round.parse(text)


def test_year_has_two_halves() -> None:
    with pytest.raises(ValueError, match="halves 1 and 2"):
        Round(2026, 0)
