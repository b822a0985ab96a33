"""Archives are read whole, and no further than the budget that they share."""

import pytest

from labelling.organisations.inspection.archives import Archive, Budget
from labelling.organisations.inspection.findings import Reason, Refused
from tests.labelling.organisations.inspection import samples

TWO = samples.archive({"a.bin": b"x" * 600, "b.bin": b"y" * 600})


def refusal(content: bytes, budget: Budget) -> Reason | None:
    try:
        archive = Archive(content, budget)
        for name in archive.names:
            archive.read(name)
    except Refused as refused:
        return refused.reason
    return None


@pytest.mark.parametrize(
    ("budget", "reason"),
    [
        (Budget(entries=2, size=1_200), None),
        (Budget(entries=2, size=1_199), Reason.BOMB),
        (Budget(entries=1, size=1_200), Reason.BOMB),
    ],
)
def test_entries_and_bytes_are_counted_over_the_whole_archive(
    budget: Budget, reason: Reason | None
) -> None:
    assert refusal(TWO, budget) == reason


def test_a_second_archive_draws_on_the_same_budget() -> None:
    budget = Budget(entries=4, size=2_399)
    assert [refusal(TWO, budget), refusal(TWO, budget)] == [None, Reason.BOMB]


def test_an_entry_that_is_not_there_cannot_be_read() -> None:
    with pytest.raises(Refused) as refused:
        Archive(TWO, Budget()).read("c.bin")
    assert refused.value.reason is Reason.UNREADABLE
