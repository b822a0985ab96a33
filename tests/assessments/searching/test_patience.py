from itertools import count

import pytest

from assessments.searching.patience import OutOfTime, Patience


def test_patience_ends_with_its_seconds() -> None:
    patience = Patience(3, count(10).__next__)
    patience.check()
    patience.check()
    with pytest.raises(OutOfTime):
        patience.check()


def test_no_seconds_are_no_patience() -> None:
    with pytest.raises(OutOfTime):
        Patience(0, lambda: 5).check()
