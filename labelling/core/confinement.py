"""Giving up: a process that reads a stranger's file first lets go of all that it does not need.

Limits that only the end of the process lifts: memory, time, output, new processes, and every
further file descriptor, so that it can open no file and no connection even if a parser were taken
over. Python code, besides, cannot change files by name or reach other processes, and where the
kernel takes a filter of system calls, nothing can. What a parser needs must be in memory, and
open, before.
"""

import resource
import sys

from labelling.core.syscalls import keep_only_harmless_calls

_GIVEN_UP = (
    "open",
    "os.chflags",
    "os.chmod",
    "os.chown",
    "os.kill",
    "os.link",
    "os.listdir",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.scandir",
    "os.setxattr",
    "os.symlink",
    "os.truncate",
    "os.utime",
    "shutil.",
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
)


def give_up(*, memory: int, seconds: int, output: int = 0, line: bool = False) -> list[str]:
    """Keep what is open and this much: bytes of memory, seconds of work, bytes of a file.

    ``line`` says that a socket stays in use on which the process answers. The list that is
    returned fills with what was tried and refused: who finds something there knows that the work
    was not done as it would have been elsewhere.
    """
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    refused: list[str] = []

    def refuse_reaching_out(event: str, _arguments: object) -> None:
        if event.startswith(_GIVEN_UP):
            refused.append(event)
            raise PermissionError(event)

    sys.addaudithook(refuse_reaching_out)
    keep_only_harmless_calls(line=line)
    return refused
