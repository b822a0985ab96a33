"""A filter in the kernel: the system calls left to a process that reads a stranger's file.

Python's own hooks bind Python; a parser written in C that was taken over goes past them. The
kernel holds to the filter whoever asks: nothing is opened, removed, renamed, run, connected,
signalled or traced, and no limit is raised again. What is not on the list fails with EPERM.

Numbers and layouts are Linux's: ``asm/unistd_64.h``, ``asm-generic/unistd.h`` (ARM64),
``linux/audit.h``, ``linux/filter.h``, ``linux/seccomp.h``.
"""

import ctypes
import errno
import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass

_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS
_SET_FILTER = 1  # SECCOMP_SET_MODE_FILTER
_ALL_THREADS = 1  # SECCOMP_FILTER_FLAG_TSYNC
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
_NUMBER_AT, _MACHINE_AT = 0, 4  # in struct seccomp_data


@dataclass(frozen=True, slots=True)
class _Machine:
    audit: int
    seccomp: int
    calls: dict[str, int]
    line: dict[str, int]


_X86_64 = _Machine(
    0xC000003E,
    317,
    {
        "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10,
        "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
        "pread64": 17, "readv": 19, "writev": 20, "sched_yield": 24, "mremap": 25, "madvise": 28,
        "nanosleep": 35, "getpid": 39, "exit": 60, "gettimeofday": 96, "getrusage": 98,
        "sigaltstack": 131, "gettid": 186, "time": 201, "futex": 202, "sched_getaffinity": 204,
        "restart_syscall": 219, "clock_gettime": 228, "clock_nanosleep": 230, "exit_group": 231,
        "set_robust_list": 273, "getrandom": 318, "membarrier": 324, "rseq": 334,
    },
    {
        "sendto": 44, "recvfrom": 45, "getsockname": 51, "getpeername": 52, "epoll_wait": 232,
        "epoll_ctl": 233, "epoll_pwait": 281,
    },
)  # fmt: skip
_ARM64 = _Machine(
    0xC00000B7,
    277,
    {
        "close": 57, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66,
        "pread64": 67, "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98,
        "set_robust_list": 99, "nanosleep": 101, "clock_gettime": 113, "clock_nanosleep": 115,
        "sched_getaffinity": 123, "sched_yield": 124, "restart_syscall": 128, "sigaltstack": 132,
        "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "getrusage": 165,
        "gettimeofday": 169, "getpid": 172, "gettid": 178, "brk": 214, "munmap": 215,
        "mremap": 216, "mmap": 222, "mprotect": 226, "madvise": 233, "getrandom": 278,
        "membarrier": 283, "rseq": 293,
    },
    {
        "epoll_ctl": 21, "epoll_pwait": 22, "getsockname": 204, "getpeername": 205, "sendto": 206,
        "recvfrom": 207,
    },
)  # fmt: skip
_MACHINES = {"x86_64": _X86_64, "aarch64": _ARM64}


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction)))


def keep_only_harmless_calls(*, line: bool) -> bool:
    """Let this process, for good, only compute, take memory and use the files it has open.

    With ``line`` it may also wait for and use the sockets that it has open. Returns whether the
    kernel took the filter: Linux on x86-64 and ARM64, from 3.17 on.
    """
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None:
        return False
    allowed = {**machine.calls, **(machine.line if line else {})}
    lines = list(_program(machine.audit, allowed.values()))
    kept = (_Instruction * len(lines))(*lines)
    program = _Program(len(lines), kept)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    taken: int = libc.syscall(machine.seccomp, _SET_FILTER, _ALL_THREADS, ctypes.byref(program))
    return taken == 0


def _program(audit: int, allowed: Iterable[int]) -> Iterable[_Instruction]:
    """Yield the filter: another machine's calls are refused, then each allowed one leads out."""
    numbers = sorted(allowed)
    yield _Instruction(_LOAD, 0, 0, _MACHINE_AT)
    yield _Instruction(_EQUAL, 1, 0, audit)
    yield _Instruction(_RETURN, 0, 0, _REFUSE)
    yield _Instruction(_LOAD, 0, 0, _NUMBER_AT)
    for place, number in enumerate(numbers):
        yield _Instruction(_EQUAL, len(numbers) - place, 0, number)
    yield _Instruction(_RETURN, 0, 0, _REFUSE)
    yield _Instruction(_RETURN, 0, 0, _ALLOW)
