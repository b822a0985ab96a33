"""Forms of complaints: the open one, and those of whoever deals with it."""

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Length

from labelling.core.web.forms import Form, LineField, lazy, without_control_characters
from labelling.decisions.clocks.dates import REASON_LIMIT
from labelling.decisions.clocks.spans import CLOCK_NAMES, COMPLAINT, Clock
from labelling.decisions.complaints.actions import ANSWER_LIMIT, NAME_LIMIT, TEXT_LIMIT, Told
from labelling.decisions.complaints.models import ComplaintOutcome, Concern
from labelling.decisions.complaints.words import CONCERN_NAMES, OUTCOME_NAMES
from labelling.decisions.trap import OpenForm
from labelling.reviews.forms.fields import CHOOSE, DayField, choices, required, text_area


class ComplaintForm(OpenForm):
    """What anybody can send."""

    concern = RadioField(
        lazy("What it is about"),
        choices=lambda: choices((key.value, str(name)) for key, name in CONCERN_NAMES.items()),
        validators=[required(CHOOSE)],
    )
    number = LineField(
        lazy("Number of the label"),
        validators=[Length(max=40)],
        description=lazy("If it is about one, for example CE-2026-0417-R."),
    )
    text = text_area(
        lazy("What happened"),
        most=TEXT_LIMIT,
        needed=True,
        hint=lazy("When, who, what you have that shows it. You need not say who you are."),
    )
    name = LineField(
        lazy("Your name"), validators=[Length(max=NAME_LIMIT), without_control_characters]
    )
    email = LineField(
        lazy("Your e-mail address"),
        validators=[Length(max=320)],
        description=lazy("For a note when there is something to read. Kept sealed."),
    )
    may_be_named = BooleanField(lazy("You may name me to those whom it concerns."))

    @property
    def told(self) -> Told:
        """Return what was written."""
        return Told(
            concern=Concern(self.concern.data),
            text=self.text.data or "",
            number=self.number.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            may_be_named=bool(self.may_be_named.data),
        )


class DismissalForm(Form):
    """Why a complaint cannot be dealt with."""

    why_not = text_area(
        lazy("Why we cannot deal with it"),
        most=ANSWER_LIMIT,
        needed=True,
        hint=lazy("The complainer reads it. Say who can, if somebody can."),
    )


class AnswerForm(Form):
    """What was found."""

    outcome = RadioField(
        lazy("What you found"),
        choices=lambda: choices((key.value, str(name)) for key, name in OUTCOME_NAMES.items()),
        validators=[required(CHOOSE)],
    )
    heard = text_area(
        lazy("What those concerned said"),
        most=ANSWER_LIMIT,
        needed=True,
        hint=lazy("Whom you heard, when, and what they said. The complainer does not read it."),
    )
    answer = text_area(
        lazy("Answer to the complainer"),
        most=ANSWER_LIMIT,
        needed=True,
        hint=lazy("With reasons. Name no persons, and nothing that is not public."),
    )

    @property
    def chosen(self) -> ComplaintOutcome:
        """Return the outcome."""
        return ComplaintOutcome(self.outcome.data)


class ExtensionForm(Form):
    """A later date for a step."""

    step = SelectField(
        lazy("Step"),
        choices=lambda: choices((step.value, str(CLOCK_NAMES[step])) for step in COMPLAINT),
    )
    day = DayField(lazy("New last day"))
    extend_reason = text_area(
        lazy("Reason for the new date"),
        most=REASON_LIMIT,
        needed=True,
        hint=lazy("The complainer reads it."),
    )

    @property
    def chosen(self) -> Clock:
        """Return the step."""
        return Clock(self.step.data)
