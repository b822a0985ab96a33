"""Word files that were filled in: the text of each tagged control (w:sdt), and nothing else.

The file is looked at as any office document is.
"""

import json
from xml.parsers import expat

from labelling.organisations.inspection import office
from labelling.organisations.inspection.archives import Archive, Budget
from labelling.organisations.inspection.findings import Reason, Refused

MOST_CONTROLS = 500
LONGEST_TEXT = 40_000
_DEEPEST = 5


def inspect(content: bytes, _ending: str) -> bytes:
    """Return text by tag as JSON; raise Refused for anything that is no plain document."""
    office.inspect(content, "docx")
    archive = Archive(content, Budget())
    controls = _Controls()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = controls.started
    parser.EndElementHandler = controls.ended
    parser.CharacterDataHandler = controls.heard
    try:
        for chunk in archive.chunks("word/document.xml"):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refused(Reason.UNREADABLE) from None
    return json.dumps(controls.texts, ensure_ascii=False).encode()


class _Controls:
    """The controls of a document as they come; a paragraph ends a line, as a break does."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self._began: set[str] = set()
        self._in_text = False
        self._deleted = 0

    def started(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the beginning of an element."""
        match name.rpartition(" ")[2]:
            case "sdt":
                if len(self._open) >= _DEEPEST:
                    raise Refused(Reason.BOMB)
                self._open.append("")
            case "tag" if self._open:
                self._open[-1] = next(
                    (value for key, value in attributes.items() if key.endswith(" val")), ""
                )
            case "sdtContent" if self._open and self._open[-1]:
                self._begin(self._open[-1])
            case "p" if self._tag():
                self._paragraph(self._tag())
            case "del" | "moveFrom":
                self._deleted += 1
            case "t":
                self._in_text = True
            case "tab":
                self._add("\t")
            case "br" | "cr":
                self._add("\n")

    def ended(self, name: str) -> None:
        """Take in the end of an element."""
        match name.rpartition(" ")[2]:
            case "sdt" if self._open:
                self._open.pop()
            case "t":
                self._in_text = False
            case "del" | "moveFrom":
                self._deleted -= 1

    def heard(self, text: str) -> None:
        """Take in a piece of text."""
        if self._in_text:
            self._add(text)

    def _tag(self) -> str:
        return self._open[-1] if self._open else ""

    def _begin(self, tag: str) -> None:
        if tag in self.texts:
            raise Refused(Reason.UNREADABLE)
        if len(self.texts) >= MOST_CONTROLS:
            raise Refused(Reason.BOMB)
        self.texts[tag] = ""

    def _paragraph(self, tag: str) -> None:
        if tag in self._began:
            self._add("\n")
        self._began.add(tag)

    def _add(self, text: str) -> None:
        tag = self._tag()
        if not tag or tag not in self.texts or self._deleted:
            return
        if len(self.texts[tag]) + len(text) > LONGEST_TEXT:
            raise Refused(Reason.BOMB)
        self.texts[tag] += text
