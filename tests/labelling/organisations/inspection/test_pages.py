"""Pages that were filled in are read for their fields; what no browser writes is refused."""

import json

import pytest

from labelling.core.errors import Invalid
from labelling.organisations.inspection import pages, sandbox
from labelling.organisations.inspection.findings import Reason, Refused


def read(page: str) -> dict[str, str]:
    """Return the fields of a page."""
    found: dict[str, str] = json.loads(pages.inspect(page.encode(), "page"))
    return found


def test_texts_choices_and_boxes_are_read_by_name() -> None:
    page = (
        "\ufeff<!doctype html><p>aside <b>not read</b><textarea>no name</textarea>"
        '<textarea name="a">x &lt;b&gt; &amp;amp; &#34;q&#34;\n\n y</textarea>'
        '<select name="b"><option value="">-<option value="40" selected="">40</select>'
        '<select name="c"><option value="40">40</option></select>'
        '<input type="checkbox" name="d" checked=""><input type="checkbox" name="e">'
        '<input name="f" value="no box"><script>let a = "<textarea name=z>";</script>'
    )
    assert read(page) == {"a": 'x <b> &amp; "q"\n\n y', "b": "40", "c": "", "d": "1", "e": ""}


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ('<textarea name="a">1</textarea><textarea name="a">2</textarea>', Reason.UNREADABLE),
        ('<textarea name="a">never ends', Reason.UNREADABLE),
        ('<textarea name="a">x<script>alert(1)</script></textarea>', Reason.UNREADABLE),
        ('<textarea name="a">x</p></textarea>', Reason.UNREADABLE),
        ("".join(f'<textarea name="{n}"></textarea>' for n in range(501)), Reason.BOMB),
    ],
)
def test_what_no_browser_writes_is_refused(page: str, reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        read(page)
    assert refused.value.reason is reason


def test_a_page_is_read_by_the_child() -> None:
    assert sandbox.inspect_page('<textarea name="a">ä</textarea>'.encode(), "a.html") == {"a": "ä"}
    for content in (b"\xff\xfe\x00", b"%PDF-1.7", b"PK\x03\x04"):
        with pytest.raises(Invalid):
            sandbox.inspect_page(content, "a.html")
    with pytest.raises(Invalid, match="is not a page"):
        sandbox.inspect_page(b"", "a.txt")


def test_a_page_that_would_take_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "PATIENCE", 2)
    with pytest.raises(Invalid, match="could not be read to its end"):
        sandbox.inspect_page(b"<a " * 3_000_000, "a.html")
