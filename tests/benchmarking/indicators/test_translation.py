"""A set in other languages: complete where shipped, never about other words than the source's."""

import copy

import pytest

from benchmarking.indicators import indicator_set
from benchmarking.indicators.faults import FaultySet
from benchmarking.indicators.loader import load
from benchmarking.indicators.translation import forget, slots, translated
from tests.benchmarking.examples import Tables, example_tables

CLUB = indicator_set("club-2026")


def _tables(**texts: object) -> Tables:
    tables = example_tables()
    tables["translations"] = {"de": texts}
    return tables


def _faults(tables: Tables) -> list[str]:
    with pytest.raises(FaultySet) as refused:
        load(tables)
    return [str(fault) for fault in refused.value.faults]


def test_shipped_set_has_every_text_in_german() -> None:
    german = CLUB.in_language("de")
    assert german.language == "de"
    assert len(german.indicators) == 47
    for code, one in CLUB.indicators.items():
        other = german.indicators[code]
        same = (one.name, one.definition, one.guidance) == (
            other.name, other.definition, other.guidance,
        )  # fmt: skip
        assert not same, code
        assert (other.formula, other.bounds, other.unit) == (one.formula, one.bounds, one.unit)
    pairs = zip(CLUB.entered, german.entered, strict=True)
    assert [a.id for a, b in pairs if a.name == b.name or a.guidance == b.guidance] == []
    texts = zip(CLUB.identities, german.identities, strict=True)
    assert [a.id for a, b in texts if a.text == b.text] == []


def test_languages_are_one_set_with_one_identity() -> None:
    german = CLUB.in_language("de")
    assert german.identity == CLUB.identity
    assert (german.source, german.in_language("en"), CLUB.in_language("xx")) == (CLUB, CLUB, CLUB)


def test_text_without_a_translation_stays_as_the_source_has_it() -> None:
    read = load(_tables(indicators={"A01": {"name": "Mitglieder"}}))
    german = read.in_language("de")
    assert german.indicators["A01"].name == "Mitglieder"
    assert german.indicators["A01"].definition == read.indicators["A01"].definition
    assert german.quantities["A01"].name == "Mitglieder"


def test_translation_of_what_changed_is_forgotten() -> None:
    tables = _tables(indicators={"A01": {"name": "Mitglieder", "definition": "Alt"}})
    forget(tables, "indicators", "A01", ("definition",))
    forget(tables, "indicators", "A07", ("definition",))
    assert tables["translations"] == {"de": {"indicators": {"A01": {"name": "Mitglieder"}}}}


def test_every_text_of_a_set_can_be_translated() -> None:
    tables = example_tables()
    found = {place: table[key] for place, table, key in slots(tables)}
    assert found["name",] == tables["name"]
    assert found["indicators", "A01", "guidance"]
    assert found["units", "eur", "accepts", "thousand-eur"] == "thousand euro"
    given: Tables = {}
    for place in found:
        inner = given
        for key in place[:-1]:
            inner = inner.setdefault(str(key), {})
        inner[str(place[-1])] = "anders"
    tables["translations"] = {"de": given}
    before = copy.deepcopy(tables)
    other = translated(tables, "de")
    assert {table[key] for _place, table, key in slots(other)} == {"anders"}
    assert tables == before


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ({"indicators": {"Z9": {"name": "x"}}}, "indicators.Z9.name: translates nothing"),
        ({"indicators": {"A01": {"unit": "x"}}}, "indicators.A01.unit: translates nothing"),
        ({"indicators": {"A01": {"name": " "}}}, "indicators.A01.name: must be a text that is not"),
        ({"indicators": {"A01": {"name": 5}}}, "indicators.A01.name: must be a text that is not"),
        ({"indicators": {"A01": {"name": "x" * 81}}}, "indicators.A01.name: has 81 characters"),
    ],
)
def test_what_does_not_fit_is_named_by_its_place(texts: dict[str, object], fault: str) -> None:
    [found] = _faults(_tables(**texts))
    assert found.startswith(f"translations.de.{fault}")


def test_translations_must_be_tables_of_other_languages() -> None:
    tables = example_tables()
    tables["translations"] = ["de"]
    assert "translations: must be a table" in _faults(tables)
    tables["translations"] = {"en": {}}
    assert "translations.en: is the language of the source" in _faults(tables)
    tables["translations"] = {"de": "nothing"}
    assert "translations.de: must be a table" in _faults(tables)
