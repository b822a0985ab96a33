"""How long texts may be, and how both people who write them and days that they set are checked."""

from datetime import date, datetime

from labelling.core.clock import today
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy

TEXT_LIMIT = 3000
SHORT_LIMIT = 1000
MAIL_LIMIT = 500  # what a mail quotes stays short


def refuse_text(text: str, field: str, *, most: int = TEXT_LIMIT, needed: bool = True) -> None:
    """Raise Invalid for a text that is missing though it is needed, or too long."""
    if needed and not text:
        raise Invalid(lazy("Fill this in."), field=field)
    if len(text) > most:
        raise Invalid(lazy("This text may have %(most)s characters."), field=field, most=most)


def refuse_past(due_on: date, now: datetime, field: str = "due_on") -> None:
    """Raise Invalid for a day by which nothing can be done any more."""
    if due_on <= today(now):
        raise Invalid(lazy("Choose a later day than today."), field=field)
