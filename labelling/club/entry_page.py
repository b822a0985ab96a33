"""The sheet of a round as a page shows it: a box for each figure, what stands beside it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from benchmarking.figures import Sheet, collected
from benchmarking.indicators.model import Indicator, IndicatorSet, Quantity, Unit
from benchmarking.rounds import Round
from benchmarking.validation.finding import Finding
from benchmarking.validation.given import Given
from labelling.club.actions.entering import Figure, Outcome
from labelling.club.models import ValueRevision
from labelling.club.offers import Offer
from labelling.club.reasons import reason, shown
from labelling.club.sets import by_group, uses
from labelling.club.sparks import Spark, spark_of
from labelling.club.standing import SheetState
from labelling.core import i18n
from labelling.core.errors import BadRequest, Invalid
from labelling.core.i18n import gettext
from labelling.core.web.forms import tidy, tidy_lines
from labelling.organisations.numbers import canonical, read_decimal

Typed = tuple[str, str, str, str, bool]
"""Number, unit, grade, note and “not collected”, as they stand in the fields."""
_NOTHING: Typed = ("", "", "", "", False)


@dataclass(slots=True)
class Box:
    """One figure on the page: what stands in its fields, and what is said of it."""

    quantity: Quantity
    unit: Unit
    made_of_it: Sequence[Indicator] = ()
    typed: Typed = _NOTHING
    revision: int = 0
    shown: str = ""
    last: str = ""
    same_half: str = ""
    spark: Spark | None = None
    offer: Offer | None = None
    says: list[str] = field(default_factory=list)
    error: str = ""
    theirs: ValueRevision | None = None

    @property
    def name(self) -> str:
        """Return the quantity's id, by which its fields are named."""
        return self.quantity.id

    @property
    def is_open(self) -> bool:
        """Say whether neither a figure nor “not collected” stands there."""
        return not self.typed[0] and not self.typed[4]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together."""

    name: str
    boxes: list[Box]

    @property
    def given(self) -> int:
        """Return how many are there, or said not to be collected."""
        return sum(not one.is_open for one in self.boxes)

    @property
    def is_finished(self) -> bool:
        """Say whether nothing waits here: every figure given, none wrong, nothing said of any."""
        return all(not (one.is_open or one.error or one.theirs or one.says) for one in self.boxes)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the fields: what was sent earlier, and what is known from elsewhere.

    ``offers`` are figures that the member can take over, ``known`` those of earlier rounds that
    it did not send but has in its fact sheet.
    """

    earlier: Mapping[Round, Sheet]
    offers: Mapping[str, Offer]
    known: Mapping[Round, Mapping[str, Fraction]]


def groups(state: SheetState, asked: Sequence[str], half: Round, beside: Beside) -> list[Group]:
    """Return the sheet as it is kept, in the order of the set."""
    used = uses(state.set, asked)
    told = said(state.set, [*state.refused, *(one.finding for one in state.unanswered)])
    return [
        Group(
            name,
            [
                _box(state, quantity, used.get(quantity.id, ()), half, beside, told)
                for quantity in quantities
            ],
        )
        for name, quantities in by_group(state.set, asked)
    ]


def _box(  # noqa: PLR0917 (what stands beside a figure comes from many places)
    state: SheetState,
    quantity: Quantity,
    used: Sequence[Indicator],
    half: Round,
    beside: Beside,
    told: Mapping[str, list[str]],
) -> Box:
    row = state.rows.get(quantity.id)
    past = {
        round_: number
        for round_, sheet in sorted(beside.earlier.items())
        if (number := collected(state.set, sheet, quantity.id)) is not None
    }
    box = Box(
        quantity,
        state.set.units[quantity.unit],
        made_of_it=used,
        last=_told(past, beside.known, half.previous, quantity.id),
        same_half=_told(past, beside.known, half.year_before, quantity.id),
        spark=spark_of(past),
        says=told.get(quantity.id, []),
    )
    if row is not None:
        box.typed, box.revision = typed_of(row), row.revision
        box.shown = read_back(row.number)
    if box.is_open:
        box.offer = beside.offers.get(quantity.id)
    return box


def _told(
    past: Mapping[Round, Fraction],
    known: Mapping[Round, Mapping[str, Fraction]],
    round_: Round,
    quantity: str,
) -> str:
    if round_ in past:
        return shown(past[round_])
    number = known.get(round_, {}).get(quantity)
    return "" if number is None else gettext("%(number)s (fact sheet)", number=shown(number))


