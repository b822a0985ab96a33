"""Forms of surveys: what is asked, and of whom."""

from typing import Any

from wtforms import BooleanField, RadioField

from labelling.club.forms.fields import choices, day, line, lines
from labelling.core import i18n
from labelling.core.web.forms import (
    Form,
    lazy,
)


class SurveyForm(Form):
    """A survey: its title and when it ends; its questions are read apart, line by line."""

    title = line(lazy("Title"), 200)
    half_year = line(lazy("Half-year"), 10, lazy("Such as 2026-H1."))
    introduction = lines(lazy("Introduction"), 1000)
    language = RadioField(lazy("Language"), default=i18n.DEFAULT)
    ends_on = day(lazy("Last day for answers"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = choices(i18n.LANGUAGES.items())


class InviteForm(Form):
    """Who is asked: rows of the list of members, and further names."""

    names = lines(
        lazy("Further names, one a line"),
        20_000,
        lazy("Organisations, not persons. Each gets a link of its own."),
    )
    everybody = BooleanField(lazy("All members of our list who have no link yet"))
