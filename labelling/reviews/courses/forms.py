"""Forms of courses: questions of a module, who trained whom, and a certificate to check."""

from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from labelling.core.web.forms import Form, LineField, lazy
from labelling.reviews.courses.library import Module, spoken
from labelling.reviews.forms.fields import CHOOSE, DayField, choices, required


def question_field(place: int) -> str:
    """Return the name of a question, by its place in the module."""
    return f"question_{place}"


def module_form(module: Module) -> Form:
    """Return a form with the questions of a module."""
    fields: dict[str, Any] = {
        question_field(place): RadioField(
            spoken(question.text),
            choices=choices(
                (str(at), spoken(option.text)) for at, option in enumerate(question.options)
            ),
            validators=[Optional()],
        )
        for place, question in enumerate(module.questions)
    }
    made: Form = type("ModuleForm", (Form,), fields)()
    return made


def chosen(form: Form, module: Module) -> list[int | None]:
    """Return the places of the chosen answers, None where there is none."""
    answers = [form[question_field(place)].data for place in range(len(module.questions))]
    return [int(one) if one else None for one in answers]


class TrainingForm(Form):
    """Who trained which office, when, in which course."""

    email = LineField(
        lazy("E-mail address of the trainer"),
        validators=[required(), Length(max=320)],
        description=lazy("The one with which the trainer signs in here."),
    )
    organisation = SelectField(
        lazy("Organisation whose office was trained"), coerce=UUID, validators=[required(CHOOSE)]
    )
    course = SelectField(lazy("Course"), validators=[required(CHOOSE)])
    held_on = DayField(lazy("Day"), validators=[required()])


class NumberForm(Form):
    """The certificate that somebody wants to check."""

    number = LineField(
        lazy("Number of the certificate, or its SHA-256"),
        validators=[required(), Length(max=100)],
        description=lazy(
            "The number stands on the certificate, for example T-7KQ2-9FXD-4T3M-RHPA."
        ),
    )
