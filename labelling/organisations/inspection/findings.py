"""What the child finds: reasons to refuse a file, and the kinds of file that are kept."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a file is refused."""

    MACROS = "macros"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    EMBEDDED = "embedded"
    EXTERNAL = "external"
    ENTITIES = "entities"
    BOMB = "bomb"
    LARGE_IMAGE = "large_image"
    FORMULAS = "formulas"
    OTHER_TYPE = "other_type"
    UNREADABLE = "unreadable"


class Refused(Exception):
    """The file is not kept."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
}
"""The kinds of file that are kept, by the ending of their names."""

MACRO_ENDINGS = frozenset(
    {"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam", "sldm"}
)
"""Endings that announce macros."""

_SIGNATURES = (
    (b"%PDF-", {"pdf", "preview-pdf", "preview-page"}),
    (b"PK\x03\x04", {"docx", "xlsx", "pptx", "odt", "ods", "sheet", "document"}),
    (b"\x89PNG\r\n\x1a\n", {"png", "logo", "preview-png"}),
    (b"\xff\xd8\xff", {"jpg", "jpeg", "preview-jpg"}),
)
_UNSIGNED = {"txt", "csv", "edition", "page", "values"}


def refuse_other_type(content: bytes, ending: str) -> None:
    """Raise Refused unless the first bytes are those of the kind that the name announces."""
    found = next((kinds for start, kinds in _SIGNATURES if content.startswith(start)), None)
    if ending not in (found if found is not None else _UNSIGNED):
        raise Refused(Reason.OTHER_TYPE)
