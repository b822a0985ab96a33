"""The first page, the list, the statements; no cookie and no script are needed."""

import re

import pytest
from flask.testing import FlaskClient

from labelling.decisions.models import LabelEventKind
from tests.labelling.register.making import TODAY, Happening, Period, make_label, stop_the_clock
from tests.labelling.register.reading import text_of

STATEMENTS = ("/accessibility", "/privacy", "/complaints", "/api/docs")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask everything on 22 November 2026."""
    stop_the_clock(monkeypatch)


def rows(page: str) -> list[str]:
    """Return the words of each row of the list."""
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    return [] if body is None else [text_of(row) for row in body[1].split("</tr>") if row.strip()]


def test_home_has_two_doors(client: FlaskClient) -> None:
    page = client.get("/").text
    said = text_of(page)
    assert 'action="/register"' in page
    assert 'name="q"' in page
    assert [word for word in ("Look up a label", "Get the label", "Bronze", "Silver", "Gold")
            if word not in said] == []  # fmt: skip


def test_list_shows_number_holder_country_level_status_and_end(client: FlaskClient) -> None:
    make_label(serial=417)
    make_label(
        "Lower Elm Food Cluster",
        country="GR",
        serial=1204,
        periods=[Period(level="bronze")],
        happenings=[Happening(LabelEventKind.SUSPENDED, TODAY)],
    )
    page = client.get("/register").text
    assert rows(page) == [
        "CE-2026-0417-R Alder Valley Mobility Cluster Austria Silver Active 31 May 2028",
        "CE-2026-1204-C Lower Elm Food Cluster Greece Bronze Suspended 31 May 2028",
    ]
    assert "2 labels" in text_of(page)


def test_list_filters_and_keeps_what_was_chosen_in_its_links(client: FlaskClient) -> None:
    for number in range(51):
        make_label(f"Alder {number}", country="AT", periods=[Period()])
    make_label("Birch", country="DE")
    page = client.get("/register?q=alder&country=AT&level=&status=active").text
    assert (len(rows(page)), '<option value="AT" selected>Austria' in page) == (50, True)
    assert 'href="/register?q=alder&amp;country=AT&amp;status=active&amp;page=2"' in page
    assert 'href="/register?q=alder&amp;country=AT&amp;status=active&amp;sort=holder"' in page
    assert 'href="/register?q=alder&amp;country=AT&amp;status=active&amp;sort=-number"' in page
    second = client.get("/register?q=alder&country=AT&status=active&page=2").text
    assert (len(rows(second)), "51 to 51 of 51" in text_of(second)) == (1, True)


def test_list_sorts(client: FlaskClient) -> None:
    make_label("Zeta", serial=1)
    make_label("Alpha", serial=2)
    page = client.get("/register?sort=holder").text
    assert [row.split()[1] for row in rows(page)] == ["Alpha", "Zeta"]
    assert 'aria-sort="ascending"' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?q=nobody", "No label fits this search."),
        ("?page=9", "this page is beyond the last"),
    ],
)
def test_list_without_a_row_helps_on(client: FlaskClient, query: str, words: str) -> None:
    make_label()
    assert words in text_of(client.get(f"/register{query}").text)


def test_list_before_the_first_label(client: FlaskClient) -> None:
    assert "No label has been awarded yet." in text_of(client.get("/register").text)


def test_list_refuses_what_nothing_could_be(client: FlaskClient) -> None:
    answer = client.get("/register?country=XX")
    assert (answer.status_code, answer.mimetype) == (400, "text/html")


def test_every_page_links_the_statements(client: FlaskClient) -> None:
    page = client.get("/register").text
    footer = page[page.index("<footer") :]
    assert [path for path in STATEMENTS if f'href="{path}"' not in footer] == []


@pytest.mark.parametrize("path", ["/", "/register", "/verify", *STATEMENTS])
@pytest.mark.parametrize("language", ["en", "de"])
def test_public_page_needs_neither_cookie_nor_script(
    client: FlaskClient, path: str, language: str
) -> None:
    answer = client.get(f"{path}?lang={language}")
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
    assert "<style" not in answer.text
    assert re.findall(r"<script(?![^>]* src=\"/static/)", answer.text) == []
    assert re.findall(r' (?:src|href|action)="(?:https?:)?//(?!localhost)', answer.text) == []


def test_navigation_marks_one_entry_at_most(client: FlaskClient) -> None:
    made = make_label()
    marked = {
        path: re.findall(
            r'href="([^"]+)" aria-current="page"', client.get(path).text.split("</nav>")[0]
        )
        for path in ("/", "/register", f"/labels/{made.id}", "/verify", "/privacy")
    }
    assert marked == {
        "/": [],
        "/register": ["/register"],
        f"/labels/{made.id}": ["/register"],
        "/verify": ["/verify"],
        "/privacy": [],
    }
