"""What a draft's own words and evidence leave open to question, in the reader's language.

The rules are those of ``assessments.claims``; none of them keeps an application from being
submitted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from assessments.answers import Answer as Said
from assessments.claims import ClaimRule, Finding, Piece, Severity, check_claims
from assessments.figures import FactSheet
from labelling.applications.queries.drafts import CitedPiece, Draft
from labelling.applications.standing import judgements
from labelling.core.i18n import Text, format_day, lazy

SENTENCES: Mapping[ClaimRule, Text] = {
    "no_evidence": lazy("%(percent)s %% is claimed without any evidence."),
    "no_text": lazy("%(percent)s %% is claimed without a text."),
    "unknown_evidence": lazy("“%(evidence)s” is cited, but no longer in the library."),
    "period_reversed": lazy("“%(evidence)s” supports a period that ends before it begins."),
    "period_ahead": lazy("“%(evidence)s” supports a period from %(day)s on, which has not begun."),
    "all_out_of_date": lazy("All evidence supports periods that ended before %(day)s."),
    "out_of_date": lazy("“%(evidence)s” supports a period that ended on %(day)s."),
    "undated": lazy("“%(evidence)s” does not say which period it supports."),
    "against_fact_sheet": lazy(
        "The text says %(written)s for “%(fact)s”; the fact sheet has %(other)s."
    ),
    "against_answer": lazy(
        "The text says %(written)s for “%(fact)s”; part %(part)s says %(other)s."
    ),
    "band_above_words": lazy(
        "Of the words by which the rubric leads up to “%(band)s” the text has %(count)s "
        "(%(found)s); an answer on this line has at least %(needed)s."
    ),
    "band_without_figures": lazy(
        "“%(band)s” is claimed, and the text names neither a year nor a figure."
    ),
}
SEVERITY_NAMES: Mapping[Severity, Text] = {
    "error": lazy("Errors"),
    "warning": lazy("Warnings"),
    "hint": lazy("Hints"),
}
_AT_EVIDENCE: frozenset[ClaimRule] = frozenset(
    {
        "no_evidence",
        "unknown_evidence",
        "period_reversed",
        "period_ahead",
        "all_out_of_date",
        "out_of_date",
        "undated",
    }
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at in a part: how much it weighs, the sentence, the field it is about."""

    severity: Severity
    part_id: str
    sentence: str
    anchor: str


def doubts(draft: Draft, today: date) -> tuple[Doubt, ...]:
    """Return what is to be looked at: errors first, then warnings, then hints, part by part."""
    judged = judgements(draft.edition, draft.level, draft.answers)
    said = {
        part_id: Said(
            answer.text,
            judged.get(part_id),
            tuple(str(piece.evidence.id) for piece in draft.pieces.get(part_id, ())),
        )
        for part_id, answer in draft.answers.items()
        if part_id in draft.scope
    }
    cited = [piece for pieces in draft.pieces.values() for piece in pieces]
    library = {str(one.evidence.id): _piece(one) for one in cited if not one.is_gone}
    titles = {str(one.evidence.id): one.evidence.title for one in cited}
    found = check_claims(draft.edition, said, library, fact_sheet(draft), today)
    return tuple(_doubt(one, titles) for one in found)


def _piece(one: CitedPiece) -> Piece:
    """Return a piece with its period; its own date stands for a period that is not given."""
    evidence = one.evidence
    if evidence.supports_from is None and evidence.supports_until is None:
        return Piece(evidence.title, evidence.dated, evidence.dated)
    return Piece(evidence.title, evidence.supports_from, evidence.supports_until)


def fact_sheet(draft: Draft) -> FactSheet:
    """Return the figures of the fact sheet by fact and year; what is no number is left out."""
    found: dict[str, dict[int, Decimal]] = {}
    for (fact_id, year), row in draft.facts.items():
        try:
            found.setdefault(fact_id, {})[year] = Decimal(row.value)
        except InvalidOperation:
            continue
    return found


def _doubt(one: Finding, titles: Mapping[str, str]) -> Doubt:
    values = dict(one.values)
    if one.rule == "unknown_evidence":
        values["evidence"] = titles.get(values["evidence"], values["evidence"])
    if "day" in values:
        values["day"] = format_day(date.fromisoformat(values["day"]))
    sentence = str(SENTENCES[one.rule]) % values
    anchor = "evidence" if one.rule in _AT_EVIDENCE else "text"
    return Doubt(one.severity, one.part, sentence, anchor)
