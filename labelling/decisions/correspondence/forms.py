"""The form of a template."""

from wtforms.validators import Length

from labelling.core.web.forms import Form, LineField, lazy, without_control_characters
from labelling.decisions.correspondence.actions import BODY_LIMIT, SUBJECT_LIMIT
from labelling.reviews.forms.fields import required, text_area


class TemplateForm(Form):
    """Subject and text of a letter, with names in braces."""

    subject = LineField(
        lazy("Subject"),
        validators=[required(), Length(max=SUBJECT_LIMIT), without_control_characters],
    )
    body = text_area(
        lazy("Text"),
        most=BODY_LIMIT,
        needed=True,
        hint=lazy("Plain text; a blank line begins a new paragraph."),
    )
