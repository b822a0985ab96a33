"""The form of the list of members."""

from wtforms import FileField, HiddenField
from wtforms.validators import Length

from labelling.core.web.forms import Form, LinesField, lazy

LONGEST_LIST = 500_000


class MembersForm(Form):
    """The list of members, pasted from a spreadsheet or as a CSV file."""

    text = LinesField(
        lazy("Paste the list"),
        [Length(max=LONGEST_LIST)],
        description=lazy(
            "A line for each member: name, kind and country, copied from a spreadsheet. "
            "It takes the place of the present list."
        ),
    )
    file = FileField(lazy("Or choose a CSV file"))
    base = HiddenField()
    previewed = HiddenField()
