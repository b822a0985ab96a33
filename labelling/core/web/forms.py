"""Forms: shape and wording of what people enter. Forgery is refused elsewhere, for all posts."""

import re
import unicodedata
from collections.abc import Callable
from datetime import time
from typing import Any, cast

from flask import request
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Form as WTForm
from wtforms import StringField, TextAreaField, TimeField, ValidationError

from labelling.core import i18n
from labelling.core.errors import Refusal

# WTForms' types ask for plain texts; a lazy one behaves as such and is translated when shown.
lazy = cast("Callable[[str], str]", i18n.lazy)

_FORBIDDEN = {"Cc", "Cf", "Cs", "Co"}
# Letters and marks that draw nothing: two names that differ by them look the same.
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
# The two of the basic plane that are no characters: no XML file, and so no Word file, holds them.
_NEVER = "\ufffe\uffff"
_ALLOWED_FORMAT = {"\u200c", "\u200d", "\u00ad"}  # joiners and soft hyphens are part of words
# Answers are saved as they are typed, so the letters that need no second look are passed at once:
# those of Latin, Greek and Cyrillic, none of which is a control or format character.
_TO_BE_SEEN = re.compile("[^\n\t\x20-\x7e\xa0-\u052f]")


_CHOICE = i18n.lazy("Choose from the list.")
_NUMBER = i18n.lazy("Write a whole number.")

# What WTForms says of its own accord, and what we say instead; it fills in its values afterwards.
_OURS: dict[str, i18n.Text] = {
    "Field cannot be longer than %(max)d characters.": i18n.lazy(
        "At most %(max)d characters fit. Shorten the text."
    ),
    "'%(value)s' is not a valid choice for this field.": _CHOICE,
    "'%(value)s' are not valid choices for this field.": _CHOICE,
    "Invalid Choice: could not coerce.": _CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOICE,
    "Not a valid choice.": _CHOICE,
    "Not a valid integer value.": _NUMBER,
    "This field is required.": i18n.lazy("Fill this in."),
}


class _Sentences:
    """WTForms' sentences in our words; it also asks for labels of fields that show none."""

    def gettext(self, string: str) -> str:
        return str(_OURS.get(string, string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(_OURS.get(plural, plural))


class Form(WTForm):
    """A form filled from the request; ``answered`` says that it was sent and is in order."""

    class Meta:
        """Texts come from our own translations."""

        def get_translations(self, _form: WTForm) -> _Sentences:
            """Return where WTForms finds its sentences."""
            return _Sentences()

    def __init__(self, **kwargs: Any) -> None:
        sent: CombinedMultiDict[str, Any] | None = None
        if request.method == "POST":
            sent = CombinedMultiDict([request.form, request.files])
        super().__init__(sent, **kwargs)

    def answered(self) -> bool:
        """Say whether the form was sent and is in order."""
        return request.method == "POST" and bool(self.validate())

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the field that it names, or above the form."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(refusal.sentence)
        else:
            field.errors = [*field.errors, refusal.sentence]


def without_control_characters(_form: WTForm, field: Any) -> None:
    """Refuse control and direction-changing characters, and such as cannot be seen.

    Names and subjects end up in mail, in the register and on certificates.
    """
    text = field.data or ""
    if any(
        letter in _UNSEEN
        or letter in _NEVER
        or (unicodedata.category(letter) in _FORBIDDEN and letter not in _ALLOWED_FORMAT)
        for letter in text
    ):
        raise ValidationError(i18n.gettext("Use letters, digits and ordinary punctuation only."))


def whole_number(text: str | None, most: int = 1_000_000_000) -> int:
    """Return the whole number that a text spells, or ``most`` if it is larger; 0 for anything else.

    Longer ones than the database or Python itself can count are cut off unread.
    """
    plain = text or ""
    if not (plain.isascii() and plain.isdigit()):
        return 0
    digits = plain.lstrip("0")
    return most if len(digits) > len(str(most)) else min(int(digits or "0"), most)


_BLANKS = str.maketrans(dict.fromkeys(f"\0{_NEVER}", " "))


def tidy(text: str | None) -> str:
    """Return a one-line text without blanks around, with single blanks inside.

    Without NUL, too, which no database holds, and without what is no character at all.
    """
    return " ".join((text or "").translate(_BLANKS).split())


def tidy_lines(text: str | None) -> str:
    """Return a longer text with line ends as LF, without other control characters."""
    plain = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return _TO_BE_SEEN.sub(_if_allowed, plain).strip("\n")


def _if_allowed(found: re.Match[str]) -> str:
    letter = found[0]
    if letter in _NEVER:
        return ""
    plain = unicodedata.category(letter) not in _FORBIDDEN or letter in _ALLOWED_FORMAT
    return letter if plain else ""


class LineField(StringField):
    """One line of text, tidied."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the line without superfluous blanks."""
        self.data = tidy(valuelist[0]) if valuelist else ""


class LinesField(TextAreaField):
    """Several lines of text, tidied."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the text with LF as line ends."""
        self.data = tidy_lines(valuelist[0]) if valuelist else ""


class ClockField(TimeField):
    """A time of day, by the clocks of the place."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the time that is spelt."""
        self.data: time | None = None
        text = " ".join(valuelist).strip()
        if not text:
            return
        hour, _, minute = text.replace(".", ":").partition(":")
        if not (hour + minute).isascii() or not hour.isdigit() or not (minute or "0").isdigit():
            raise ValueError(str(lazy("Write a time such as 9:30.")))
        if int(hour[:3]) > 23 or int((minute or "0")[:3]) > 59:  # noqa: PLR2004 (a day's clock)
            raise ValueError(str(lazy("Write a time such as 9:30.")))
        self.data = time(int(hour), int(minute or "0"))
