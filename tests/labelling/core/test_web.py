"""What surrounds every page: headers, forged requests, errors as pages and as problem+json."""

from contextlib import redirect_stderr
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.core import i18n, log
from labelling.core.errors import NotNow
from labelling.core.web.forms import whole_number
from labelling.core.web.headers import POLICY


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    headers = client.get("/healthz").headers
    assert headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_unknown_address_is_a_page_with_a_way_out(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


def test_unknown_address_of_the_api_is_a_problem(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nowhere")
    assert answer.content_type == "application/problem+json"
    assert answer.get_json() == {
        "type": "about:blank",
        "title": "There is nothing at this address",
        "status": 404,
        "detail": "Either it never existed, or it is not open to you.",
    }


def test_post_from_another_site_is_refused(client: FlaskClient) -> None:
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        answer = client.post("/sign-in", headers=headers)
        assert answer.status_code == 400
        assert "came from another site" in answer.text


def test_fault_of_ours_says_nothing_of_its_inside(own_app: Flask) -> None:
    @own_app.get("/broken")
    def broken() -> str:
        raise RuntimeError("password=hunter2")

    own_app.testing = False
    answer = own_app.test_client().get("/broken")
    assert answer.status_code == 500
    assert "hunter2" not in answer.text


def test_language_follows_the_readers_wish(client: FlaskClient) -> None:
    english = client.get("/nowhere", headers={"Accept-Language": "fr, en;q=0.5"})
    german = client.get("/nowhere?lang=de")
    assert 'lang="en"' in english.text
    assert 'lang="de"' in german.text


def test_refusal_speaks_with_its_values() -> None:
    refusal = NotNow(i18n.lazy("%(count)s items are open."), count=9)
    assert str(refusal) == "9 items are open."


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7), ("007", 7), ("100", 100), ("101", 100), ("9" * 5000, 100), ("0" * 5000, 0),
        ("", 0), (None, 0), ("-1", 0), ("²", 0), ("١", 0), ("1e9", 0), (" 7", 0),
    ],
)  # fmt: skip
def test_numbers_of_an_address_are_counted_up_to_the_most(text: str | None, number: int) -> None:
    assert whole_number(text, 100) == number


def test_static_addresses_change_with_their_content(app: Flask) -> None:
    from labelling.core.web.statics import static

    with app.test_request_context():
        address = static("css/tokens.css")
    assert address.startswith("/static/css/tokens.css?v=")
    with app.test_client().get(address) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("address", "cache_control"),
    [
        ("/static/js/part.js?v=0123456789ab", "public, max-age=31536000"),
        ("/static/fonts/inter-latin.woff2", "public, max-age=31536000"),
        ("/static/js/saving.js", "no-cache"),
    ],
)
def test_static_file_is_kept_where_its_address_changes_with_it(
    client: FlaskClient, address: str, cache_control: str
) -> None:
    """A script's import has no fingerprint: kept, it would be older than the script."""
    with client.get(address) as answer:
        assert answer.headers["Cache-Control"] == cache_control


def test_logs_tell_where_a_fault_was_but_no_values(own_app: Flask) -> None:
    @own_app.get("/broken-with-a-value")
    def broken() -> str:
        password = "hunter" + "2"
        return str(1 // (len(password) - len(password)))

    with redirect_stderr(StringIO()) as written:
        log.configure()
    own_app.test_client().get("/broken-with-a-value")
    logged = written.getvalue()
    assert "ZeroDivisionError" in logged
    assert "hunter2" not in logged
