from typing import Any

from assessments.editions.loader import load, parse
from assessments.editions.translation import translation_faults
from tests.assessments.examples import example_tables

GERMAN: dict[str, Any] = {
    "name": "Beispiel, Ausgabe 2026",
    "note": "Für Tests.",
    "rubrics": {
        "work": {
            "name": "Arbeit",
            "bands": {
                "0": {"name": "Nichts", "text": "Wir haben nichts.", "assessor": "Nichts."},
                "60": {"name": "Getan", "text": "Wir tun es.", "assessor": "Getan."},
            },
            "attributes": {
                "sound": {"name": "Fundiert", "question": "Ist es fundiert?"},
                "deployed": {"name": "Umgesetzt", "question": "Wird es getan?"},
                "reviewed": {"name": "Geprüft", "question": "Wird es geprüft?"},
            },
        },
    },
    "criteria": {
        "1": {"name": "Erstens", "introduction": "Was zuerst kommt."},
        "2": {"name": "Zweitens"},
    },
    "parts": {
        "1.1": {"title": "Eins", "looks_at": "Eins."},
        "1.2": {"title": "Zwei", "asks": ["Warum?", "Wie?"]},
        "2.1": {"title": "Drei"},
        "2.2": {"title": "Vier", "may_not_apply": "Wo es kein Team gibt."},
    },
    "levels": {"bronze": {"name": "Bronze", "fee_text": "ohne USt."}, "gold": {"name": "Gold"}},
    "facts": {
        "members": {
            "group": "Mitglieder",
            "name": "Verbindliche Mitglieder",
            "definition": "Wer unterschrieben hat oder zahlt.",
        },
    },
    "eligibility": {
        "enough-members": {"text": "Mindestens 15.", "derogation_text": "Mit Begründung."},
    },
}


def tables_with(**german: Any) -> dict[str, Any]:
    return example_tables() | {"translations": {"de": GERMAN | german}}


def test_edition_speaks_each_of_its_languages() -> None:
    english = load(tables_with())
    german = english.in_language("de")
    assert english.languages == german.languages == ("en", "de")
    assert (english.language, german.language) == ("en", "de")
    assert german.rubrics["work"].bands[1].text == "Wir tun es."
    assert german.rubrics["work"].attributes[0].question == "Ist es fundiert?"
    assert german.parts["1.2"].asks == ("Warum?", "Wie?")
    assert german.levels[0].fee is not None
    assert german.levels[0].fee.text == "ohne USt."
    assert german.eligibility[0].derogation is not None
    assert german.eligibility[0].derogation.text == "Mit Begründung."
    assert german.facts[0].group == "Mitglieder"
    assert german.criteria[0].introduction == "Was zuerst kommt."


def test_languages_change_nothing_but_texts() -> None:
    english = load(tables_with())
    german = english.in_language("de")
    assert german.identity == english.identity
    assert german != english
    assert [level.parts for level in german.levels] == [level.parts for level in english.levels]
    assert german.in_language("en") is english
    assert german.in_language("de") is german


def test_unknown_language_falls_back_to_the_source() -> None:
    english = load(tables_with())
    assert english.in_language("fr") is english
    assert english.in_language("de").in_language("fr") is english


def test_text_that_is_not_translated_stays_in_the_source_language() -> None:
    german = parse(tables_with(parts={"1.1": {"title": "Eins", "looks_at": " "}})).in_language("de")
    assert (german.parts["1.1"].title, german.parts["1.1"].looks_at) == ("Eins", "One.")
    assert german.parts["1.2"].asks == ("Why?", "How?")


def test_every_fault_of_a_translation_is_told_with_its_place() -> None:
    tables = tables_with(
        parts={
            "1.1": {"title": "Eins", "looks_at": ["Eins."], "why": "Darum."},
            "1.2": {"title": "Zwei", "asks": ["Warum?"]},
            "2.1": {},
            "2.2": GERMAN["parts"]["2.2"],
            "2.3": {"title": "Fünf"},
        },
        levels="Stufen",
    )
    tables["translations"]["en"] = GERMAN
    shape = "must have the shape of the text that it translates"
    assert [str(fault) for fault in translation_faults(tables)] == [
        f'translations.de.parts."1.1".looks_at: {shape}',
        f'translations.de.parts."1.2".asks: {shape}',
        'translations.de.parts."2.1".title: is not translated',
        "translations.de.levels.bronze.name: is not translated",
        "translations.de.levels.bronze.fee_text: is not translated",
        "translations.de.levels.gold.name: is not translated",
        'translations.de.parts."1.1".why: translates nothing',
        'translations.de.parts."2.3".title: translates nothing',
        "translations.de.levels: translates nothing",
        "translations.en: is the language of the source",
    ]
