"""Forms of applications: shape and wording of what people enter."""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from assessments.editions.model import Part
from labelling.applications.actions import Content
from labelling.applications.eligibility import RuleStanding
from labelling.applications.models import Answer, EligibilityFinding, Step
from labelling.core.i18n import gettext
from labelling.core.web.forms import (
    Form,
    LineField,
    LinesField,
    lazy,
    whole_number,
    without_control_characters,
)
from labelling.organisations.forms import DayField, FileForm, PaperForm

_FILL_IN = lazy("Fill this in.")
_CHOOSE = lazy("Choose one.")
_DAY = lazy("Write the day as three numbers, for example 30 11 2026.")
YES, NO, DEROGATION = "yes", "no", "derogation"


def _required(text: str = _FILL_IN) -> InputRequired:
    return InputRequired(message=text)


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return choices for a field from values and their texts."""
    return [SelectChoice(value, text) for value, text in pairs]


def _needs_day(_form: Form, field: Any) -> None:
    if field.data is None and not field.errors:
        raise StopValidation(str(_DAY))


class CallForm(Form):
    """A call to be opened."""

    title = LineField(
        lazy("Title"),
        validators=[_required(), Length(max=200), without_control_characters],
        description=lazy("As applicants see it, for example “Spring 2027”."),
    )
    edition_id = SelectField(lazy("Edition"), validators=[_required(_CHOOSE)])
    levels = SelectMultipleField(lazy("Levels"), validators=[_required(_CHOOSE)])
    opens_on = DayField(lazy("First day"), validators=[_needs_day])
    closes_on = DayField(
        lazy("Last day"),
        validators=[Optional()],
        description=lazy("Leave it blank for a call that is open all year."),
    )


class StartForm(Form):
    """An application to be started, with the terms accepted."""

    organisation_id = SelectField(lazy("Organisation"))
    choice = RadioField(lazy("Level"), validators=[_required(_CHOOSE)])
    authorised_name = LineField(
        lazy("Authorised person"),
        validators=[_required(), Length(max=200), without_control_characters],
        description=lazy("Who may sign for the organisation, as written in its papers."),
    )
    authorised_function = LineField(
        lazy("Function"),
        validators=[_required(), Length(max=200), without_control_characters],
        description=lazy("For example managing director or chair of the board."),
    )
    terms = HiddenField()
    accepted = BooleanField(
        lazy("The authorised person has read the terms and accepts them for the organisation."),
        validators=[_required(lazy("Without accepting the terms no application can start."))],
    )


class WithdrawForm(Form):
    """An application taken back."""

    reason = LinesField(
        lazy("Reason"),
        validators=[Length(max=1000)],
        description=lazy("The office reads it. You may leave it blank."),
    )
    sure = BooleanField(
        lazy("I know that the application cannot be revived."),
        validators=[_required(lazy("Confirm that the application should end."))],
    )


class SubmitForm(Form):
    """The confirmation before submitting."""

    sure = BooleanField(
        lazy("What we submit is true to the best of our knowledge, and may be frozen."),
        validators=[_required(lazy("Confirm this before you submit."))],
    )


def _band(value: Any) -> int | None:
    return int(value) if str(value or "").lstrip("-").isdigit() else None


class AnswerForm(Form):
    """An answer, with the version that it started from."""

    band = RadioField(
        lazy("How far are you?"),
        coerce=_band,
        validate_choice=False,
        description=lazy("Choose the highest line of which every word is true."),
    )
    text = LinesField(
        lazy("What you do, and how you know that it works"),
        description=lazy(
            "Who did what, when, with whom, and what changed. In English or your own language."
        ),
    )
    not_applicable = BooleanField(lazy("This part does not apply to us"))
    reason = LinesField(lazy("Why it does not apply"))
    version = HiddenField()
    save_id = HiddenField()
    follows = HiddenField()

    def fill(self, answer: Answer | None) -> None:
        """Show what was saved, with a fresh save id."""
        self.save_id.data = str(uuid4())
        self.version.data = str(answer.version if answer is not None else 0)
        if answer is not None:
            self.band.data, self.text.data = answer.band, answer.text
            self.not_applicable.data = answer.not_applicable is not None
            self.reason.data = answer.not_applicable or ""

    def content(self, part: Part) -> Content:
        """Return what was written; that a part does not apply only where the edition allows it."""
        applies_not = bool(self.not_applicable.data and part.may_not_apply)
        reason = (self.reason.data or "").strip() if applies_not else None
        return Content(self.band.data, self.text.data or "", reason)

    def started_from(self) -> int:
        """Return the version that the writer saw; 0 for none."""
        return whole_number(self.version.data)

    def save_ids(self) -> tuple[UUID, tuple[UUID, ...]]:
        """Return the id of this save, and of those whose answer never reached the writer."""
        follows = (self.follows.data or "").split(",")[:50]
        return _uuid(self.save_id.data) or uuid4(), tuple(filter(None, map(_uuid, follows)))


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID((text or "").strip())
    except ValueError:
        return None


class CiteForm(Form):
    """A piece of the library to be cited."""

    evidence = RadioField(lazy("Piece of evidence"), validators=[_required(_CHOOSE)])
    pages = LineField(
        lazy("Pages"),
        validators=[Length(max=100), without_control_characters],
        description=lazy("Where to look, for example 4–11 or table 3."),
    )


class CitationForm(Form):
    """The pages of a piece that is cited; ``seen`` are those that the page started from."""

    pages = CiteForm.pages
    seen = HiddenField()


class UploadForm(FileForm):
    """A new file for the library, cited at once."""

    pages = CiteForm.pages


class SeenForm(PaperForm):
    """A paper that is shown on the visit only, cited at once."""

    pages = CiteForm.pages


def declarations_form(standings: Sequence[RuleStanding]) -> Form:
    """Return a form with a yes or no, and a line of explanation, for each rule."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for standing in standings:
        rule = standing.rule
        if standing.is_declared:
            fields[f"holds-{rule.id}"] = RadioField(
                rule.text,
                choices=options([(YES, gettext("Yes")), (NO, gettext("No"))]),
                validators=[Optional()],
            )
        fields[f"explanation-{rule.id}"] = LinesField(
            _explanation_label(standing), validators=[Length(max=500)]
        )
        if standing.declared is not None:
            data[f"holds-{rule.id}"] = YES if standing.declared.holds else NO
            data[f"explanation-{rule.id}"] = standing.declared.explanation
    return cast("Form", type("DeclarationsForm", (Form,), fields)(data=data))


