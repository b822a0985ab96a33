"""What is weak in a self-assessment before it is submitted: errors, warnings and hints, by rule.

Every finding names the rule that found it and what it was found in, so that a reader can look
for himself. None of them judges: the assessors' score counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from assessments.answers import Answer, Answers
from assessments.display import rounded
from assessments.editions.model import Edition, Part
from assessments.figures import Contradiction, FactSheet, contradictions
from assessments.judgement import ByAttribute, Departing, Percent
from assessments.rubric import band_reached, mean_of_attributes
from assessments.wording import support

Severity = Literal["error", "warning", "hint"]
ClaimRule = Literal[
    "no_evidence",
    "no_text",
    "unknown_evidence",
    "period_reversed",
    "period_ahead",
    "all_out_of_date",
    "out_of_date",
    "undated",
    "against_fact_sheet",
    "against_answer",
    "band_above_words",
    "band_without_figures",
]

SEVERITY: Mapping[ClaimRule, Severity] = {
    "no_evidence": "error",
    "no_text": "error",
    "unknown_evidence": "error",
    "period_reversed": "error",
    "period_ahead": "error",
    "all_out_of_date": "warning",
    "out_of_date": "hint",
    "undated": "hint",
    "against_fact_sheet": "warning",
    "against_answer": "warning",
    "band_above_words": "warning",
    "band_without_figures": "warning",
}
SENTENCES: Mapping[ClaimRule, str] = {
    "no_evidence": "{percent} % is claimed without any evidence.",
    "no_text": "{percent} % is claimed without a text.",
    "unknown_evidence": "The evidence {evidence} is not in the library.",
    "period_reversed": "“{evidence}” supports a period that ends before it begins.",
    "period_ahead": "“{evidence}” supports a period from {day} on, which has not begun.",
    "all_out_of_date": "All evidence supports periods that ended before {day}.",
    "out_of_date": "“{evidence}” supports a period that ended on {day}.",
    "undated": "“{evidence}” does not say which period it supports.",
    "against_fact_sheet": "The text says {written} for “{fact}”; the fact sheet has {other}.",
    "against_answer": "The text says {written} for “{fact}”; part {part} says {other}.",
    "band_above_words": (
        "Of the words by which the rubric leads up to “{band}” the text has {count} "
        "({found}); an answer at this band has at least {needed}."
    ),
    "band_without_figures": "“{band}” is claimed, and the text names neither a year nor a figure.",
}

CURRENT_YEARS = 3
"""Years for which evidence counts as current after its period has ended, unless set otherwise."""

_ORDER: tuple[Severity, ...] = ("error", "warning", "hint")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence: the period that it supports, apart from when it was uploaded."""

    title: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at; `values` fill the rule's sentence."""

    rule: ClaimRule
    part: str
    values: Mapping[str, str]

    @property
    def severity(self) -> Severity:
        """Return how much it weighs."""
        return SEVERITY[self.rule]

    @property
    def sentence(self) -> str:
        """Return the rule's sentence with the values in it."""
        return SENTENCES[self.rule].format_map(self.values)


def check_claims(
    edition: Edition,
    answers: Answers,
    library: Mapping[str, Piece],
    sheet: FactSheet,
    today: date,
    *,
    current_years: int = CURRENT_YEARS,
) -> tuple[Finding, ...]:
    """Return what is to be looked at: errors first, then warnings, then hints, part by part.

    `library` has the pieces of evidence by the ids that answers cite. Parts that do not apply,
    and answers to parts that the edition does not have, are passed over.
    """
    oldest = _years_before(today, current_years)
    found: list[Finding] = []
    for part in edition.parts.values():
        answer = answers.get(part.id)
        percent = _percent(edition, part, answer) if answer else None
        if answer is None or not percent:
            continue
        pieces = [library[name] for name in answer.evidence if name in library]
        found += _bare(part, answer, percent)
        found += _unknown(part, answer, library)
        found += _periods(part, pieces, today, oldest)
        found += _above_words(edition, part, answer, percent)
    found += [_contradiction(one) for one in contradictions(edition, answers, sheet)]
    places = {part_id: place for place, part_id in enumerate(edition.parts)}
    found.sort(key=lambda one: (_ORDER.index(one.severity), places[one.part]))
    return tuple(found)


def _percent(edition: Edition, part: Part, answer: Answer) -> Fraction | None:
    match answer.judgement:
        case Percent(value):
            return value
        case ByAttribute(values):
            mean = mean_of_attributes(edition.rubrics[part.kind], values)
            return mean.percent if mean else None
        case Departing(percent=value):
            return value
        case _:
            return None


def _bare(part: Part, answer: Answer, percent: Fraction) -> Iterator[Finding]:
    shown = {"percent": f"{rounded(percent)}"}
    if not answer.evidence:
        yield Finding("no_evidence", part.id, shown)
    if not answer.text.strip():
        yield Finding("no_text", part.id, shown)


def _unknown(part: Part, answer: Answer, library: Mapping[str, Piece]) -> Iterator[Finding]:
    for name in answer.evidence:
        if name not in library:
            yield Finding("unknown_evidence", part.id, {"evidence": name})


def _periods(part: Part, pieces: Sequence[Piece], today: date, oldest: date) -> Iterator[Finding]:
    old = [(piece.title, piece.last) for piece in pieces if piece.last and piece.last < oldest]
    if old and len(old) == len(pieces):
        yield Finding("all_out_of_date", part.id, {"day": oldest.isoformat()})
    else:
        for title, last in old:
            yield Finding("out_of_date", part.id, {"evidence": title, "day": last.isoformat()})
    for piece in pieces:
        if piece.first and piece.last and piece.last < piece.first:
            yield Finding("period_reversed", part.id, {"evidence": piece.title})
        elif piece.first and piece.first > today:
            values = {"evidence": piece.title, "day": piece.first.isoformat()}
            yield Finding("period_ahead", part.id, values)
        elif piece.first is None and piece.last is None:
            yield Finding("undated", part.id, {"evidence": piece.title})


def _above_words(
    edition: Edition, part: Part, answer: Answer, percent: Fraction
) -> Iterator[Finding]:
    """Yield where the band is far above what the text supports by the rubric's own words."""
    band = band_reached(edition.rubrics[part.kind], percent)
    if band is None or not answer.text.strip():
        return
    carried = support(edition, part, answer.text, band)
    if carried is None:
        return
    if not carried.suffices:
        yield Finding(
            "band_above_words",
            part.id,
            {
                "band": band.name,
                "count": f"{len(carried.found)}",
                "found": ", ".join(carried.found) or "–",
                "needed": f"{carried.needed}",
            },
        )
    if carried.needed > 1 and not any(character.isdigit() for character in answer.text):
        yield Finding("band_without_figures", part.id, {"band": band.name})


def _contradiction(one: Contradiction) -> Finding:
    values = {"written": one.mention.written, "fact": one.mention.fact.name}
    if one.other:
        values |= {"part": one.other.part, "other": one.other.written}
        return Finding("against_answer", one.mention.part, values)
    values["other"] = ", ".join(f"{value:f} ({year})" for year, value in one.sheet)
    return Finding("against_fact_sheet", one.mention.part, values)


def _years_before(day: date, years: int) -> date:
    """Return the same day so many years before; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
