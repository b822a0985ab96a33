"""A review taken along where there is no network, and what is different when it comes back. Pure.

A file has for each part what stood when it was made (``taken``, with its version) and what was
written since (``judgement``). Coming back it is compared with what stands now: what changed in the
file alone is taken over, what changed here alone stays, and where both changed both are kept.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.reviews.opinions import Judged
from labelling.reviews.statements import KINDS, Citation, Kind, Mark, joined, lines

FORMAT = 1
MOST_BYTES = 2_000_000
_MOST_STATEMENTS = 20
_MOST_PLACES = 5

Outcome = Literal["taken_over", "kept_beside"]


@dataclass(frozen=True, slots=True)
class Returned:
    """One part of a file that came back."""

    part_id: str
    version: int
    taken: Judged
    judged: Judged


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that was changed in the file, what stands here, and what becomes of it."""

    part_id: str
    version: int
    stands: Judged
    brought: Judged
    outcome: Outcome


def written(judged: Judged) -> dict[str, Any]:
    """Return a judgement as a file has it; citations without what only the submission tells."""
    marks = judged.marks or {}
    found: dict[str, Any] = {
        "score": None if judged.score is None else format(judged.score, "f"),
        "attributes": dict(judged.attributes or {}),
        "overall": None if judged.overall is None else format(judged.overall, "f"),
        "overall_reason": judged.overall_reason,
        "not_applicable": judged.not_applicable,
        "cannot_judge": judged.cannot_judge,
        "confidence": judged.confidence,
        "notes": judged.notes,
    }
    for kind in KINDS:
        own = list(marks.get(kind, ()))
        texts = lines(getattr(judged, kind))
        found[kind] = [
            {
                "text": text,
                "chosen": mark.chosen,
                "citations": [{"source": one.source, "pages": one.pages} for one in mark.citations],
            }
            for text, mark in zip(texts, own + [Mark()] * len(texts), strict=False)
        ]
    return found


def read_judged(content: object) -> Judged:
    """Return a judgement from its JSON; raise Invalid for anything of another shape."""
    try:
        return _judged(_mapping(content))
    except (KeyError, TypeError, ValueError, InvalidOperation):
        raise _unreadable() from None


def read_file(content: bytes, seat_id: str) -> list[Returned]:
    """Return the parts of a file that was made for this review; raise Invalid for another one."""
    if len(content) > MOST_BYTES:
        raise Invalid(lazy("The file is too large."), field="file")
    try:
        sheet = _mapping(json.loads(content))
        if sheet["format"] != FORMAT:
            raise _unreadable()
        if sheet["seat"] != seat_id:
            raise Invalid(lazy("This file belongs to another review."), field="file")
        return [
            Returned(
                part_id=part_id,
                version=_whole(_mapping(part)["version"]),
                taken=_judged(_mapping(part["taken"])),
                judged=_judged(_mapping(part["judgement"])),
            )
            for part_id, part in _mapping(sheet["parts"]).items()
        ]
    except (KeyError, TypeError, ValueError, InvalidOperation, RecursionError):
        raise _unreadable() from None


def differences(
    returned: Sequence[Returned], standing: Mapping[str, tuple[int, Judged]]
) -> Iterator[Difference]:
    """Yield the parts whose judgement in the file is not what stands here, as they will be merged.

    ``standing`` has version and judgement of each part of the review; 0 where nothing is saved.
    """
    for one in returned:
        if one.part_id not in standing:
            continue
        version, stands = standing[one.part_id]
        brought, here, taken = (written(said) for said in (one.judged, stands, one.taken))
        if brought in (taken, here):
            continue
        moved_on = version != one.version and here != taken
        outcome: Outcome = "kept_beside" if moved_on else "taken_over"
        yield Difference(one.part_id, version, stands, one.judged, outcome)


def _judged(content: Mapping[str, Any]) -> Judged:
    texts: dict[Kind, str] = {}
    marks: dict[Kind, Sequence[Mark]] = {}
    for kind in KINDS:
        texts[kind], marks[kind] = joined(
            (_text(one["text"]), _mark(one)) for one in _list(content[kind], _MOST_STATEMENTS)
        )
    score, overall = content["score"], content.get("overall")
    return Judged(
        score=None if score is None else _number(score),
        attributes={
            _text(name): str(_number(value))
            for name, value in _mapping(content["attributes"]).items()
        },
        overall=None if overall is None else _number(overall),
        overall_reason=_text(content.get("overall_reason", "")).strip(),
        not_applicable=content["not_applicable"] is True,
        cannot_judge=_text(content["cannot_judge"]).strip(),
        confidence=_text(content["confidence"]),
        notes=_text(content["notes"]),
        marks={kind: found for kind, found in marks.items() if any(one != Mark() for one in found)}
        or None,
        **texts,
    )


def _mark(content: Mapping[str, Any]) -> Mark:
    cited = tuple(
        Citation(_text(one["source"]), _text(one["pages"]))
        for one in _list(content["citations"], _MOST_PLACES)
        if one["source"]
    )
    return Mark(cited, chosen=content["chosen"] is True)


def _mapping(content: object) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise TypeError
    return content


def _list(content: object, most: int) -> list[Any]:
    if not isinstance(content, list) or len(content) > most:
        raise TypeError
    return content


def _text(content: object) -> str:
    if not isinstance(content, str):
        raise TypeError
    if "\0" in content:
        raise ValueError  # no database holds it
    content.encode()  # half a character is a ValueError too
    return content


def _whole(content: object) -> int:
    if not isinstance(content, int) or isinstance(content, bool):
        raise TypeError
    return content


def _number(content: object) -> Decimal:
    text = _text(content)
    if len(text) > len("100.000000000") or "e" in text.lower():
        raise ValueError
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError
    return number


def _unreadable() -> Invalid:
    return Invalid(
        lazy("This is not a file of a review, or it was changed by another program."), field="file"
    )
