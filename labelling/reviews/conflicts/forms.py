"""Forms of objections."""

from wtforms import RadioField

from labelling.core.web.forms import Form, lazy
from labelling.reviews.forms.fields import CHOOSE, choices, required, text_area

UPHELD, REFUSED = "upheld", "refused"


class ObjectionForm(Form):
    """Why the applicant does not want somebody."""

    objection = text_area(
        lazy("Why this person should not assess you"),
        most=2000,
        needed=True,
        hint=lazy("The office reads it, the assessor does not."),
    )


class AnswerForm(Form):
    """The office's answer to an objection."""

    outcome = RadioField(
        lazy("Your answer"),
        choices=choices(
            [
                (UPHELD, lazy("The objection is right: release the assessor")),
                (REFUSED, lazy("The assessor stays")),
            ]
        ),
        validators=[required(CHOOSE)],
    )
    answer = text_area(
        lazy("Reason"), most=2000, needed=True, hint=lazy("The organisation reads it.")
    )
