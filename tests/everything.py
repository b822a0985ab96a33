"""Run all checks until one fails: ``python -m tests.everything [--quick | --long]``."""

import os
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
LINTS = (
    [BIN / "ruff", "check", "."],
    [BIN / "ruff", "format", "--check", "."],
    [BIN / "lint-imports"],
    [BIN / "mypy"],
)
# One more than the machine has processors, since browsers and databases are waited for.
PROCESSES = str(min(6, 1 + (os.cpu_count() or 2)))
QUICK = ["--sqlite-only", "--ignore=tests/journeys"]


def main(arguments: list[str]) -> int:
    """Run lints, types, imports, then the tests; return the first exit code that is not 0."""
    quick = "--quick" in arguments
    rest = [argument for argument in arguments if argument != "--quick"]
    tests = [
        BIN / "pytest",
        "-n",
        os.environ.get("TEST_PROCESSES", PROCESSES),
        "--dist",
        "loadscope",
        *(QUICK if quick else []),
    ]
    for command in (*LINTS, [*tests, *rest]):
        words = [str(word) for word in command]
        started = time.monotonic()
        code = subprocess.run(words, check=False, env={**os.environ, "NO_COLOR": "1"}).returncode
        outcome = "ok" if code == 0 else "failed"
        took = time.monotonic() - started
        sys.stdout.write(f"-- {Path(words[0]).name}: {outcome} in {took:.0f} s\n")
        sys.stdout.flush()
        if code != 0:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
