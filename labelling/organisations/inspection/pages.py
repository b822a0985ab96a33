"""Pages that were filled in (HTML): the value of each named field, and nothing else.

Nothing of the page is shown or run anywhere; it is read for its fields alone.
"""

import json
from html.parser import HTMLParser

from labelling.organisations.inspection.findings import Reason, Refused

MOST_FIELDS = 500
_TICKED = "1"


def inspect(content: bytes, _ending: str) -> bytes:
    """Return values by name as JSON; raise Refused for anything that is no plain form."""
    try:
        page = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Reason.UNREADABLE) from None
    fields = _Fields()
    fields.feed(page)
    fields.close()
    return json.dumps(fields.values(), ensure_ascii=False).encode()


class _Fields(HTMLParser):
    """Texts, choices and boxes as they come; what stands between them is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: dict[str, list[str]] = {}
        self._text: list[str] | None = None
        self._choice: list[str] | None = None

    def values(self) -> dict[str, str]:
        """Return what was found; raise Refused where a text has no end."""
        if self._text is not None:
            raise Refused(Reason.UNREADABLE)
        return {name: "".join(pieces) for name, pieces in self._pieces.items()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in the beginning of a field; within a text no browser writes another element."""
        if self._text is not None:
            raise Refused(Reason.UNREADABLE)
        said = dict(attrs)
        match tag:
            case "textarea" if said.get("name"):
                self._text = self._begin(said["name"])
            case "select" if said.get("name"):
                self._choice = self._begin(said["name"])
            case "option" if self._choice is not None and "selected" in said:
                self._choice[:] = [said.get("value") or ""]
            case "input" if said.get("name") and said.get("type") == "checkbox":
                self._begin(said["name"]).append(_TICKED if "checked" in said else "")

    def handle_endtag(self, tag: str) -> None:
        """Take in the end of a field."""
        match tag:
            case "textarea":
                self._text = None
            case "select":
                self._choice = None
            case _ if self._text is not None:
                raise Refused(Reason.UNREADABLE)

    def handle_data(self, data: str) -> None:
        """Take in a piece of text."""
        if self._text is not None:
            self._text.append(data)

    def _begin(self, name: str | None) -> list[str]:
        if not name or name in self._pieces:
            raise Refused(Reason.UNREADABLE)
        if len(self._pieces) >= MOST_FIELDS:
            raise Refused(Reason.BOMB)
        self._pieces[name] = []
        return self._pieces[name]
