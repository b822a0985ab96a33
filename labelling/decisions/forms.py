"""Forms of decisions and changes: shape and wording of what people enter."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from wtforms import RadioField
from wtforms.validators import Length, StopValidation

from assessments.editions.model import Level
from labelling.core.errors import Refusal
from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, LinesField, lazy, tidy, without_control_characters
from labelling.decisions.actions.changing import PUBLIC_REASON_LIMIT, URGENT_REASON_LIMIT
from labelling.decisions.actions.preparing import BACK_LIMIT, TEXT_LIMIT
from labelling.decisions.conditions.forms import ConditionsForm
from labelling.decisions.models import LabelEventKind
from labelling.decisions.words import CHANGE_NAMES
from labelling.reviews.forms.fields import CHOOSE, DAY, DayField, choices, required, text_area
from labelling.reviews.models import Outcome

_LOWER = "lower_level:"


class _OneParagraphField(LinesField):
    """A text without line breaks, as the register and mails quote it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the text as one paragraph."""
        self.data = tidy(valuelist[0]) if valuelist else ""


class OutcomeForm(Form):
    """The outcomes that the agreed scores carry, as radios, none chosen beforehand."""

    outcome = RadioField(lazy("Outcome"), validators=[required(CHOOSE)])

    def offer(self, level: Level, reached: Sequence[Level], *, conditions: bool = True) -> None:
        """Offer the level applied for and those below it, as far as their rules hold.

        ``conditions`` says whether it can be awarded with conditions, too.
        """
        offered = []
        if level in reached:
            text = gettext("Award %(level)s", level=level.name)
            offered.append((Outcome.AWARDED.value, text))
            if conditions:
                text = gettext("Award %(level)s with conditions", level=level.name)
                offered.append((Outcome.WITH_CONDITIONS.value, text))
        for lower in reversed([one for one in reached if one != level]):
            text = gettext("Offer the lower level, %(level)s", level=lower.name)
            offered.append((_LOWER + lower.id, text))
        offered.append((Outcome.NOT_AWARDED.value, gettext("Do not award the label")))
        self.outcome.choices = choices(offered)

    @property
    def chosen(self) -> tuple[Outcome, str | None]:
        """Return the outcome, with the level where a lower one was chosen."""
        value = str(self.outcome.data)
        if value.startswith(_LOWER):
            return Outcome.LOWER_LEVEL, value.removeprefix(_LOWER)
        return Outcome(value), None


_CONDITIONS_FOR_NOTHING = lazy(
    "You wrote conditions. Choose the award with conditions, or empty their fields."
)


class PreparationForm(OutcomeForm, ConditionsForm):
    """What the office lays before the committee."""

    note = text_area(
        lazy("Note for the committee"),
        most=TEXT_LIMIT,
        hint=lazy("What you checked, and what the committee should look at."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields; a condition needs its day, and none is written for nothing."""
        is_valid = super().validate(extra_validators)
        if self.sets_conditions:
            return not self.lacks_day() and is_valid
        if self.filled and is_valid:
            self.outcome.errors = [str(_CONDITIONS_FOR_NOTHING)]
            return False
        return is_valid

    @property
    def sets_conditions(self) -> bool:
        """Say whether the proposal is an award with conditions."""
        return bool(self.outcome.data == Outcome.WITH_CONDITIONS.value)

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the field that it names, counted as the rows stand on the page."""
        refusal.field = self.field_of(refusal.field)
        super().refuse(refusal)


class DecisionForm(OutcomeForm):
    """What the committee decides."""

    reason = text_area(
        lazy("Reason for the organisation"),
        most=TEXT_LIMIT,
        needed=True,
        hint=lazy("The organisation reads it; it is never public. Name no scores."),
    )
    private_reason = text_area(
        lazy("Private reason"),
        most=TEXT_LIMIT,
        hint=lazy("For the committee and the office alone."),
    )


class SendBackForm(Form):
    """Why a preparation goes back to the office."""

    back_reason = text_area(lazy("What is missing or wrong"), most=BACK_LIMIT, needed=True)


def _needs_day(_form: Form, field: Any) -> None:
    if field.data is None and not field.errors:
        raise StopValidation(str(DAY))


class ChangeForm(Form):
    """A change of a label's standing."""

    kind = RadioField(lazy("What is to happen"), validators=[required(CHOOSE)])
    effective_on = DayField(
        lazy("From which day"),
        validators=[_needs_day],
        description=lazy("Today or later. On a day with a change the worse state counts."),
    )
    public_reason = _OneParagraphField(
        lazy("Public reason"),
        validators=[
            required(),
            Length(max=PUBLIC_REASON_LIMIT),
            without_control_characters,
        ],
        description=lazy("Everyone reads it in the register for years. Name no persons."),
    )
    private_reason = text_area(
        lazy("Private reason"),
        most=TEXT_LIMIT,
        hint=lazy(
            "For those who decide and for the holder’s owners, who are asked about it: what "
            "happened, with dates and letters. Nobody else reads it."
        ),
    )
    urgent_reason = text_area(
        lazy("Why it is urgent"),
        most=URGENT_REASON_LIMIT,
        hint=lazy(
            "Only where a suspension or a revocation cannot wait until the holder was heard. It is "
            "decided at once then, and the holder is heard afterwards."
        ),
    )

    def offer(self, kinds: Iterable[LabelEventKind], today: date) -> None:
        """Offer the changes that are possible, and today as their day."""
        self.kind.choices = choices((kind.value, str(CHANGE_NAMES[kind])) for kind in kinds)
        if not self.effective_on.raw_data:
            self.effective_on.data = today

    def prefill(self, kind: LabelEventKind, public_reason: str) -> None:
        """Begin a form that nothing was entered in yet with a change and its public reason."""
        if self.kind.raw_data is None:
            self.kind.data, self.public_reason.data = kind.value, public_reason

    @property
    def chosen(self) -> LabelEventKind:
        """Return the change that was chosen."""
        return LabelEventKind(self.kind.data)
