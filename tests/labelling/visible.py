"""What a reader of a page sees or hears, and what of it is marked as translatable."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

OPEN, CLOSE = "⟦", "⟧"  # how the pseudo-language marks a translatable text
SAID = frozenset({"alt", "aria-label", "placeholder", "title"})
SILENT = frozenset({"script", "style", "svg", "code", "pre", "kbd", "samp"})
_WORD = re.compile(r"[^\W\d_]")


@dataclass
class Page(HTMLParser):
    """A page taken apart: its texts, and the texts of attributes that are read to people."""

    texts: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    _silent: list[str] = field(default_factory=list)
    _depth: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is said by attributes, and whether the inside is for people."""
        if tag in SILENT:
            self._silent.append(tag)
        for name, value in attrs:
            if value and (name in SAID or (name.startswith("data-") and " " in value.strip())):
                self.attributes.append(value)
            if tag == "a" and name == "href" and value:
                self.links.append(value)

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        """Note what of a text stands outside marks, which may span tags."""
        outside, self._depth = _outside(data, self._depth)
        if not self._silent:
            self.texts += outside

    def unmarked(self) -> Iterator[str]:
        """Yield every text with letters that is not marked as translatable."""
        for text in [*self.texts, *(piece for a in self.attributes for piece in _outside(a)[0])]:
            words = " ".join(text.split())
            if _WORD.search(words):
                yield words


def read(page: str) -> Page:
    """Return a page taken apart."""
    taken = Page()
    taken.feed(page)
    taken.close()
    return taken


def _outside(text: str, depth: int = 0) -> tuple[list[str], int]:
    """Return the pieces of a text outside marks, and how many marks are open at its end."""
    pieces = []
    for piece in re.split(f"([{OPEN}{CLOSE}])", text):
        if piece == OPEN:
            depth += 1
        elif piece == CLOSE:
            depth -= 1
        elif depth == 0:
            pieces.append(piece)
    return pieces, depth
