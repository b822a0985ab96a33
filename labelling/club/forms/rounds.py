"""Forms of a round: its days, freezing, questions and answers, a spreadsheet."""

from typing import Any, cast

from wtforms import BooleanField, FileField, HiddenField, RadioField, SelectField

from labelling.club.dates import DATE_NAMES, RoundDates
from labelling.club.forms.fields import choices, day, day_of, line, lines
from labelling.core.web.forms import (
    Form,
    lazy,
)

LONGEST_SHEET = 2_000_000


class DatesForm(Form):
    """The days of a round."""

    opens_on = day(cast(str, DATE_NAMES["opens_on"]))
    closes_on = day(cast(str, DATE_NAMES["closes_on"]))
    queries_until = day(cast(str, DATE_NAMES["queries_until"]))
    freezes_on = day(cast(str, DATE_NAMES["freezes_on"]))
    draft_on = day(cast(str, DATE_NAMES["draft_on"]))
    meeting_on = day(cast(str, DATE_NAMES["meeting_on"]))
    corrections_until = day(cast(str, DATE_NAMES["corrections_until"]))
    final_on = day(cast(str, DATE_NAMES["final_on"]))

    def fill(self, dates: RoundDates) -> None:
        """Show these days."""
        for name, value in dates:
            self._fields[name].data = value

    @property
    def dates(self) -> RoundDates:
        """Return the days that were given."""
        return RoundDates(*(day_of(self._fields[name]) for name in DATE_NAMES))


class RoundForm(DatesForm):
    """A round that is to be announced."""

    half_year = line(lazy("Half-year"), 10, lazy("Such as 2026-H1 for January to June 2026."))


class FreezeForm(Form):
    """Which version is frozen next, and why; whether a step may come before its announced day."""

    number = HiddenField()
    why = lines(lazy("What changed, and why"), 500)
    early = BooleanField(lazy("Go on before the announced day"))


class QueryForm(Form):
    """A question of the office to a member."""

    about = SelectField(lazy("About"))
    question = lines(lazy("Question"), 1000, needed=True)
    due_on = day(lazy("Answer by"))


class QueryAnswerForm(Form):
    """A member's answer to the office."""

    confirms = RadioField(lazy("The figure"), default="yes")
    text = lines(lazy("Your answer"), 1000, needed=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.confirms.choices = choices(
            [
                ("yes", lazy("is right as it is")),
                ("no", lazy("was corrected, and the sheet sent again")),
            ]
        )


class SheetForm(Form):
    """A spreadsheet with figures."""

    file = FileField(lazy("Spreadsheet (XLSX)"))
