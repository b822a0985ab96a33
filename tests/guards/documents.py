"""The documentation as data: its pages, code blocks, links and tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.guards.sources import ROOT

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_PICTURE = re.compile(r"""(?:src|srcset|href)="(?P<target>[^"]+)\"""")
_HEADING = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the page it stands on, the word after the fence, a file's name, the text."""

    page: str
    kind: str
    file: str
    text: str


def pages() -> list[Path]:
    """Return the README and every page of docs, in order."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def name_of(page: Path) -> str:
    """Return a page's path from the root."""
    return page.relative_to(ROOT).as_posix()


def blocks() -> Iterator[Block]:
    """Yield the fenced blocks of all pages."""
    for page in pages():
        for found in _FENCE.finditer(page.read_text()):
            kind, _, file = found["info"].strip().partition(" ")
            yield Block(name_of(page), kind, file, found["body"])


def links() -> Iterator[tuple[Path, str]]:
    """Yield every link and picture of all pages, outside of blocks, with the page it stands on."""
    for page in pages():
        prose = _FENCE.sub("", page.read_text())
        for pattern in (_LINK, _PICTURE):
            for found in pattern.finditer(prose):
                yield page, found["target"]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings as repository hosts make them."""
    headings = _HEADING.findall(_FENCE.sub("", page.read_text()))
    return {re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-") for text in headings}


def first_cells(page: str) -> list[str]:
    """Return what stands in backquotes in the first cell of each table row of a page."""
    found = re.findall(r"^\| `([^`]+)`", (ROOT / page).read_text(), re.MULTILINE)
    return [str(cell) for cell in found]
