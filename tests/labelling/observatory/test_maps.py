"""The map's pages: searches, reasons, changes, what is said beside them; few statements."""

import re
from html import unescape

import pytest
from babel import Locale
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarking.geography.places import places
from labelling.core.access import Actor
from labelling.core.database import Database
from tests.labelling.observatory.making import (
    CHANGED,
    crowded_rows,
    many_rows,
    officer,
    published,
    withdraw,
)
from tests.labelling.visible import Data, Page

MOST = 6
PAGES = (
    "/map", "/map?sector=automotive", "/map/regions/DE11", "/map/sectors/automotive",
    "/map/changes", "/map/meaning", "/map/sources",
)  # fmt: skip
MEANING = "They rate a region, never a cluster organisation, and count for no label."


@pytest.fixture
def actor(app: Flask) -> Actor:
    """Return an officer."""
    assert app.extensions["settings"]
    return officer()


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def regions_of(text: str) -> list[str]:
    """Return the regions of a page's table, in its order."""
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', body)


def test_map_without_figures_says_so(client: FlaskClient) -> None:
    assert "No figures of regional employment have been published yet" in page(client, "/map")
    assert "fewer than two years" in page(client, "/map/changes")
    page(client, "/map/regions/DE11", 404)
    page(client, "/map/sectors/food", 404)


def test_map_shows_areas_with_stars_as_picture_and_table(client: FlaskClient, actor: Actor) -> None:
    published(actor)
    text = page(client, "/map?sector=automotive")
    assert regions_of(text) == ["Stuttgart", "Alder Valley"]
    assert 'aria-label="Stuttgart: 2 stars"' in text
    assert "Not in the picture:" in text
    assert MEANING in text
    assert text.count('<title id="map-title">Stars in Automotive, Europe, 2025</title>') == 1


@pytest.mark.parametrize(
    ("query", "regions"),
    [
        ("", ["Stuttgart", "Île-de-France", "Alder Valley"]),
        ("?country=DE", ["Stuttgart"]),
        ("?at_least=2&country=FR", ["Île-de-France"]),
        ("?at_least=3", []),
        ("?sector=food", ["Île-de-France"]),
        ("?sector=nothing-here", []),
        ("?sort=employees", ["Alder Valley", "Île-de-France", "Stuttgart"]),
        ("?sort=-region", ["Stuttgart", "Île-de-France", "Alder Valley"]),
        ("?sort=-employees", ["Stuttgart", "Île-de-France", "Alder Valley"]),
        ("?page=9", []),
    ],
)
def test_search_narrows_and_sorts(
    client: FlaskClient, actor: Actor, query: str, regions: list[str]
) -> None:
    published(actor)
    assert regions_of(page(client, f"/map{query}")) == regions


@pytest.mark.parametrize(
    "query", ["", "?sector=food", "?rule=eco-2006", "?rule=eco-2006&country=DE"]
)
def test_table_of_all_pages_is_equal_to_the_picture(
    client: FlaskClient, actor: Actor, query: str
) -> None:
    published(actor, crowded_rows() + "Alder Valley,Food,90000,90000\n")
    path, listed, drawn = f"/map{query}", set[str](), set[str]()
    while path:
        text = unescape(page(client, path))
        listed |= set(regions_of(text))
        drawn |= set(re.findall(r'<a href="[^"]*" aria-label="([^"]*): ', text))
        beside = re.search("Not in the picture:(.*)", text)
        drawn |= set(re.findall(r">([^<>]*): \d+ (?:star|sector)", beside[1] if beside else ""))
        following = re.search(r'rel="next" href="([^"]*)"', text)
        path = following[1] if following else ""
    assert (listed, bool(listed)) == (drawn, True)


def test_stars_differ_by_shape_number_and_words(client: FlaskClient, actor: Actor) -> None:
    published(actor, "DE11,X,20000,40000\nDE12,X,20000,10000000\nDE13,X,5000,10000\n")
    text = page(client, "/map?sector=x&rule=eco-2006")
    marks = r'aria-label="([^"]*)">\s*<g class="mark.*?class="body"><(\w+).*?>(\d)</text>'
    assert sorted(re.findall(marks, text)) == [
        ("Freiburg: 2 stars", "rect", "2"),
        ("Karlsruhe: 1 star", "circle", "1"),
        ("Stuttgart: 3 stars", "path", "3"),
    ]


@pytest.mark.parametrize(
    "query",
    ["year=x", "rule=mine", "sector=%3Cb%3E", "country=ZZ", "at_least=4", "sort=size", "page=0"],
)
def test_search_for_what_cannot_be_is_refused(
    client: FlaskClient, actor: Actor, query: str
) -> None:
    published(actor)
    page(client, f"/map?{query}", 400)


def test_other_rule_gives_other_stars(client: FlaskClient, actor: Actor) -> None:
    published(actor)
    text = page(client, "/map?sector=automotive&rule=eco-2006")
    assert "Piemonte" in regions_of(text)
    assert "/map/regions/DE11?rule=eco-2006" in text