def typed_of(row: ValueRevision) -> Typed:
    """Return a kept figure as its reader would type it: their decimal mark, no grouping."""
    mark = i18n.locale().number_symbols["latn"]["decimal"]
    return (row.number.replace(".", mark), row.unit, row.grade, row.note, row.not_collected)


def read_back(number: str) -> str:
    """Return a kept number as it is printed: grouped."""
    return i18n.format_number(Decimal(number)) if number else ""


def said(set_: IndicatorSet, findings: Sequence[Finding]) -> dict[str, list[str]]:
    """Return what checks say, by the quantity beside which it stands."""
    found: dict[str, list[str]] = {}
    for finding in findings:
        found.setdefault(_place(set_, finding), []).append(reason(set_, finding))
    return found


def _place(set_: IndicatorSet, finding: Finding) -> str:
    """Return the quantity beside which a finding is told."""
    if finding.subject in set_.quantities:
        return finding.subject
    if finding.subject in set_.indicators:
        terms = set_.terms(set_.indicators[finding.subject])
        return next((one.quantity for one in terms if not one.previous), terms[0].quantity)
    return finding.compared[0].removeprefix("-").removesuffix("@previous")


def boxes(sheet: Sequence[Group]) -> Iterator[Box]:
    """Yield every box of the sheet."""
    for group in sheet:
        yield from group.boxes


def first_open(sheet: Sequence[Group]) -> Box | None:
    """Return the first box that waits for a figure."""
    return next((box for box in boxes(sheet) if box.is_open), None)


def base_of(sheet: Sequence[Group]) -> str:
    """Return, for the form, what its boxes started from: revision and fields, by name."""
    found = {box.name: [box.revision, *box.typed] for box in boxes(sheet)}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def touched(
    quantities: Sequence[Quantity], sent: Mapping[str, str], base: str, without: str = ""
) -> list[tuple[str, Typed, int]]:
    """Return what differs from what its box started from: (quantity, fields, revision).

    ``without`` names a figure whose newer value is taken as it is. Raises BadRequest for a base
    that we did not write.
    """
    started = _read_base(base)
    found = []
    for quantity in quantities:
        name = quantity.id
        if f"number.{name}" not in sent or name == without:
            continue
        revision, before = started.get(name, (0, _NOTHING))
        now: Typed = (
            sent[f"number.{name}"].strip(),
            sent.get(f"unit.{name}", "").strip(),
            sent.get(f"grade.{name}", "").strip(),
            tidy(tidy_lines(sent.get(f"note.{name}"))),
            f"none.{name}" in sent,
        )
        if now != before:
            found.append((name, now, revision))
    return found


def _read_base(base: str) -> dict[str, tuple[int, Typed]]:
    try:
        found: Any = json.loads(base or "{}")
        return {
            str(name): (int(revision), (str(number), str(unit), str(grade), str(note), bool(none)))
            for name, (revision, number, unit, grade, note, none) in found.items()
        }
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise BadRequest from None


def figure_of(quantity: str, typed: Typed, revision: int) -> Figure:
    """Return a figure as people typed it, in the form in which it is kept. Raises Invalid."""
    number, unit, grade, note, none = typed
    plain = canonical(read_decimal(number)) if number else ""
    return Figure(
        quantity,
        Given(number=plain, unit=unit, grade=grade, note=note),
        not_collected=none,
        revision=revision,
    )


def figures_of(changed: Sequence[tuple[str, Typed, int]], outcome: Outcome) -> list[Figure]:
    """Return the figures that could be read; note the others as faults."""
    found = []
    for name, typed, revision in changed:
        try:
            found.append(figure_of(name, typed, revision))
        except Invalid as refusal:
            outcome.faults[name] = refusal
    return found


def put_back(
    sheet: Sequence[Group], changed: Sequence[tuple[str, Typed, int]], outcome: Outcome
) -> None:
    """Show what was entered and could not be saved, each with the reason."""
    typed = {name: fields for name, fields, _ in changed}
    for box in boxes(sheet):
        if box.name in outcome.faults:
            box.error = outcome.faults[box.name].sentence
        if box.name in outcome.conflicts:
            box.theirs = outcome.conflicts[box.name]
        if box.name in outcome.faults or box.name in outcome.conflicts:
            box.typed = typed[box.name]
