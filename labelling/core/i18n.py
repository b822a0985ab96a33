"""Languages: which one is in force, and texts in it. The only module that knows gettext."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from numbers import Rational
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.support import LazyProxy, NullTranslations, Translations

from labelling import places

Text = str | LazyProxy

LANGUAGES = {"en": "English", "de": "Deutsch"}
DEFAULT = "en"
PSEUDO = "en_XA"  # marks every translatable text, so that a test sees the others

_UTC = ZoneInfo("UTC")
_IN_EUROPE = {"en": "en_GB", "pt": "pt_PT"}
_language: ContextVar[str] = ContextVar("language", default=DEFAULT)
_zone: ContextVar[ZoneInfo] = ContextVar("zone")


class _Pseudo(NullTranslations):
    """Every text in brackets, its letters kept."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"

    ugettext = gettext
    ungettext = ngettext
    upgettext = pgettext


@cache
def _translations(language: str) -> NullTranslations:
    if language == PSEUDO:
        return _Pseudo()
    if language == DEFAULT:
        return NullTranslations()
    return _read(language)


def _read(language: str) -> Translations:
    """Read a catalogue from its text: there is nothing to compile, so nothing can be out of date.

    Only a process that speaks the language loads the reader.
    """
    from babel.messages import mofile, pofile  # noqa: PLC0415

    with (places.TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = pofile.read_po(file, locale=language)
    compiled = BytesIO()
    mofile.write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def language() -> str:
    """Return the code of the language in force."""
    return _language.get()


def speak(code: str, zone: ZoneInfo) -> None:
    """Put a language and a zone in force for the rest of this request."""
    _language.set(code if code in LANGUAGES or code == PSEUDO else DEFAULT)
    _zone.set(zone)


@contextmanager
def speaking(code: str, zone: ZoneInfo | None = None) -> Iterator[None]:
    """Put a language (and a zone for instants) in force for a block; unknown ones mean English."""
    token = _language.set(code if code in LANGUAGES or code == PSEUDO else DEFAULT)
    zone_token = _zone.set(zone if zone is not None else _zone.get(_UTC))
    try:
        yield
    finally:
        _zone.reset(zone_token)
        _language.reset(token)


def gettext(message: str, **values: object) -> str:
    """Return a text in the language in force; ``%(name)s`` is replaced by the values."""
    translated = _translations(_language.get()).gettext(message)
    return translated % values if values else translated


def pgettext(context: str, message: str) -> str:
    """Return a text whose translation depends on what it is said of."""
    return str(_translations(_language.get()).pgettext(context, message))


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """Return the text for a number of things; ``%(num)s`` is the number itself."""
    return numbered(singular, plural, number) % {"num": number, **values}


def numbered(singular: str, plural: str, number: int) -> str:
    """Return the text for a number of things with its placeholders still open."""
    return _translations(_language.get()).ngettext(singular, plural, number)


def lazy(message: str) -> Text:
    """Return a text that is translated when it is shown, for forms and tables in code."""
    return LazyProxy(gettext, message, enable_cache=False)


def lazy_number(singular: str, plural: str, number: int) -> Text:
    """Return ``numbered`` of a text that is translated when it is shown."""
    return LazyProxy(numbered, singular, plural, number, enable_cache=False)


def lazy_in(context: str, message: str) -> Text:
    """Return a text as ``lazy`` does, whose translation depends on what it is said of."""
    return LazyProxy(pgettext, context, message, enable_cache=False)


def best_of(accepted: list[str]) -> str:
    """Return our language that a reader likes most, by their ordered list; English if none."""
    return next((code[:2] for code in accepted if code[:2] in LANGUAGES), DEFAULT)


def locale() -> Locale:
    """Return Babel's locale for the language in force (English means British usage)."""
    code = _language.get()
    return Locale.parse({"en": "en_GB", PSEUDO: "en_GB"}.get(code, code))


def format_day(day: date | None) -> str:
    """Return a civil day as people write it: 30 November 2026; an instant's is the scheme's."""
    if isinstance(day, datetime):
        day = day.astimezone(_zone.get(_UTC)).date()
    return "" if day is None else dates.format_date(day, "long", locale=locale())


def format_weekday(day: date | None) -> str:
    """Return a civil day with its weekday, for deadlines: Friday 4 December 2026."""
    if day is None:
        return ""
    # British usage has no comma after the weekday; CLDR's long form has one.
    pattern = "EEEE d MMMM y" if locale().language == DEFAULT else "full"
    return dates.format_date(day, pattern, locale=locale())


def format_instant(instant: datetime | None) -> str:
    """Return an instant in the scheme's zone: 27 November 2026, 16:05."""
    if instant is None:
        return ""
    return f"{format_day(instant)}, {format_clock(instant)}"


def format_clock(instant: datetime | None) -> str:
    """Return the time of day of an instant in the scheme's zone: 16:05."""
    return "" if instant is None else f"{instant.astimezone(_zone.get(_UTC)):%H:%M}"


def place_of_zone(zone: str) -> str:
    """Return the place that a time zone is called after, in the language in force: Vienna."""
    return dates.get_timezone_location(zone, locale=locale(), return_city=True)


def format_number(number: int | float | Decimal | None) -> str:
    """Return a number in the reader's notation."""
    return "" if number is None else numbers.format_decimal(number, locale=locale())


def format_money(amount: Decimal | None) -> str:
    """Return an amount of money in the reader's notation, with its cents: 1,200.50."""
    return "" if amount is None else numbers.format_decimal(amount, "#,##0.00", locale=locale())


def format_fixed(number: Rational | Decimal, places: int) -> str:
    """Return a number with so many decimals in the reader's notation, rounded towards zero.

    So nothing that falls short of a limit is ever shown as reaching it.
    """
    step = 10**places
    cut = Decimal(int(number * step)).scaleb(-places)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return numbers.format_decimal(cut, format=pattern, locale=locale())


def in_order(name: str) -> tuple[str, str]:
    """Return what names are sorted by: letters with marks stand beside those without, Ö with O."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold(), name


def language_name(code: str) -> str:
    """Return the name of a language by its ISO 639-1 code in the language in force."""
    return str(locale().languages.get(code, code))


def country_name(code: str, language_code: str = "") -> str:
    """Return the name of a country by its ISO 3166 alpha-2 code.

    In the language in force, or in another (ISO 639-1), as it is written in Europe.
    """
    usage = (
        Locale.parse(_IN_EUROPE.get(language_code, language_code)) if language_code else locale()
    )
    return str(usage.territories.get(code.upper(), code.upper()))