def test_region_tells_why_and_what_it_was_before(client: FlaskClient, actor: Actor) -> None:
    published(actor, year=2024)
    published(actor, CHANGED)
    text = page(client, "/map/regions/DE11")
    assert "fewer than 1,000 employees" in text
    assert "rank 4 of 4, asked 1 or better" in text
    assert re.search(r'data-label="2024">\s*<span class="stars">', text)
    assert MEANING in text


def test_sector_lists_all_regions_with_a_figure(client: FlaskClient, actor: Actor) -> None:
    published(actor)
    text = page(client, "/map/sectors/food")
    assert regions_of(text) == ["Île-de-France", "Piemonte", "Stuttgart"]
    assert "73,000" in text


def test_quotient_just_below_a_limit_is_not_rounded_up_to_it(
    client: FlaskClient, actor: Actor
) -> None:
    published(actor, "A,X,19999,100000\nB,X,1,100000\nC,Y,1,0\n".replace("C,Y,1,0", "C,Y,1,9"))
    assert "1.99" in page(client, "/map/regions/" + key(client, "A"))


def key(client: FlaskClient, name: str) -> str:
    found = re.search(rf'/map/regions/([a-z0-9-]+)">{name}<', page(client, "/map/sectors/x"))
    assert found is not None
    return found[1]


def test_changes_tell_stars_won_and_lost(client: FlaskClient, actor: Actor) -> None:
    published(actor, year=2024)
    published(actor, CHANGED)
    text = page(client, "/map/changes")
    assert regions_of(text) == ["Île-de-France", "Stuttgart"]
    assert "Areas with more stars than before: 1; with fewer: 1." in text
    assert 'aria-label="Stuttgart: 2 stars fewer"' in text
    assert regions_of(page(client, "/map/changes?from=2024&year=2025&country=DE")) == ["Stuttgart"]
    page(client, "/map/changes?from=2025&year=2025", 404)
    page(client, "/map/changes?year=2024", 404)


def test_changes_warn_where_regions_differ_and_know_a_region_by_any_name(
    client: FlaskClient, actor: Actor
) -> None:
    published(actor, year=2024)
    published(actor, CHANGED.replace("DE11", '"Stuttgart, DE"') + "DK01,Food,3000,90000\n")
    text = page(client, "/map/changes")
    assert "Stuttgart" in regions_of(text)
    assert "Compare with care" in text
    assert "Regions only in 2025: Hovedstaden" in text
    assert "Regions only in 2024" not in text


def test_year_that_is_not_on_the_map_is_not_found(client: FlaskClient, actor: Actor) -> None:
    published(actor)
    page(client, "/map?year=2024", 404)


def test_withdrawn_version_leaves_the_map_and_stays_on_the_list(
    client: FlaskClient, actor: Actor
) -> None:
    old, new = published(actor), published(actor, CHANGED)
    text = page(client, "/map/sources")
    assert (text.count("on the map"), text.count(">replaced<")) == (1, 1)
    withdraw(actor, new.id)
    text = page(client, "/map/sources")
    assert "Counted in tens." in text
    assert old.id != new.id
    assert "version 1" in page(client, "/map")
    withdraw(actor, old.id)
    assert "No figures of regional employment" in page(client, "/map")


def test_invented_figures_are_called_so_on_every_page(client: FlaskClient, actor: Actor) -> None:
    published(actor, year=2024, fictitious=True)
    published(actor, CHANGED, fictitious=True)
    for path in PAGES[:5]:
        text = page(client, path)
        assert "are invented, for demonstration" in text, path
        assert ">Invented figures</text>" in text, path


def test_every_text_is_translatable_but_names_and_figures(
    client: FlaskClient, actor: Actor
) -> None:
    published(actor, year=2024, fictitious=True)
    published(actor, CHANGED)
    names = ["Automotive", "Food", "Alder Valley", "Office of Statistics", "CC BY 4.0", "DE11"]
    names += [place.name for place in places()]
    names += Locale.parse("en_GB").territories.values()
    data = Data(iter([*names, "Touchstone", "Deutsch", "English", "Office of the label"]))
    found = {
        (path, text)
        for path in PAGES
        for text in Page(page(client, f"{path}{'&' if '?' in path else '?'}lang=en_XA")).unmarked
        if data.beside(text)
    }
    assert found == set()


def test_hostile_names_are_shown_as_text(client: FlaskClient, actor: Actor) -> None:
    published(actor, '<script>x</script>,"""><b>",5000,9000\nB,Other,1,9000\n')
    for path in ("/map", "/map/sources", "/map/changes"):
        text = page(client, path)
        assert "<script>x" not in text
        assert '"><b>' not in text


def test_pages_take_the_same_few_statements_for_many_regions(
    client: FlaskClient, actor: Actor, database: Database
) -> None:
    published(actor, year=2024)
    published(actor)
    few = [_statements(client, database, path) for path in PAGES]
    published(actor, many_rows(300) + "DE11,Automotive,5000,9000\n", year=2026)
    many = [_statements(client, database, path) for path in PAGES]
    assert (many, max(many) <= MOST) == (few, True)


def _statements(client: FlaskClient, database: Database, path: str) -> int:
    kept: list[str] = []

    def note(*args: object) -> None:
        if not str(args[2]).startswith(("PRAGMA", "BEGIN", "SET")):
            kept.append(str(args[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        page(client, path)
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return len(kept)
