"""Archives are read whole, and no further than the budget that they share."""

import random

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


def test_a_damaged_archive_is_refused_and_never_breaks_the_reader() -> None:
    whole = samples.archive({"word/a.xml": b"<a>" + b"x" * 300 + b"</a>", "b/\u00e9.xml": b"<b/>"})
    changes = [
        whole[:place] + bytes([value]) + whole[place + 1 :]
        for place in range(len(whole))
        for value in (0x00, 0x7F, 0xFF, whole[place] ^ 0x01, whole[place] ^ 0x80)
    ]
    cuts = [whole[:place] for place in range(len(whole))]
    refusals = [refusal(content, Budget()) for content in (*changes, *cuts, *_scrambled(whole))]
    assert set(refusals) == {None, Reason.UNREADABLE, Reason.ENCRYPTED}
    assert refusals.count(Reason.UNREADABLE) > len(refusals) / 2


def _scrambled(whole: bytes) -> list[bytes]:
    chance = random.Random(7)  # noqa: S311 (bytes to change, no secret)
    found = []
    for _ in range(2_000):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        found.append(bytes(content))
    return found
