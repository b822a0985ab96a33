"""The parent's side: hands a file to the child, and says in words why one was refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labelling.core import apart
from labelling.core.errors import Invalid
from labelling.core.i18n import Text, lazy
from labelling.organisations.inspection.child import OUTPUT
from labelling.organisations.inspection.findings import MACRO_ENDINGS, MEDIA_TYPES, Reason

LARGEST_EDITION = 2_000_000  # bytes
PATIENCE = 40  # seconds of the clock; the child's own limit counts its work
WAIT = 20  # seconds of the clock for a place, so that nobody holds up all requests
_CHILD = "labelling.organisations.inspection.child"

_SENTENCES: Mapping[Reason, Text] = {
    Reason.MACROS: lazy(
        "“%(name)s” contains macros and was not stored. Save it as PDF or DOCX and add that."
    ),
    Reason.ENCRYPTED: lazy(
        "“%(name)s” is protected by a password and was not stored. Save it without one."
    ),
    Reason.ACTIVE: lazy(
        "“%(name)s” contains a program or a form that sends data and was not stored. "
        "Print it to a new PDF and add that."
    ),
    Reason.EMBEDDED: lazy(
        "“%(name)s” carries another file inside and was not stored. Add both files one by one."
    ),
    Reason.EXTERNAL: lazy(
        "“%(name)s” loads parts from elsewhere and was not stored. Save it as PDF and add that."
    ),
    Reason.ENTITIES: lazy(
        "“%(name)s” is built in a way that can be misused and was not stored. "
        "Save it as PDF and add that."
    ),
    Reason.BOMB: lazy(
        "“%(name)s” unfolds to far more than it seems and was not stored. "
        "Save it as PDF and add that."
    ),
    Reason.LARGE_IMAGE: lazy(
        "“%(name)s” has more than 50 million points and was not stored. Make it smaller."
    ),
    Reason.FORMULAS: lazy(
        "“%(name)s” contains formulas and was not stored. Save the values only and add that."
    ),
    Reason.OTHER_TYPE: lazy(
        "What is in “%(name)s” is not what its name says, so it was not stored. "
        "Save it again in the right format."
    ),
    Reason.UNREADABLE: lazy(
        "“%(name)s” could not be read to its end and was not stored. "
        "Open it, save it anew and add that."
    ),
}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its bytes (pictures are drawn anew) and what it is."""

    content: bytes
    media_type: str


def inspect(content: bytes, name: str) -> Inspected:
    """Return what may be kept of a file; raise Invalid, with what to do, for anything else."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in MACRO_ENDINGS:
        raise _refusal(_SENTENCES[Reason.MACROS], name)
    if ending not in MEDIA_TYPES:
        raise _refusal(
            lazy(
                "“%(name)s” is not a kind of file that we keep. "
                "Add PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG, JPEG, TXT or CSV."
            ),
            name,
        )
    if not content:
        raise _refusal(lazy("“%(name)s” is empty. Choose the file again."), name)
    reason, anew = _ask_child(content, ending)
    if reason is not None:
        raise _refusal(_SENTENCES[reason], name)
    return Inspected(anew or content, MEDIA_TYPES[ending])


def is_harmless(content: bytes, ending: str) -> bool:
    """Say whether a file of a kind would be taken from somebody who adds it."""
    reason, _anew = _ask_child(content, ending)
    return reason is None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A first look at a file: a small JPEG (b"" for none), and its pages (None: not known)."""

    picture: bytes = b""
    pages: int | None = None


def preview(content: bytes, kind: str) -> Drawn:
    """Return a first look at a PDF, PNG or JPEG (``kind``: pdf, png, jpg); nothing if it fails."""
    if kind != "pdf":
        return Drawn(_drawn(content, kind))
    reason, told = _ask_child(content, "preview-pdf")
    if reason is not None:
        return Drawn()
    return Drawn(_drawn(content, "page"), json.loads(told)["pages"])


