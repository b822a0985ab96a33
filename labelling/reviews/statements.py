"""What an assessor states of a part, one statement at a time, with where it was seen. Pure.

A part's strengths, areas for improvement and questions are texts with one statement a line. Their
marks stand beside them, in the same order: the citations of each, and whether it is among the few
that speak for the whole application. A citation is bound to the version and the hash of the file
that the submission froze, so that it still says the same when the organisation uploads another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args

Kind = Literal["strengths", "improvements", "questions"]

KINDS: tuple[Kind, ...] = get_args(Kind)
ANSWER = "answer"
"""The source of a citation that points to the organisation's own text of the part."""


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


@dataclass(frozen=True, slots=True)
class Mark:
    """What belongs to one statement besides its words."""

    citations: tuple[Citation, ...] = ()
    chosen: bool = False


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
    """Return the statements that were chosen to speak for the whole application."""
    return tuple(one for row in rows for one in statements(row, kind) if one.chosen)


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
            )
            for mark in content[kind]
        )
        for kind in KINDS
        if kind in content
    }


def _at(marks: Sequence[Mark], number: int) -> Mark:
    return marks[number] if number < len(marks) else Mark()
