"""The register for programs, word for word as the contract has it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from labelling.decisions.models import LabelEventKind
from tests.labelling.register.making import (
    EDITION,
    Happening,
    Made,
    Period,
    at,
    make_label,
    stop_the_clock,
)

KEYS = ["id", "number", "status", "reason", "scheme", "edition", "level", "organisation"]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask everything on 22 November 2026, 14:32 in Brussels."""
    stop_the_clock(monkeypatch)


def item(made: Made, **changes: Any) -> dict[str, Any]:
    """Return what the API should say of a label that is active in its first term."""
    address = f"http://localhost/labels/{made.id}"
    said = {
        "id": made.id,
        "number": made.label.number,
        "status": "active",
        "reason": None,
        "scheme": "cluster-excellence",
        "edition": EDITION,
        "level": "silver",
        "organisation": {"name": "Alder Valley Mobility Cluster", "country": "AT"},
        "valid_from": "2026-06-01",
        "valid_until": "2028-05-31",
        "certificate": f"{address}/certificate.pdf",
        "credential": f"{address}/credential.json",
        "page": address,
    }
    return {**said, **changes}


def suspended() -> Made:
    """Make a label that was suspended from 3 to 21 September 2026."""
    return make_label(
        happenings=[
            Happening(LabelEventKind.SUSPENDED, date(2026, 9, 3), "Changes were not reported."),
            Happening(LabelEventKind.LIFTED, date(2026, 9, 21), "The list was checked."),
        ]
    )


def test_list_gives_labels_by_number(client: FlaskClient) -> None:
    second, first = make_label(serial=20), make_label(serial=3)
    answer = client.get("/api/v1/labels")
    assert answer.get_json() == {"items": [item(first), item(second)], "total": 2, "next": None}
    assert answer.mimetype == "application/json"


def test_list_names_the_next_page_with_the_same_search(client: FlaskClient) -> None:
    for serial in range(1, 52):
        make_label(f"Alder & Söhne {serial}", serial=serial, periods=[Period()])
    answer = client.get("/api/v1/labels?q=alder+%26&country=AT&level=&status=&page=").get_json()
    following = "http://localhost/api/v1/labels?q=alder+%26&country=AT&page=2"
    assert (len(answer["items"]), answer["total"], answer["next"]) == (50, 51, following)
    last = client.get(following.removeprefix("http://localhost")).get_json()
    assert (len(last["items"]), last["total"], last["next"]) == (1, 51, None)


def test_page_beyond_the_last_is_empty(client: FlaskClient) -> None:
    make_label()
    assert client.get("/api/v1/labels?page=7").get_json() == {
        "items": [],
        "total": 1,
        "next": None,
    }


@pytest.mark.parametrize(
    "query",
    [
        "country=XX",
        "country=at",
        "level=platinum",
        "status=none",
        "status=Active",
        "field=astrology",
        "page=0",
        "page=-1",
        "page=1.0",
        "page=9999999",
        "page=²",
        "sort=number",
        "contry=AT",
        "status=active&status=revoked",
        "q=" + "x" * 201,
    ],
)
def test_unknown_value_or_parameter_is_400(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/labels?{query}")
    problem = answer.get_json()
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert sorted(problem) == ["detail", "status", "title", "type"]
    assert problem["status"] == 400


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("", "active", None),
        ("?on=2026-06-01", "active", None),
        ("?on=2026-09-02", "active", None),
        ("?on=2026-09-03", "suspended", "Changes were not reported."),
        ("?on=2026-09-21", "suspended", "Changes were not reported."),
        ("?on=2026-09-22", "active", None),
        ("?on=2026-11-22&as_published=1", "active", None),
        ("?on=&as_published=0", "active", None),
    ],
)
def test_label_on_a_day(client: FlaskClient, query: str, status: str, reason: str | None) -> None:
    made = suspended()
    answer = client.get(f"/api/v1/labels/{made.id}{query}")
    assert answer.get_json() == item(made, status=status, reason=reason)


