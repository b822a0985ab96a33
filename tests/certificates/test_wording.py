from dataclasses import fields
from datetime import date
from string import Formatter

import pytest
from babel import Locale
from babel.dates import format_date

from certificates.badgewords import BADGE_WORDS
from certificates.designs import FONTS
from certificates.errors import BadInput
from certificates.lettering import lettering
from certificates.sheet import MOST_LEVELS
from certificates.wording import AWARD_WORDINGS, ENGLISH, WORDINGS, in_words, tables, wording

OFFICIAL = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr",
    "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv",
)  # fmt: skip
USAGE = {"en": "en_GB", "pt": "pt_PT"}
HOME = (
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU",
    "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO",
    "RS", "SE", "SI", "SK", "TR", "UA", "XK",
)  # fmt: skip
LETTERS = {
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
    "cs": "áčďéěíňóřšťúůýž",
    "da": "æøåéá",
    "de": "äöüßẞ",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "es": "áéíóúüñ¿¡",
    "et": "äöüõšž",
    "fi": "äöåšž",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "ga": "áéíóúḃċḋḟġṁṗṡṫ",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "it": "àèéìíîòóùú",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņōŗšūž",
    "mt": "ċġħżàèìòù",
    "nl": "äëïöüáéíóúij́",
    "pl": "ąćęłńóśźż",
    "pt": "áâãàçéêíóôõú",
    "ro": "ăâîșțşţ",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšžćđ",
    "sv": "åäöé",
}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def texts(language: str) -> dict[str, str]:
    """Return every text of a language by its name; of lists, one by one."""
    found: dict[str, str] = {}
    for name, value in {**tables()[language], **tables()[language]["badge"]}.items():
        if isinstance(value, str):
            found[name] = value
        elif isinstance(value, list):
            found |= {f"{name} {place}": text for place, text in enumerate(value)}
    return found


def test_every_official_language_of_the_union_is_there() -> None:
    assert tuple(WORDINGS) == OFFICIAL
    assert tuple(BADGE_WORDS) == OFFICIAL


@pytest.mark.parametrize("language", OFFICIAL)
def test_every_language_is_complete_and_fills_the_same_places(language: str) -> None:
    ours = {name: placeholders(text) for name, text in texts(language).items()}
    assert ours == {name: placeholders(text) for name, text in texts("en").items()}
    assert all(text.strip() == text != "" for text in texts(language).values())
    assert len(WORDINGS[language].ordinals) == len(WORDINGS[language].counts) == MOST_LEVELS


@pytest.mark.parametrize("language", OFFICIAL)
def test_the_fonts_have_every_letter_of_every_language(language: str) -> None:
    countries = Locale.parse(language).territories
    used = {letter for text in texts(language).values() for letter in text}
    used |= {letter for code in HOME for letter in countries[code]}
    used |= {*LETTERS[language], *LETTERS[language].upper()}
    for font in FONTS:
        assert used - lettering(font).letters == set()


@pytest.mark.parametrize("language", OFFICIAL)
def test_dates_are_what_the_locale_data_say(language: str) -> None:
    days = [date(2026, month, day) for month in range(1, 13) for day in (1, 9, 28)]
    locale = USAGE.get(language, language)
    assert [in_words(day, language) for day in days] == [
        format_date(day, "long", locale=locale) for day in days
    ]


def test_dates_are_written_out() -> None:
    day = date(2026, 3, 1)
    assert [in_words(day, language) for language in ("en", "de", "lt", "el", "hu")] == [
        "1 March 2026",
        "1. März 2026",
        "2026 m. kovo 1 d.",
        "1 Μαρτίου 2026",
        "2026. március 1.",
    ]


@pytest.mark.parametrize("language", OFFICIAL)
def test_no_sentence_ends_twice(language: str) -> None:
    """A day may end in a full stop; behind it no sentence puts another one."""
    words, day = WORDINGS[language], in_words(date(2026, 5, 28), language)
    for sentence in (words.decided, words.decided_in):
        assert ".." not in sentence.format(by=words.committee, on=day, place="Brussels")
    said = BADGE_WORDS[language].description.format(
        holder="A", scheme="B", level="C", number="D", valid_from=day, valid_until=day, address="E"
    )
    assert ".." not in said


def test_places_among_levels_are_told_in_words() -> None:
    assert [WORDINGS[language].rank_of(2, 3) for language in ("en", "de", "fr", "hu", "pl")] == [
        "second of three levels",
        "zweite von drei Stufen",
        "deuxième niveau sur trois",
        "három szint közül a második",
        "drugi z trzech poziomów",
    ]


def test_the_file_has_nothing_that_no_field_takes() -> None:
    taken = {field.name for field in fields(ENGLISH)} | {"badge"}
    found = {language: set(table) - {"award"} for language, table in tables().items()}
    assert found == dict.fromkeys(OFFICIAL, taken)


def test_awards_are_written_in_the_clubs_languages_with_sentences_of_their_own() -> None:
    found = {language: set(tables()[language]["award"]) for language in AWARD_WORDINGS}
    assert set(found) == {"de", "en"}
    assert found["de"] == found["en"] == {
        "holds", "edition", "scope", "committee", "valid_from", "valid_until", "signed", "note",
        "qr",
    }  # fmt: skip
    assert wording("en", "award").valid_from == "Awarded on"
    for language, words in AWARD_WORDINGS.items():
        for name in found[language]:
            plain = getattr(WORDINGS[language], name)
            assert placeholders(getattr(words, name)) == placeholders(plain)
    with pytest.raises(BadInput, match="can be written in de, en, not in 'fr'"):
        wording("fr", "award")


def test_a_language_without_wording_is_refused() -> None:
    with pytest.raises(BadInput, match=r"can be written in bg, cs, da, de, .*, not in 'no'"):
        wording("no")
