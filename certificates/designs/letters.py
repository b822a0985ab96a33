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


def refuse_strange_letters(sheet: Sheet, design: Design) -> None:
    """Raise BadInput, naming the letter, where a text has one that the fonts lack."""
    letters = frozenset.intersection(*(lettering(font).letters for font in FONTS))
    for name, text in _texts(sheet, design):
        for character in text:
            if character not in letters:
                raise BadInput(
                    f"The certificate's {name} has “{character}” (U+{ord(character):04X}), "
                    "which its fonts cannot print; they have Latin, Greek and Cyrillic."
                )


def _texts(sheet: Sheet, design: Design) -> Iterator[tuple[str, str]]:
    for name in LONGEST:
        if hasattr(sheet, name):
            yield _NAMES.get(name, name), getattr(sheet, name)
    for who in sheet.signatories:
        yield "signatory", f"{who.name} {who.role}"
    for kind in TEXTS:
        yield f"{kind} text", design.text(kind, sheet.language)[0]
