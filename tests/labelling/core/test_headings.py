"""Numbers in headings stay on one line."""

import pytest
from flask import Flask, render_template_string

HEADING = '{% from "components/page.html" import page_heading %}{{ page_heading(title, facts) }}'


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Label CE-2026-0001-V", 'Label <span class="nowrap">CE-2026-0001-V</span>'),
        ("A-2026-031, B", '<span class="nowrap">A-2026-031</span>, B'),
        ("<b>2026-11-22</b>", "&lt;b&gt;2026-11-22&lt;/b&gt;"),
    ],
)
def test_number_in_a_heading_does_not_break(app: Flask, title: str, shown: str) -> None:
    with app.test_request_context("/"):
        made = render_template_string(HEADING, title=title, facts=[title])
    assert made == f'<h1>{shown}</h1>\n<ul class="title-facts"><li>{shown}</li></ul>'


def test_markup_around_a_number_stays(app: Flask) -> None:
    inside = '{% set title %}<a href="/x/CE-2026-0001-V">CE-2026-0001-V</a>{% endset %}'
    with app.test_request_context("/"):
        made = render_template_string(inside + HEADING, facts=[])
    assert made.strip() == (
        '<h1><a href="/x/CE-2026-0001-V"><span class="nowrap">CE-2026-0001-V</span></a></h1>'
    )
