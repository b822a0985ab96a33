"""Numbers of the rules of levels, as pages write them."""

from fractions import Fraction

from assessments.levels import Measure, Requirement, Rule
from assessments.scoring import Range
from labelling.applications.figures import reached, required
from labelling.core import i18n
from labelling.core.clock import scheme_zone

OPEN_YET = Range(Fraction(300), Fraction(811, 2))
KNOWN = Range(Fraction(55), Fraction(55))


def _rule(rule: Rule) -> Requirement:
    return Requirement(rule, None, Fraction(60))


def test_a_total_is_points_and_any_other_rule_percent() -> None:
    with i18n.speaking("en", scheme_zone()):
        assert reached(Measure(_rule("total"), OPEN_YET)) == "300 to 405.5 points"
        assert reached(Measure(_rule("total"), KNOWN)) == "55 points"
        assert reached(Measure(_rule("percent"), OPEN_YET)) == "300 to 405.5 %"
        assert reached(Measure(_rule("part_minimum"), KNOWN)) == "55 %"
        assert required(_rule("total")) == "60 points"
        assert required(_rule("criterion_minimum")) == "60 %"
