"""The public page of a label: how it stands, in words, on every kind of day."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from labelling.decisions.models import LabelEventKind
from tests.labelling.register.making import (
    Happening,
    Period,
    add_certificate,
    at,
    make_label,
    pdf_bytes,
    stop_the_clock,
)
from tests.labelling.register.reading import band_of, happened, text_of, title_of

PARTS = ("/certificate.pdf", "/credential.json", "/badge.svg", "/badge.png")
ASKED = "Asked at 14:32, Brussels time."
SUSPENDED = Happening(LabelEventKind.SUSPENDED, date(2026, 9, 3), "Changes were not reported.")
LIFTED = Happening(LabelEventKind.LIFTED, date(2026, 9, 21), "The list was checked.")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask everything on 22 November 2026, 14:32 in Brussels."""
    stop_the_clock(monkeypatch)


@pytest.mark.parametrize(
    ("happenings", "band"),
    [
        (
            [],
            (
                "active",
                f"Active today, 22 November 2026 Neither suspended nor revoked. {ASKED}",
            ),
        ),
        (
            [SUSPENDED],
            (
                "suspended",
                (
                    "Suspended since 3 September 2026 Changes were not reported. "
                    f"Do not rely on it now. {ASKED}"
                ),
            ),
        ),
        (
            [SUSPENDED, Happening(LabelEventKind.LIFTED, date(2026, 11, 22))],
            (
                "suspended",
                (
                    "Suspended today, 22 November 2026 Suspension lifted today; active again from "
                    f"23 November 2026. {ASKED}"
                ),
            ),
        ),
        (
            [SUSPENDED, LIFTED],
            (
                "active",
                f"Active today, 22 November 2026 Neither suspended nor revoked. {ASKED}",
            ),
        ),
        (
            [Happening(LabelEventKind.REVOKED, date(2026, 10, 1), "False figures.")],
            ("revoked", f"Revoked on 1 October 2026 False figures. {ASKED}"),
        ),
        (
            [Happening(LabelEventKind.WITHDRAWN, date(2026, 10, 1), "Given back.")],
            ("withdrawn", f"Withdrawn on 1 October 2026 Given back. {ASKED}"),
        ),
        (
            [
                Happening(
                    LabelEventKind.SUSPENDED, date(2026, 12, 1), recorded=at(date(2026, 11, 20))
                )
            ],
            (
                "active",
                (
                    "Active today, 22 November 2026 Neither suspended nor revoked. "
                    f"From 1 December 2026 it is suspended. {ASKED}"
                ),
            ),
        ),
    ],
)
def test_band_says_how_the_label_stands_today(
    client: FlaskClient, happenings: list[Happening], band: tuple[str, str]
) -> None:
    made = make_label(happenings=happenings)
    assert band_of(client.get(f"/labels/{made.id}").text) == band


@pytest.mark.parametrize(
    ("period", "band"),
    [
        (
            Period(date(2024, 6, 1), date(2026, 5, 31)),
            (
                "expired",
                (
                    "Expired on 31 May 2026 A renewal may be under way: until 31 May 2027 it can "
                    f"still be renewed, then as from its old end. {ASKED}"
                ),
            ),
        ),
        (
            Period(date(2023, 6, 1), date(2025, 5, 31)),
            ("expired", f"Expired on 31 May 2025 {ASKED}"),
        ),
        (
            Period(date(2026, 12, 1), date(2028, 11, 30), recorded=at(date(2026, 11, 20))),
            (
                "replaced",
                (
                    "Not active yet: begins on 1 December 2026 It was awarded and does not count "
                    f"before that day. {ASKED}"
                ),
            ),
        ),
    ],
)
def test_band_of_a_term_that_is_over_or_has_not_begun(
    client: FlaskClient, period: Period, band: tuple[str, str]
) -> None:
    made = make_label(periods=[period])
    assert band_of(client.get(f"/labels/{made.id}").text) == band


