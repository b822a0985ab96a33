"""The pages of surveillance, by role: what they show, and the ways through their forms."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from labelling.core.access import Role
from labelling.core.database import installed, reading, unit_of_work
from labelling.decisions.models import LabelChange
from labelling.decisions.surveillance.models import Finding, MisuseReport, Notice
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from tests.labelling.decisions.making import acting, label, revoke
from tests.labelling.decisions.pages import page
from tests.labelling.decisions.surveillance.making import Held, check_at, held, report, tell
from tests.labelling.organisations.inspection import samples
from tests.labelling.people.making import make_person, sign_in, sign_out

NOW = datetime.now(UTC) - timedelta(minutes=5)
LAST_YEAR = NOW.year - 1


@pytest.fixture
def holder(client: FlaskClient) -> Held:
    """Return a holder whose label has run for a year less ten days, as of today."""
    assert client.application.extensions["settings"]
    return held(now=NOW - timedelta(days=355))


def as_owner(client: FlaskClient, holder: Held) -> None:
    sign_in(client, holder.owner, Role.MANAGER)


def as_officer(client: FlaskClient, holder: Held) -> None:
    sign_in(client, holder.office.officer, Role.OFFICER)


def day_of(instant: datetime) -> list[str]:
    return [str(instant.day), str(instant.month), str(instant.year)]


def notice_of(holder: Held) -> Notice:
    with reading() as session:
        return session.scalars(select(Notice)).one()


def test_owner_reports_a_change_and_gets_a_receipt(client: FlaskClient, holder: Held) -> None:
    as_owner(client, holder)
    address = f"/holding/{holder.label.id}"
    assert "You have not reported any change yet." in page(client, address)
    assert "The yearly confirmation is open" in page(client, address)
    sent = {
        "kind": "members",
        "happened_on": day_of(NOW - timedelta(days=50)),
        "text": "Five left.",
    }
    refused = client.post(f"{address}/report", data=sent)
    assert refused.status_code == 422
    assert "Say how many members there are now." in refused.text
    assert "Five left." in refused.text
    many = client.post(f"{address}/report", data=sent | {"figure_now": "many"})
    assert (many.status_code, "is not a number" in many.text) == (422, True)
    answer = client.post(f"{address}/report", data=sent | {"figure_now": "31", "members_left": "5"})
    assert answer.status_code == 303
    shown = page(client, answer.location)
    assert "Your report has arrived." in shown
    assert "20 days late" in shown
    assert "This is your receipt." in shown
    assert "20 days late" in page(client, address)


def test_officer_asks_and_owner_answers_on_the_page(client: FlaskClient, holder: Held) -> None:
    notice = tell(holder, now=NOW)
    as_officer(client, holder)
    assert "Management" in page(client, "/office/surveillance")
    address = f"/notices/{notice.id}"
    assert "Your assessment" in page(client, address)
    no_day = client.post(f"{address}/assess", data={"step": "asked", "text": "From when?"})
    assert (no_day.status_code, "From when?" in no_day.text) == (422, True)
    due = day_of(NOW + timedelta(days=9))
    sent = {"step": "asked", "text": "From when?", "due_on": due}
    assert client.post(f"{address}/assess", data=sent).status_code == 303
    as_owner(client, holder)
    assert "From when?" in page(client, address)
    assert client.post(f"{address}/assess", data=sent).status_code == 404
    assert client.post(f"{address}/answer", data={}).status_code == 422
    assert client.post(f"{address}/answer", data={"text": "From June."}).status_code == 303
    as_officer(client, holder)
    assert client.post(f"{address}/answer", data={"text": "Me."}).status_code == 404
    assert "From June." in page(client, address)


def test_change_of_the_label_begins_with_the_reason(client: FlaskClient, holder: Held) -> None:
    notice = tell(holder, now=NOW)
    as_officer(client, holder)
    sent = {"step": "change", "text": "The office has no manager any more."}
    answer = client.post(f"/notices/{notice.id}/assess", data=sent)
    assert answer.status_code == 303
    there = f"/office/labels/{holder.label.id}/change?because=notice:{notice.id}"
    assert answer.location == there
    assert "The office has no manager any more." in page(client, answer.location)
    with reading() as session:
        assert session.scalars(select(LabelChange)).all() == []


def test_officer_settles_a_finding_and_the_file_tells_it(client: FlaskClient, holder: Held) -> None:
    report(holder, "staff-fte", "0.4", LAST_YEAR, now=NOW)
    with reading() as session:
        finding = session.scalars(select(Finding)).one()
    as_owner(client, holder)
    shown = page(client, f"/findings/{finding.id}")
    assert "At least 0.5 full-time posts work for the cluster" in shown
    assert f"0.4 in {LAST_YEAR}" in shown
    sent = {"text": "We hire in May."}
    assert client.post(f"/findings/{finding.id}/answer", data=sent).status_code == 303
    as_officer(client, holder)
    assert "We hire in May." in page(client, f"/findings/{finding.id}")
    sent = {"step": "settled", "text": "Filled from May on."}
    assert client.post(f"/findings/{finding.id}/handle", data=sent).status_code == 303
    file = page(client, f"/office/labels/{holder.label.id}/file")
    label = page(client, f"/office/labels/{holder.label.id}")
    for text in ("Filled from May on.", "We hire in May.", "Olga Officer"):
        assert text in file
        assert text in label
    assert "No finding is open." in page(client, "/office/surveillance")


def test_owner_confirms_the_year(client: FlaskClient, holder: Held) -> None:
    as_owner(client, holder)
    address = f"/holding/{holder.label.id}/confirmation"
    rules = ("legal-person", "firms-largest", "english-summary", "no-insolvency")
    sent = {f"rule-{rule}": "yes" for rule in rules} | {
        "conditions": "yes",
        "mark": "no",
        "facts": "y",
    }
    assert client.post(address, data={}).status_code == 422
    early = client.post(address, data=sent | {"mark_note": "On a flyer."})
    assert (early.status_code, "Bring the fact sheet up to date first." in early.text) == (
        422,
        True,
    )
    assert "On a flyer." in early.text
    for fact_id, value in (
        ("members-total", "40"),
        ("member-kinds", "3"),
        ("months-of-work", "60"),
        ("staff-fte", "2"),
    ):
        report(holder, fact_id, value, LAST_YEAR, now=NOW)
    assert client.post(address, data=sent).status_code == 422
    answer = client.post(address, data=sent | {"mark_note": "On a flyer."})
    assert answer.status_code == 303
    shown = page(client, answer.location)
    assert "You confirmed the year." in shown
    assert "The holder does not confirm" in shown
    assert client.get(address).status_code == 302


def test_officer_with_a_tie_sees_nothing(client: FlaskClient, holder: Held) -> None:
    notice = tell(holder, now=NOW)
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=acting(holder.office.second_officer, Role.OFFICER),
            person_id=holder.office.officer.id,
            organisation_id=holder.label.organisation_id,
            kind=InvolvementKind.BOARD,
            source="told",
            now=NOW,
        )
    as_officer(client, holder)
    assert "No reported change waits" in page(client, "/office/surveillance")
    page(client, f"/notices/{notice.id}", 403)
    page(client, f"/office/labels/{holder.label.id}/file", 403)
    assert "The whole file" not in page(client, f"/office/labels/{holder.label.id}")


def test_quarter_shows_what_is_overdue_and_by_age(client: FlaskClient, holder: Held) -> None:
    report(holder, "staff-fte", "0.4", LAST_YEAR, now=NOW - timedelta(days=45))
    as_officer(client, holder)
    quarter = f"{NOW.year}-Q{(NOW.month - 1) // 3 + 1}"
    shown = page(client, f"/office/surveillance/{quarter}")
    assert "31 to 90 days" in shown
    assert "None is overdue." in shown
    page(client, f"/office/surveillance/{NOW.year + 1}-Q1", 404)
    page(client, "/office/surveillance/yesterday", 404)


# everybody


def seen(**more: object) -> dict[str, object]:
    return {"text": "The mark is on their boxes.", "about": "Fir Works Ltd", **more}


def test_anybody_reports_misuse_with_a_picture_and_asks_for_its_state(
    client: FlaskClient, holder: Held
) -> None:
    sign_out(client)
    assert "Set-Cookie" not in client.get("/misuse").headers
    refused = client.post("/misuse", data={"text": "Only this."})
    assert refused.status_code == 422
    assert "Only this." in refused.text
    file = (BytesIO(samples.picture("PNG")), "box.png")
    answer = client.post(
        "/misuse", data=seen(file=file, number=holder.label.number, email="w@place.example")
    )
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers
    shown = page(client, answer.location)
    assert "It waits for the office." in shown
    for hidden in ("Fir Works", "boxes", "w@place.example", holder.label.number):
        assert hidden not in shown
    receipt = answer.location.partition("?")[0].rpartition("/")[2]
    asked = client.get("/misuse/state", query_string={"receipt": receipt.lower()})
    assert (asked.status_code, asked.location) == (303, f"/misuse/{receipt}")
    assert client.get("/misuse/state?receipt=AAAA").status_code == 422
    page(client, "/misuse/AAAA-AAAA-AAAA-AAAA", 404)
    as_officer(client, holder)
    with reading() as session:
        row = session.scalars(select(MisuseReport)).one()
    shown = page(client, f"/office/misuse/{row.id}")
    assert "The mark is on their boxes." in shown
    assert "w@place.example" not in shown
    attachment = client.get(f"/office/misuse/{row.id}/attachment")
    assert attachment.headers["Content-Disposition"].startswith("attachment")
    as_owner(client, holder)
    page(client, f"/office/misuse/{row.id}", 404)
    page(client, f"/office/misuse/{row.id}/attachment", 404)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"website": "https://spam.example"}, "only stops programs"),
        ({"file": (b"a,b", "list.csv")}, "Attach a PNG or JPEG picture, or a PDF."),
        ({"file": (b"no picture", "box.png")}, "not what its name says"),
        ({"email": "nobody"}, "name@place.example"),
    ],
)
def test_what_is_not_taken_is_said_and_the_text_stays(
    client: FlaskClient, holder: Held, more: dict[str, Any], says: str
) -> None:
    if "file" in more:
        content, name = more["file"]
        more = {"file": (BytesIO(content), name)}
    answer = client.post("/misuse", data=seen(**more))
    assert answer.status_code == 422
    assert says in answer.text
    assert "The mark is on their boxes." in answer.text
    with reading() as session:
        assert session.scalars(select(MisuseReport)).all() == []


def test_report_sent_twice_from_one_page_is_one(client: FlaskClient, holder: Held) -> None:
    def send(picture: bytes) -> str:
        file = (BytesIO(picture), "box.png")
        answer = client.post("/misuse", data=seen(once="a" * 32, file=file))
        assert answer.status_code == 303
        return answer.location

    first = send(samples.picture("PNG"))
    assert send(samples.picture("PNG")) == first
    assert send(samples.picture("PNG", size=(9, 9))) != first
    with reading() as session:
        assert len(session.scalars(select(MisuseReport)).all()) == 2


def test_many_reports_from_one_network_are_slowed_down(client: FlaskClient, holder: Held) -> None:
    statuses = [client.post("/misuse", data=seen()).status_code for _ in range(12)]
    assert statuses[0] == 303
    assert 429 in statuses


def test_other_sites_cannot_send_reports(client: FlaskClient, holder: Held) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/misuse", data=seen(), headers=headers).status_code == 400


def test_officer_closes_a_report_and_the_receipt_says_so(client: FlaskClient, holder: Held) -> None:
    answer = client.post("/misuse", data=seen())
    as_officer(client, holder)
    with reading() as session:
        row = session.scalars(select(MisuseReport)).one()
    address = f"/office/misuse/{row.id}"
    assert "About none of ours" in page(client, address)
    assert client.post(f"{address}/label", data={"number": "none"}).status_code == 422
    sent = {"number": holder.label.number}
    assert client.post(f"{address}/label", data=sent).status_code == 303
    assert client.post(f"{address}/step", data={"step": "letter"}).status_code == 422
    sent = {"step": "letter", "text": "Take it off."}
    assert client.post(f"{address}/step", data=sent).status_code == 303
    assert client.post(f"{address}/close", data={}).status_code == 422
    sent = {"outcome": "forgery", "close_text": "They took it off."}
    assert client.post(f"{address}/close", data=sent).status_code == 303
    sign_out(client)
    shown = page(client, answer.location)
    assert "The label was claimed without being held" in shown
    assert "They took it off." not in shown


# lists


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Return what the database is asked while a test runs."""
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SET TRANSACTION")):
            said.append(statement)

    engine = installed().engine
    event.listen(engine, "before_cursor_execute", listen)
    yield said
    event.remove(engine, "before_cursor_execute", listen)