def _drawn(content: bytes, kind: str) -> bytes:
    reason, picture = _ask_child(content, f"preview-{kind}")
    return picture if reason is None else b""


def inspect_logo(content: bytes, name: str) -> bytes:
    """Return a PNG drawn anew as a certificate can carry it; raise Invalid for anything else."""
    if not name.lower().endswith(".png"):
        raise _refusal(lazy("“%(name)s” is not a PNG picture. Save the logo as PNG."), name)
    reason, anew = _ask_child(content, "logo")
    if reason is not None:
        raise _refusal(_SENTENCES[reason], name)
    return anew


def inspect_sheet(content: bytes, name: str) -> list[list[str]]:
    """Return the cells of a spreadsheet's first sheet as text; raise Invalid for anything else."""
    if not name.lower().endswith(".xlsx"):
        raise _refusal(lazy("“%(name)s” is not a spreadsheet. Save it as XLSX."), name)
    reason, cells = _ask_child(content, "sheet")
    if reason is not None:
        raise _refusal(_SENTENCES[reason], name)
    rows: list[list[str]] = json.loads(cells)
    return rows


def inspect_edition(content: bytes, name: str) -> dict[str, Any]:
    """Return the tables of an edition from TOML; raise Invalid, saying where it is wrong."""
    if len(content) > LARGEST_EDITION:
        raise _refusal(lazy("“%(name)s” is too large for an edition."), name)
    reason, answer = _ask_child(content, "edition")
    if reason is not None:
        raise _refusal(_SENTENCES[reason], name)
    found: dict[str, Any] = json.loads(answer)
    if "problem" in found:
        raise Invalid(
            lazy("“%(name)s” is not an edition: %(why)s"),
            field="file",
            name=name,
            why=found["problem"],
        )
    tree: dict[str, Any] = found["tree"]
    return tree


def inspect_document(content: bytes, name: str) -> dict[str, str]:
    """Return the text of a Word file's controls by tag; raise Invalid for anything else."""
    if not name.lower().endswith(".docx"):
        raise _refusal(lazy("“%(name)s” is not a Word file. Save it as DOCX."), name)
    reason, texts = _ask_child(content, "document")
    if reason is not None:
        raise _refusal(_SENTENCES[reason], name)
    found: dict[str, str] = json.loads(texts)
    return found


def inspect_page(content: bytes, name: str) -> dict[str, str]:
    """Return the values of a page's fields by name; raise Invalid for anything else."""
    if not name.lower().endswith((".html", ".htm")):
        raise _refusal(lazy("“%(name)s” is not a page. Save it as HTML."), name)
    reason, values = _ask_child(content, "page")
    if reason is not None:
        raise _refusal(_SENTENCES[reason], name)
    found: dict[str, str] = json.loads(values)
    return found


def inspect_values(content: bytes, name: str) -> bytes:
    """Return a file's JSON again, small enough to be read; raise Invalid for anything else."""
    reason, values = _ask_child(content, "values")
    if reason is not None:
        raise _refusal(_SENTENCES[reason], name)
    return values


def _refusal(sentence: Text, name: str) -> Invalid:
    return Invalid(sentence, field="file", name=name)


def _ask_child(content: bytes, ending: str) -> tuple[Reason | None, bytes]:
    """Return why the child refuses, or None with the bytes that it drew anew (b"" if none).

    Raises Invalid where other files take all the places for longer than one waits.
    """
    try:
        answer = apart.ask(
            _CHILD, ending, content=content, patience=PATIENCE, wait=WAIT, most=OUTPUT
        )
    except apart.NoSlot:
        raise Invalid(
            lazy("Other files are being read just now. Try again in a minute."), field="file"
        ) from None
    except apart.NoAnswer:
        return Reason.UNREADABLE, b""
    told, _, anew = answer.partition(b"\n")
    try:
        found = json.loads(told)["refused"]
        return (Reason(found) if found else None), anew
    except (ValueError, LookupError, TypeError):  # a child that was taken over says anything
        return Reason.UNREADABLE, b""
