"""The child has given up what a parser that was taken over would need."""

import errno
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from labelling.core import apart, syscalls
from labelling.core.errors import Invalid
from labelling.organisations.inspection import sandbox
from labelling.organisations.inspection.findings import Reason

ATTEMPTS = {
    "a connection": "import socket, encodings.idna",
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
        "gaierror",
    }


NATIVE = {
    "remove a file": "libc.unlink(PATH)",
    "rename a file": "libc.rename(PATH, PATH + b'2')",
    "cut a file": "libc.truncate(PATH, 0)",
    "signal its parent": "libc.kill(os.getppid(), 0)",
    "look for a file": "libc.access(PATH, 0)",
    "open a file": "libc.open(PATH, 0)",
    "make a socket": "libc.socket(2, 1, 0)",
    "fork": "libc.fork()",
    "lift a limit": "libc.setrlimit(7, LIMIT)",
    "trace": "libc.ptrace(0, 0, 0, 0)",
}


@pytest.mark.parametrize("what", NATIVE)
def test_code_past_python_cannot(what: str, tmp_path: Path) -> None:
    """As a parser in C could that was taken over; each works without the filter, but for one."""
    file = tmp_path / "kept"
    file.write_text("here")
    program = (
        "import ctypes, os, sys; sys.path.insert(0, sys.argv[1])\n"
        "from labelling.organisations.inspection import child\n"
        "libc, PATH = ctypes.CDLL(None, use_errno=True), sys.argv[2].encode()\n"
        "LIMIT = (ctypes.c_ulong * 2)(64, 64)\n"
        "if sys.argv[3]:\n    child.give_up_all_but_the_streams()\n"
        f"found = {NATIVE[what]}\n"
        "sys.stdout.write(f'{found} {ctypes.get_errno()}')\n"
        "sys.stdout.flush()\n"
        "os._exit(0)\n"
    )

    def said(confined: str) -> str:
        words = [sys.executable, "-I", "-c", program, str(apart._ROOT), str(file), confined]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout

    assert said("confined") == f"-1 {errno.EPERM}"
    assert file.read_text() == "here"
    assert not said("").startswith("-1")


def test_a_machine_that_is_not_listed_keeps_the_other_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert not syscalls.keep_only_harmless_calls(line=False)


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
