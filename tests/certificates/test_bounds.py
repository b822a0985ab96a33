"""A hostile file makes no check run without end, nor fill the memory."""

import resource
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from certificates import commands
from certificates.bounds import bounded
from certificates.errors import BadInput
from certificates.signature import Refusal, check_signature
from certificates.trustfile import write_bundle
from tests.certificates import genuine
from tests.certificates.examples import AS_OF
from tests.certificates.signed import AT, chain

# The end may fall into a finaliser of something that an earlier test left: it comes again.
LOST = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def endless_history(sections: int) -> bytes:
    """Return a PDF that was changed so often that its cross-references alone take minutes."""
    file = bytearray(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    before = b""
    for _ in range(sections):
        place = len(file)
        file += b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 2/Root 1 0 R%b>>\n" % before
        before = b"/Prev %d" % place
    return bytes(file) + b"startxref\n%d\n%%%%EOF\n" % place


def file_of(*objects: bytes) -> bytes:
    """Return a PDF of these objects, the first of them its root."""
    file, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(file) + head + table + tail % (len(objects) + 1, len(file))


def test_fields_that_can_be_reached_in_too_many_ways_are_not_gone_through() -> None:
    """Each of 45 fields has the next one as a child twice."""
    fields = (
        b"<</T(f%d)/Kids[%d 0 R %d 0 R]>>" % (number, number + 3, number + 3)
        for number in range(45)
    )
    form = b"<</Type/Catalog/AcroForm<</Fields[2 0 R]/SigFlags 3>>>>"
    file = file_of(form, *fields, b"<</T(last)/FT/Sig>>")
    with bounded(seconds=5.0):
        assert check_signature(file, [chain()], AT).refusals == (Refusal.UNREADABLE,)


def test_a_file_of_many_signatures_is_refused_before_they_are_read() -> None:
    count = 5000
    fields = b" ".join(b"%d 0 R" % (number + 2) for number in range(count))
    form = b"<</Type/Catalog/AcroForm<</Fields[%b]/SigFlags 3>>>>" % fields
    file = file_of(form, *(b"<</T(f%d)/FT/Sig/V<<>>>>" % number for number in range(count)))
    with bounded(seconds=5.0):
        assert check_signature(file, [chain()], AT).refusals == (Refusal.UNREADABLE,)


@LOST
def test_a_file_that_takes_too_long_is_bad_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "bounded", partial(bounded, seconds=1.0))
    file, trust = tmp_path / "endless.pdf", tmp_path / "trust.json"
    file.write_bytes(endless_history(60_000))
    trust.write_bytes(write_bundle(genuine.issued()[0].bundle()))
    began = time.process_time()
    with pytest.raises(BadInput, match="within 1 seconds of work"):
        commands.verify_report(file, str(trust), None, AS_OF)
    assert time.process_time() - began < 5


def test_a_block_gets_no_more_memory_than_it_may() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(BadInput, match="more memory"), bounded(memory=50_000_000):
        bytearray(200_000_000)
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert len(bytearray(200_000_000)) == 200_000_000


def test_an_end_of_time_that_a_finaliser_swallows_comes_again() -> None:
    class Swallows:
        def __del__(self) -> None:
            with suppress(BaseException):
                _work(0.6)

    with pytest.raises(BadInput), bounded(seconds=0.2):
        del [Swallows()][0]
        _work(60)


def _work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        sum(range(1000))


@LOST
def test_an_error_that_is_taken_for_a_refusal_does_not_hide_the_end_of_time() -> None:
    def stubborn() -> None:
        while True:
            try:
                sum(range(100_000))
            except Exception:  # noqa: BLE001, S112 - as a check of a hostile file does
                continue

    with pytest.raises(BadInput), bounded(seconds=0.2):
        stubborn()
