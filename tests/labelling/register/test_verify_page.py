"""Checking a certificate on the page: every answer, and nothing called forged that is not."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from labelling.decisions.models import LabelEventKind
from labelling.settings import Settings
from tests.labelling.register.making import (
    Happening,
    Period,
    at,
    certify,
    issue,
    make_label,
    pdf_bytes,
    stop_the_clock,
)
from tests.labelling.register.reading import band_of, text_of, title_of

STRANGE = pdf_bytes("a stranger's file")
SUSPENDED = Happening(LabelEventKind.SUSPENDED, date(2026, 9, 3), "Changes were not reported.")
NEITHER = "This file is neither a PDF nor a badge (PNG, SVG), so it was not checked."
NO_DAY = {"on": ["", "", ""]}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask everything on 22 November 2026, 14:32 in Brussels."""
    stop_the_clock(monkeypatch)


def check(client: FlaskClient, file: bytes, day: str = "", name: str = "c.pdf") -> TestResponse:
    """Send a file to be checked, as a browser does."""
    fields = {"file": FileStorage(BytesIO(file), name), "on": day.split() or ["", "", ""]}
    boundary, body = encode_multipart(fields)
    return client.post(
        "/verify", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def lines_of(page: str) -> dict[str, str]:
    """Return what was checked: the answer to each question."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page.partition('class="checks"')[2])
    return {unescape(question): text_of(answer) for question, answer in found}


@pytest.mark.parametrize(
    ("happenings", "band"),
    [
        (
            [],
            (
                "active",
                (
                    "Genuine, and active today Compare the name. Print this page or save it: "
                    "it is a dated report."
                ),
            ),
        ),
        (
            [SUSPENDED],
            (
                "suspended",
                (
                    "Genuine, but suspended since 3 September 2026 Changes were not reported. "
                    "Do not rely on it now; look again later."
                ),
            ),
        ),
        (
            [SUSPENDED, Happening(LabelEventKind.LIFTED, date(2026, 11, 22))],
            (
                "suspended",
                (
                    "Genuine, but suspended today Suspension lifted today; "
                    "active again from 23 November 2026."
                ),
            ),
        ),
        (
            [Happening(LabelEventKind.REVOKED, date(2026, 10, 1), "False figures.")],
            ("revoked", "Genuine, but revoked on 1 October 2026 False figures."),
        ),
        (
            [Happening(LabelEventKind.WITHDRAWN, date(2026, 10, 1), "Given back.")],
            ("withdrawn", "Genuine, but withdrawn on 1 October 2026 Given back."),
        ),
    ],
)
def test_genuine_file_gets_the_status_of_its_label(
    client: FlaskClient, happenings: list[Happening], band: tuple[str, str]
) -> None:
    answer = check(client, certify(*happenings).pdfs[0])
    assert (answer.status_code, band_of(answer.text)) == (200, band)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("period", "band"),
    [
        (
            Period(date(2024, 6, 1), date(2026, 5, 31)),
            (
                "expired",
                (
                    "Genuine, but expired on 31 May 2026 A renewal may be under way: until "
                    "31 May 2027 it can still be renewed, then as from its old end."
                ),
            ),
        ),
        (
            Period(date(2026, 12, 1), date(2028, 11, 30), recorded=at(date(2026, 11, 20))),
            ("replaced", "Genuine, but it begins on 1 December 2026"),
        ),
    ],
)
def test_genuine_file_gets_what_its_own_dates_say(
    client: FlaskClient, period: Period, band: tuple[str, str]
) -> None:
    assert band_of(check(client, certify(period=period).pdfs[0]).text) == band


def test_certificate_of_a_term_that_an_upgrade_ended_is_replaced(client: FlaskClient) -> None:
    made = make_label(
        periods=[
            Period(date(2025, 6, 1), date(2027, 5, 31), "bronze", pdfs=()),
            Period(date(2026, 7, 1), date(2028, 6, 30), "gold", pdfs=()),
        ]
    )
    bronze = issue(made, at(date(2025, 5, 28)), term=0)
    issue(made, at(date(2026, 6, 27)))
    page = check(client, bronze).text
    assert band_of(page)[0] == "replaced"
    assert "Level Bronze Valid from 1 June 2025" in text_of(page)


@pytest.mark.parametrize(
    ("day", "band"),
    [
        (
            "2 9 2026",
            ("active", "Genuine; on 2 September 2026: active Today, 22 November 2026: suspended."),
        ),
        (
            "3 9 2026",
            (
                "suspended",
                (
                    "Genuine; on 3 September 2026: suspended Changes were not reported. "
                    "Today, 22 November 2026: suspended."
                ),
            ),
        ),
        (
            "31 5 2026",
            ("replaced", "Genuine; on 31 May 2026: not begun Today, 22 November 2026: suspended."),
        ),
        (
            "1 1 2027",
            (
                "unknown",
                (
                    "We cannot tell how it will stand on 1 January 2027 The file is genuine. "
                    "Ask again on that day, or look at the register."
                ),
            ),
        ),
    ],
)
def test_other_day_gets_its_own_answer(
    client: FlaskClient, day: str, band: tuple[str, str]
) -> None:
    pdf = certify(SUSPENDED).pdfs[0]
    assert band_of(check(client, pdf, day).text) == band


def test_replaced_version_counted_until_the_newer_one_was_issued(client: FlaskClient) -> None:
    made = certify()
    issue(made, at(date(2026, 10, 5)))
    days = ("4 10 2026", "5 10 2026", "")
    answers = [band_of(check(client, made.pdfs[0], day).text) for day in days]
    assert [look for look, _ in answers] == ["active", "replaced", "replaced"]
    assert answers[-1][1] == (
        "Genuine, but replaced by version 2 The newer one is in the register."
    )


def test_result_tells_the_register_facts_and_the_checks_apart(client: FlaskClient) -> None:
    made = certify(SUSPENDED)
    page = check(client, made.pdfs[0]).text
    said = text_of(page)
    assert (
        "Genuine Yes Active on 22 November 2026 No: suspended "
        "Asked 22 November 2026, 14:32, Brussels time" in said
    )
    assert f"Label number {made.label.number} Version of the certificate 1" in said
    assert lines_of(page) == {
        "Signature": "Yes. We signed the whole file, and nothing was changed since.",
        "Credential inside": "Yes. The machine-readable certificate is ours and unchanged.",
        "Public log": "Yes. Our public log has the certificate, for this label.",
        "This very file": "Yes. The register lists exactly this file.",
        "Printed text": "Yes. What is printed is what the machine-readable certificate says.",
        "The register’s knowledge": "Yes. The register knows this day.",
        "Dates": "Yes. The day lies between the first and the last day that it names.",
        "Standing of the label": "No. The label did not count on this day.",
        "Newest version": "Yes. No newer certificate had replaced it.",
    }
    assert f'href="/labels/{made.id}">Open the register entry' in page
    assert "The file was not kept." in said


def test_changed_file_is_not_as_issued_and_nothing_is_copied_from_it(client: FlaskClient) -> None:
    made = certify()
    page = check(client, made.pdfs[0] + b"\n", name="secret-name.pdf").text
    assert band_of(page) == (
        "forged",
        (
            "This file is not as we issued it Something was added to it after we signed it. "
            "The register lists another file for this certificate. "
            "Do not rely on it. Send it to the office, and look the label up."
        ),
    )
    said = text_of(page)
    assert "Genuine No Active on 22 November 2026 Cannot be known" in said
    for secret in ("secret-name", "Alder Valley", made.label.number, made.id):
        assert secret not in page
    assert "Report this file" in said
    assert "Open the register entry" not in said


@pytest.mark.parametrize(
    ("pdf", "error"),
    [
        (b"", "This file is neither a PDF nor a badge (PNG, SVG), so it was not checked."),
        (
            b"PK\x03\x04 a zip",
            "This file is neither a PDF nor a badge (PNG, SVG), so it was not checked.",
        ),
        (
            b"%PDF-1.7" + b"x" * (10 * 1024 * 1024),
            (
                "This file has 11 MB; we check up to 10 MB. Nothing was kept. "
                "Check the label by its number instead."
            ),
        ),
    ],
)
def test_file_that_cannot_be_checked_is_not_called_forged(
    client: FlaskClient, pdf: bytes, error: str
) -> None:
    answer = check(client, pdf)
    said = text_of(answer.text)
    assert (answer.status_code, said.count(error)) == (422, 2)
    assert title_of(answer.text).startswith("Error: Check a certificate")
    assert "not as we issued" not in said


def test_file_far_too_large_is_refused_before_it_is_read(client: FlaskClient) -> None:
    answer = check(client, b"%PDF-1.7" + b"x" * (14 * 1024 * 1024 - 1000))
    assert answer.status_code == 413
    assert "This file has 14 MB; we check up to 10 MB." in text_of(answer.text)


def test_post_without_a_file_or_with_a_day_that_is_none_says_so(client: FlaskClient) -> None:
    empty = client.post("/verify", data=NO_DAY)
    wrong = check(client, STRANGE, day="30 2 2026")
    assert (empty.status_code, "Choose the file that you received." in empty.text) == (422, True)
    assert (wrong.status_code, "There is no such day." in wrong.text) == (422, True)


def test_nothing_is_kept_of_a_checked_file(client: FlaskClient, settings: Settings) -> None:
    def kept() -> list[Path]:
        return sorted(path for path in settings.data_dir.rglob("*") if path.is_file())

    before = kept()
    check(client, STRANGE)
    assert kept() == before


def test_post_needs_no_cookie_but_comes_from_our_own_page(client: FlaskClient) -> None:
    data = {"file": (BytesIO(STRANGE), "c.pdf"), **NO_DAY}
    answer = client.post("/verify", data=data, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 400
    assert check(client, STRANGE).headers.get("Set-Cookie") is None


@pytest.mark.parametrize(
    "typed", ["{number}", " {number} ", "{lower}", "{dashes}", "{spaces}", "{id}"]
)
def test_number_or_identifier_leads_to_the_label(client: FlaskClient, typed: str) -> None:
    made = make_label(serial=417)
    number = made.label.number
    written = typed.format(
        number=number,
        lower=number.lower(),
        dashes=number.replace("-", "–"),
        spaces=number.replace("-", " - "),
        id=made.id,
    )
    answer = client.get("/verify", query_string={"number": written})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/labels/{made.id}")


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "This is not a label number, or a character is wrong."),
        ("CE-2026-0417-X", "This is not a label number, or a character is wrong."),
        ("x" * 500, "This is not a label number, or a character is wrong."),
        (
            "CE-2026-0417-R",
            "No label has the number CE-2026-0417-R. A paper that bears it is not ours.",
        ),
        ("k7Qm2xV9tRab", "There is no label with this identifier."),
        ("<b>\x00", "This is not a label number, or a character is wrong."),
    ],
)
def test_number_that_leads_nowhere_is_said_at_the_field(
    client: FlaskClient, typed: str, error: str
) -> None:
    answer = client.get("/verify", query_string={"number": typed})
    assert (answer.status_code, text_of(answer.text).count(error)) == (422, 2)
    assert title_of(answer.text).startswith("Error: Check a certificate")
    assert "<b>\x00" not in answer.text
