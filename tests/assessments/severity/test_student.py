import pytest
from scipy.stats import t

from assessments.severity.student import half_width


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 10, 31, 100, 499, 500, 501, 5000])
def test_half_width_is_the_quantile(freedom: int) -> None:
    assert half_width(freedom) == pytest.approx(t.ppf(0.975, freedom), abs=1e-7)
