"""`labelling stars` on files at every edge of the contract, against a second way from bytes."""

import random
from pathlib import Path

import pytest

from benchmarking.faults import BadTable
from benchmarking.starsfile import stars_report
from tests.benchmarking.naive_starsfile import COLUMNS, naive_report

COUNTS = ["0", "1", "999", "1000", "1001", "2000", "2000", "10000", "10001", "9" * 90, "", ""]
ODD_NUMBERS = [
    "+5", "-0", "-5", "1.0", "1.50", "1e3", "１２３", "٣", "12a", "twelve", "nan", "inf", "1,000",
    "0x10", "007", "1_000", "5.", ".5", "--5", " 7 ", "1\xa0000", "", "\0",
]  # fmt: skip
ODD_NAMES = ["A", "Île, FR", 'a"q"', " A ", "R\nX", "R\rX", "Ω", "=1", "-a", "n\0l", "", "l" * 200]


def nasty_file(chance: random.Random) -> bytes:
    """Return a table whose figures tie and stand at limits; every other one is odd somewhere."""
    odd = chance.random() < 0.5
    columns = [*COLUMNS, *(["x", "x"] if chance.random() < 0.2 else [])]
    columns += [chance.choice(COLUMNS)] if odd and chance.random() < 0.1 else []
    chance.shuffle(columns)
    rows = [
        row | (_odd(chance) if odd and chance.random() < 0.05 else {})
        for at in range(chance.choice([1, 2, 9, 10, 11, 12, 20, 21]))
        for row in _region(chance, at)
    ]
    lines = [[row[column] for column in columns] for row in rows]
    chance.shuffle(lines)
    end, always = chance.choice(["\n", "\n", "\r\n", "\r"]), chance.random() < 0.3
    text = end.join(",".join(_cell(one, always) for one in line) for line in [columns, *lines])
    text += chance.choice(["", end, end + end])
    if odd and chance.random() < 0.1:
        text = text.replace(end, end + chance.choice(["", ",,,", ",,"]) + end, 1)
    tail = chance.choice([b"\xff", b'"', b"\0"]) if odd and chance.random() < 0.05 else b""
    return (b"\xef\xbb\xbf" if chance.random() < 0.2 else b"") + text.encode() + tail


def _region(chance: random.Random, at: int) -> list[dict[str, str]]:
    counts = [chance.choice(COUNTS) for _ in range(chance.choice([1, 1, 2, 3]))]
    most = max(int(count or 0) for count in counts)
    total = chance.choice([most, 2 * most, 3 * most, 10 * most, most + 1, max(most, 50_000)])
    return [
        {"region": f"R{at}", "sector": f"S{sector}", "employees": count,
         "region_total": str(total), "x": "?"}
        for sector, count in enumerate(counts)
    ]  # fmt: skip


def _odd(chance: random.Random) -> dict[str, str]:
    column = chance.choice(COLUMNS)
    return {column: chance.choice(ODD_NAMES if column in COLUMNS[:2] else ODD_NUMBERS)}


def _cell(text: str, always: bool) -> str:
    return '"' + text.replace('"', '""') + '"' if always or set(text) & set(',"\n\r') else text


@pytest.mark.parametrize("rule", ["eco-2007", "eco-2006"])
def test_stars_of_nasty_files_are_those_of_a_second_way(
    rule: str, tmp_path: Path, long_campaign: bool
) -> None:
    file, refused = tmp_path / "figures.csv", 0
    rounds = 5_000 if long_campaign else 250
    for seed in range(rounds):
        content = nasty_file(random.Random(seed))  # noqa: S311 (figures, no secrets)
        file.write_bytes(content)
        try:
            found: bytes | None = stars_report(file, rule)
        except BadTable:
            found, refused = None, refused + 1
        assert (seed, found) == (seed, naive_report(content, rule))
    assert rounds / 10 < refused < rounds * 0.7  # both kinds were among them


def test_second_way_knows_a_fault_of_each_kind() -> None:
    header = "region,sector,employees,region_total\n"
    refused = [
        "A,S,1,5\nA,S,1,5\n", "A,S,1,5\nA,T,1,6\n", "A,S,6,5\n", "A,S,-1,5\n", "A,S,many,5\n",
        ",S,1,5\n", "A,,1,5\n", "A,S,1,\n", "A,S,1\n", "",
    ]  # fmt: skip
    assert [naive_report((header + rows).encode(), "eco-2007") for rows in refused] == [None] * 10
    assert naive_report((header + "A,S,1000,5000\n").encode(), "eco-2007") == (
        b"region,sector,employees,lq,focus_share,size,specialisation,focus,stars\n"
        b"A,S,1000,1.0,0.2,1,0,1,2\n"
    )
