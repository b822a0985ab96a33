"""Whether the fonts have every letter of a certificate: asked before anything is decided."""

from collections.abc import Iterator

from certificates.designs import FONTS
from certificates.designs.design import TEXTS, Design
from certificates.errors import BadInput
from certificates.lettering import lettering
from certificates.sheet import LONGEST, Sheet

_NAMES = {
    "holder": "name of the holder",
    "place": "town",
    "decided_by": "body that decided",
    "decided_in": "place of the decision",
    "level_id": "level's id",
}


class StrangeLetter(BadInput):
    """A text has a letter that the fonts lack: which text (`name`, and `said` in words), which."""

    def __init__(self, name: str, letter: str) -> None:
        self.name, self.letter = name, letter
        self.said = _NAMES.get(name, name)
        super().__init__(
            f"The certificate's {self.said} has “{letter}” (U+{ord(letter):04X}), "
            "which its fonts cannot print; they have Latin, Greek and Cyrillic."
        )


def refuse_strange_letters(sheet: Sheet, design: Design) -> None:
    """Raise StrangeLetter where a text has one that the fonts lack."""
    letters = frozenset.intersection(*(lettering(font).letters for font in FONTS))
    for name, text in _texts(sheet, design):
        for character in text:
            if character not in letters:
                raise StrangeLetter(name, character)


def _texts(sheet: Sheet, design: Design) -> Iterator[tuple[str, str]]:
    for name in LONGEST:
        if hasattr(sheet, name):
            yield name, getattr(sheet, name)
    for who in sheet.signatories:
        yield "signatory", f"{who.name} {who.role}"
    for kind in TEXTS:
        yield f"{kind} text", design.text(kind, sheet.language)[0]
