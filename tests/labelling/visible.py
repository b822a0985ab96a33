"""What a reader of a page sees or hears, and what of it is marked as translatable."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

OPEN, CLOSE = "⟦", "⟧"  # how the language of brackets marks a translatable text
_SAID = frozenset({"alt", "aria-label", "placeholder", "title"})
_SILENT = frozenset({"script", "style", "code", "pre", "kbd"})
_LETTER = re.compile(r"[^\W\d_]")


class Page(HTMLParser):
    """A page taken apart: the texts outside marks, and its links.

    What is in another language than the page, or not to be translated, says so in HTML.
    """

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.unmarked: list[str] = []
        self.links: list[str] = []
        self._skipped = ""  # the tag that is left out, with all that is inside
        self._nested = 0
        self._marks = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links and what attributes say; leave out what is not for translation."""
        given = {name: value or "" for name, value in attrs}
        if self._skipped:
            self._nested += tag == self._skipped
            return
        if tag in _SILENT or given.get("translate") == "no" or ("lang" in given and tag != "html"):
            self._skipped, self._nested = tag, 1
            return
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        for name, value in given.items():
            if name in _SAID or (name.startswith("data-") and " " in value.strip()):
                self._note(_outside(value, 0)[0])

    def handle_endtag(self, tag: str) -> None:
        """Go on after what was left out."""
        if tag == self._skipped:
            self._nested -= 1
            self._skipped = tag if self._nested else ""

    def handle_data(self, data: str) -> None:
        """Note what stands outside marks, which may span tags."""
        pieces, self._marks = _outside(data, self._marks)
        if not self._skipped:
            self._note(pieces)

    def _note(self, pieces: list[str]) -> None:
        texts = (" ".join(piece.split()) for piece in pieces)
        self.unmarked += [text for text in texts if _LETTER.search(text)]


class Data:
    """Texts that are nobody's to translate here: names, answers, an edition's own words.

    A single small word among the texts counts only where ``words`` has it: others would hide
    what is not translated.
    """

    def __init__(self, texts: Iterator[str], words: frozenset[str] = frozenset()) -> None:
        known = {" ".join(text.split()) for text in texts}
        self._known = {text for text in known if " " in text or text[:1].isupper()} | words
        longest_first = sorted(self._known, key=len, reverse=True)
        self._sentences = [text for text in longest_first if " " in text]
        self._words = [text for text in longest_first if " " not in text]

    def beside(self, text: str) -> str:
        """Return what of a text is left without known texts, days, numbers and codes."""
        if text in self._known:
            return ""
        rest = _without(self._words, _CODES.sub(" ", _without(self._sentences, text)))
        return " ".join(rest.split()) if _LETTER.search(rest) else ""


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_CODES = re.compile(
    rf"(?:\w+day )?\d+ (?:{_MONTHS}) \d{{4}}"  # a day
    r"|[\w.+-]+@[\w.-]+|https?://\S+"  # an address
    r"|\b[A-Z]{1,2}-\d{4}-\w+(?:-\w)?\b"  # a number of an application or a label
    r"|\b(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}\b|\b[0-9a-f]{4}(?: [0-9a-f]{4})+\b|\bSHA-256\b"
    r"|(?<!\S)[a-z_]+\.[a-z_-]+(?!\S)"  # a verb of the trail
    r"|\b\d{4}-H[12]\b"  # a half-year
    r"|\d [kM]?B\b"  # a size
)


def _without(known: list[str], text: str) -> str:
    for words in known:
        if words in text:
            text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " ", text)
    return text


def _outside(text: str, marks: int) -> tuple[list[str], int]:
    """Return the pieces of a text outside marks, and how many marks are open at its end."""
    pieces = []
    for piece in re.split(f"([{OPEN}{CLOSE}])", text):
        if piece == OPEN:
            marks += 1
        elif piece == CLOSE:
            marks -= 1
        elif marks == 0:
            pieces.append(piece)
    return pieces, marks
