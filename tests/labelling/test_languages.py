"""Everything for people is said in every language: catalogues, pages, mails, certificates."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

import pytest
from babel import Locale
from babel.dates import get_month_names
from babel.messages.catalog import Catalog
from flask import Flask
from sqlalchemy import Enum, select

from benchmarking.geography.places import places
from benchmarking.indicators import indicator_set
from certificates.wording import WORDINGS
from labelling.app import create_app
from labelling.applications.building.models import EditionDraft
from labelling.core import i18n
from labelling.core.database import Database, install, reading
from labelling.core.model import Model
from labelling.core.zones import ZONES
from labelling.decisions.models import Label
from labelling.observatory.checking import checked
from labelling.people.models import Person
from labelling.settings import Settings
from tests import languages
from tests.databases import Databases
from tests.labelling import visible
from tests.labelling.observatory.making import HEADER, ROWS
from tests.labelling.test_routes import WHO, Visit, session_of, stage_of, values
from tests.labelling.town import Town, build_town

PLACEHOLDERS = (
    ("Nine %(what)s", "Neun", "other values"),
    ("By <b>%(day)s</b>", "Bis %(day)s", "other tags"),
    ("Nine", "", "not translated"),
)
EDITION = "cluster-excellence-2026"
CLUB_SET = "club-2026"
BRACKETS = f"?lang={i18n.PSEUDO}"


@dataclass(frozen=True)
class Seen:
    """What somebody got to see at an address, in the language of brackets."""

    who: str
    method: str
    endpoint: str
    page: visible.Page


@pytest.fixture(scope="module")
def town_app(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, Town]]:
    """Return the application with a town in it."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("languages"),
        database_url=databases.fresh("sqlite"),
        public_url="http://localhost",
    )
    database = Database(settings.database)
    install(database)
    try:
        app = create_app(settings, database)
        yield app, build_town()
    finally:
        install(None)
        database.dispose()


