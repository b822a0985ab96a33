"""Baking: a credential inside a badge's file, and out of it again (Open Badges 3.0, "Baked Badge").

What comes out may be anybody's: it is text until `credential.check` has looked at it.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from certificates.errors import BadInput
from certificates.strictjson import parse

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_CREDENTIAL = 256 * 1024

_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_SVG_ROOT = "http://www.w3.org/2000/svg svg"
_CREDENTIAL = f"{_NAMESPACE} credential"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_PNG = b"\x89PNG\r\n\x1a\n"
_HEAD = struct.Struct(">I4s")
_KEYWORD = b"openbadgecredential"
_UNCOMPRESSED = b"\0\0\0\0\0"
"""End of the keyword, no compression, its method, no language, no translated keyword."""


def bake_svg(svg: str, credential: bytes) -> str:
    """Return a drawing of `write_svg` with the credential's JSON as its first element.

    Raises BadInput for what is no such drawing or has a credential, and for what is no JSON
    object or has a character that XML cannot carry.
    """
    text = _checked(credential).decode("utf-8")
    if not svg.startswith("<svg ") or "xmlns:openbadges" in svg:
        raise BadInput("A credential is baked into a fresh badge.")
    if _NOT_IN_XML.search(text):
        raise BadInput("The credential has a character that an SVG file cannot carry.")
    data = text.replace("]]>", "]]]]><![CDATA[>")
    root, _, rest = svg.partition(">")
    return (
        f'{root} xmlns:openbadges="{_NAMESPACE}">'
        f"<openbadges:credential><![CDATA[{data}]]></openbadges:credential>{rest}"
    )


def bake_png(png: bytes, credential: bytes) -> bytes:
    """Return the picture with the credential's JSON in one uncompressed iTXt chunk.

    Raises BadInput for what is no whole PNG or has a credential, and for what is no JSON object.
    """
    text = _checked(credential)
    chunks = list(_chunks(png))
    if any(_is_credential(kind, data) for kind, data in chunks):
        raise BadInput("A credential is baked into a fresh badge.")
    baked = (b"iTXt", _KEYWORD + _UNCOMPRESSED + text)
    return _PNG + b"".join(_chunk(*chunk) for chunk in (chunks[0], baked, *chunks[1:]))


def unbake(file: bytes) -> bytes:
    """Return the credential's text in a badge, PNG or SVG; raise BadInput where there is none."""
    return unbake_png(file) if file.startswith(_PNG) else unbake_svg(file)


def unbake_svg(svg: bytes) -> bytes:
    """Return the text of the one credential directly inside the drawing.

    Raises BadInput for anything but UTF-8 XML without a document type, for a file over 2 MB, no
    credential, several, one elsewhere, one that is a JWT, and one over 256 kB.
    """
    _refuse_large(svg)
    found = _Found()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = found.refuse_document_type
    parser.StartElementHandler = found.begin
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.read
    try:
        parser.Parse(svg.decode("utf-8"), True)
    except (UnicodeDecodeError, expat.ExpatError) as problem:
        raise BadInput("The badge is not whole SVG.") from problem
    if found.count != 1:
        raise BadInput(f"The badge has {found.count} credentials; it should have one.")
    return _whole("".join(found.text).encode("utf-8"))


def unbake_png(png: bytes) -> bytes:
    """Return the text of the picture's one credential.

    Raises BadInput for what is no whole PNG, for a file over 2 MB, no credential, several, one
    that is compressed, and one over 256 kB.
    """
    _refuse_large(png)
    baked = [data for kind, data in _chunks(png) if _is_credential(kind, data)]
    if len(baked) != 1:
        raise BadInput(f"The badge has {len(baked)} credentials; it should have one.")
    head = _KEYWORD + _UNCOMPRESSED
    if not baked[0].startswith(head):
        raise BadInput("The badge's credential is compressed or in a language.")
    return _whole(baked[0].removeprefix(head))


@dataclass
class _Found:
    """What the SVG's parser has come by: how deep it is, and the credential's text."""

    depth: int = 0
    count: int = 0
    inside: bool = False
    text: list[str] = field(default_factory=list)

    def refuse_document_type(self, *_: object) -> None:
        raise BadInput("The badge has a document type, which no badge needs.")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.inside or (self.depth == 1 and name != _SVG_ROOT):
            raise BadInput("The badge is no SVG, or its credential is no plain text.")
        if name != _CREDENTIAL:
            return
        if self.depth != 2 or attributes:  # noqa: PLR2004 - directly inside the root
            raise BadInput("The badge's credential stands elsewhere or in another form.")
        self.count, self.inside = self.count + 1, True

    def end(self, _name: str) -> None:
        self.depth -= 1
        self.inside = False

    def read(self, text: str) -> None:
        if self.inside:
            self.text.append(text)


def _checked(credential: bytes) -> bytes:
    text = _whole(credential)
    if not isinstance(parse(text, "The credential"), dict):
        raise BadInput("The credential must be an object.")
    return text


def _whole(credential: bytes) -> bytes:
    text = credential.strip(b" \t\r\n")
    if not 0 < len(text) <= LARGEST_CREDENTIAL:
        raise BadInput(f"The badge's credential takes 1 to {LARGEST_CREDENTIAL} bytes.")
    return text


def _refuse_large(file: bytes) -> None:
    if len(file) > LARGEST_FILE:
        raise BadInput(f"The badge has {len(file)} bytes; up to {LARGEST_FILE} are read.")


def _is_credential(kind: bytes, data: bytes) -> bool:
    return kind == b"iTXt" and data.partition(b"\0")[0] == _KEYWORD


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and data of each chunk; raise BadInput where they are not whole, IHDR to IEND."""
    if not png.startswith(_PNG):
        raise BadInput("The badge is no PNG.")
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        if len(png) < at + _HEAD.size:
            raise BadInput("The badge is not a whole PNG.")
        length, following = _HEAD.unpack_from(png, at)
        if (kind == b"") != (following == b"IHDR"):
            raise BadInput("The badge is not a whole PNG.")
        kind, start = following, at + _HEAD.size
        data = png[start : start + length]
        at = start + length + 4
        if png[start - _HEAD.size : at] != _chunk(kind, data):
            raise BadInput("The badge is not a whole PNG.")
        yield kind, data
    if at != len(png):
        raise BadInput("The badge has something after its end.")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return _HEAD.pack(len(data), kind) + data + zlib.crc32(kind + data).to_bytes(4)
