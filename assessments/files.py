"""Files as somebody else made them: regular, of bounded size, UTF-8; anything else is refused."""

import stat
from pathlib import Path

from assessments.errors import BadInput


def read_text(path: Path, largest: int) -> str:
    """Return the text of a file of at most `largest` bytes, without a byte-order mark.

    Raises BadInput for what is no regular file, too large, unreadable or not UTF-8.
    """
    file = str(path)
    content = _content(path, largest)
    if content is None:
        raise BadInput("is not a regular file", file=file)
    if len(content) > largest:
        raise BadInput(f"has more than {largest} bytes", file=file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput("is not UTF-8", file=file, line=line) from error


def _content(path: Path, largest: int) -> bytes | None:
    """Return what the file holds, cut behind the largest size; None unless it is a regular file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as stream:
            return stream.read(largest + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problem = f"cannot be read: {reason[:1].lower()}{reason[1:]}"
        raise BadInput(problem, file=str(path)) from error
