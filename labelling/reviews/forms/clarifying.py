"""Forms for questions to the applicant: asking, returning with a reason, answering."""

from collections.abc import Iterable

from wtforms import SelectField
from wtforms.validators import Optional

from assessments.editions.model import Part
from labelling.core.web.forms import Form, lazy
from labelling.reviews.actions.clarifying import ANSWER_LIMIT, QUESTION_LIMIT
from labelling.reviews.forms.fields import choices, text_area


class QuestionForm(Form):
    """An assessor's question about one part."""

    part = SelectField(lazy("Part"), validators=[Optional()], validate_choice=False)
    question = text_area(
        lazy("Your question"),
        most=QUESTION_LIMIT,
        hint=lazy("Ask for a fact or a paper. Say nothing of what you think of the answer."),
    )


def question_form(parts: Iterable[Part], chosen: str) -> QuestionForm:
    """Return the form with these parts to choose from."""
    form = QuestionForm()
    form.part.choices = choices((part.id, f"{part.id} {part.title}") for part in parts)
    if form.part.data in (None, ""):
        form.part.data = chosen
    return form


class ReturnForm(Form):
    """Why the office gives a question back."""

    reason = text_area(lazy("Why you return it"), most=QUESTION_LIMIT)


class AnswerForm(Form):
    """What the organisation answers."""

    answer = text_area(
        lazy("Your answer"),
        most=ANSWER_LIMIT,
        hint=lazy("All assessors of your application read it. It cannot be changed afterwards."),
    )
