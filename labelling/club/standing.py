"""How far a member's sheet is: what is still open, what refuses it, what is asked about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.figures import Sheet, Value, value
from benchmarking.indicators.model import IndicatorSet, Quantity
from benchmarking.rounds import Round
from benchmarking.validation.finding import Finding
from benchmarking.validation.hard import hard_findings
from benchmarking.validation.soft import soft_findings
from labelling.club import queries
from labelling.club.models import SoftAnswer, ValueRevision
from labelling.club.sets import asked_quantities
from labelling.club.subjects import Part

Sheets = Mapping[UUID, Mapping[Round, Sheet]]


@dataclass(frozen=True, slots=True)
class Question:
    """A check that asks, and what the member answered while its figures stand (None: nothing)."""

    finding: Finding
    answer: SoftAnswer | None


@dataclass(frozen=True, slots=True)
class SheetState:
    """A member's sheet of a round as it stands."""

    set: IndicatorSet
    rows: Mapping[str, ValueRevision]
    asked: Sequence[Quantity]
    open: Sequence[Quantity]
    refused: Sequence[Finding]
    questions: Sequence[Question]

    @property
    def unanswered(self) -> list[Question]:
        """Return the questions that wait for an answer."""
        return [one for one in self.questions if one.answer is None]

    @property
    def given(self) -> int:
        """Return how many of the figures asked for are there, or said not to be collected."""
        return len(self.asked) - len(self.open)


def sheet_state(
    session: Session, part: Part, peers: Mapping[str, Sequence[Fraction]] | None = None
) -> SheetState:
    """Return how a member's sheet stands.

    ``peers`` are comparable members' accepted values, for the office alone: a member could try
    figures until it is asked whether they are far off, and so find the others' middle and spread.
    """
    set_ = queries.round_set(session, part.round)
    rows = queries.current_rows(session, [part.row.id]).get(part.row.id, {})
    half = Round.parse(part.round.half_year)
    sheets = queries.earlier_sheets(session, part.row.membership_id, half)
    sheets[half] = queries.sheet_from(half, rows)
    asked = asked_quantities(set_, part.row.asked)
    refused = hard_findings(set_, sheets, half)
    found = soft_findings(set_, sheets, half, peers or {})
    answers = {
        (one.finding, one.figures): one for one in queries.soft_answers(session, part.row.id)
    }
    return SheetState(
        set=set_,
        rows=rows,
        asked=asked,
        open=[one for one in asked if not is_answered(rows.get(one.id))],
        refused=refused,
        questions=[Question(one, answers.get((one.id, own_figures(one)))) for one in found],
    )


def is_answered(row: ValueRevision | None) -> bool:
    """Say whether a figure is there, or was said not to be collected."""
    return row is not None and bool(row.number or row.not_collected)


def own_figures(finding: Finding) -> str:
    """Return the member's own figures of a finding as text: an answer stands while they do."""
    return ";".join(f"{name}={number}" for name, number in finding.figures)


def peer_values(session: Session, part: Part, set_: IndicatorSet) -> dict[str, list[Fraction]]:
    """Return the accepted values of all members that have sent, by indicator, one's own included.

    For the office's checks: whether a figure is far off is asked by the office, if at all.
    """
    parts = [row for row in queries.parts_in(session, part.round.id) if row.submitted_at]
    histories = queries.history_of_figures(session, [row.membership_id for row in parts])
    half = Round.parse(part.round.half_year)
    mine = queries.current_rows(session, [part.row.id]).get(part.row.id, {})
    histories.setdefault(part.row.membership_id, {})[half] = queries.sheet_from(half, mine)
    return values_by_indicator(set_, histories, half)


def values_by_indicator(
    set_: IndicatorSet, histories: Sheets, half: Round
) -> dict[str, list[Fraction]]:
    """Return the accepted values of a round by indicator."""
    found: dict[str, list[Fraction]] = {code: [] for code in set_.indicators}
    for sheets in histories.values():
        if half not in sheets:
            continue
        for code, indicator in set_.indicators.items():
            one = value(set_, indicator, sheets, half)
            if isinstance(one, Value) and one.accepted:
                found[code].append(one.number)
    return found
