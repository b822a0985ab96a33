"""Numbers of the rules of levels, as pages write them."""

from fractions import Fraction

from assessments.scoring import Range
from labelling.applications.figures import measured
from labelling.core import i18n
from labelling.core.clock import scheme_zone


def test_a_total_is_points_and_any_other_rule_percent() -> None:
    open_yet, known = Range(Fraction(300), Fraction(811, 2)), Range(Fraction(55), Fraction(55))
    with i18n.speaking("en", scheme_zone()):
        assert measured("total", open_yet) == "300 to 405.5 points"
        assert measured("total", known) == "55 points"
        assert measured("percent", open_yet) == "300 to 405.5 %"
        assert measured("part_minimum", known) == "55 %"
