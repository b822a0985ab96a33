"""What a part of an office document may not hold: what loads, runs or carries by itself.

Links that a reader follows are fine, and what the program asks about first.
"""

import re
from collections.abc import Mapping

from labelling.organisations.inspection.findings import Reason, Refused

_FOLLOWED = ("/hyperlink", "/externallinkpath", "/externallinklongpath")
_ASKED_FIRST = "/xlexternallinkpath/"
_CARRIED = ("/oleobject", "/afchunk")
_MACROS = ("/vbaproject", "/control", "/activexcontrolbinary")
_ACTING = frozenset({"ddeLink", "oleLink", "dde-connection", "dde-connection-decl", "dde-link"})
_ACTIONS = ("ppaction://program", "ppaction://macro")

_CARRIERS = frozenset({"object-ole", "applet", "plugin"})
_LINKS = frozenset({"a", "template"})  # the template of a document is not loaded with it
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\\\]{2}")
_SCRIPTED = "event-listener"

_DYNAMIC_DATA = re.compile(r"\s*DDE(AUTO)?\b", re.IGNORECASE)
_LONGEST_CODE = 100  # characters of a field's code that are looked at


class Passive:
    """The elements of one part as they come; each is refused that would act by itself."""

    def __init__(self, *, open_document: bool) -> None:
        self._open_document = open_document
        self._in_code = False
        self._code = ""

    def started(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take in the beginning of an element; raise Refused for one that loads or acts."""
        name = element.rpartition(" ")[2]
        if name in _ACTING or attributes.get("action", "").startswith(_ACTIONS):
            raise Refused(Reason.ACTIVE)
        if self._open_document:
            _refuse_in_open_document(name, attributes)
        elif name == "Relationship":
            _refuse_relation(attributes)
        else:
            self._follow_fields(name, attributes)

    def heard(self, text: str) -> None:
        """Take in a piece of text; raise Refused where a field asks another program for data."""
        if self._in_code and len(self._code) < _LONGEST_CODE:
            self._code += text
            _refuse_code(self._code)

    def _follow_fields(self, name: str, attributes: Mapping[str, str]) -> None:
        self._in_code = name == "instrText"
        if name == "fldChar":
            self._code = ""
        elif name == "fldSimple":
            _refuse_code(_value(attributes, "instr"))


def _refuse_code(code: str) -> None:
    if _DYNAMIC_DATA.match(code):
        raise Refused(Reason.ACTIVE)


def _refuse_relation(attributes: Mapping[str, str]) -> None:
    """Outside may lead what is followed by hand; inside, files lie where they are looked into."""
    kind = attributes.get("Type", "").lower()
    if attributes.get("TargetMode", "").lower() == "external":
        if not kind.endswith(_FOLLOWED) and _ASKED_FIRST not in kind:
            raise Refused(Reason.EXTERNAL)
    elif kind.endswith(_MACROS):
        raise Refused(Reason.MACROS)
    elif kind.endswith(_CARRIED) or (
        kind.endswith("/package") and "embeddings/" not in attributes.get("Target", "").lower()
    ):
        raise Refused(Reason.EMBEDDED)


def _refuse_in_open_document(name: str, attributes: Mapping[str, str]) -> None:
    if name == _SCRIPTED:
        raise Refused(Reason.MACROS)
    if name in _CARRIERS:
        raise Refused(Reason.EMBEDDED)
    if name not in _LINKS and _ELSEWHERE.match(_value(attributes, "href").strip()):
        raise Refused(Reason.EXTERNAL)


def _value(attributes: Mapping[str, str], name: str) -> str:
    return next((text for key, text in attributes.items() if key.rpartition(" ")[2] == name), "")
