"""Files come in: named harmlessly, inspected, stored; all of it outside any unit of work."""

import unicodedata

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


def take_in(name: str, content: bytes, limit: int) -> StoredFile:
    """Inspect a file and store it; ``limit`` is in bytes. Raises Invalid, and keeps nothing then.

    What is stored and never recorded is found by its hash and costs nothing but space.
    """
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
    digest = files.store().put(found.content)
    return StoredFile(digest, shown, found.media_type, len(found.content))
