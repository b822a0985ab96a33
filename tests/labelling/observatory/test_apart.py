"""Files for the map are read apart: with limits, by line; no answer of the child is believed."""

import json
import threading
import time
from pathlib import Path

import pytest

from benchmarking.faults import MOST_FAULTS, BadTable
from labelling.core import apart as core_apart
from labelling.core.errors import Invalid
from labelling.observatory.apart import parent
from labelling.observatory.apart.parent import Counted, read_boundaries, read_employment

HEADER = b"region,sector,employees,region_total\n"
SQUARE = [[16, 48], [17, 48], [17, 49], [16, 49], [16, 48]]


def geojson(*codes: str) -> bytes:
    """Return a feature collection with one square for each code."""
    features = [
        {
            "type": "Feature",
            "properties": {"NUTS_ID": code, "LEVL_CODE": 2},
            "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
        }
        for code in codes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_table_is_counted_and_boundaries_are_read() -> None:
    table = HEADER + b"AT13,IT,1000,20000\nAT13,Food,5,20000\nAT12,IT,,90\n"
    assert read_employment(table) == Counted(regions=2, sectors=2, areas=3)
    found = read_boundaries(geojson("AT13", "DE11"))
    assert (list(found), len(found["AT13"]), len(found["AT13"][0])) == (["AT13", "DE11"], 1, 4)


def test_every_fault_comes_back_by_line() -> None:
    with pytest.raises(BadTable) as bad:
        read_employment(HEADER + b"AT13,IT,x,20000\nAT13,IT,-5,100\n")
    assert [(one.line, one.column) for one in bad.value.faults] == [
        (2, "employees"), (3, "employees"), (3, "sector"), (3, "region_total"),
    ]  # fmt: skip
    assert bad.value.complete
    rows = b"".join(b"R%d,IT,x,1\n" % number for number in range(MOST_FAULTS + 5))
    with pytest.raises(BadTable) as many:
        read_employment(HEADER + rows)
    assert (len(many.value.faults), many.value.complete) == (MOST_FAULTS, False)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b'{"read":{"regions":1,"sectors":1}}',
        b'{"read":{"regions":0,"sectors":1,"areas":1}}',
        b'{"read":{"regions":"1","sectors":1,"areas":1}}',
        b'{"read":{"regions":1,"sectors":1,"areas":1,"more":1}}',
        b'{"read":{"regions":1,"sectors":1,"areas":1000000000}}',
        b'{"faults":[],"complete":true}',
        b'{"faults":[["x",0,null]],"complete":true}',
        b'{"faults":[["x",1,5]],"complete":true}',
        b'{"faults":[["' + b"x" * 501 + b'",1,null]],"complete":true}',
        json.dumps({"faults": [["x", 1, None]] * (MOST_FAULTS + 1), "complete": True}).encode(),
    ],
)
def test_answer_of_another_shape_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(core_apart, "ask", lambda *_words, **_limits: answer)
    with pytest.raises(Invalid, match="within the limits"):
        read_employment(HEADER)


@pytest.mark.parametrize(
    "read",
    [
        {},
        {"AT13": [[1, 2, 3]]},
        {"AT13": [[1, 2, 3, 4, 5]]},
        {"AT13": [[1, 2, 3, 4, 5, 10**9]]},
        {"AT13": [[1, 2, 3, 4, 5, 0.5]]},
        {"../etc": [[1, 2, 3, 4, 5, 6]]},
    ],
)
def test_boundaries_of_another_shape_are_not_believed(
    monkeypatch: pytest.MonkeyPatch, read: dict[str, list[list[float]]]
) -> None:
    answer = json.dumps({"read": read}).encode()
    monkeypatch.setattr(core_apart, "ask", lambda *_words, **_limits: answer)
    with pytest.raises(Invalid, match="within the limits"):
        read_boundaries(b"{}")


def test_whoever_waits_too_long_for_a_slot_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core_apart, "_slots", threading.BoundedSemaphore(1))
    monkeypatch.setattr(parent, "WAIT", 0.05)
    with core_apart._slots:
        begun = time.monotonic()
        with pytest.raises(Invalid, match="Other files are being read"):
            read_employment(HEADER + b"AT13,IT,1,2\n")
    assert time.monotonic() - begun < 5
    assert read_employment(HEADER + b"AT13,IT,1,2\n").areas == 1  # and the slot is free again


_CHILDREN = {
    "sleeps": "import time; time.sleep(30)",
    "fails": "raise ValueError",
    "talks": "import sys; sys.stdout.write('x' * 1000)",
}


@pytest.mark.parametrize("how", sorted(_CHILDREN))
def test_child_that_takes_too_long_fails_or_says_too_much_gives_no_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
) -> None:
    (tmp_path / "odd.py").write_text(f"def main(word):\n    {_CHILDREN[how]}\n")
    monkeypatch.setattr(core_apart, "_ROOT", tmp_path)
    with pytest.raises(core_apart.NoAnswer):
        core_apart.ask("odd", "word", content=b"", patience=2, wait=1, most=100)


def test_child_has_given_up_files_memory_and_time() -> None:
    said = core_apart.ask(
        "tests.labelling.observatory.nosy", content=b"", patience=20, wait=1, most=10_000
    )
    assert json.loads(said) == {"file": "refused", "memory": "refused", "process": "refused"}
