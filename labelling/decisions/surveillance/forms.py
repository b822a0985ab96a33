"""Forms of surveillance: what holders, officers and strangers enter, in shape and words."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, FileField, RadioField, SelectMultipleField
from wtforms.validators import Length, Optional, ValidationError

from assessments.editions.model import EligibilityRule
from labelling.applications.eligibility import Declared
from labelling.core.errors import Invalid
from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, LineField, LinesField, lazy, without_control_characters
from labelling.decisions.proofs import Piece
from labelling.decisions.surveillance.actions import Agreed, Seen, Told
from labelling.decisions.surveillance.limits import SHORT_LIMIT, TEXT_LIMIT
from labelling.decisions.surveillance.models import MisuseOutcome, NoticeKind
from labelling.decisions.surveillance.words import NOTICE_NAMES, OUTCOME_NAMES
from labelling.decisions.trap import OpenForm
from labelling.organisations.numbers import read_decimal
from labelling.reviews.forms.fields import (
    CHOOSE,
    DAY,
    DayField,
    as_uuid,
    choices,
    required,
    text_area,
)

YES, NO = "yes", "no"


class NumberField(LineField):
    """A number as people write it; ``number`` is what it says, None for a blank."""

    def __init__(self, *args: Any, whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number: Decimal | None = None
        self._whole = whole

    def pre_validate(self, form: Any) -> None:
        """Read the number; refuse what is none."""
        if not self.data:
            return
        try:
            self.number = read_decimal(self.data)
        except Invalid as refusal:
            raise ValidationError(refusal.sentence) from None
        if self._whole and self.number != self.number.to_integral_value():
            raise ValidationError(gettext("This is a whole number, without decimals."))
        if not 0 <= self.number <= 1_000_000:  # noqa: PLR2004 (more than any cluster has)
            raise ValidationError(gettext("Write a number from 0 to 1000000."))


def _needs_day(_form: Form, field: Any) -> None:
    if field.data is None and not field.errors:
        raise ValidationError(str(DAY))


class NoticeForm(Form):
    """A change that the holder reports."""

    kind = RadioField(lazy("What has changed"), validators=[required(CHOOSE)])
    happened_on = DayField(
        lazy("The day on which it happened"),
        validators=[_needs_day],
        description=lazy("For example 30 9 2026. A report that comes late is taken all the same."),
    )
    members_joined = NumberField(lazy("Members that joined"), whole=True)
    members_left = NumberField(lazy("Members that left"), whole=True)
    figure_now = NumberField(lazy("Members, or full-time posts, now"))
    text = text_area(
        lazy("What happened"),
        most=TEXT_LIMIT,
        needed=True,
        hint=lazy("What it means for the office and its services. Name no persons."),
    )
    evidence = SelectMultipleField(lazy("Evidence from your library"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = choices((one.value, str(name)) for one, name in NOTICE_NAMES.items())

    def offer(self, pieces: Sequence[Piece]) -> None:
        """Offer these pieces of evidence."""
        self.evidence.choices = choices((str(piece.evidence_id), piece.title) for piece in pieces)

    @property
    def told(self) -> Told:
        """Return what was entered; raise Invalid without a day."""
        if self.happened_on.data is None:
            raise Invalid(DAY, field="happened_on")
        joined, left = self.members_joined.number, self.members_left.number
        pieces = [as_uuid(key) for key in self.evidence.data or ()]
        return Told(
            kind=NoticeKind(self.kind.data),
            happened_on=self.happened_on.data,
            text=self.text.data or "",
            members_joined=int(joined) if joined is not None else None,
            members_left=int(left) if left is not None else None,
            figure_now=self.figure_now.number,
            evidence=[piece for piece in pieces if piece is not None],
        )


class SayForm(Form):
    """An answer of the holder."""

    text = text_area(
        lazy("Your answer"),
        most=TEXT_LIMIT,
        needed=True,
        hint=lazy("What you do about it, and by when."),
    )


class StepForm(Form):
    """What the office does next: one of several steps, with its text and perhaps a day."""

    step = RadioField(lazy("What comes next"), validators=[required(CHOOSE)])
    text = text_area(lazy("Text"), most=TEXT_LIMIT, needed=True)
    due_on = DayField(lazy("By which day"))

    def offer(self, steps: Iterable[tuple[str, str]]) -> None:
        """Offer these steps."""
        self.step.choices = choices(steps)

    def needs_day(self, steps: Iterable[str]) -> bool:
        """Ask for the day where the chosen step needs one; say whether it is there."""
        if self.step.data in steps and self.due_on.data is None:
            self.due_on.errors = [*self.due_on.errors, str(DAY)]
            return False
        return True


class LinkForm(Form):
    """Which label a report is about."""

    number = LineField(lazy("Number of the label"), validators=[required(), Length(max=40)])


class CloseForm(Form):
    """How a report of misuse ends."""

    outcome = RadioField(lazy("Outcome"), validators=[required(CHOOSE)])
    close_text = text_area(lazy("Why, for the file"), most=TEXT_LIMIT, needed=True)
    tell = BooleanField(lazy("Write the outcome to the address that the reporter left"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.outcome.choices = choices(
            (one.value, str(name)) for one, name in OUTCOME_NAMES.items()
        )

    @property
    def chosen(self) -> MisuseOutcome:
        """Return the outcome that was chosen."""
        return MisuseOutcome(self.outcome.data)


class MisuseForm(OpenForm):
    """What anybody has seen of a wrong use of the mark."""

    text = text_area(
        lazy("What did you see?"),
        most=TEXT_LIMIT,
        needed=True,
        hint=lazy("Name no persons. Do not write who you are."),
    )
    about = LineField(
        lazy("Who uses the mark?"),
        validators=[Length(max=200), without_control_characters],
        description=lazy("The name of the organisation or firm."),
    )
    number = LineField(
        lazy("Number of the label"),
        validators=[Length(max=40), without_control_characters],
        description=lazy("If one is shown, such as CE-2026-0417-R."),
    )
    place = LineField(
        lazy("Where is it to be seen?"),
        validators=[Length(max=500), without_control_characters],
        description=lazy("The address of a page, a fair, a leaflet."),
    )
    seen_on = DayField(lazy("When did you see it?"), validators=[Optional()])
    file = FileField(lazy("A picture or a PDF"))
    email = LineField(
        lazy("E-mail address"),
        validators=[Length(max=320)],
        description=lazy(
            "Only if you want one mail with the outcome. It is shown to nobody and deleted then."
        ),
    )

    @property
    def seen(self) -> Seen:
        """Return what was entered."""
        return Seen(
            text=self.text.data or "",
            place=self.place.data or "",
            about=self.about.data or "",
            number=self.number.data or "",
            seen_on=self.seen_on.data,
            email=self.email.data or "",
        )


def confirmation_form(rules: Sequence[EligibilityRule]) -> "ConfirmationForm":
    """Return the form of a yearly confirmation that asks for these rules."""
    fields: dict[str, Any] = {}
    for rule in rules:
        fields[f"rule-{rule.id}"] = _yes_or_no(lazy("Does this hold?"))
        fields[f"why-{rule.id}"] = _why(500)
    kind = type("RulesForm", (ConfirmationForm,), fields)
    form: ConfirmationForm = kind()
    return form


def _yes_or_no(label: str) -> RadioField:
    return RadioField(
        label,
        choices=choices([(YES, lazy("Yes")), (NO, lazy("No"))]),
        validators=[required(CHOOSE)],
    )


def _why(most: int) -> LinesField:
    return LinesField(lazy("If not: what is so, and what you do about it"), [Length(max=most)])


class ConfirmationForm(Form):
    """The holder's yearly word: rules, conditions, mark."""

    conditions = _yes_or_no(lazy("Are all conditions of the label and of the contract kept?"))
    conditions_note = _why(SHORT_LIMIT)
    mark = _yes_or_no(lazy("Is the mark used by the rules?"))
    mark_note = _why(SHORT_LIMIT)
    facts = BooleanField(
        lazy("The fact sheet and the list of members are up to date."),
        validators=[required(lazy("Bring them up to date, then tick this."))],
    )

    def rule(self, rule_id: str) -> tuple[Any, Any]:
        """Return the two fields of a rule."""
        return self._fields[f"rule-{rule_id}"], self._fields[f"why-{rule_id}"]

    def agreed(self, rules: Sequence[EligibilityRule]) -> Agreed:
        """Return what was entered."""
        said = {}
        for rule in rules:
            holds, why = self.rule(rule.id)
            said[rule.id] = Declared(holds.data == YES, why.data or "")
        return Agreed(
            rules=said,
            conditions=Declared(self.conditions.data == YES, self.conditions_note.data or ""),
            mark=Declared(self.mark.data == YES, self.mark_note.data or ""),
        )
