"""Components: what they render, and that no value from outside becomes markup."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask, g, render_template_string

from labelling.core.access import PUBLIC
from tests.templates.gallery import BANDS, GalleryForm, gallery_app

HOSTILE = "<script>alert(1)</script>\"' onclick=x <b>&"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the gallery's application."""
    return gallery_app(Path(tmp_path_factory.mktemp("gallery")))


@pytest.fixture
def asked(app: Flask) -> Iterator[None]:
    """Stand inside a request by the public."""
    with app.test_request_context("/", method="POST", data={"sources-0-title": ""}):
        g.actor = PUBLIC
        yield


class Tags(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.found.append((tag, dict(attrs)))


def test_gallery_has_no_inline_style_or_script(app: Flask) -> None:
    for page in (app.test_client().get("/"), app.test_client().post("/")):
        tags = Tags(page.text).found
        assert not [tag for tag, attrs in tags if "style" in attrs or tag == "style"]
        assert not [key for _, attrs in tags for key in attrs if key.startswith("on")]
        assert [attrs["type"] for tag, attrs in tags if tag == "script"] == ["module"]


def test_gallery_ids_are_unique(app: Flask) -> None:
    ids = [attrs["id"] for _, attrs in Tags(app.test_client().get("/").text).found if "id" in attrs]
    assert sorted(ids, key=str) == sorted(set(ids), key=str)


def test_page_with_errors_says_so_in_its_title(app: Flask) -> None:
    answer = app.test_client().post("/")
    assert (answer.status_code, "<title>Error: Components · " in answer.text) == (422, True)


@pytest.mark.usefixtures("asked")
def test_error_summary_links_every_error_to_its_field() -> None:
    form = GalleryForm()
    form.validate()
    page = render_template_string(
        '{% from "components/forms.html" import error_summary %}'
        '{{ error_summary(form, ["Closed."]) }}',
        form=form,
    )
    assert re.findall(r'<a href="#([\w-]+)">', page) == [
        *("name", "country", "outcome", "consent", "start", "firms", "share", "band"),
        "sources-0-title",
    ]
    assert "<li>Closed.</li>" in page


@pytest.mark.parametrize(
    ("name", "control"),
    [
        ("name", ("input", "text")),
        ("email", ("input", "email")),
        ("password", ("input", "password")),
        ("answer", ("textarea", None)),
        ("country", ("select", None)),
        ("outcome", ("input", "radio")),
        ("languages", ("input", "checkbox")),
        ("consent", ("input", "checkbox")),
        ("start", ("input", "text")),
        ("plan", ("input", "file")),
        ("firms", ("input", "text")),
        ("share", ("input", "text")),
        ("version", ("input", "hidden")),
    ],
)
@pytest.mark.usefixtures("asked")
def test_field_is_the_control_of_its_kind(name: str, control: tuple[str, str | None]) -> None:
    page = render_template_string(
        '{% from "components/forms.html" import field %}{{ field(x) }}', x=GalleryForm()[name]
    )
    controls = [(tag, attrs.get("type")) for tag, attrs in Tags(page).found if "name" in attrs]
    count = {"outcome": 2, "languages": 2, "start": 3}.get(name, 1)
    assert controls == [control] * count


@pytest.mark.usefixtures("asked")
def test_textarea_tells_its_length_with_line_ends_counted_once() -> None:
    form = GalleryForm()
    form.answer.data = "ab\r\nc"
    page = render_template_string(
        '{% from "components/forms.html" import field %}{{ field(form.answer) }}', form=form
    )
    assert "4 of 1,500 characters" in page


@pytest.mark.parametrize(("ordinal", "of"), [(1, 3), (2, 3), (3, 3), (1, 5), (4, 5), (1, 1)])
@pytest.mark.usefixtures("asked")
def test_level_sign_has_as_many_solid_streaks_as_the_level(ordinal: int, of: int) -> None:
    page = render_template_string(
        '{% from "components/sign.html" import level_sign %}{{ level_sign(o, of, "Silver") }}',
        o=ordinal,
        of=of,
    )
    streaks = [attrs for tag, attrs in Tags(page).found if tag == "path"][1:]
    dotted = ["stroke-dasharray" in attrs for attrs in streaks]
    assert dotted == [False] * ordinal + [True] * (of - ordinal)
    assert f"Silver, level {ordinal} of {of}" in page


@pytest.mark.usefixtures("asked")
def test_range_picture_names_its_numbers_rounded_half_up() -> None:
    page = render_template_string(
        '{% from "components/charts.html" import range_picture %}'
        "{{ range_picture(46.25, 69, 55, 'Silver') }}"
    )
    assert "Between 46.3 and 69 percent so far. Silver asks for 55 percent." in page


CALLS = """
{% from "components/forms.html" import error_summary, field, button, link_button, save_bar %}
{% from "components/bands.html" import band_choice %}
{% from "components/facts.html" import facts, item_list, parts_nav %}
{% from "components/conflict.html" import both_texts %}
{% from "components/filters.html" import filters, filter_select, day_query %}
{% from "components/page.html" import breadcrumbs, page_heading %}
{% from "components/steps.html" import steps, history %}
{% from "components/standing.html" import state_band, state_tag, tag %}
{% from "components/sign.html" import level_sign, level_hero %}
{% from "components/charts.html" import range_picture, profile %}
{% from "components/tasks.html" import task_list %}
{{ error_summary(form, [h]) }}
{% for x in form if x.type != "FieldList" %}
{{ field(x, hint=h, hints={"award": h}, prefix=h, suffix=h, autocomplete=h, limit=9, accept=h) }}
{% endfor %}
{{ band_choice(form.band, [{"value": h, "name": h, "text": h, "chip": h}]) }}
{{ button(h, name=h, value=h) }}{{ link_button(h, h) }}{{ save_bar(h, h, h) }}
{{ facts([(h, h)]) }}
{{ item_list([{"text": h, "url": h, "detail": h, "action": h, "action_url": h}]) }}
{{ parts_nav(h, h, [{"text": h, "url": h, "state": "done", "state_word": h}]) }}
{{ both_texts(h, h, h, h) }}{{ filters(h, h, h) }}{{ filter_select(h, h, [(h, h)], h) }}
{{ day_query(h, h, h, h, h, h, h) }}
{{ breadcrumbs([{"text": h, "url": h}]) }}{{ page_heading(h, [h]) }}
{{ steps([{"name": h, "state": "now", "about": h}]) }}
{{ history([{"day": h, "title": h, "reason": h}]) }}
{{ state_band("active", h, h) }}{{ state_tag(h, h) }}{{ tag(h, h) }}
{{ level_sign(1, 3, h, h) }}{{ level_hero(1, 3, h) }}{{ range_picture(1, 2, 3, h) }}
{{ profile("p", h, [{"name": h, "lower": 1, "upper": 1, "minimum": 1, "own": 1}]) }}
{{ task_list([{"what": h, "about": h, "by": h, "late": h, "button": h, "url": h}]) }}
"""


@pytest.mark.usefixtures("asked")
def test_hostile_text_stays_text_in_every_component() -> None:
    form = GalleryForm(
        data={"name": HOSTILE, "answer": HOSTILE, "email": HOSTILE, "version": HOSTILE}
    )
    for one in form:
        if one.type != "FieldList":
            one.errors = [HOSTILE]
            one.description = one.label.text = HOSTILE
    page = render_template_string(CALLS, form=form, h=HOSTILE, bands=BANDS)
    tags = Tags(page).found
    assert [tag for tag, _ in tags if tag == "script"] == []
    assert [key for _, attrs in tags for key in attrs if not re.fullmatch(r"[a-zA-Z-]+", key)] == []
    assert [key for _, attrs in tags for key in attrs if key.startswith("on")] == []
