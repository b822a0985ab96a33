"""Forms of severity: what an assessor says about their own figures."""

from labelling.core.web.forms import Form, lazy
from labelling.reviews.forms.fields import text_area


class RemarkForm(Form):
    """What an assessor wants the quality officer to know."""

    remark = text_area(
        lazy("What you want to say about it"),
        most=2000,
        hint=lazy("The quality officer reads it beside the figures. You may leave it blank."),
    )
