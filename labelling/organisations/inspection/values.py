"""Files of programs (JSON): the same values again, if they are not too many to be held in memory.

A few megabytes of brackets take hundreds where they are read.
"""

import json

from labelling.organisations.inspection.findings import Reason, Refused

MOST_VALUES = 100_000


def inspect(content: bytes, _ending: str) -> bytes:
    """Return the values as JSON in UTF-8; raise Refused for what is none, or unfolds too far."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
        _refuse_many(found)
        return json.dumps(found, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError, MemoryError):
        raise Refused(Reason.UNREADABLE) from None


def _refuse_many(found: object) -> None:
    waiting, seen = [found], 0
    while waiting:
        item = waiting.pop()
        inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        seen += len(inner)
        if seen > MOST_VALUES:
            raise Refused(Reason.BOMB)
        waiting.extend(inner)
