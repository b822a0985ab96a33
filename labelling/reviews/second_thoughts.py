"""What an assessor should look at again before handing in: nothing of it blocks. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.editions import Edition
from assessments.editions.model import Steps
from assessments.rubric import band_reached
from assessments.wording import support
from labelling.core.i18n import Text, gettext, lazy, ngettext
from labelling.reviews.opinions import Entered, percent_of
from labelling.reviews.statements import Kind, statements

_HIGH, _LOW = 80, 20
_ENOUGH_TO_COMPARE = 5  # parts; fewer may well deserve the same score
_LONG_ENOUGH = 3  # letters of a name that stands for somebody
_SIGNS_OF_PEOPLE = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|\+\d[\d /()-]{7,}\d|\b(?:Mr|Mrs|Ms|Dr|Prof|Herrn?|Frau)\.? [A-ZÄÖÜ]\w+"
)
_CHOSEN: Mapping[Kind, Text] = {
    "strengths": lazy("You chose %(count)s of %(most)s strengths over all."),
    "improvements": lazy("You chose %(count)s of %(most)s areas for improvement over all."),
}


@dataclass(frozen=True, slots=True)
class Thought:
    """A sentence on what may be wrong, and the parts in which to look."""

    sentence: str
    part_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unblinding:
    """Names that no statement should have: the assessor's own, and those of the organisation."""

    own: str
    theirs: Sequence[str] = ()


def second_thoughts(
    edition: Edition, steps: Steps, rows: Sequence[Entered], unblinding: Unblinding
) -> list[Thought]:
    """Return what deserves a second thought, the weightiest first."""
    percents = {row.part_id: percent_of(edition, row) for row in rows if _is_scored(row)}
    scored = [row for row in rows if percents.get(row.part_id) is not None]
    return [
        *_names(rows, unblinding),
        *_against_own_text(edition, scored, percents),
        *_all_equal(percents),
        *_abstentions(rows),
        *_without_a_place(scored),
        *_too_few(steps, rows),
    ]


def _is_scored(row: Entered) -> bool:
    return not row.cannot_judge and not row.not_applicable


def _names(rows: Sequence[Entered], unblinding: Unblinding) -> Iterator[Thought]:
    own = [word for word in unblinding.own.split() if len(word) >= _LONG_ENOUGH]
    found = _parts_naming(rows, own)
    if found:
        yield Thought(
            gettext("Your own name is in what you wrote. The organisation must not learn it."),
            found,
        )
    found = _parts_naming(rows, [name for name in unblinding.theirs if len(name) >= _LONG_ENOUGH])
    if found:
        yield Thought(
            gettext(
                "The name of the organisation, its town or its people is in what you wrote. Say "
                "“the organisation” or a function: who decides reads without names."
            ),
            found,
        )
    found = tuple(row.part_id for row in rows if _SIGNS_OF_PEOPLE.search(_words(row)))
    if found:
        yield Thought(
            gettext("A person seems to be named. Functions are enough."),
            found,
        )


def _parts_naming(rows: Iterable[Entered], names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    any_name = re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in names)})(?!\w)", re.IGNORECASE
    )
    return tuple(row.part_id for row in rows if any_name.search(_words(row)))


def _words(row: Entered) -> str:
    return "\n".join((row.strengths, row.improvements, row.questions, row.cannot_judge or ""))


def _against_own_text(
    edition: Edition, scored: Sequence[Entered], percents: Mapping[str, Fraction | None]
) -> Iterator[Thought]:
    high = [row for row in scored if (percents[row.part_id] or 0) >= _HIGH]
    low = [row for row in scored if (percents[row.part_id] or 0) <= _LOW]
    found = tuple(row.part_id for row in high if not row.strengths.strip())
    if found:
        yield Thought(
            gettext("A score of %(percent)s or more, and no strength is named.", percent=_HIGH),
            found,
        )
    found = tuple(row.part_id for row in low if not row.improvements.strip())
    if found:
        yield Thought(
            gettext(
                "A score of %(percent)s or less, and no area for improvement is named.",
                percent=_LOW,
            ),
            found,
        )
    found = tuple(
        row.part_id
        for row in high
        if row.strengths.strip() and not _carried(edition, row, percents[row.part_id])
    )
    if found:
        yield Thought(
            gettext(
                "A score of %(percent)s or more, and the strengths have none of the words by which "
                "the rubric tells such a score. Do they say what you saw?",
                percent=_HIGH,
            ),
            found,
        )


def _carried(edition: Edition, row: Entered, percent: Fraction | None) -> bool:
    part = edition.parts[row.part_id]
    band = band_reached(edition.rubrics[part.kind], percent or Fraction(0))
    found = support(edition, part, row.strengths, band) if band is not None else None
    return found is None or bool(found.found)


def _all_equal(percents: Mapping[str, Fraction | None]) -> Iterator[Thought]:
    if len(percents) >= _ENOUGH_TO_COMPARE and len(set(percents.values())) == 1:
        yield Thought(gettext("All your scores are equal. Did each part deserve just this one?"))


def _abstentions(rows: Sequence[Entered]) -> Iterator[Thought]:
    found = tuple(row.part_id for row in rows if row.cannot_judge)
    if found:
        yield Thought(
            ngettext(
                "You do not judge %(num)s part. It counts as not judged by you, not as zero.",
                "You do not judge %(num)s parts. They count as not judged by you, not as zero.",
                len(found),
            ),
            found,
        )


def _without_a_place(scored: Sequence[Entered]) -> Iterator[Thought]:
    kinds: tuple[Kind, Kind] = ("strengths", "improvements")
    found = tuple(
        row.part_id for row in scored if not any(one.citations for one in statements(row, *kinds))
    )
    if found:
        yield Thought(gettext("No statement says where you saw it."), found)
    found = tuple(
        row.part_id
        for row in scored
        if any(
            place.version is not None and not place.pages
            for one in statements(row)
            for place in one.citations
        )
    )
    if found:
        yield Thought(gettext("A file is named without its pages."), found)


def _too_few(steps: Steps, rows: Sequence[Entered]) -> Iterator[Thought]:
    for kind, sentence in _CHOSEN.items():
        written = [one for row in rows for one in statements(row, kind)]
        most = min(steps.statements_over_all, len(written))
        count = sum(one.chosen for one in written)
        if count < most:
            yield Thought(str(sentence) % {"count": count, "most": most})
