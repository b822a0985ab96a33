"""What an assessor states of a part, one statement at a time, with where it was seen. Pure.

A part's strengths, areas for improvement and questions are texts with one statement a line. Their
marks stand beside them, in the same order: the citations of each, and whether it is among the few
that speak for the whole application. A citation is bound to the version and the hash of the file
that the submission froze, so that it still says the same when the organisation uploads another.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, get_args

Kind = Literal["strengths", "improvements", "questions"]

KINDS: tuple[Kind, ...] = get_args(Kind)
ANSWER = "answer"
"""The source of a citation that points to the organisation's own text of the part."""

# "4–11", "p. 17", "pages 2, 9": a number, perhaps the end of a stretch, which nobody opens first.
_STRETCH = re.compile(r"(\d{1,4})(?:\s*[-–]\s*\d{1,4})?")
_PLACE = re.compile(r"(?:pp?\.?|pages?|S\.|Seiten?)?\s*\d", re.IGNORECASE)
_MOST_PAGES = 8


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where something was seen: the answer, or pages of one version of a file."""

    source: str
    pages: str = ""
    version: int | None = None
    sha256: str | None = None

    @property
    def is_answer(self) -> bool:
        """Say whether it points to what the organisation wrote of the part."""
        return self.source == ANSWER

    @property
    def anchor(self) -> str:
        """Return what opens a PDF at the page that is meant, as the end of an address."""
        found = pages_in(self.pages)
        return f"#page={found[0]}" if found else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What belongs to one statement besides its words.

    ``place`` is where a chosen one stands among the few over all, from 1; 0 says that no order was
    given, which puts it behind those that have one.
    """

    citations: tuple[Citation, ...] = ()
    chosen: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """One strength, area for improvement or question of one part."""

    part_id: str
    kind: Kind
    number: int
    text: str
    mark: Mark

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Return where it was seen."""
        return self.mark.citations

    @property
    def chosen(self) -> bool:
        """Say whether it is among the few over all."""
        return self.mark.chosen

    @property
    def key(self) -> str:
        """Return what names it within one review."""
        return f"{self.part_id}:{self.kind}:{self.number}"

    @property
    def seen(self) -> str:
        """Return what tells whether the words are still those that somebody saw."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


Marks = Mapping[Kind, Sequence[Mark]]


class Stated(Protocol):
    """A row with statements."""

    @property
    def part_id(self) -> str: ...
    @property
    def strengths(self) -> str: ...
    @property
    def improvements(self) -> str: ...
    @property
    def questions(self) -> str: ...
    @property
    def marks(self) -> Mapping[str, Any]: ...


def pages_in(where: str) -> tuple[int, ...]:
    """Return the first page of each stretch that is named ("4–11, 17" names 4 and 17).

    What is no list of pages ("table 3", "annex 2.1") names none.
    """
    if not _PLACE.match(where.strip()):
        return ()
    found = (int(first) for first in _STRETCH.findall(where))
    return tuple(dict.fromkeys(number for number in found if number))[:_MOST_PAGES]


def lines(text: str) -> list[str]:
    """Return the statements of a text: one a line, without blanks."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def statements(row: Stated, *kinds: Kind) -> tuple[Statement, ...]:
    """Return what a row states, of these kinds or of all, in its order."""
    marks = read_marks(row.marks)
    return tuple(
        Statement(row.part_id, kind, number, text, _at(marks.get(kind, ()), number))
        for kind in kinds or KINDS
        for number, text in enumerate(lines(getattr(row, kind)))
    )


def over_all(rows: Iterable[Stated], kind: Kind) -> tuple[Statement, ...]:
    """Return the statements that were chosen to speak for the whole application, in their order."""
    chosen = (one for row in rows for one in statements(row, kind) if one.chosen)
    return tuple(sorted(chosen, key=lambda one: (one.mark.place == 0, one.mark.place)))


def keeping_places(marks: Marks | None, texts: Mapping[Kind, str], stood: Stated) -> Marks | None:
    """Return marks with the places that the same statements had in what stood before.

    A form and a file of a journey say whether a statement is chosen, and nothing of its place. The
    same statement is the one with the same words or, where those are gone, at the same line.
    """
    if not marks:
        return marks
    return {
        kind: tuple(
            replace(mark, place=_place_before(text, number, lines(texts[kind]), stood, kind))
            if mark.chosen and not mark.place
            else mark
            for number, (text, mark) in enumerate(zip(lines(texts[kind]), found, strict=False))
        )
        for kind, found in marks.items()
    }


def _place_before(text: str, number: int, texts: Sequence[str], stood: Stated, kind: Kind) -> int:
    before = statements(stood, kind)
    for one in before:
        if one.text == text:
            return one.mark.place
    if number < len(before) and before[number].text not in texts:
        return before[number].mark.place
    return 0


def joined(pairs: Iterable[tuple[str, Mark]]) -> tuple[str, tuple[Mark, ...]]:
    """Return statements as a text with one a line, and their marks; empty ones drop out."""
    kept = [(" ".join(text.split()), mark) for text, mark in pairs if text.strip()]
    return "\n".join(text for text, _ in kept), tuple(mark for _, mark in kept)


def written_marks(marks: Marks | None) -> dict[str, Any]:
    """Return marks as JSON; kinds without any are left out."""
    return {
        kind: [
            {
                "chosen": mark.chosen,
                **({"place": mark.place} if mark.place else {}),
                "citations": [
                    {
                        "source": one.source,
                        "pages": one.pages,
                        "version": one.version,
                        "sha256": one.sha256,
                    }
                    for one in mark.citations
                ],
            }
            for mark in found
        ]
        for kind, found in (marks or {}).items()
        if any(mark != Mark() for mark in found)
    }


def read_marks(content: Mapping[str, Any]) -> dict[Kind, tuple[Mark, ...]]:
    """Return marks from their JSON; kinds without any are left out."""
    return {
        kind: tuple(
            Mark(
                citations=tuple(
                    Citation(one["source"], one["pages"], one["version"], one["sha256"])
                    for one in mark["citations"]
                ),
                chosen=mark["chosen"],
                place=mark.get("place", 0),
            )
            for mark in content[kind]
        )
        for kind in KINDS
        if kind in content
    }


def _at(marks: Sequence[Mark], number: int) -> Mark:
    return marks[number] if number < len(marks) else Mark()
