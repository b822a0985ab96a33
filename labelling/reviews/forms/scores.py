"""The form in which an assessor scores one part, and the one in which a team agrees on it."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Length, Optional

from assessments.editions.model import Edition, Part, Rubric, Steps
from assessments.rubric import band_reached
from labelling.core.errors import Invalid
from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, LineField, lazy
from labelling.reviews.fitting import CONFIDENCES, NOTES_LIMIT, TEXT_LIMIT, Piece
from labelling.reviews.forms.fields import SavedForm, VersionedForm, choices, text_area
from labelling.reviews.forms.statements import (
    Slot,
    entered_statements,
    fill_statements,
    slots,
    slots_of,
    statement_fields,
)
from labelling.reviews.models import AgreedScore, PartReview
from labelling.reviews.opinions import Judged
from labelling.reviews.statements import Kind

_PREFIX = "attribute-"
_MOST = 100
# No exponents: 1e999999999 is short, and as an exact number it takes the processor for hours.
_DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{0,9})?")
_QUOTIENT = re.compile(rf"{_DECIMAL.pattern}|[0-9]{{1,9}}/[0-9]{{1,9}}")
_CONFIDENCE_NAMES = {
    "high": lazy("Sure"),
    "medium": lazy("Fairly sure"),
    "low": lazy("Unsure"),
}


class PartReviewForm(SavedForm):
    """One part as one assessor judges it."""

    band = RadioField(
        lazy("What have you seen?"),
        coerce=str,
        validators=[Optional()],
        validate_choice=False,
        description=lazy("Choose the highest line of which you have seen every word."),
    )
    above = SelectField(
        lazy("On the way to the next line"),
        coerce=str,
        validators=[Optional()],
        validate_choice=False,
    )
    number = LineField(lazy("Score in percent"), validators=[Length(max=10)])
    overall = LineField(
        lazy("Overall, where it departs from the attributes"),
        validators=[Length(max=10)],
        description=lazy("Leave it blank to take what the attributes come to."),
    )
    overall_reason = text_area(
        lazy("Why it departs"),
        most=500,
        hint=lazy("Your colleagues read it when they compare."),
    )
    not_applicable = BooleanField(lazy("I confirm that this part does not apply"))
    cannot_judge = text_area(
        lazy("I cannot judge this part, because"),
        most=500,
        hint=lazy("For example: the evidence is in a language that you do not read."),
    )
    confidence = RadioField(
        lazy("How sure are you?"), coerce=str, validators=[Optional()], validate_choice=False
    )
    notes = text_area(
        lazy("My own notes"),
        most=NOTES_LIMIT,
        hint=lazy("Nobody else reads them, neither now nor later."),
    )

    def slots(self, kind: Kind) -> list[Slot]:
        """Return the fields of each statement of one kind."""
        return slots(self, kind)

    def attribute_fields(self) -> list[Any]:
        """Return the fields of the attributes, in the rubric's order."""
        return [field for name, field in self._fields.items() if name.startswith(_PREFIX)]

    def judged(self) -> Judged:
        """Return what was entered; raise Invalid for what is no number."""
        values = {
            field.name.removeprefix(_PREFIX): field.data
            for field in self.attribute_fields()
            if field.data
        }
        texts, marks = entered_statements(self)
        return Judged(
            score=None if values else self._score(),
            attributes={name: str(_decimal(value, name)) for name, value in values.items()},
            overall=_decimal(self.overall.data, "overall") if self.overall.data else None,
            overall_reason=(self.overall_reason.data or "").strip(),
            not_applicable=bool(self.not_applicable.data),
            cannot_judge=(self.cannot_judge.data or "").strip(),
            confidence=self.confidence.data or "",
            **texts,
            marks=marks,
            notes=self.notes.data or "",
        )

    def _score(self) -> Decimal | None:
        if self.number.data:
            return _decimal(self.number.data, "number")
        if not self.band.data:
            return None
        return _decimal(self.band.data, "band") + _decimal(self.above.data or "0", "above")

    def fill(self, rubric: Rubric, row: PartReview | None) -> None:
        """Show what was saved, with a fresh save id."""
        self.mark(row.version if row is not None else 0)
        if row is None:
            return
        if row.score is not None:
            band = band_reached(rubric, Fraction(row.score))
            if band is None:
                self.number.data = format(row.score, "f")
            else:
                self.band.data = str(band.value)
                self.above.data = str(int(row.score) - band.value)
        for field in self.attribute_fields():
            field.data = row.attributes.get(field.name.removeprefix(_PREFIX), "")
        self.overall.data = format(row.overall, "f") if row.overall is not None else ""
        self.overall_reason.data = row.overall_reason
        self.not_applicable.data = row.not_applicable
        self.cannot_judge.data = row.cannot_judge or ""
        self.confidence.data = row.confidence or ""
        self.notes.data = row.notes
        fill_statements(self, row)


