"""The form in which an organisation rates its report."""

from wtforms import RadioField

from labelling.core.web.forms import Form, lazy
from labelling.reviews.forms.fields import CHOOSE, choices, required, text_area
from labelling.reviews.reporting.actions import REMARK_LIMIT
from labelling.reviews.reporting.models import ReportRating

_MARKS = (
    ("5", lazy("Very much")),
    ("4", lazy("Mostly")),
    ("3", lazy("Partly")),
    ("2", lazy("Hardly")),
    ("1", lazy("Not at all")),
)


def _mark(label: str) -> RadioField:
    return RadioField(label, choices=choices(_MARKS), validators=[required(CHOOSE)])


class RatingForm(Form):
    """What an organisation says of its report."""

    clear = _mark(lazy("Did you understand the report?"))
    fair = _mark(lazy("Does it describe your organisation fairly?"))
    useful = _mark(lazy("Does it help you to get better?"))
    remark = text_area(
        lazy("What would make it better"),
        most=REMARK_LIMIT,
        hint=lazy("The office reads it among those of others, without your name."),
    )

    def marks(self) -> tuple[int, int, int]:
        """Return the three marks."""
        return int(self.clear.data), int(self.fair.data), int(self.useful.data)

    def fill(self, row: ReportRating | None) -> None:
        """Show what was said before."""
        if row is not None:
            self.clear.data, self.fair.data = str(row.clear), str(row.fair)
            self.useful.data, self.remark.data = str(row.useful), row.remark
