"""The child: reads a table or boundaries from standard input, says what it found as JSON.

Before it looks at the file it gives up memory, time, large answers, new processes, and every
further file descriptor.
"""

import json
import sys
from collections.abc import Callable

from benchmarking.faults import BadTable
from benchmarking.geography.boundaries import read_boundaries, write_boundaries
from labelling.core.confinement import give_up
from labelling.observatory.checking import checked
from labelling.observatory.naming import region_of

MEMORY = 1_500_000_000
SECONDS = 40
OUTPUT = 40_000_000


def main(kind: str) -> None:
    """Answer for one file: ``employment`` or ``boundaries``."""
    read = _KINDS[kind]
    region_of("AT13")  # the list of places is read from a file of ours, so before
    for code in ("utf-8-sig", "utf-8", "ascii"):
        "".encode(code)
    content = sys.stdin.buffer.read()
    give_up(memory=MEMORY, seconds=SECONDS, output=OUTPUT)
    try:
        answer = b'{"read":' + read(content) + b"}"
    except BadTable as bad:
        faults = [[one.problem, one.line, one.column] for one in bad.faults]
        answer = json.dumps({"faults": faults, "complete": bad.complete}).encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def _employment(content: bytes) -> bytes:
    areas = checked(content)
    counted = {
        "regions": len({area.region for area in areas}),
        "sectors": len({area.sector for area in areas}),
        "areas": len(areas),
    }
    return json.dumps(counted).encode()


def _boundaries(content: bytes) -> bytes:
    return write_boundaries(read_boundaries(content))


_KINDS: dict[str, Callable[[bytes], bytes]] = {
    "employment": _employment,
    "boundaries": _boundaries,
}