def part_review_form(
    edition: Edition,
    part: Part,
    steps: Steps,
    *,
    pieces: Iterable[Piece] = (),
    row: PartReview | None = None,
) -> PartReviewForm:
    """Return the form of a part; with a field per attribute where the level allows them.

    There is room for as many statements as the level asks for, and for those that ``row`` has.
    """
    rubric = edition.rubrics[part.kind]
    fields = statement_fields(slots_of(steps, row), pieces, over_all=steps.statements_over_all)
    if steps.attributes:
        numbers = [("", ""), *((str(n), f"{n} %") for n in range(0, _MOST + 1, edition.step))]
        fields |= {
            f"{_PREFIX}{attribute.id}": SelectField(
                attribute.name,
                choices=choices(numbers),
                description=attribute.question,
                coerce=str,
                validators=[Optional()],
                validate_choice=False,
            )
            for attribute in rubric.attributes
        }
    form = cast("PartReviewForm", type("PartForm", (PartReviewForm,), fields)())
    form.band.choices = choices((str(band.value), band.name) for band in rubric.bands)
    form.above.choices = choices(
        (str(n), gettext("+ %(points)s points", points=n) if n else gettext("just this line"))
        for n in range(0, _widest_gap(rubric), edition.step)
    )
    form.confidence.choices = choices((key, str(_CONFIDENCE_NAMES[key])) for key in CONFIDENCES)
    return form


def _widest_gap(rubric: Rubric) -> int:
    values = [band.value for band in rubric.bands]
    return max((after - before for before, after in pairwise(values)), default=1)


def _decimal(text: str, field: str) -> Decimal:
    plain = text.strip().replace(",", ".")
    if not _DECIMAL.fullmatch(plain) or (number := Decimal(plain)) > _MOST:
        raise Invalid(lazy("Give a number from 0 to 100."), field=field)
    return number


class AgreedForm(VersionedForm):
    """What the team agrees on for one part."""

    score = LineField(lazy("Agreed score in percent"), validators=[Length(max=20)])
    not_applicable = BooleanField(lazy("This part does not apply"))
    reason = text_area(
        lazy("Why you agreed on this"),
        most=TEXT_LIMIT,
        hint=lazy("What each of you had seen, and what decided."),
    )
    strengths = text_area(lazy("Strengths, as the report says them"), most=TEXT_LIMIT)
    improvements = text_area(
        lazy("Areas for improvement, as the report says them"), most=TEXT_LIMIT
    )

    def agreed(self) -> Fraction | None:
        """Return the number exactly (57.5, 190/3); raise Invalid for what is none."""
        return None if self.not_applicable.data else exact(self.score.data or "")

    def fill(self, agreed: AgreedScore | None, suggestion: str, texts: Mapping[str, str]) -> None:
        """Show what was agreed; where nothing was, the mean and the assessors' texts."""
        self.version.data = str(agreed.version if agreed is not None else 0)
        if agreed is None:
            self.score.data = suggestion
            self.strengths.data = texts["strengths"]
            self.improvements.data = texts["improvements"]
            return
        self.score.data = written(agreed.score)
        self.not_applicable.data = agreed.not_applicable
        self.reason.data = agreed.reason
        self.strengths.data, self.improvements.data = agreed.strengths, agreed.improvements


def exact(entered: str) -> Fraction | None:
    """Return the number that was entered exactly (57.5, 190/3); None for nothing, or Invalid."""
    text = entered.replace(",", ".").replace("⁄", "/").replace(" ", "")
    if not text:
        return None
    try:
        number = Fraction(text.removesuffix(".")) if _QUOTIENT.fullmatch(text) else None
    except ZeroDivisionError:
        number = None
    if number is None or number > _MOST:
        raise Invalid(lazy("Give a number from 0 to 100."), field="score")
    return number


def written(number: Fraction | None) -> str:
    """Return a number as it can be entered again, exactly."""
    if number is None:
        return ""
    for decimals in range(4):
        scaled = number * 10**decimals
        if scaled.denominator == 1:
            return format(Decimal(scaled.numerator).scaleb(-decimals), "f")
    return str(number)


class DissentForm(Form):
    """An assessor who does not share the agreed score."""

    dissent = text_area(
        lazy("Your own view"),
        most=TEXT_LIMIT,
        hint=lazy("It is kept beside the agreed score and shown to those who decide."),
    )
