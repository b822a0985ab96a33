"""A child that reaches for what it gave up, and says what came of it."""

import json
import subprocess
import sys
from collections.abc import Callable

from labelling.core.confinement import give_up
from labelling.observatory.apart.child import MEMORY, OUTPUT, SECONDS


def main() -> None:
    """Try to open a file, to take too much memory, to start a process."""
    give_up(memory=MEMORY, seconds=SECONDS, output=OUTPUT)
    tries: dict[str, Callable[[], object]] = {
        "file": lambda: open("/etc/hostname", "rb"),  # noqa: PTH123, SIM115
        "memory": lambda: bytearray(2 * MEMORY),
        "process": lambda: subprocess.run(["/bin/true"], check=True),
    }
    said = {}
    for name, attempt in tries.items():
        try:
            attempt()
        except (OSError, MemoryError):
            said[name] = "refused"
        else:
            said[name] = "had"
    sys.stdout.write(json.dumps(said))
    sys.stdout.flush()
