"""The forms of the check: a number, or a file with the day asked about."""

from typing import Any

from wtforms import DateField, FileField

from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, lazy


class DayField(DateField):
    """A day in three inputs of one name; all empty means none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read day, month, year; refuse what is no day."""
        if not any(text.strip() for text in valuelist):
            self.data = None
            return
        try:
            super().process_formdata([text.strip() for text in valuelist])
        except ValueError:
            raise ValueError(gettext("There is no such day. Write one like 10 9 2026.")) from None


class FileForm(Form):
    """A certificate or badge to be checked, for today or another day."""

    file = FileField(lazy("The certificate as a PDF, or the badge"))
    on = DayField(lazy("Another day than today"), format="%d %m %Y")
