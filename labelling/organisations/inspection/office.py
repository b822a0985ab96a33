"""Documents of office programs: OOXML and OpenDocument, without macros and foreign parts."""

from collections.abc import Mapping

from labelling.organisations.inspection.archives import Archive, Budget
from labelling.organisations.inspection.findings import MEDIA_TYPES, Reason, Refused
from labelling.organisations.inspection.passive import Passive

_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = {
    "docx": f"{_OOXML}wordprocessingml.document.main+xml",
    "xlsx": f"{_OOXML}spreadsheetml.sheet.main+xml",
    "pptx": f"{_OOXML}presentationml.presentation.main+xml",
}
_OPEN_DOCUMENTS = {"odt", "ods"}
_MACRO_WORDS = ("vbaproject", "vbadata", "macrosheets/", "activex/")
_MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet", "activex")
_MACRO_FOLDERS = ("basic/", "scripts/")
_XML_ENDINGS = (".xml", ".rels")
_DEEPEST = 1


def inspect(content: bytes, ending: str) -> None:
    """Raise Refused unless this is a document of the announced kind, whole and passive."""
    _inspect(content, ending, Budget(), 0)


def _inspect(content: bytes, ending: str, budget: Budget, depth: int) -> None:
    archive = Archive(content, budget)
    if ending in _OPEN_DOCUMENTS:
        _inspect_open_document(archive, ending)
    else:
        _inspect_ooxml(archive, ending)
    for name in archive.names:
        lowered = name.lower()
        if "embeddings/" in lowered and not lowered.endswith("/"):
            _inspect_embedded(archive.read(name), lowered, budget, depth)
        elif lowered.endswith(_XML_ENDINGS):
            part = Passive(open_document=ending in _OPEN_DOCUMENTS)
            archive.parse(name, part.started, part.heard)
        else:
            for _ in archive.chunks(name):
                pass


def _inspect_embedded(content: bytes, name: str, budget: Budget, depth: int) -> None:
    """Charts carry their figures as a workbook; anything else inside is refused."""
    ending = name.rpartition(".")[2]
    if ending not in _MAIN_PARTS or depth >= _DEEPEST:
        raise Refused(Reason.EMBEDDED)
    _inspect(content, ending, budget, depth + 1)


def _inspect_ooxml(archive: Archive, ending: str) -> None:
    if any(word in name.lower() for name in archive.names for word in _MACRO_WORDS):
        raise Refused(Reason.MACROS)
    if "[Content_Types].xml" not in archive.names:
        raise Refused(Reason.OTHER_TYPE)
    types: set[str] = set()

    def note(_element: str, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        types.add(kind)
        _refuse_hidden_xml(kind, attributes)

    archive.parse("[Content_Types].xml", note)
    if any(word in known.lower() for known in types for word in _MACRO_TYPES):
        raise Refused(Reason.MACROS)
    if _MAIN_PARTS[ending] not in types:
        raise Refused(Reason.OTHER_TYPE)


def _inspect_open_document(archive: Archive, ending: str) -> None:
    if any(name.lower().startswith(_MACRO_FOLDERS) for name in archive.names):
        raise Refused(Reason.MACROS)
    if archive.read("mimetype").strip().decode("ascii", "replace") != MEDIA_TYPES[ending]:
        raise Refused(Reason.OTHER_TYPE)
    archive.parse("META-INF/manifest.xml", _refuse_encryption)


def _refuse_encryption(element: str, _attributes: Mapping[str, str]) -> None:
    if element.endswith(" encryption-data"):
        raise Refused(Reason.ENCRYPTED)


def _refuse_hidden_xml(kind: str, attributes: Mapping[str, str]) -> None:
    """Refuse XML under a name that does not say so: it would not be looked into."""
    lowered = kind.lower()
    if not lowered.endswith("xml") or lowered.startswith("image/"):
        return
    named = attributes.get("PartName") or f".{attributes.get('Extension', 'xml')}"
    if not named.lower().endswith(_XML_ENDINGS):
        raise Refused(Reason.UNREADABLE)