def test_lists_ask_as_often_for_many_as_for_one(
    client: FlaskClient, holder: Held, statements: list[str]
) -> None:
    as_officer(client, holder)
    pages_ = ["/office/surveillance", f"/office/labels/{holder.label.id}/file"]

    def asked() -> list[int]:
        found = []
        for address in pages_:
            client.get(address)
            statements.clear()
            assert client.get(address).status_code == 200
            found.append(len(statements))
        return found

    tell(holder, now=NOW)
    report(holder, "staff-fte", "0.4", LAST_YEAR, now=NOW)
    client.post("/misuse", data=seen())
    few = asked()
    for _ in range(5):
        tell(holder, now=NOW)
    report(holder, "members-total", "4", LAST_YEAR, now=NOW)
    report(holder, "member-kinds", "1", LAST_YEAR, now=NOW)
    assert asked() == few
    assert few[0] <= 12  # the list; the file of a label reads six tables


def test_daily_check_asks_as_often_for_many_labels_as_for_one(
    client: FlaskClient, statements: list[str]
) -> None:
    assert client.application.extensions["settings"]
    holder = held(now=NOW - timedelta(days=200))
    check_at(NOW)
    statements.clear()
    check_at(NOW + timedelta(days=1))
    one = len(statements)
    for number in range(3):
        _another(holder, number)
    check_at(NOW + timedelta(days=2))
    statements.clear()
    check_at(NOW + timedelta(days=3))
    assert len(statements) == one


def _another(holder: Held, number: int) -> None:
    label(
        holder.office,
        level="bronze",
        name=f"Cluster {number}",
        visited=(NOW - timedelta(days=20)).date(),
        now=NOW,
    )


def test_holding_page_of_a_label_that_ended_says_so(client: FlaskClient, holder: Held) -> None:
    revoke(holder.office, holder.label, now=NOW - timedelta(days=1))
    as_owner(client, holder)
    assert "nothing has to be reported" in page(client, f"/holding/{holder.label.id}")
    page(client, f"/holding/{holder.label.id}/report", 409)
    page(client, f"/holding/{holder.label.id}/confirmation", 409)


def test_strangers_learn_nothing(client: FlaskClient, holder: Held) -> None:
    notice = tell(holder, now=NOW)
    sign_in(client, make_person("Stranger"), Role.MANAGER)
    for address in (f"/holding/{holder.label.id}", f"/notices/{notice.id}"):
        page(client, address, 404)
