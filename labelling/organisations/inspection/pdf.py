"""PDF files: every object is read; what acts, hides another file or is encrypted is refused."""

from io import BytesIO

import pypdf.filters
import pypdf.xmp
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from labelling.organisations.inspection.findings import Reason, Refused

PRELOADED = (pypdf.filters, pypdf.xmp)
"""Loaded by the reader only when it needs them: too late once no file can be opened."""

MOST_OBJECTS = 300_000
_REASONS = {
    "/JavaScript": Reason.ACTIVE,
    "/JS": Reason.ACTIVE,
    "/Launch": Reason.ACTIVE,
    "/ImportData": Reason.ACTIVE,
    "/SubmitForm": Reason.ACTIVE,
    "/GoToE": Reason.ACTIVE,
    "/GoToR": Reason.ACTIVE,
    "/Thread": Reason.ACTIVE,
    "/Rendition": Reason.ACTIVE,
    "/Movie": Reason.ACTIVE,
    "/AA": Reason.ACTIVE,
    "/XFA": Reason.ACTIVE,
    "/RichMedia": Reason.ACTIVE,
    "/EmbeddedFile": Reason.EMBEDDED,
    "/EmbeddedFiles": Reason.EMBEDDED,
    "/FileAttachment": Reason.EMBEDDED,
    "/EF": Reason.EMBEDDED,
}
"""Names that announce what is refused, whether they stand as a key or as a value.

Among them what leads elsewhere without being asked: who merely opens a file would tell its author
when, and from where; from a share of theirs Windows even asks with the reader's password, hashed.
"""

_WITHIN = frozenset({"/GoTo", "/Named"})
"""What a file may do by itself when it is opened: turn to a page."""


def inspect(content: bytes, _ending: str) -> None:
    """Raise Refused unless every object can be read and none of them acts or carries a file."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise Refused(Reason.ENCRYPTED)
        if len(reader.pages) == 0:
            raise Refused(Reason.UNREADABLE)
        _inspect(reader.trailer)
        for reference in _references(reader):
            _inspect(reader.get_object(reference))
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # pypdf meets broken files with all of these
        raise Refused(Reason.UNREADABLE) from None


def _references(reader: PdfReader) -> list[IndirectObject]:
    numbers = {
        (number, generation)
        for generation, places in reader.xref.items()
        for number in places
        if number > 0
    }
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise Refused(Reason.BOMB)
    return [IndirectObject(number, generation, reader) for number, generation in sorted(numbers)]


def _inspect(found: object) -> None:
    """Look through one object; what it refers to is looked at by its own number."""
    waiting = [found]
    while waiting:
        item = waiting.pop()
        if isinstance(item, NameObject):
            _refuse(str(item))
        elif isinstance(item, DictionaryObject):
            _refuse_elsewhere(item)
            for key, value in dict.items(item):
                _refuse(str(key))
                waiting.append(value)
        elif isinstance(item, ArrayObject):
            waiting.extend(list.__iter__(item))


def _refuse_elsewhere(item: DictionaryObject) -> None:
    """Refuse what is opened or loaded from elsewhere; a link that somebody follows is kept."""
    begins = _at(item, "/OpenAction")
    if isinstance(begins, DictionaryObject) and (
        _at(begins, "/S") not in _WITHIN or "/Next" in begins
    ):
        raise Refused(Reason.ACTIVE)
    is_form = _at(item, "/Subtype") == "/Form"
    if (isinstance(item, StreamObject) and "/F" in item) or (is_form and "/Ref" in item):
        raise Refused(Reason.ACTIVE)


def _at(item: DictionaryObject, key: str) -> object:
    """Return an entry, followed to where it points; None where there is none."""
    if key not in item:
        return None
    return item[key]  # get() would not follow it


def _refuse(name: str) -> None:
    reason = _REASONS.get(name)
    if reason is not None:
        raise Refused(reason)