def test_label_as_published_and_as_known_differ_by_what_came_later(client: FlaskClient) -> None:
    made = make_label(
        happenings=[
            Happening(
                LabelEventKind.REVOKED,
                date(2026, 9, 1),
                "False figures.",
                recorded=at(date(2026, 10, 1)),
            )
        ]
    )
    known = client.get(f"/api/v1/labels/{made.id}?on=2026-09-15").get_json()
    published = client.get(f"/api/v1/labels/{made.id}?on=2026-09-15&as_published=1").get_json()
    assert (known, published) == (
        item(made, status="revoked", reason="False figures."),
        item(made),
    )


def test_published_on_a_day_reaches_to_its_last_moment_in_the_scheme_zone(
    client: FlaskClient,
) -> None:
    late = datetime(2026, 9, 3, 21, 30, tzinfo=UTC)  # 23:30 in Brussels
    early = datetime(2026, 9, 3, 22, 30, tzinfo=UTC)  # 0:30 of the next day there
    labels = [
        make_label(
            happenings=[Happening(LabelEventKind.SUSPENDED, date(2026, 9, 3), recorded=moment)]
        )
        for moment in (late, early)
    ]
    query = "?on=2026-09-03&as_published=1"
    answers = [client.get(f"/api/v1/labels/{made.id}{query}").get_json() for made in labels]
    assert [answer["status"] for answer in answers] == ["suspended", "active"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?on=2026-05-31", 404),
        ("?on=2026-06-01&as_published=1", 200),
        ("?on=2026-11-23", 400),
        ("?on=2026-02-30", 400),
        ("?on=20260601", 400),
        ("?on=2026-W23-1", 400),
        ("?on=１９９９-01-01", 400),
        ("?on=2026-06-01&as_published=yes", 400),
        ("?on=2026-06-01&on=2026-06-02", 400),
        ("?day=2026-06-01", 400),
    ],
)
def test_day_that_cannot_be_answered(client: FlaskClient, query: str, status: int) -> None:
    made = make_label()
    answer = client.get(f"/api/v1/labels/{made.id}{query}")
    assert answer.status_code == status
    assert status == 200 or answer.mimetype == "application/problem+json"


def test_term_recorded_later_was_not_published_before(client: FlaskClient) -> None:
    made = make_label(periods=[Period(recorded=at(date(2026, 6, 10)))])
    path = f"/api/v1/labels/{made.id}?on=2026-06-05"
    assert client.get(path).get_json() == item(made)
    assert client.get(f"{path}&as_published=1").status_code == 404


def test_upgrade_gives_each_day_its_level(client: FlaskClient) -> None:
    made = make_label(
        periods=[
            Period(date(2025, 6, 1), date(2027, 5, 31), "bronze"),
            Period(date(2026, 10, 1), date(2028, 9, 30), "gold"),
        ]
    )
    levels = [
        client.get(f"/api/v1/labels/{made.id}?on={day}").get_json()["level"]
        for day in ("2026-09-30", "2026-10-01")
    ]
    assert levels == ["bronze", "gold"]


@pytest.mark.parametrize("public_id", ["k7Qm2xV9tRab", "x", "..%2f..%2fetc", "%00"])
def test_unknown_label_is_404(client: FlaskClient, public_id: str) -> None:
    answer = client.get(f"/api/v1/labels/{public_id}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_links_come_from_the_settings_and_never_from_the_host(client: FlaskClient) -> None:
    made = make_label()
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    for path in ("/api/v1/labels", f"/api/v1/labels/{made.id}", "/openapi.json", "/trust.json"):
        assert "evil" not in client.get(path, headers=headers).text
    for path in ("/", "/register", "/verify", "/api/docs", f"/labels/{made.id}"):
        assert "evil" not in client.get(path, headers=headers).text


def test_unchanged_answer_costs_304_and_a_change_shows_at_once(client: FlaskClient) -> None:
    made = make_label()
    path = f"/api/v1/labels/{made.id}"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    make_label()
    unchanged = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    changed = client.get("/api/v1/labels", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.headers["Cache-Control"], again.status_code, again.data) == (
        "public, no-cache",
        304,
        b"",
    )
    assert (unchanged.status_code, changed.status_code) == (304, 200)


@pytest.mark.parametrize("path", ["/api/v1/labels", "/api/v1/labels/k7Qm2xV9tRab"])
def test_other_methods_are_405_and_named(client: FlaskClient, path: str) -> None:
    answer = client.delete(path)
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
