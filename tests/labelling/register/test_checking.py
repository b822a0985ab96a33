"""The child that looks into strangers' files: what it may, what becomes of it, what that means."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from certificates.presented import check_presented
from certificates.sources import LARGEST_PDF
from certificates.trustfile import write_bundle
from labelling import settings as chosen
from labelling.register import checking
from labelling.register.checking import child, messages, parent
from labelling.settings import Settings
from tests.certificates import genuine
from tests.certificates.examples import AS_OF
from tests.certificates.test_badgecheck import baked
from tests.labelling.register.making import certify, pdf_bytes, stop_the_clock
from tests.labelling.register.reading import band_of, text_of
from tests.labelling.register.test_verify_page import check

ROOT = Path(__file__).resolve().parents[3]
NO_PDF = pdf_bytes("junk")


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Use settings of our own, and a clock that stands still."""
    stop_the_clock(monkeypatch)
    before = list(chosen._in_use)
    chosen.use(Settings(data_dir=tmp_path))
    yield
    chosen._in_use[:] = before


def bundle() -> bytes:
    register, issued = genuine.issued()
    return write_bundle(register.bundle(issued.document()))


def test_the_child_reports_what_the_verifier_reports() -> None:
    register, issued = genuine.issued()
    named: list[str | None] = []

    def bundle_for(label: str | None) -> bytes:
        named.append(label)
        return bundle()

    trusted = register.bundle(issued.document())
    for file in (issued.pdf, issued.pdf + b"\n", NO_PDF, baked(issued.credential)):
        found = checking.check(file, bundle_for, None, AS_OF)
        assert found == check_presented(file, trusted, None, AS_OF)
    assert named == [genuine.LABEL, genuine.LABEL, None, genuine.LABEL]


ATTEMPTS = {
    "open a file": "open('/etc/hostname', 'rb')",
    "open a file of the kernel's": "os.close(0); posix.open('/etc/hostname', 0)",
    "connect": "socket.socket()",
    "connect past Python": "_socket.socket(2, 1)",
    "connect within the machine": "socket.socketpair()",
    "start a program": "subprocess.run(['/bin/true'])",
    "take memory": "bytearray(1_000_000_000)",
    "look into a folder": "os.listdir('/')",
}


GIVE_UP = "child.give_up(memory=child.MEMORY, seconds=5, line=True)"