def _explanation_label(standing: RuleStanding) -> str:
    if standing.is_declared:
        return gettext("If not: why?")
    return gettext("Reason for a derogation")


def eligibility_form(
    standings: Sequence[RuleStanding], found: dict[str, EligibilityFinding]
) -> Form:
    """Return a form with what the officer finds of each rule, and the outcome."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for standing in standings:
        rule = standing.rule
        choices = [(YES, gettext("Holds")), (NO, gettext("Does not hold"))]
        if rule.derogation is not None:
            choices.append((DEROGATION, gettext("Accepted by derogation")))
        fields[f"holds-{rule.id}"] = RadioField(
            gettext("Finding"), choices=options(choices), validators=[Optional()]
        )
        fields[f"reason-{rule.id}"] = LineField(gettext("Reason"), validators=[Length(max=1000)])
        finding = found.get(rule.id)
        if finding is not None:
            data[f"holds-{rule.id}"] = _found(finding)
            data[f"reason-{rule.id}"] = finding.reason
    return cast("Form", type("EligibilityForm", (Form,), fields)(data=data))


def _found(finding: EligibilityFinding) -> str:
    if finding.derogation:
        return DEROGATION
    return YES if finding.holds else NO


class ReturnForm(Form):
    """An application given back with a message."""

    message = LinesField(
        lazy("What should the organisation do?"),
        validators=[_required(), Length(max=2000)],
        description=lazy("The organisation reads this, word for word."),
    )
    day = DayField(lazy("New last day for submitting"), validators=[_needs_day])


class RefuseForm(Form):
    """An application refused."""

    message = LinesField(
        lazy("Reason for the refusal"),
        validators=[_required(), Length(max=2000)],
        description=lazy("The organisation reads this, word for word. It is never public."),
    )


class DeadlineForm(Form):
    """A later date for a step."""

    step = SelectField(lazy("Step"), coerce=Step, validators=[_required(_CHOOSE)])
    day = DayField(lazy("New date"), validators=[_needs_day])
    reason = LineField(
        lazy("Reason"),
        validators=[_required(), Length(max=500), without_control_characters],
        description=lazy("It stands in the record of the application."),
    )
