"""Documents of office programs: OOXML and OpenDocument, without macros and foreign parts."""

from collections.abc import Mapping

from labelling.organisations.inspection.archives import Archive, Budget
from labelling.organisations.inspection.findings import MEDIA_TYPES, Reason, Refused

_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = {
    "docx": f"{_OOXML}wordprocessingml.document.main+xml",
    "xlsx": f"{_OOXML}spreadsheetml.sheet.main+xml",
    "pptx": f"{_OOXML}presentationml.presentation.main+xml",
}
_OPEN_DOCUMENTS = {"odt", "ods"}
_MACRO_WORDS = ("vbaproject", "vbadata", "macrosheets/", "activex/")
_MACRO_FOLDERS = ("basic/", "scripts/")
_LOADED_BY_ITSELF = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")
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
            archive.parse(name, _refuse_loading)
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
        types.add(attributes.get("ContentType", ""))

    archive.parse("[Content_Types].xml", note)
    if any("macroenabled" in known.lower() or "vbaproject" in known.lower() for known in types):
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


def _refuse_loading(_element: str, attributes: Mapping[str, str]) -> None:
    """Links that a reader follows are fine; what the program fetches by itself is not."""
    if attributes.get("TargetMode") == "External" and attributes.get("Type", "").endswith(
        _LOADED_BY_ITSELF
    ):
        raise Refused(Reason.EXTERNAL)