def attempt(step: str, *, confined: bool) -> str:
    """Return what became of a step in a process like the child's."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import asyncio, os, posix, socket, _socket, subprocess\n"
        "from labelling.register.checking import child\n"
        "asyncio.set_event_loop_policy(child._OneLoop())\n"
        f"refused = {GIVE_UP if confined else '[]'}\n"
        "for _ in range(3): asyncio.run(asyncio.sleep(0))\n"
        "assert refused == []\n"
        f"try:\n    {step}\n"
        "except (OSError, MemoryError) as error:\n    os.write(1, type(error).__name__.encode())\n"
        "else:\n    os.write(1, b'done')\n"
        "os._exit(0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(ROOT)], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("what", ATTEMPTS)
def test_the_child_cannot(what: str) -> None:
    assert attempt(ATTEMPTS[what], confined=True) in {"PermissionError", "OSError", "MemoryError"}


@pytest.mark.parametrize("what", ATTEMPTS)
def test_the_same_step_works_elsewhere(what: str) -> None:
    assert attempt(ATTEMPTS[what], confined=False) == "done"


def test_the_child_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELLING_SMTP_PASSWORD", "secret")
    parent._nursery.stop()
    parent.warm_up()
    process = parent._nursery._process
    assert process is not None
    assert Path(f"/proc/{process.pid}/environ").read_bytes() == b""


@pytest.mark.parametrize("junk", [b"", b"{}", b"[]", b"\xff"])
def test_a_child_that_breaks_leaves_the_file_unjudged(junk: bytes) -> None:
    with pytest.raises(checking.CannotBeChecked):
        checking.check(genuine.issued()[1].pdf, lambda _: junk, None, AS_OF)


def test_a_file_that_is_too_large_for_the_child_is_not_judged() -> None:
    with pytest.raises(checking.CannotBeChecked):
        checking.check(bytes(LARGEST_PDF + 1), lambda _: bundle(), None, AS_OF)


def test_a_child_that_takes_too_long_is_ended_for_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    checking.check(NO_PDF, lambda _: bundle(), None, AS_OF)
    monkeypatch.setattr(parent, "PATIENCE", 0.3)
    children: list[int] = []

    def never(_: str | None) -> bytes:
        children.extend(children_of(nursery()))
        time.sleep(0.5)
        return bundle()

    with pytest.raises(checking.CannotBeChecked):
        checking.check(NO_PDF, never, None, AS_OF)
    assert len(children) == 1
    assert gone(children[0])


def test_a_nursery_that_was_ended_is_started_again() -> None:
    for _ in range(2):
        assert checking.check(NO_PDF, lambda _: bundle(), None, AS_OF).authentic is False
        os.kill(nursery(), signal.SIGKILL)


def test_a_child_that_dies_mid_work_leaves_the_file_unjudged() -> None:
    checking.check(NO_PDF, lambda _: bundle(), None, AS_OF)

    def kill(_: str | None) -> bytes:
        for number in children_of(nursery()):
            os.kill(number, signal.SIGKILL)
        return bundle()

    with pytest.raises(checking.CannotBeChecked):
        checking.check(genuine.issued()[1].pdf, kill, None, AS_OF)


@pytest.mark.parametrize("junk", [b"", b"\0" * 7, messages.framed(b"x")[:-1], b"\xff" * 8])
def test_a_message_that_is_not_whole_means_that_nobody_is_there(junk: bytes) -> None:
    rest = [junk]

    def receive(count: int) -> bytes:
        rest[0], part = rest[0][count:], rest[0][:count]
        return part

    with pytest.raises(messages.Gone):
        messages.received(receive, 10)


def test_the_page_says_that_a_file_cannot_be_checked(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = certify().pdfs[0]
    monkeypatch.setattr(parent, "PATIENCE", 0.0)
    answer = check(client, pdf)
    assert (answer.status_code, band_of(answer.text)[0]) == (422, "unknown")
    said = text_of(answer.text)
    assert "This file cannot be checked here" in said
    assert "Genuine Cannot be known" in said
    assert "active" not in said
    assert answer.headers["Cache-Control"] == "no-store"


def test_more_files_than_we_check_at_once_wait_and_are_told_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parent, "QUEUE", 0.05)
    holding, done = [threading.Event() for _ in range(parent.AT_ONCE)], threading.Event()

    def hold(held: threading.Event) -> None:
        with checking.turn():
            held.set()
            done.wait(20)

    threads = [threading.Thread(target=hold, args=(held,)) for held in holding]
    for thread in threads:
        thread.start()
    for held in holding:
        assert held.wait(5)
    answer = check(client, NO_PDF)
    done.set()
    for thread in threads:
        thread.join()
    assert (answer.status_code, "Many files are being checked" in answer.text) == (503, True)
    assert check(client, NO_PDF).status_code == 200


def test_memory_of_all_children_together_is_bounded() -> None:
    assert child.MEMORY * parent.AT_ONCE <= 800_000_000


def nursery() -> int:
    """Return the number of the process that children are forked from."""
    process = parent._nursery._process
    assert process is not None
    return process.pid


def children_of(number: int) -> list[int]:
    """Return the numbers of a process's children."""
    return [
        int(word) for word in Path(f"/proc/{number}/task/{number}/children").read_text().split()
    ]


def gone(number: int) -> bool:
    """Say whether a process ends within five seconds."""
    for _ in range(100):
        if not Path(f"/proc/{number}").exists():
            return True
        time.sleep(0.05)
    return False
