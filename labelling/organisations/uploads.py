"""Files come in: named harmlessly, inspected, stored; all of it outside any unit of work."""

import hashlib
import unicodedata
from dataclasses import dataclass

from labelling.core import files
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.organisations.actions.evidence import StoredFile
from labelling.organisations.inspection.sandbox import inspect

LONGEST_NAME = 120
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_NEVER_IN_NAMES = frozenset('<>:"|?*')


def clean_name(name: str) -> str:
    """Return the last part of a file's name without what could mislead; it is never a path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        " " if letter in _NEVER_IN_NAMES or letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", last)
        if letter.isspace() or unicodedata.category(letter) not in _UNSEEN
    )
    plain = " ".join(seen.split()).lstrip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:LONGEST_NAME] or "file"
    return f"{stem[: LONGEST_NAME - len(ending) - 1].strip() or 'file'}.{ending[:10]}"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was inspected, and its bytes as they are kept."""

    file: StoredFile
    content: bytes

    def store(self) -> None:
        """Store the bytes; what is stored already stays.

        Done before a version is recorded, and once more after that: in between, the same bytes
        of a piece that was removed long ago may have been deleted.
        """
        files.store().put(self.content)


def take_in(name: str, content: bytes, limit: int) -> Upload:
    """Inspect a file and store it; ``limit`` is in bytes. Raises Invalid; nothing is kept then."""
    shown = clean_name(name)
    if len(content) > limit:
        raise Invalid(
            lazy("“%(name)s” has %(size)s MB; %(limit)s MB fit. Nothing was kept."),
            field="file",
            name=shown,
            size=-(-len(content) // 1_048_576),
            limit=limit // 1_048_576,
        )
    found = inspect(content, shown)
    digest = hashlib.sha256(found.content).hexdigest()
    file = StoredFile(digest, shown, found.media_type, len(found.content))
    upload = Upload(file, found.content)
    upload.store()
    return upload
