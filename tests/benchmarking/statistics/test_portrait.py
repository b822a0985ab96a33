from fractions import Fraction

from benchmarking.statistics.portrait import Portrait, Standing, portrait


def test_strengths_and_gaps_are_the_outer_quarters_in_an_order_that_may_be_shown() -> None:
    standings = [
        Standing("A07", "up", 4, None),
        Standing("B04", "up", 4, Fraction(8, 10)),
        Standing("C02", "up", 4, Fraction(9, 10)),
        Standing("A06", "down", 1, None),
        Standing("D05", "up", 1, Fraction(2, 10)),
        Standing("E03", "up", 1, Fraction(1, 10)),
        Standing("A01", "neutral", 4, Fraction(1)),
        Standing("E04", "up", 3, None),
        Standing("F05", "up", None, None),
    ]
    assert portrait(standings) == Portrait(("C02", "B04", "A07"), ("E03", "D05", "A06"))
    assert portrait([]) == Portrait((), ())
