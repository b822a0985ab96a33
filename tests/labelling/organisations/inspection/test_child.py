"""The child has given up what a parser that was taken over would need."""

import subprocess
import sys

import pytest

from labelling.core import apart
from labelling.core.errors import Invalid
from labelling.organisations.inspection import sandbox
from labelling.organisations.inspection.findings import Reason

ATTEMPTS = {
    "a connection": "import socket",
    "a socket of the kernel, past Python's own check": "import _socket",
    "a file": "",
    "a program": "import subprocess",
    "memory": "",
}
STEPS = {
    "a connection": "socket.create_connection(('127.0.0.1', 9))",
    "a socket of the kernel, past Python's own check": "_socket.socket(2, 1)",
    "a file": "open('/etc/hostname', 'rb')",
    "a program": "subprocess.run(['/bin/true'])",
    "memory": "bytearray(2_000_000_000)",
}


def attempt(before: str, step: str, *, limits: bool) -> str:
    """Return what became of a step in a process like the child's."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from labelling.organisations.inspection import child\n"
        f"{before}\n"
        f"{'child.give_up_all_but_the_streams()' if limits else ''}\n"
        f"try:\n    {step}\n"
        "except ConnectionRefusedError:\n    print('done', end='')\n"
        "except (OSError, MemoryError) as error:\n    print(type(error).__name__, end='')\n"
        "else:\n    print('done', end='')\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(apart._ROOT)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("what", ATTEMPTS)
def test_the_child_cannot_get(what: str) -> None:
    assert attempt(ATTEMPTS[what], STEPS[what], limits=True) in {
        "PermissionError",
        "OSError",
        "MemoryError",
        "BlockingIOError",
    }


@pytest.mark.parametrize("what", ["a connection", "a file", "a program", "memory"])
def test_the_same_step_works_without_the_limits(what: str) -> None:
    assert attempt(ATTEMPTS[what], STEPS[what], limits=False) == "done"


def test_a_child_that_dies_means_a_file_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "_START", "import sys; sys.exit(9)")
    assert sandbox._ask_child(b"%PDF-", "pdf") == (Reason.UNREADABLE, b"")


@pytest.mark.parametrize("answer", ["", "x", "[]", "3", "{}", '{"refused": "friendly"}'])
def test_an_answer_that_is_none_means_a_file_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(apart, "_START", f"print({answer!r})")
    assert sandbox._ask_child(b"%PDF-", "pdf") == (Reason.UNREADABLE, b"")


def test_a_child_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_START", "while True: pass")
    monkeypatch.setattr(sandbox, "PATIENCE", 0.5)
    assert sandbox._ask_child(b"%PDF-", "pdf") == (Reason.UNREADABLE, b"")


def test_the_child_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELLING_SMTP_PASSWORD", "secret")
    monkeypatch.setattr(
        apart, "_START", "import os, sys; sys.exit('LABELLING_SMTP_PASSWORD' not in os.environ)"
    )
    assert sandbox._ask_child(b"x", "txt") == (Reason.UNREADABLE, b"")


def test_who_finds_no_place_is_told_instead_of_waiting_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "WAIT", 0.05)
    with apart._slots, apart._slots, pytest.raises(Invalid, match="Try again in a minute"):
        sandbox.inspect(b"%PDF-", "a.pdf")
    assert sandbox.inspect_page(b"", "a.html") == {}
