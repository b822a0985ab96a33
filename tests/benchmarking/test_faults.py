import pytest

from benchmarking.faults import MOST_FAULTS, BadTable, Fault, Faults, printable, quoted


@pytest.mark.parametrize(
    ("faults", "file", "complete", "sentence"),
    [
        ([Fault("is empty")], None, True, "is empty"),
        ([Fault("is empty")], "a.csv", True, "a.csv: is empty"),
        ([Fault("is odd", 3)], "a.csv", True, "a.csv, line 3: is odd"),
        ([Fault("is odd", 3, "x")], "a\x1b.csv", True, "a\\x1b.csv, line 3, x: is odd"),
        ([Fault("is odd", 3, "x"), Fault("b")], None, True, "line 3, x: is odd (and 1 more fault)"),
        ([Fault("a"), Fault("b"), Fault("c")], None, True, "a (and 2 more faults)"),
        ([Fault("a"), Fault("b"), Fault("c")], None, False, "a (and at least 2 more faults)"),
    ],
)
def test_bad_table_is_one_sentence(
    faults: list[Fault], file: str | None, complete: bool, sentence: str
) -> None:
    assert str(BadTable(faults, file=file, complete=complete)) == sentence


def test_fault_names_its_place() -> None:
    assert str(Fault("is odd", 3, "x")) == "line 3, x: is odd"


def test_faults_are_raised_together_in_their_order() -> None:
    faults = Faults()
    faults.settle()
    faults.add("first", 2)
    faults.add("second", 3, "x")
    with pytest.raises(BadTable) as raised:
        faults.settle()
    assert raised.value.faults == (Fault("first", 2), Fault("second", 3, "x"))
    assert raised.value.complete


def test_faults_end_where_nobody_reads_on() -> None:
    faults = Faults()
    for line in range(1, MOST_FAULTS):
        faults.add("odd", line)
    with pytest.raises(BadTable) as raised:
        faults.add("odd", MOST_FAULTS)
    assert (len(raised.value.faults), raised.value.complete) == (MOST_FAULTS, False)


def test_foreign_text_is_quoted_short_and_printable() -> None:
    assert quoted("x" * 100) == "'" + "x" * 60 + "…'"
    assert printable("a\u202eb\tc é ✓") == "a\\u202eb\\tc é ✓"
