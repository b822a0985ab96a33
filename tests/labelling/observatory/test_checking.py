"""What the import refuses besides what cannot be read, and the words for all faults."""

import re
from inspect import getsource

import pytest

from benchmarking import employmentfile, tables
from benchmarking.faults import BadTable
from benchmarking.geography import boundaries
from labelling.core import i18n
from labelling.observatory import checking
from labelling.observatory.checking import checked
from labelling.observatory.faults import SENTENCES, said
from labelling.observatory.naming import key_of, region_of
from tests.labelling.observatory.making import HEADER, ROWS


def faults(rows: str) -> list[str]:
    with pytest.raises(BadTable) as caught:
        checked((HEADER + rows).encode())
    return [str(fault) for fault in caught.value.faults]


def test_good_file_is_read() -> None:
    assert len(checked((HEADER + ROWS).encode())) == 8


def test_one_region_under_two_names_is_named_by_line() -> None:
    rows = 'DE11,Food,1,10\n"Stuttgart, DE",Metal,1,10\n'
    assert faults(rows) == [
        "line 3, region: is the same as 'DE11' on line 2, which is spelled otherwise"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("IT", "it"), ("Möbel", "MÖBEL"), ("Möbel", "Mo\u0308bel"), ("Oil  and Gas", "Oil and gas")],
)
def test_names_that_only_their_spelling_tells_apart_are_named_by_line(one: str, other: str) -> None:
    said = f"is the same as '{one}' on line 2, which is spelled otherwise"
    assert faults(f"A,{one},1,10\nB,{other},1,10\n") == [f"line 3, sector: {said}"]
    assert faults(f"{one},A,1,10\n{other},B,1,10\n") == [f"line 3, region: {said}"]


def test_regions_of_one_name_in_two_countries_are_two() -> None:
    rows = '"Alder Valley, AT",Food,1,10\n"Alder Valley, DE",Food,1,10\n'
    assert len(checked((HEADER + rows).encode())) == 2


def test_file_that_would_take_a_page_too_long_is_refused_unread() -> None:
    with pytest.raises(BadTable, match="has more than 100000 lines"):
        checked(b"\n" * 100_001)


def test_every_fault_of_the_reader_is_named() -> None:
    assert faults("DE11,Food,x,10\nDE11,Food,1,10\nDE12,Food,20,10\n") == [
        "line 2, employees: must be a whole number in plain digits, such as 1250, not 'x'",
        "line 3, sector: 'DE11' and 'Food' stand together on line 2 already",
        "line 4, employees: 20 are more than the 10 of the whole region",
    ]


def test_fault_is_said_in_the_readers_language() -> None:
    with i18n.speaking("de"):
        assert said("20 are more than the 10 of the whole region") == (
            "20 sind mehr als die 10 der ganzen Region"
        )
        assert said("feature 3: has a ring that is not closed") == (
            "Objekt 3: hat einen Ring, der nicht geschlossen ist"
        )
    assert said("something new") == "something new"


def test_every_sentence_of_the_readers_is_known() -> None:
    """Each literal that a reader says begins one of the sentences that we have words for."""
    patterns = [pattern for pattern, _ in SENTENCES]
    for module in (tables, employmentfile, boundaries, checking):
        source = getsource(module).replace(getsource(tables.read_content), "")  # asks for a path
        literals = re.findall(r'(?:Fault|_Wrong|BadCell)\(f?"([^"{]{6,})', source)
        for literal in literals:
            assert any(literal.strip()[:14] in pattern for pattern in patterns), literal


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Automotive", "automotive"), ("Oil and Gas", "oil-and-gas"), ("IT", "it"),
        ("Möbel", "mobel-eee4fc"), ("漢字", "x-11d4b4"), ("a/../b", "a-b-1d6b79"),
    ],
)  # fmt: skip
def test_name_has_a_key_for_good(name: str, key: str) -> None:
    assert re.sub(r"-[0-9a-f]{6}$", "-*", key_of(name)) == re.sub(r"-[0-9a-f]{6}$", "-*", key)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", key_of(name))


def test_region_that_nobody_knows_keeps_its_name_and_country() -> None:
    found = region_of("Alder Valley, AT")
    assert (found.name, found.country, found.place, found.key[:12]) == (
        "Alder Valley", "AT", None, "alder-valley",
    )  # fmt: skip
