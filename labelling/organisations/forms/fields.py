"""Fields and rules that several forms share: addresses and days."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from wtforms import DateField, ValidationError

from labelling.core import i18n
from labelling.core.web.forms import LineField
from labelling.people.addresses import checked


class EmailField(LineField):
    """An e-mail address, kept in one form."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what cannot be an address."""
        address = checked(self.data or "")
        if address is None:
            raise ValidationError(i18n.gettext("Enter an address like name@place.example."))
        self.data = address


class DayField(DateField):
    """A day in three boxes; all three blank is no day."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, format="%d %m %Y", **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the day that the boxes spell."""
        typed = [part.strip() for part in valuelist]
        self.data: date | None = None
        if not any(typed):
            return
        try:
            self.data = datetime.strptime(" ".join(typed), "%d %m %Y").date()  # noqa: DTZ007 (a day)
        except ValueError:
            raise ValueError(i18n.gettext("Write day, month and year, like 14 5 2025.")) from None


def web_address(_form: Any, field: Any) -> None:
    """Refuse what is not an ordinary address of a page."""
    text = field.data or ""
    if not text:
        return
    try:
        parts = urlsplit(text)
        odd = parts.scheme not in {"http", "https"} or not parts.hostname or parts.username
    except ValueError:
        odd = True
    if odd or " " in text or "." not in (parts.hostname or ""):
        raise ValidationError(i18n.gettext("Write the address in full: https://cluster.example"))
