"""What a judgement may say: numbers that the edition takes, texts that fit, places that exist."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.deviation import deviation
from assessments.editions import Edition
from assessments.editions.model import Part, Rubric, Steps
from assessments.judgement import Unfit
from assessments.rubric import is_on_step
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.reviews.opinions import Judged
from labelling.reviews.statements import (
    ANSWER,
    KINDS,
    Citation,
    Kind,
    Mark,
    lines,
    written_marks,
)

CONFIDENCES = ("high", "medium", "low")
TEXT_LIMIT = 2000
PAGES_LIMIT = 40
NOTES_LIMIT = 5000
_REASON_LIMIT = 500

Piece = Mapping[str, Any]


def submitted_pieces(content: Mapping[str, Any], part_id: str) -> list[Piece]:
    """Return the pieces of evidence of a submission once each, those that the part cites first."""
    answers: Mapping[str, Any] = content.get("answers", {})
    own = answers.get(part_id) or {}
    others = (answer for other, answer in answers.items() if other != part_id)
    found: dict[str, Piece] = {}
    for answer in (own, *others):
        for piece in answer.get("evidence", ()):
            found.setdefault(piece["id"], piece)
    return list(found.values())


def refuse_unfit(
    edition: Edition, steps: Steps, part: Part, judged: Judged, content: Mapping[str, Any]
) -> None:
    """Raise Invalid, naming the field, for what the edition or the level does not take.

    ``content`` is the frozen submission: only what it says does not apply may be confirmed so.
    """
    if judged.score is not None and not _takes(edition, judged.score):
        raise Invalid(
            lazy("Give a number from 0 to 100 in steps of %(step)s."),
            field="above",
            step=edition.step,
        )
    _refuse_attributes(edition, steps, part, judged)
    _refuse_departure(edition, part, judged)
    if judged.not_applicable and not _is_claimed(content, part):
        raise Invalid(
            lazy("The organisation has answered this part, so it gets a score."),
            field="not_applicable",
        )
    if judged.confidence and judged.confidence not in CONFIDENCES:
        raise Invalid(lazy("Choose one of the lines."), field="confidence")
    _refuse_long_texts(judged)


def bound_marks(judged: Judged, content: Mapping[str, Any], part_id: str) -> dict[str, Any]:
    """Return a judgement's marks as they are kept, each citation bound to its frozen file.

    Raises Invalid for a source that was not submitted and for pages that are too long.
    """
    pieces = {piece["id"]: piece for piece in submitted_pieces(content, part_id)}
    bound: dict[Kind, Sequence[Mark]] = {}
    for kind in KINDS:
        count = len(lines(getattr(judged, kind)))
        bound[kind] = [
            replace(mark, citations=_bound(mark.citations, pieces, f"{kind}-{number}"))
            for number, mark in enumerate(list((judged.marks or {}).get(kind, ()))[:count])
        ]
    return written_marks(bound)


def _bound(
    citations: Iterable[Citation], pieces: Mapping[str, Piece], field: str
) -> tuple[Citation, ...]:
    found = []
    for one in citations:
        if len(one.pages) > PAGES_LIMIT:
            raise Invalid(
                lazy("The pages may have %(most)s characters."),
                field=f"{field}-pages",
                most=PAGES_LIMIT,
            )
        if one.source == ANSWER:
            found.append(Citation(ANSWER))
            continue
        piece = pieces.get(one.source)
        if piece is None:
            raise Invalid(
                lazy("Choose a source that the organisation submitted."), field=f"{field}-source"
            )
        found.append(Citation(one.source, one.pages, piece["version"], piece["sha256"]))
    return tuple(found)


def _refuse_long_texts(judged: Judged) -> None:
    if len(judged.cannot_judge) > _REASON_LIMIT:
        raise Invalid(
            lazy("The reason may have %(most)s characters."),
            field="cannot_judge",
            most=_REASON_LIMIT,
        )
    if len(judged.overall_reason) > _REASON_LIMIT:
        raise Invalid(
            lazy("The reason may have %(most)s characters."),
            field="overall_reason",
            most=_REASON_LIMIT,
        )
    texts = {kind: (f"{kind}-0", getattr(judged, kind), TEXT_LIMIT) for kind in KINDS}
    for field, text, most in (*texts.values(), ("notes", judged.notes, NOTES_LIMIT)):
        if len(text) > most:
            raise Invalid(lazy("This text may have %(most)s characters."), field=field, most=most)


def _refuse_attributes(edition: Edition, steps: Steps, part: Part, judged: Judged) -> None:
    if not judged.attributes:
        return
    known = edition.rubrics[part.kind].attribute_ids if steps.attributes else ()
    for name, value in judged.attributes.items():
        if name not in known or not _takes(edition, Decimal(value)):
            raise Invalid(
                lazy("Give each attribute a number from 0 to 100 in steps of %(step)s."),
                field="attributes",
                step=edition.step,
            )


def _refuse_departure(edition: Edition, part: Part, judged: Judged) -> None:
    """Raise Invalid for an overall that departs from the attributes without leave or reason."""
    if judged.overall is None:
        return
    rubric = edition.rubrics[part.kind]
    if not _takes(edition, judged.overall):
        raise Invalid(
            lazy("Give a number from 0 to 100 in steps of %(step)s."),
            field="overall",
            step=edition.step,
        )
    values = {name: Fraction(value) for name, value in (judged.attributes or {}).items()}
    try:
        deviation(edition, part.id, values, Fraction(judged.overall), judged.overall_reason)
    except Unfit:
        raise _departure_refused(rubric, values, judged) from None


def _departure_refused(rubric: Rubric, values: Mapping[str, Fraction], judged: Judged) -> Invalid:
    """Return in words why an overall cannot depart as it does."""
    if not values.keys() >= rubric.attribute_ids:
        return Invalid(
            lazy("Fill in every attribute first: an overall departs from what they come to."),
            field="overall",
        )
    if not judged.overall_reason.strip():
        return Invalid(
            lazy("Say why the overall departs from what the attributes come to."),
            field="overall_reason",
        )
    names = {attribute.id: attribute.name for attribute in rubric.attributes}
    lowest = min(rubric.caps, key=lambda cap: values[cap])
    return Invalid(
        lazy("The overall cannot be above “%(name)s” (%(percent)s %%), whatever the reason."),
        field="overall",
        name=names[lowest],
        percent=int(values[lowest]),
    )


def _takes(edition: Edition, number: Decimal) -> bool:
    return is_on_step(edition.step, Fraction(number))


def _is_claimed(content: Mapping[str, Any], part: Part) -> bool:
    """Say whether the organisation has submitted that the part does not apply."""
    if not part.may_not_apply:
        return False
    answer = content.get("answers", {}).get(part.id) or {}
    return bool(answer.get("not_applicable"))
