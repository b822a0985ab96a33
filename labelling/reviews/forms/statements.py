"""The fields in which an assessor writes statements, each with the places where it was seen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from wtforms import BooleanField, SelectField
from wtforms.validators import Length, Optional

from assessments.editions.model import Steps
from labelling.core.i18n import gettext
from labelling.core.web.forms import LineField, lazy
from labelling.reviews.fitting import PAGES_LIMIT, Piece
from labelling.reviews.forms.fields import choices, text_area
from labelling.reviews.statements import (
    ANSWER,
    KINDS,
    Citation,
    Kind,
    Mark,
    Marks,
    Stated,
    joined,
    statements,
)

STATEMENT_LIMIT = 900
_PLACES = ("", "-more")  # a statement cites two places at most
_ROOM_FOR_QUESTIONS = 2
_NAMES: Mapping[Kind, tuple[Any, Any]] = {
    "strengths": (lazy("Strength"), lazy("A further strength")),
    "improvements": (lazy("Area for improvement"), lazy("A further area for improvement")),
    "questions": (lazy("Question for the visit"), lazy("A further question for the visit")),
}
_HINTS: Mapping[Kind, Any] = {
    "strengths": lazy("What you saw, and why it matters."),
    "improvements": lazy("What is missing and why it matters. No remedies."),
    "questions": lazy("What only a conversation can tell."),
}


class Fields(Protocol):
    """A form by the names of its fields."""

    def __getitem__(self, name: str) -> Any: ...
    def __contains__(self, name: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Slot:
    """The fields of one statement."""

    text: Any
    places: Sequence[tuple[Any, Any]]
    chosen: Any | None

    @property
    def filled(self) -> bool:
        """Say whether something was written here, or is wrong here."""
        fields = [self.text, *(field for place in self.places for field in place)]
        return bool(self.text.data) or any(field.errors for field in fields)

    @property
    def cites_more(self) -> bool:
        """Say whether a second place is named."""
        source, pages = self.places[1]
        return bool(source.data or pages.data)


def slots_of(steps: Steps, row: Stated | None) -> dict[Kind, int]:
    """Return how many statements of each kind fit a form: what a level asks, and all there are."""
    asked: dict[Kind, int] = dict.fromkeys(KINDS, steps.statements_a_part)
    asked["questions"] = _ROOM_FOR_QUESTIONS
    stated = statements(row) if row is not None else ()
    return {
        kind: max(number, sum(one.kind == kind for one in stated)) for kind, number in asked.items()
    }


def statement_fields(
    slots: Mapping[Kind, int], pieces: Iterable[Piece], *, over_all: int
) -> dict[str, Any]:
    """Return the fields of all slots by name; sources are the answer and what was submitted.

    ``over_all`` is how many statements of a kind may speak for the whole application.
    """
    sources = [
        ("", gettext("– choose –")),
        (ANSWER, gettext("The answer")),
        *((piece["id"], _piece_name(piece)) for piece in pieces),
    ]
    found: dict[str, Any] = {}
    for kind, count in slots.items():
        for number in range(count):
            name = f"{kind}-{number}"
            found[name] = text_area(
                _NAMES[kind][min(number, 1)], most=STATEMENT_LIMIT, hint=_HINTS[kind]
            )
            for place in _PLACES:
                found[f"{name}-source{place}"] = SelectField(
                    lazy("Seen in"),
                    choices=choices(sources),
                    coerce=str,
                    validators=[Optional()],
                    validate_choice=False,
                )
                found[f"{name}-pages{place}"] = LineField(
                    lazy("Pages"), validators=[Length(max=PAGES_LIMIT)]
                )
            if kind != "questions":
                found[f"{name}-chosen"] = BooleanField(
                    gettext("Among my %(count)s over all", count=over_all)
                )
    return found


def slots(form: Fields, kind: Kind) -> list[Slot]:
    """Return the slots of a form for one kind, in their order."""
    found: list[Slot] = []
    while (name := f"{kind}-{len(found)}") in form:
        places = [(form[f"{name}-source{one}"], form[f"{name}-pages{one}"]) for one in _PLACES]
        chosen = None if kind == "questions" else form[f"{name}-chosen"]
        found.append(Slot(form[name], places, chosen))
    return found


def entered_statements(form: Fields) -> tuple[dict[Kind, str], Marks]:
    """Return what was entered: a text for each kind with a statement a line, and the marks."""
    texts: dict[Kind, str] = {}
    marks: dict[Kind, Sequence[Mark]] = {}
    for kind in KINDS:
        texts[kind], marks[kind] = joined(
            (slot.text.data or "", _mark(slot)) for slot in slots(form, kind)
        )
    return texts, marks


def fill_statements(form: Fields, row: Stated) -> None:
    """Show what was saved."""
    for kind in KINDS:
        for slot, one in zip(slots(form, kind), statements(row, kind), strict=False):
            slot.text.data = one.text
            for (source, pages), cited in zip(slot.places, one.citations, strict=False):
                source.data, pages.data = cited.source, cited.pages
            if slot.chosen is not None:
                slot.chosen.data = one.chosen


def _mark(slot: Slot) -> Mark:
    cited = tuple(
        Citation(source.data, "" if source.data == ANSWER else pages.data or "")
        for source, pages in slot.places
        if source.data
    )
    return Mark(cited, chosen=slot.chosen is not None and bool(slot.chosen.data))


def _piece_name(piece: Piece) -> str:
    if piece["version"] is None:
        return str(piece["title"])
    return gettext("%(title)s, version %(version)s", title=piece["title"], version=piece["version"])
