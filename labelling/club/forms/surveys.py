"""Forms of surveys: what is asked, and of whom."""

from collections.abc import Container, Iterable
from typing import Any

from wtforms import BooleanField, RadioField

from labelling.club.forms.fields import choices, day, line, lines
from labelling.core import i18n
from labelling.core.errors import Invalid
from labelling.core.web.forms import Form, lazy, tidy

_LONGEST_NAME = 200
_MOST_FAULTS = 10


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

    @classmethod
    def empty(cls) -> "InviteForm":
        """Return the form with nothing typed into it, whatever was sent."""
        form = cls()
        form.process()
        return form

    def typed(self, known: Iterable[str]) -> list[str]:
        """Return the further names; ``known`` are those that have a link already.

        Raises Invalid with every line that is too long, an address, or there twice.
        """
        seen = {one.casefold() for one in known}
        found, faults = [], []
        for number, text in enumerate((self.names.data or "").splitlines(), start=1):
            name = tidy(text)
            if not name:
                continue
            fault = _fault_of(name, seen)
            if fault:
                faults.append(i18n.gettext("Line %(line)s: %(fault)s", line=number, fault=fault))
            seen.add(name.casefold())
            found.append(name)
        if faults:
            more = len(faults) - _MOST_FAULTS
            rest = i18n.ngettext("and %(num)s more line", "and %(num)s more lines", more)
            told = [*faults[:_MOST_FAULTS], *([rest] if more > 0 else [])]
            raise Invalid(lazy("%(faults)s."), field="names", faults="; ".join(told))
        return found


def _fault_of(name: str, seen: Container[str]) -> str:
    """Return why a name cannot be taken, '' where it can."""
    if "@" in name:
        return i18n.gettext("name the organisation, not an e-mail address")
    if len(name) > _LONGEST_NAME:
        return i18n.gettext("write up to %(most)s characters", most=_LONGEST_NAME)
    if name.casefold() in seen:
        return i18n.gettext("“%(name)s” is there already", name=name)
    return ""
