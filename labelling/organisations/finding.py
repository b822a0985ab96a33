"""Finding pieces in an evidence library by words."""

from collections.abc import Iterable

from labelling.organisations.members import folded
from labelling.organisations.queries import EvidenceEntry

MANY = 8
"""From so many pieces on a page offers to search."""


def with_words(entries: Iterable[EvidenceEntry], text: str) -> list[EvidenceEntry]:
    """Return the pieces whose title, file name, address or place has every word of a text."""
    words = folded(text).split()
    return [entry for entry in entries if all(word in _said(entry) for word in words)]


def _said(entry: EvidenceEntry) -> str:
    piece, file = entry.evidence, entry.file
    name = file.filename if file is not None else ""
    return folded(" ".join((piece.title, name, piece.url, piece.where_seen)))