def _addresses(app: Flask, town: Town) -> list[tuple[str, str, str, str]]:
    """Return (method, endpoint, stage, path) of every page, and of every step on one."""
    with reading() as session:
        built = [
            (rule, stage, rule.build(values(session, town, stage, rule)))
            for rule in app.url_map.iter_rules()
            if rule.endpoint != "static" and not rule.rule.startswith("/api/v")
            for stage in [stage_of(rule.endpoint)]
        ]
    return [
        (method, rule.endpoint, stage, address[1])
        for rule, stage, address in built
        if address is not None
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def _seen(app: Flask, town: Town) -> Iterator[Seen]:
    client = app.test_client()
    stages = {
        name: town.actors(name)
        for name in ("draft", "submitted", "scoring", "recommended", "labelled")
    }
    addresses = _addresses(app, town)
    with reading() as session:
        people = {person.id: person for person in session.scalars(select(Person))}
    for who in WHO:
        wear = {name: session_of(client, found.get(who), people) for name, found in stages.items()}
        with pytest.MonkeyPatch.context() as patch:
            visit = Visit(client, patch)
            for method, endpoint, stage, path in addresses:
                if wear[stage](client):
                    page = visit.page(method, path + BRACKETS)
                    yield Seen(who, method, endpoint, visible.Page(page))


def _data(app: Flask) -> Iterator[str]:
    """Yield what people entered, the words of edition, indicators, courses, Babel and settings."""
    with reading() as session:
        for table in Model.metadata.sorted_tables:
            columns = [column for column in table.columns if not isinstance(column.type, Enum)]
            for row in session.execute(select(*columns)):
                yield from _strings(list(row))
        for content in session.scalars(select(EditionDraft.content)):
            yield from _strings(json.loads(content))
    for place in places():
        yield from (place.code, place.name)
    yield from (
        name for area in checked((HEADER + ROWS).encode()) for name in (area.region, area.sector)
    )
    for package, name in (("assessments.editions", EDITION), ("benchmarking.indicators", CLUB_SET)):
        source = resources.files(package) / f"{name}.toml"
        yield from _strings(tomllib.loads(source.read_text(encoding="utf-8")))
    for folder in ("courses/texts", "calibration/cases"):
        for file in resources.files("labelling.reviews").joinpath(folder).iterdir():
            for text in _strings(tomllib.loads(file.read_text(encoding="utf-8"))):
                yield from text.split("\n\n")
    settings: Settings = app.extensions["settings"]
    yield from (settings.product_name, settings.label_name, settings.office_name)
    yield from Locale.parse("en_GB").territories.values()
    yield from Locale.parse("en_GB").languages.values()
    yield from i18n.LANGUAGES.values()
    yield from map(i18n.place_of_zone, ZONES)


def _units() -> frozenset[str]:
    """Return the names of the club's units: the set has them in each language."""
    units = indicator_set(CLUB_SET).units.values()
    spelt = [(one.name, one.symbol, *(other.name for other in one.accepts)) for one in units]
    return frozenset(name for names in spelt for name in names)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from value.splitlines()
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def test_every_text_on_every_page_is_translatable(town_app: tuple[Flask, Town]) -> None:
    app, town = town_app
    found = {(seen.endpoint, text) for seen in _seen(app, town) for text in seen.page.unmarked}
    data = visible.Data(_data(app), _units())
    rests = {text: data.beside(text) for _, text in found}
    faults = sorted((endpoint, text) for endpoint, text in found if rests[text])
    assert faults == []


def test_a_text_that_is_not_marked_is_found_wherever_it_is_said() -> None:
    page = visible.Page(
        '<html lang="en_XA"><title>⟦Register⟧ · Alder Cluster</title>'
        '<p title="Hover">⟦By <b>Friday</b> at the latest⟧</p><img alt="⟦A sign⟧ of silver">'
        '<p>Untranslated</p><code>labelling migrate</code><p lang="de">Deutsch</p>'
        '<div translate="no"><div>a.verb</div> text</div> 12 %, then'
    )
    assert page.unmarked == ["· Alder Cluster", "Hover", "of silver", "Untranslated", "12 %, then"]
    data = visible.Data(iter(["Alder Cluster", "silver"]))
    assert [data.beside(text) for text in page.unmarked] == [
        "", "Hover", "of silver", "Untranslated", "12 %, then",
    ]  # fmt: skip


def test_a_visitor_keeps_the_language_asked_for(town_app: tuple[Flask, Town]) -> None:
    app, town = town_app
    visit = app.test_client()
    links: set[tuple[str, str]] = set()
    for method, _, _, path in _addresses(app, town):
        if method == "GET":
            with visit.get(path + "?lang=de") as answer:
                is_page = answer.mimetype == "text/html"
                page = visible.Page(answer.get_data(as_text=True) if is_page else "")
            links |= {(path, link) for link in page.links}
    inside = {(page, link) for page, link in links if link.startswith(("/", "?"))}
    assert {link for _, link in inside} > {"/register?lang=de", "/verify?lang=de"}
    assert {(page, link) for page, link in inside if "lang=" not in link} == set()


def test_a_search_keeps_the_language_asked_for(town_app: tuple[Flask, Town]) -> None:
    client = town_app[0].test_client()
    for path in ("/", "/register", "/levels"):
        assert '<input type="hidden" name="lang" value="de">' in client.get(f"{path}?lang=de").text
        assert 'name="lang"' not in client.get(path, headers={"Accept-Language": "de"}).text


def test_an_address_for_strangers_names_no_language(town_app: tuple[Flask, Town]) -> None:
    app, town = town_app
    with reading() as session:
        public_id = session.get_one(Label, town.label).public_id
    page = app.test_client().get(f"/labels/{public_id}?lang=de").text
    assert f">http://localhost/labels/{public_id}<" in page


@pytest.mark.parametrize("language", languages.TRANSLATED)
def test_the_catalogue_has_every_text_and_no_other(language: str) -> None:
    present = languages.catalogue(language)
    texts = {(text.context, text.id) for text in languages.messages(languages.extracted())}
    assert languages.lacking(languages.merged(language)) == []
    assert {(text.context, text.id) for text in languages.messages(present)} == texts
    assert present.obsolete == {}


@pytest.mark.parametrize("language", languages.TRANSLATED)
def test_the_catalogue_is_written_as_the_command_writes_it(language: str) -> None:
    present = languages.catalogue(language)
    assert languages.address(language).read_bytes() == languages.written(present)


@pytest.mark.parametrize(("original", "text", "fault"), PLACEHOLDERS)
def test_a_faulty_translation_is_found(original: str, text: str, fault: str) -> None:
    catalogue = Catalog(locale="de")
    catalogue.add(original, text)
    assert languages.lacking(catalogue) == [f"{fault}: {original!r}"]


def test_a_word_with_two_meanings_has_two_translations() -> None:
    with i18n.speaking("de"):
        assert (i18n.pgettext("label", "Withdrawn"), i18n.gettext("Withdrawn")) == (
            "Zurückgegeben", "Zurückgezogen",
        )  # fmt: skip


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_certificate_speaks_every_language(language: str) -> None:
    assert language in WORDINGS
    names = get_month_names("wide", locale=language)
    assert WORDINGS[language].months == tuple(names[month] for month in range(1, 13))
