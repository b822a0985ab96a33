"""Bounds on the work that a stranger's file may cause on the command line."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from certificates.errors import BadInput

if sys.platform != "win32":  # which has neither such limits nor such signals
    import resource

SECONDS = 60
"""Seconds of work for one file; an honest one takes less than one, on a slow machine too."""

MEMORY = 1024 * 1024 * 1024
"""Bytes of memory for one file, besides what is taken already."""

_AGAIN = 0.5
_USED = Path("/proc/self/statm")


class _OverTime(BaseException):
    """No Exception: whoever takes every error of a parser for a refusal must not catch it."""


@contextmanager
def bounded(seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[None]:
    """Let the block work so long and take so much; raise BadInput where it would need more.

    What needs more memory fails where it asks for it. Only a process's main thread can be
    bounded; elsewhere, as in the register's own process for such files, others see to it.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        raise _OverTime

    before = signal.signal(signal.SIGPROF, end)
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_most(memory, limits[1]), limits[1]))
    # Again and again: what is raised while an object is finalised is lost.
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    except _OverTime:
        raise BadInput(
            f"The file was not checked to its end within {seconds:g} seconds of work. Ours take "
            "less than one."
        ) from None
    except MemoryError:
        raise BadInput("The file would need more memory than ours ever do.") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        resource.setrlimit(resource.RLIMIT_AS, limits)


def _most(memory: int, hard: int) -> int:
    """Return the limit in bytes of address space, what is in use among them."""
    if not _USED.exists():  # another system: time alone is bounded
        return hard
    used = int(_USED.read_text("ascii").split()[0]) * resource.getpagesize()
    return used + memory if hard == resource.RLIM_INFINITY else min(used + memory, hard)
