"""Forms of calibration: the parts of a practice case, and what a scheme asks."""

from typing import Any

from wtforms import BooleanField, DecimalField, IntegerField, RadioField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange, Optional

from assessments.editions import Edition
from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, lazy
from labelling.reviews.calibration.actions import Given
from labelling.reviews.calibration.cases import PracticeCase
from labelling.reviews.calibration.models import RuleOutcome
from labelling.reviews.forms.fields import choices, text_area
from labelling.reviews.forms.fields import required as needed


def score_field(place: int) -> str:
    """Return the name of a part's percentage, by its place in the case."""
    return f"score_{place}"


def reason_field(place: int) -> str:
    """Return the name of a part's reason, by its place in the case."""
    return f"reason_{place}"


def case_form(case: PracticeCase, edition: Edition) -> Form:
    """Return a form with a percentage and a reason for each part of a case."""
    scores = [("", gettext("not scored yet"))]
    scores += [(str(score), f"{score} %") for score in range(0, 101, edition.step)]
    fields: dict[str, Any] = {}
    for place in range(len(case.parts)):
        fields[score_field(place)] = SelectField(
            lazy("Percentage"), choices=choices(scores), validators=[Optional()]
        )
        fields[reason_field(place)] = text_area(lazy("Why, in a sentence"), most=1000)
    made: Form = type("CaseForm", (Form,), fields)()
    return made


def given(form: Form, case: PracticeCase) -> dict[str, Given]:
    """Return what was entered, by part."""
    return {
        part.part: Given(
            int(form[score_field(place)].data) if form[score_field(place)].data else None,
            form[reason_field(place)].data or "",
        )
        for place, part in enumerate(case.parts)
    }


class RuleForm(Form):
    """What an edition asks of assessors before live panels."""

    required = BooleanField(lazy("Only assessors who are cleared can be invited to live panels"))
    agreement = DecimalField(
        lazy("Agreement with the reference, at least"),
        places=2,
        validators=[needed(), NumberRange(0, 1, lazy("Write a number from 0 to 1."))],
        description=lazy("Weighted kappa: 1 is full agreement. 0.60 is usual."),
    )
    lean = IntegerField(
        lazy("Lean in either direction, at most"),
        validators=[needed(), NumberRange(0, 100, lazy("Write a number from 0 to 100."))],
        description=lazy("In percentage points, on average. 10 is usual."),
    )
    months = IntegerField(
        lazy("A clearance counts for so many months"),
        validators=[needed(), NumberRange(1, 36, lazy("Write a number from 1 to 36."))],
    )


class AnswerForm(Form):
    """What the second person says of a proposed rule."""

    outcome = RadioField(
        lazy("Your answer"),
        choices=[
            SelectChoice(RuleOutcome.IN_FORCE.value, lazy("Put it into force")),
            SelectChoice(RuleOutcome.SENT_BACK.value, lazy("Send it back")),
        ],
        validators=[needed()],
    )
    reason = text_area(lazy("Reason, where you send it back"), most=1000)
