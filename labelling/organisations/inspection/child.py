"""The child: reads a file from standard input, says on standard output what it found.

Before it looks at the file it gives up what it does not need: memory, time, large outputs, new
processes, and every further file descriptor, so that it can open no file and no connection even
if a parser were taken over. The answer is one line of JSON, and after it the file's bytes where
they were drawn anew.
"""

import json
import sys
from collections.abc import Callable
from importlib import import_module

from labelling.core.confinement import give_up
from labelling.organisations.inspection.findings import Refused, refuse_other_type

MEMORY = 1_200_000_000
SECONDS = 20
OUTPUT = 100_000_000
_CHECKS = {
    "pdf": "pdf",
    "png": "images",
    "jpg": "images",
    "jpeg": "images",
    "logo": "logos",
    "sheet": "sheets",
    "edition": "editions",
    "document": "documents",
    "preview-pdf": "previews",
    "preview-page": "previews",
    "preview-png": "previews",
    "preview-jpg": "previews",
    "page": "pages",
    "values": "values",
    "txt": "texts",
    "csv": "texts",
}

Inspect = Callable[[bytes, str], bytes | None]


def main(ending: str) -> None:
    """Answer for one file of the kind that its name announces."""
    inspect = _loaded(ending)
    content = sys.stdin.buffer.read()
    give_up_all_but_the_streams()
    try:
        refuse_other_type(content, ending)
        anew = inspect(content, ending)
    except Refused as refused:
        reason, anew = refused.reason.value, None
    else:
        reason = ""
    sys.stdout.buffer.write(json.dumps({"refused": reason}).encode() + b"\n" + (anew or b""))
    sys.stdout.buffer.flush()


def _loaded(ending: str) -> Inspect:
    """Return what looks into files of this kind, with all that it needs in memory."""
    module = import_module(f"labelling.organisations.inspection.{_CHECKS.get(ending, 'office')}")
    for code in ("utf-8-sig", "utf-16", "cp1252", "cp437", "ascii", "latin-1"):
        "".encode(code)
    inspect: Inspect = module.inspect
    return inspect


def give_up_all_but_the_streams() -> None:
    """Set limits that only the end of the process lifts."""
    give_up(memory=MEMORY, seconds=SECONDS, output=OUTPUT)