@pytest.mark.parametrize(
    ("day", "band"),
    [
        (
            "day=2&month=9&year=2026",
            ("active", "On 2 September 2026: active Today, 22 November 2026: active."),
        ),
        (
            "day=10&month=9&year=2026",
            (
                "suspended",
                (
                    "On 10 September 2026: suspended Changes were not reported. "
                    "Today, 22 November 2026: active."
                ),
            ),
        ),
        (
            "day=21&month=09&year=2026",
            (
                "suspended",
                (
                    "On 21 September 2026: suspended Changes were not reported. "
                    "Today, 22 November 2026: active."
                ),
            ),
        ),
        (
            "day=31&month=5&year=2026",
            (
                "replaced",
                (
                    "On 31 May 2026: not begun The label began on 1 June 2026. "
                    "Today, 22 November 2026: active."
                ),
            ),
        ),
        (
            "day=22&month=11&year=2026",
            (
                "active",
                f"Active today, 22 November 2026 Neither suspended nor revoked. {ASKED}",
            ),
        ),
    ],
)
def test_band_on_another_day_always_names_today_too(
    client: FlaskClient, day: str, band: tuple[str, str]
) -> None:
    made = make_label(happenings=[SUSPENDED, LIFTED])
    assert band_of(client.get(f"/labels/{made.id}?{day}").text) == band


def test_band_says_what_was_published_where_that_differs(client: FlaskClient) -> None:
    made = make_label(
        happenings=[
            Happening(
                LabelEventKind.REVOKED, date(2026, 9, 1), "False.", recorded=at(date(2026, 10, 1))
            )
        ]
    )
    page = client.get(f"/labels/{made.id}?day=15&month=9&year=2026").text
    assert band_of(page) == (
        "revoked",
        (
            "On 15 September 2026: revoked False. As published on that day: active. "
            "As known today: revoked. Today, 22 November 2026: revoked."
        ),
    )


def test_band_names_the_levels_where_an_upgrade_was_recorded_later(client: FlaskClient) -> None:
    made = make_label(
        periods=[
            Period(date(2025, 6, 1), date(2027, 5, 31), "bronze"),
            Period(date(2026, 7, 1), date(2028, 6, 30), "gold", recorded=at(date(2026, 8, 1))),
        ]
    )
    page = client.get(f"/labels/{made.id}?day=15&month=7&year=2026").text
    assert band_of(page)[1] == (
        "On 15 July 2026: active As published on that day: active, Bronze. "
        "As known today: active, Gold. Today, 22 November 2026: active."
    )


@pytest.mark.parametrize(
    ("day", "error"),
    [
        (
            "day=23&month=11&year=2026",
            "23 November 2026 has not come yet. Ask for a day up to today.",
        ),
        ("day=30&month=2&year=2026", "There is no such day. Write one like 10 9 2026."),
        ("day=x&month=2&year=2026", "Write day, month and year in digits, for example 10 9 2026."),
        ("day=&month=2&year=2026", "Write day, month and year in digits, for example 10 9 2026."),
        ("day=1&month=1&year=0", "There is no such day. Write one like 10 9 2026."),
    ],
)
def test_day_that_cannot_be_asked_is_said_at_the_field_and_first_of_all(
    client: FlaskClient, day: str, error: str
) -> None:
    made = make_label()
    answer = client.get(f"/labels/{made.id}?{day}")
    assert (answer.status_code, text_of(answer.text).count(error)) == (422, 2)
    assert title_of(answer.text).startswith("Error: Alder Valley")
    assert band_of(answer.text)[1].startswith("Active today")


def test_page_names_holder_level_dates_and_what_it_covers(client: FlaskClient) -> None:
    made = make_label(serial=417)
    page = client.get(f"/labels/{made.id}").text
    assert title_of(page) == (
        "Alder Valley Mobility Cluster: silver, active · Label register · Touchstone"
    )
    said = text_of(page)
    for words in (
        "Held by Alder Valley Mobility Cluster Graz, Austria · Mobility and automotive",
        "Silver Second of three levels",
        "Valid from 1 June 2026 Valid until 31 May 2028 , that day included",
        "Covers The cluster organisation and its services to members.",
        "Label number CE-2026-0417-R",
        "Criteria Cluster Excellence, edition 2026",
        "Is this what your paper says?",
        "At least 55 % of the points asked for were reached.",
        "A committee that had no part in the assessment decided.",
    ):
        assert words in said
    assert said.index("Active today") < said.index("Held by")


