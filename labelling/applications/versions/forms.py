"""Forms of versions: a name for one."""

from wtforms.validators import InputRequired, Length

from labelling.applications.versions.actions.keeping import NAME_LIMIT
from labelling.core.web.forms import Form, LineField, lazy, without_control_characters


class KeepForm(Form):
    """A version to be kept, or a branch to be started, under a name."""

    name = LineField(
        lazy("Name"),
        validators=[
            InputRequired(lazy("Give it a name.")),
            Length(max=NAME_LIMIT),
            without_control_characters,
        ],
        description=lazy("For example “Before the board meeting”."),
    )
