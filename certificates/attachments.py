"""The files inside a certificate: what goes in, and what a stranger strictly takes out."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from certificates.errors import BadInput

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

CREDENTIAL = "credential.json"
PROOF = "proof.json"

MOST_FILES = 8
LARGEST_FILE = 1024 * 1024

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside a certificate; `at` is its date, for bytes without a present.

    Raises BadInput for a name that is not lower-case ASCII, for a file of over 1 MB and for a
    moment without its time zone.
    """

    name: str
    content: bytes
    description: str
    at: datetime

    def __post_init__(self) -> None:
        """Refuse what a verifier would not take out again."""
        if not _NAME.fullmatch(self.name):
            raise BadInput(f"{self.name!r} is not the name of an attachment.")
        if len(self.content) > LARGEST_FILE:
            raise BadInput(f"The attachment {self.name} is larger than 1 MB.")
        if self.at.tzinfo is None:
            raise BadInput(f"The date of the attachment {self.name} lacks its time zone.")


def attachments(pdf: bytes) -> dict[str, bytes]:
    """Return the files inside a PDF by name.

    Raises BadInput where two have one name, where a file has two names, where there are more
    than eight or one is larger than 1 MB unpacked, and for whatever cannot be read.
    """
    from certificates.openpdf import open_pdf  # noqa: PLC0415 - takes a second to import

    try:
        return attachments_of(open_pdf(pdf))  # whatever a hostile file provokes is a refusal
    except BadInput:
        raise
    except Exception as problem:
        raise BadInput("The files inside this PDF cannot be read.") from problem


def attachments_of(reader: "PdfFileReader") -> dict[str, bytes]:
    """Return the files inside an opened PDF; raises as `attachments` and what pyHanko raises."""
    listed = _listed(reader)
    if len(listed) % 2 or len(listed) > 2 * MOST_FILES:
        raise BadInput(f"This PDF holds more than {MOST_FILES} files.")
    found: dict[str, bytes] = {}
    for key, entry in zip(listed[::2], listed[1::2], strict=True):
        specification = entry.get_object()
        name = _name(key, specification)
        if name in found:
            raise BadInput(f"This PDF holds two files of the name {name}.")
        found[name] = _content(name, specification)
    return found


def _listed(reader: "PdfFileReader") -> list[Any]:
    try:
        tree = reader.root["/Names"]["/EmbeddedFiles"]
    except KeyError:
        return []
    if set(tree) != {"/Names"}:
        raise BadInput("The files inside this PDF are listed in a tree; ours are in one list.")
    return list(tree["/Names"])


def _name(key: Any, specification: Any) -> str:
    names = {str(key), str(specification["/F"]), str(specification["/UF"])}
    if len(names) != 1:
        raise BadInput("A file inside this PDF has two names.")
    (name,) = names
    if not _NAME.fullmatch(name):
        raise BadInput("A file inside this PDF has a name that ours never have.")
    return name


def _content(name: str, specification: Any) -> bytes:
    stream = specification["/EF"]["/F"]
    data: bytes = stream.data
    if len(data) > LARGEST_FILE:
        raise BadInput(f"The file {name} inside this PDF is larger than 1 MB.")
    return data