def test_page_tells_what_has_happened_newest_first(client: FlaskClient) -> None:
    made = make_label(
        periods=[
            Period(date(2024, 3, 1), date(2026, 2, 28), "bronze"),
            Period(date(2026, 3, 1), date(2028, 2, 29), "bronze", recorded=at(date(2026, 4, 20))),
            Period(date(2026, 7, 1), date(2028, 6, 30), "silver"),
        ],
        happenings=[SUSPENDED, LIFTED],
    )
    add_certificate(made, pdf_bytes("again"), at(date(2026, 10, 5)))
    assert happened(client.get(f"/labels/{made.id}").text) == [
        "5 October 2026 Certificate version 4 replaces version 3",
        "21 September 2026 Suspension lifted The list was checked.",
        "3 September 2026 Suspended Changes were not reported.",
        "1 July 2026 Silver begins Decided by the committee on 27 June 2026.",
        (
            "1 March 2026 Bronze renewed Decided by a member of the committee on 20 April 2026. "
            "Recorded on 20 April 2026."
        ),
        (
            "1 March 2024 Bronze begins Decided by a member of the committee on 26 February 2024. "
            "First term."
        ),
    ]


def test_history_names_the_end_of_a_term_that_nothing_joined(client: FlaskClient) -> None:
    made = make_label(
        periods=[
            Period(date(2022, 1, 1), date(2023, 12, 31)),
            Period(date(2024, 6, 1), date(2026, 5, 31)),
        ]
    )
    assert [line[:45] for line in happened(client.get(f"/labels/{made.id}").text)] == [
        "31 May 2026 Expired at the end of the day",
        "1 June 2024 Silver renewed Decided by the com",
        "31 December 2023 Expired at the end of the da",
        "1 January 2022 Silver begins Decided by the c",
    ]


def test_link_to_the_certificate_tells_if_the_label_does_not_count(client: FlaskClient) -> None:
    made = make_label(happenings=[SUSPENDED])
    assert "Download the certificate (suspended)" in client.get(f"/labels/{made.id}").text


def test_certificate_is_the_newest_byte_for_byte(client: FlaskClient) -> None:
    made = make_label(serial=77, periods=[Period(pdfs=(b"%PDF-1.7 old", b"%PDF-1.7 new"))])
    path = f"/labels/{made.id}/certificate.pdf"
    answer = client.get(path)
    assert (answer.data, answer.mimetype) == (b"%PDF-1.7 new", "application/pdf")
    assert answer.headers["Content-Disposition"] == f"inline; filename={made.label.number}.pdf"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_label_whose_certificate_is_being_issued_is_not_there(client: FlaskClient) -> None:
    made = make_label(periods=[Period(pdfs=())])
    for path in ("", *PARTS):
        assert client.get(f"/labels/{made.id}{path}").status_code == 404
    assert made.label.number not in client.get("/register").text
    assert client.get("/api/v1/labels").get_json()["total"] == 0
    assert client.get(f"/api/v1/labels/{made.id}").status_code == 404
    assert made.label.number not in client.get("/trust.json").text
    assert client.get(f"/verify?number={made.label.number}").status_code == 422


def test_term_whose_certificate_is_being_issued_changes_nothing_yet(client: FlaskClient) -> None:
    made = make_label(
        periods=[
            Period(date(2026, 6, 1), date(2028, 5, 31), "bronze"),
            Period(date(2026, 11, 1), date(2028, 10, 31), "gold", pdfs=()),
        ]
    )
    page = text_of(client.get(f"/labels/{made.id}").text)
    assert ("Bronze" in page, "Gold" in page) == (True, False)
    found = client.get("/api/v1/labels").get_json()["items"]
    assert [(one["level"], one["status"]) for one in found] == [("bronze", "active")]
    assert client.get("/api/v1/labels?level=gold").get_json()["total"] == 0


def test_page_shows_the_badge_and_how_to_embed_it(client: FlaskClient) -> None:
    made = make_label("Alder & <Söhne>")
    page = client.get(f"/labels/{made.id}").text
    address = f"http://localhost/labels/{made.id}"
    lines = (
        f'<a href="{address}"><img src="{address}/badge.svg" width="200" height="200" '
        'alt="Cluster Excellence Label: Alder &amp; &lt;Söhne&gt;"></a>'
    )
    assert str(escape(lines)) in page
    for path in PARTS[1:]:
        assert f'href="/labels/{made.id}{path}"' in page


@pytest.mark.parametrize("path", ["", *PARTS])
def test_label_that_does_not_exist_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(f"/labels/k7Qm2xV9tRab{path}").status_code == 404
