"""Files of strangers are read apart: by a process that has given up what it does not need.

This is the side that starts such a process, waits for it with limits, and takes its answer as
bytes that are not to be trusted: whoever asks checks what they say. The other side is a module of
a room with a function ``main``, which calls ``confinement.give_up`` before it looks at the file.
"""

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import structlog

log = structlog.get_logger()

SLOTS = 2
"""How many such processes a server process has at a time."""

_ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from importlib import import_module; "
    "import_module(sys.argv[2]).main(*sys.argv[3:])"
)
_LONGEST_COMPLAINT = 20_000
_slots = threading.BoundedSemaphore(SLOTS)


class NoSlot(Exception):
    """Other files are being read, and none was done in the time that one waits."""


class NoAnswer(Exception):
    """The process took too long, ended early, or said more than it may."""


def ask(module: str, *words: str, content: bytes, patience: float, wait: float, most: int) -> bytes:
    """Return what a module of ours says of a file.

    ``patience`` (seconds by the clock) is for the process, ``wait`` for a free slot before it;
    ``most`` (bytes) is the longest answer. Raises NoSlot, NoAnswer.
    """
    if not _slots.acquire(timeout=wait):
        raise NoSlot
    try:
        return _answer(module, words, content, patience, most)
    finally:
        _slots.release()


def _answer(
    module: str, words: tuple[str, ...], content: bytes, patience: float, most: int
) -> bytes:
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaint:
        try:
            child = subprocess.run(  # noqa: S603 (our own program and words)
                [sys.executable, "-I", "-c", _START, str(_ROOT), module, *words],
                input=content,
                stdout=answer,
                stderr=complaint,
                env={},
                cwd="/",
                timeout=patience,
                check=False,
            )
        except subprocess.TimeoutExpired:
            log.warning("apart", module=module, size=len(content), waited=patience)
            raise NoAnswer from None
        if child.returncode != 0:
            complaint.seek(0)
            said = complaint.read(_LONGEST_COMPLAINT).decode("utf-8", "replace")
            log.warning("apart", module=module, code=child.returncode, said=said[-500:])
            raise NoAnswer
        answer.seek(0)
        found = answer.read(most + 1)
    if len(found) > most:
        log.warning("apart", module=module, size=len(content), answer=len(found))
        raise NoAnswer
    return found
