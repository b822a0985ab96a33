"""The pages of organisations: what they answer, to whom, and that they lose nothing."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from labelling.core.access import Role, Seat
from labelling.core.database import installed, reading, unit_of_work
from labelling.organisations import evidence_access, fact_sheet, queries
from labelling.organisations.actions.requests import ask_for_access
from labelling.organisations.actions.seats import invite_to_seat
from labelling.organisations.models import Evidence
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.organisations.inspection import samples
from tests.labelling.organisations.making import (
    PROFILE,
    Made,
    add_evidence,
    make_organisation,
)
from tests.labelling.people.making import add_person, make_person, sign_in

YEAR = datetime.now(UTC).year - 2
ENTERED = asdict(PROFILE)


@pytest.fixture
def made(app: Flask) -> Made:
    with unit_of_work() as session:
        return make_organisation(session, contributors=1, readers=1)


@pytest.fixture
def owner(client: FlaskClient, made: Made) -> FlaskClient:
    sign_in(client, made.owners[0])
    return client


def as_person(app: Flask, person: Person, role: Role | None = None) -> FlaskClient:
    client = app.test_client()
    sign_in(client, person, role)
    return client


def text_of(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def at(made: Made, page: str = "") -> str:
    return f"/organisations/{made.id}" + (f"/{page}" if page else "")


# who sees what


def test_a_signed_out_visitor_is_led_to_the_sign_in(client: FlaskClient, made: Made) -> None:
    for page in ("", "edit", "seats", "facts", "evidence"):
        answer = client.get(at(made, page))
        assert (answer.status_code, "/sign-in" in answer.headers["Location"]) == (303, True)


@pytest.mark.parametrize(
    ("page", "owners", "readers", "officers", "strangers"),
    [
        ("", 200, 200, 200, 404),
        ("edit", 200, 403, 403, 404),
        ("seats", 200, 200, 200, 404),
        ("hand-over", 200, 403, 403, 404),
        ("owner", 403, 403, 403, 404),
        ("facts", 200, 200, 200, 404),
        ("evidence", 200, 200, 200, 404),
        ("evidence/file", 200, 403, 403, 404),
        ("evidence/paper", 200, 403, 403, 404),
    ],
)
def test_every_page_answers_each_by_their_seat(  # noqa: PLR0917 (a table of cases)
    app: Flask, made: Made, page: str, owners: int, readers: int, officers: int, strangers: int
) -> None:
    officer, stranger = make_person(roles=[Role.OFFICER]), make_person()
    assert [
        as_person(app, person).get(at(made, page)).status_code
        for person in (made.owners[0], made.readers[0], officer, stranger)
    ] == [owners, readers, officers, strangers]


def test_my_pages_lead_to_the_one_organisation(owner: FlaskClient, made: Made) -> None:
    for address, page in (
        ("/organisation", ""),
        ("/fact-sheet", "facts"),
        ("/evidence", "evidence"),
    ):
        answer = owner.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, at(made, page))


def test_who_sits_in_two_chooses_and_who_sits_nowhere_begins(app: Flask, made: Made) -> None:
    with unit_of_work() as session:
        other = make_organisation(session, replace(PROFILE, name="Other Cluster"), owners=1)
    person = other.owners[0]
    with unit_of_work() as session:
        invite_to_seat(
            session,
            actor=made.actor(),
            organisation_id=made.id,
            email=person.email,
            name=person.name,
            seat=Seat.READER,
            now=datetime.now(UTC),
        )
    page = as_person(app, person).get("/fact-sheet").get_data(as_text=True)
    assert (at(made, "facts") in page, at(other, "facts") in page) == (True, True)
    nobody = text_of(as_person(app, make_person()).get("/organisation"))
    assert ("Create an organisation" in nobody, "Ask for access" in nobody) == (True, True)


# profile


def test_a_newcomer_creates_an_organisation(app: Flask) -> None:
    client = as_person(app, make_person())
    answer = client.post("/organisations/new", data=ENTERED)
    assert answer.status_code == 303
    page = text_of(client.get(answer.headers["Location"]))
    assert ("Name a second owner next" in page, PROFILE.name in page) == (True, True)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Enter the name."),
        ("name", "Alder\u202evalley", "Use letters, digits"),
        ("country", "ZZ", "Choose the country."),
        ("field", "alchemy", "Choose the field"),
        ("website", "javascript:alert(1)", "Write the address in full"),
        ("website", "https://user:pass@alder.example", "Write the address in full"),
        ("website", "https://[", "Write the address in full"),
        ("about", "x" * 1001, "1000"),
        ("language", "xx", "choice"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused_at_its_field(
    app: Flask, field: str, value: str, sentence: str
) -> None:
    answer = as_person(app, make_person()).post(
        "/organisations/new", data={**ENTERED, field: value}
    )
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_a_name_that_is_here_already_is_refused_at_its_field(app: Flask, made: Made) -> None:
    answer = as_person(app, make_person()).post("/organisations/new", data=ENTERED)
    assert (answer.status_code, "is already here" in text_of(answer)) == (422, True)


def test_a_profile_is_changed_and_a_conflict_shows_both(app: Flask, made: Made) -> None:
    first, second = (as_person(app, person) for person in made.owners)
    sent = {**ENTERED, "version": "1"}
    assert first.post(at(made, "edit"), data={**sent, "city": "Linz"}).status_code == 303
    answer = second.post(at(made, "edit"), data={**sent, "city": "Wels"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert ("Linz" in page, 'value="Wels"' in page, 'value="2"' in page) == (True, True, True)
    kept = second.post(at(made, "edit"), data={**sent, "version": "2", "city": "Wels"})
    assert kept.status_code == 303
    with reading() as session:
        assert queries.get_organisation(session, made.id).city == "Wels"


def test_user_texts_are_shown_as_texts(app: Flask) -> None:
    client = as_person(app, make_person())
    profile = {**ENTERED, "name": "<b>Alder</b>", "about": "<script>alert(1)</script>"}
    answer = client.post("/organisations/new", data=profile)
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert ("<script>alert" in page, "<b>Alder" in page) == (False, False)


# the office's list


def test_the_list_searches_filters_and_pages(app: Flask, made: Made) -> None:
    with unit_of_work() as session:
        for number in range(27):
            profile = replace(PROFILE, name=f"Cluster {number:02}", country="SI", field="energy")
            make_organisation(session, profile, owners=1)
    client = as_person(app, make_person(roles=[Role.OFFICER]))
    everything, second = client.get("/organisations"), client.get("/organisations?page=2")
    assert ("1 to 25 of 28" in text_of(everything), "26 to 28 of 28" in text_of(second)) == (
        True,
        True,
    )
    for query, shown in (
        ("q=alder", "1 organisation "),
        ("country=SI", "27 organisations"),
        ("field=mobility", "1 organisation "),
        ("q=cluster+0&country=SI&field=energy", "10 organisations"),
        ("q=%25", "No organisation matches"),
        ("page=999999999", "No organisation"),
        ("country=%27&field=x&page=-1", "28 organisations"),
    ):
        assert shown in text_of(client.get(f"/organisations?{query}"))


@pytest.mark.parametrize("role", [None, Role.ASSESSOR, Role.COMMITTEE, Role.ADMINISTRATOR])
def test_only_the_office_lists_organisations(app: Flask, role: Role | None) -> None:
    person = make_person(roles=[role] if role is not None else [])
    assert as_person(app, person).get("/organisations").status_code == 403


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    found: list[str] = []

    def note(*arguments: object) -> None:
        if str(arguments[2]).startswith("SELECT"):
            found.append(str(arguments[2]))

    event.listen(installed().engine, "before_cursor_execute", note)
    yield found
    event.remove(installed().engine, "before_cursor_execute", note)


def test_lists_take_as_many_statements_for_thirty_as_for_one(
    app: Flask, made: Made, statements: list[str]
) -> None:
    officer = as_person(app, make_person(roles=[Role.OFFICER]))
    member = as_person(app, made.owners[0])

    def count(client: FlaskClient, address: str) -> int:
        statements.clear()
        assert client.get(address).status_code == 200
        return len(statements)

    def counts() -> list[int]:
        return [
            count(officer, "/organisations"),
            count(member, at(made, "evidence")),
            count(member, at(made, "seats")),
            count(member, at(made, "facts")),
        ]

    before = counts()
    with unit_of_work() as session:
        for number in range(24):
            make_organisation(session, replace(PROFILE, name=f"Cluster {number}"), owners=1)
            add_evidence(session, made, f"Piece {number}")
    assert counts() == before
    assert max(before) <= 12


# people


def test_a_seat_is_given_changed_and_taken_away(owner: FlaskClient, made: Made) -> None:
    sent = {"name": "Ines Roth", "email": "ines@cluster.example", "seat": "reader"}
    assert owner.post(at(made, "seats"), data=sent).status_code == 303
    with reading() as session:
        seat = next(
            holding
            for holding, person in queries.standing_seats(session, made.id)
            if person.email == "ines@cluster.example"
        )
    assert owner.post(f"/seats/{seat.id}", data={"seat": "contributor"}).status_code == 303
    assert "Contributor" in text_of(owner.get(at(made, "seats")))
    assert owner.post(f"/seats/{seat.id}/end").status_code == 303
    assert owner.post(f"/seats/{seat.id}/end").status_code == 404
    assert "ines@cluster.example" not in text_of(owner.get(at(made, "seats")))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": "", "email": "a@b.example", "seat": "reader"}, "Enter a name."),
        ({"name": "Ines", "email": "nowhere", "seat": "reader"}, "name@place.example"),
        ({"name": "Ines", "email": "a@b.example"}, "Choose a seat."),
    ],
)
def test_a_seat_form_that_makes_no_sense_is_refused(
    owner: FlaskClient, made: Made, sent: dict[str, str], sentence: str
) -> None:
    answer = owner.post(at(made, "seats"), data=sent)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_the_second_owner_cannot_leave_and_is_told_what_to_do(app: Flask, made: Made) -> None:
    with reading() as session:
        seat = queries.find_seat(session, made.id, made.owners[0].id)
        assert seat is not None
    answer = as_person(app, made.owners[0]).post(f"/seats/{seat.id}/leave")
    assert (answer.status_code, "keeps two owners" in text_of(answer)) == (409, True)
    assert "hand the owner" in text_of(answer)


def test_a_reader_leaves(app: Flask, made: Made) -> None:
    with reading() as session:
        seat = queries.find_seat(session, made.id, made.readers[0].id)
        assert seat is not None
    client = as_person(app, made.readers[0])
    assert client.post(f"/seats/{seat.id}/leave").status_code == 303
    assert client.get(at(made)).status_code == 404


def test_a_seat_is_handed_over(owner: FlaskClient, made: Made) -> None:
    with reading() as session:
        seat = queries.find_seat(session, made.id, made.contributors[0].id)
        assert seat is not None
    assert owner.post(at(made, "hand-over"), data={"to": str(uuid4())}).status_code == 422
    assert owner.post(at(made, "hand-over"), data={"to": str(seat.id)}).status_code == 303
    assert owner.get(at(made, "hand-over")).status_code == 403


def test_access_is_asked_for_and_granted(app: Flask, owner: FlaskClient, made: Made) -> None:
    person = make_person("Nina Falk")
    asker = as_person(app, person)
    sent = {"name": PROFILE.name, "country": "AT", "message": "I keep the <b>books</b>."}
    answer = asker.post("/organisations/ask", data={**sent, "country": "SI"})
    assert (answer.status_code, "is here" in text_of(answer)) == (422, True)
    assert asker.post("/organisations/ask", data=sent).status_code == 303
    page = owner.get(at(made, "seats")).get_data(as_text=True)
    assert ("Nina Falk" in page, "<b>books" in page) == (True, False)
    with reading() as session:
        request, _ = queries.open_requests(session, [made.id])[0]
    assert asker.post(f"/requests/{request.id}", data={"seat": "owner"}).status_code == 404
    assert owner.post(f"/requests/{request.id}", data={"seat": "king"}).status_code == 400
    assert owner.post(f"/requests/{request.id}", data={"seat": "reader"}).status_code == 303
    assert owner.post(f"/requests/{request.id}", data={"seat": "reader"}).status_code == 409
    assert asker.get(at(made)).status_code == 200


def test_requests_are_shown_to_owners_only(app: Flask, made: Made) -> None:
    with unit_of_work() as session:
        asker = add_person(session, "Nina Falk")
        ask_for_access(
            session,
            actor=actor_for(asker, Role.MANAGER),
            name=PROFILE.name,
            country="AT",
            message="",
            now=datetime.now(UTC),
        )
    assert "Nina Falk" not in text_of(as_person(app, made.readers[0]).get(at(made, "seats")))


def test_the_office_names_an_owner_with_a_fresh_second_factor(app: Flask, made: Made) -> None:
    with unit_of_work() as session:
        for person in made.owners:
            session.get_one(Person, person.id).suspended_at = datetime.now(UTC)
    officer = make_person(roles=[Role.OFFICER])
    stale, fresh = app.test_client(), app.test_client()
    sign_in(stale, officer, fresh=False)
    sign_in(fresh, officer)
    sent = {"name": "Ines Roth", "email": "ines@cluster.example", "reason": "Letter of the board"}
    assert "/confirm" in stale.post(at(made, "owner"), data=sent).headers["Location"]
    assert fresh.post(at(made, "owner"), data={**sent, "reason": ""}).status_code == 422
    assert fresh.post(at(made, "owner"), data=sent).status_code == 303
    assert fresh.get(at(made, "owner")).status_code == 403


# fact sheet


def base_of(page: str) -> str:
    found = re.search(r'name="base" value="([^"]*)"', page)
    assert found is not None
    return found[1].replace("&#34;", '"').replace("&amp;", "&").replace("&#39;", "'")


def sheet(client: FlaskClient, made: Made, **values: str) -> dict[str, str]:
    page = client.get(at(made, "facts")).get_data(as_text=True)
    sent = {f"value.{name.replace('_', '-')}.{YEAR}": text for name, text in values.items()}
    return {"base": base_of(page), "save_id": str(uuid4()), **sent}


def figures(made: Made) -> dict[str, str]:
    with reading() as session:
        rows = queries.fact_values(session, made.id)
    return {fact_id: row.value for (fact_id, year), row in rows.items() if year == YEAR}


def test_the_sheet_is_saved_without_scripts_and_read_back(owner: FlaskClient, made: Made) -> None:
    sent = sheet(owner, made, members_total="74", income_total="612.000,50", staff_fte="4,5")
    assert owner.post(at(made, "facts"), data=sent).status_code == 303
    assert figures(made) == {
        "members-total": "74",
        "income-total": "612000.5",
        "staff-fte": "4.5",
    }
    english = owner.get(at(made, "facts")).get_data(as_text=True)
    german = owner.get(at(made, "facts") + "?lang=de").get_data(as_text=True)
    assert ('value="612000.5"' in english, "= 612,000.5 €" in english) == (True, True)
    assert ('value="612000,5"' in german, "= 612.000,5 €" in german) == (True, True)


def test_wrong_figures_stay_in_their_boxes_and_the_others_are_saved(
    owner: FlaskClient, made: Made
) -> None:
    sent = sheet(owner, made, members_total="74", staff_fte="1.250", survey_useful="101")
    answer = owner.post(at(made, "facts"), data=sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert ('value="1.250"' in page, 'value="101"' in page) == (True, True)
    assert ("can be read in two ways" in page, "cannot be more than 100" in page) == (True, True)
    assert "2 figures are not saved yet All others are saved." in text_of(answer)
    assert figures(made) == {"members-total": "74"}


def test_two_savers_lose_nothing(app: Flask, made: Made) -> None:
    first, second = (as_person(app, person) for person in made.owners)
    mine = sheet(second, made, members_total="80", members_met="12")
    assert (
        first.post(at(made, "facts"), data=sheet(first, made, members_total="74")).status_code
        == 303
    )
    answer = second.post(at(made, "facts"), data=mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Ana Lindqvist saved 74 at" in text_of(answer)
    assert ('value="80"' in page, figures(made)["members-met"]) == (True, "12")
    again = {**mine, "base": base_of(page), "save_id": str(uuid4())}
    assert second.post(at(made, "facts"), data=again).status_code == 303
    assert figures(made)["members-total"] == "80"


def test_theirs_can_be_kept_without_scripts(app: Flask, made: Made) -> None:
    first, second = (as_person(app, person) for person in made.owners)
    mine = sheet(second, made, members_total="80")
    first.post(at(made, "facts"), data=sheet(first, made, members_total="74"))
    page = second.post(at(made, "facts"), data=mine).get_data(as_text=True)
    taken = {**mine, "base": base_of(page), "theirs": f"members-total.{YEAR}"}
    assert second.post(at(made, "facts"), data=taken).status_code == 303
    assert figures(made) == {"members-total": "74"}


def test_boxes_that_were_not_touched_conflict_with_nothing(app: Flask, made: Made) -> None:
    first, second = (as_person(app, person) for person in made.owners)
    mine = sheet(second, made, members_total="", members_met="12")
    first.post(at(made, "facts"), data=sheet(first, made, members_total="74"))
    assert second.post(at(made, "facts"), data=mine).status_code == 303
    assert figures(made) == {"members-total": "74", "members-met": "12"}


@pytest.mark.parametrize(
    ("field", "value"), [("base", "[1]"), ("base", '{"a": 1}'), ("base", "{"), ("save_id", "x")]
)
def test_a_sheet_that_we_did_not_write_is_refused(
    owner: FlaskClient, made: Made, field: str, value: str
) -> None:
    sent = {**sheet(owner, made, members_total="74"), field: value}
    assert owner.post(at(made, "facts"), data=sent).status_code == 400
    assert figures(made) == {}


def test_a_reader_reads_figures_and_has_no_boxes(app: Flask, made: Made) -> None:
    client = as_person(app, made.readers[0])
    page = client.get(at(made, "facts")).get_data(as_text=True)
    assert ("<output" in page, 'name="value.' in page, "facts.js" in page) == (True, False, False)
    sent = {"base": "{}", "save_id": str(uuid4())}
    assert client.post(at(made, "facts"), data=sent).status_code == 403


def put(
    client: FlaskClient, made: Made, value: object, version: object = 0, **more: object
) -> TestResponse:
    return client.put(
        at(made, f"facts/members-total/{YEAR}"),
        json={"value": value, "note": "", "version": version, "save_id": str(uuid4()), **more},
        headers={"Accept": "application/json"},
    )


def test_one_figure_is_saved_by_script(owner: FlaskClient, made: Made) -> None:
    answer = put(owner, made, "1 250", note="counted anew")
    told = answer.get_json()
    assert (answer.status_code, told.pop("at") != "") == (200, True)
    assert told == {
        "version": 1,
        "text": "1250",
        "note": "counted anew",
        "shown": "1,250",
        "who": "Ana Lindqvist",
    }
    assert put(owner, made, "", version=1).get_json()["version"] == 2


def test_a_conflict_of_one_figure_tells_theirs(app: Flask, owner: FlaskClient, made: Made) -> None:
    put(owner, made, "74")
    answer = put(as_person(app, made.contributors[0]), made, "80")
    assert (answer.status_code, answer.get_json()["text"], answer.get_json()["who"]) == (
        409,
        "74",
        "Ana Lindqvist",
    )
    assert figures(made) == {"members-total": "74"}


def test_a_wrong_figure_is_refused_in_words(owner: FlaskClient, made: Made) -> None:
    answer = put(owner, made, "many")
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert "is not a number" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("value", "version", "more"),
    [(74, 0, {}), ("74", "0", {}), ("74", 0, {"note": 1}), ("74", 0, {"save_id": "x"})],
)
def test_a_figure_of_the_wrong_shape_is_refused(
    owner: FlaskClient, made: Made, value: object, version: object, more: dict[str, object]
) -> None:
    assert put(owner, made, value, version, **more).status_code == 400


def test_a_script_is_told_when_nobody_is_signed_in_or_may_write(
    app: Flask, client: FlaskClient, made: Made
) -> None:
    assert put(client, made, "74").status_code == 401
    assert put(as_person(app, made.readers[0]), made, "74").status_code == 403
    assert put(as_person(app, make_person()), made, "74").status_code == 404
    assert figures(made) == {}


def test_a_script_without_the_sessions_token_is_refused(owner: FlaskClient, made: Made) -> None:
    owner.environ_base.pop("HTTP_X_CSRF_TOKEN")
    assert put(owner, made, "74").status_code == 400


def test_the_sheet_speaks_the_language_of_the_reader(owner: FlaskClient, made: Made) -> None:
    german = fact_sheet.newest_edition().in_language("de").facts[0].name
    assert german in owner.get(at(made, "facts") + "?lang=de").get_data(as_text=True)


# evidence


def send_file(
    client: FlaskClient, address: str, content: bytes, name: str, **fields: object
) -> TestResponse:
    return client.post(
        address,
        data={"file": (BytesIO(content), name), **fields},
        content_type="multipart/form-data",
    )


def only_piece(made: Made) -> queries.EvidenceEntry:
    with reading() as session:
        (entry,) = queries.evidence_of(session, made.id)
    return entry


def test_a_file_is_added_and_comes_back_as_an_inert_download(
    owner: FlaskClient, made: Made
) -> None:
    content = samples.pdf()
    answer = send_file(
        owner,
        at(made, "evidence/file"),
        content,
        "../Größe & Plan.pdf",
        title="Strategy",
        dated=["14", "5", "2025"],
    )
    assert answer.status_code == 303
    entry = only_piece(made)
    assert entry.file is not None
    assert (entry.evidence.title, str(entry.evidence.dated), entry.file.filename) == (
        "Strategy",
        "2025-05-14",
        "Größe & Plan.pdf",
    )
    got = owner.get(f"/evidence/{entry.evidence.id}/1")
    assert (got.status_code, got.data, got.mimetype) == (200, content, "application/pdf")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.docm", b"PK", "contains macros and was not stored"),
        ("plan.svg", b"<svg/>", "not a kind of file that we keep"),
        ("page.pdf", b"<html>", "is not what its name says"),
        ("", b"", "Choose a file."),
    ],
)
def test_a_bad_file_is_refused_at_its_field_and_nothing_is_kept(
    owner: FlaskClient, made: Made, name: str, content: bytes, sentence: str
) -> None:
    answer = send_file(owner, at(made, "evidence/file"), content, name, title="Plan")
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert 'value="Plan"' in answer.get_data(as_text=True)
    with reading() as session:
        assert queries.evidence_of(session, made.id) == []


def test_a_title_is_needed_and_a_day_must_be_one(owner: FlaskClient, made: Made) -> None:
    answer = send_file(
        owner, at(made, "evidence/file"), b"x", "x.txt", title="", dated=["31", "2", "2025"]
    )
    assert answer.status_code == 422
    assert ("Enter a title." in text_of(answer), "like 14 5 2025" in text_of(answer)) == (
        True,
        True,
    )


def test_a_paper_seen_on_site_is_added_without_a_file(owner: FlaskClient, made: Made) -> None:
    sent = {"title": "Minutes", "dated": ["", "", ""], "where_seen": "Folder A3"}
    assert owner.post(at(made, "evidence/paper"), data=sent).status_code == 303
    assert owner.post(at(made, "evidence/paper"), data={"title": "Minutes"}).status_code == 422
    entry = only_piece(made)
    assert (entry.evidence.where_seen, entry.evidence.dated, entry.file) == (
        "Folder A3",
        None,
        None,
    )
    page = owner.get(f"/evidence/{entry.evidence.id}")
    assert "Folder A3" in text_of(page)
    assert owner.get(f"/evidence/{entry.evidence.id}/1").status_code == 404


@pytest.fixture
def piece(made: Made) -> Evidence:
    with unit_of_work() as session:
        return add_evidence(session, made)


def test_a_piece_gets_a_version_a_title_and_is_removed(
    owner: FlaskClient, made: Made, piece: Evidence
) -> None:
    address = f"/evidence/{piece.id}"
    assert send_file(owner, address, b"Corrected.\n", "minutes.txt").status_code == 303
    assert send_file(owner, address, b"Corrected.\n", "minutes.txt").status_code == 422
    assert owner.get(f"{address}/2").data == b"Corrected.\n"
    sent = {"title": "Minutes", "dated": ["1", "6", "2025"]}
    assert owner.post(f"{address}/edit", data=sent).status_code == 303
    assert owner.post(f"{address}/edit", data={"title": ""}).status_code == 422
    assert owner.post(f"{address}/remove").status_code == 303
    assert owner.post(f"{address}/remove").status_code == 409
    with reading() as session:
        assert queries.evidence_of(session, made.id) == []
    assert "was removed" in text_of(owner.get(address))


def test_evidence_is_open_to_the_organisation_the_office_and_whom_a_room_names(
    app: Flask, made: Made, piece: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_access, "_readers", [])
    invited, other = make_person(roles=[Role.ASSESSOR]), make_person(roles=[Role.ASSESSOR])

    def reads(_session: object, actor: object, evidence_id: UUID) -> bool:
        return getattr(actor, "person_id", None) == invited.id and evidence_id == piece.id

    evidence_access.add_reader(reads)
    officer, stranger = make_person(roles=[Role.OFFICER]), make_person()
    assert [
        as_person(app, person).get(f"/evidence/{piece.id}/1").status_code
        for person in (made.readers[0], officer, invited, other, stranger)
    ] == [200, 200, 200, 404, 404]
    page = as_person(app, invited).get(f"/evidence/{piece.id}").get_data(as_text=True)
    assert ("Remove the piece" in page, at(made, "evidence") in page) == (False, False)


def test_the_quota_is_kept(app: Flask, owner: FlaskClient, made: Made) -> None:
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings.model_copy(update={"quota_megabytes": 0})
    answer = send_file(owner, at(made, "evidence/file"), b"x", "x.txt", title="Too much")
    assert (answer.status_code, "may take 0 MB" in text_of(answer)) == (422, True)


def test_an_upload_beyond_the_limit_is_not_read(app: Flask, owner: FlaskClient, made: Made) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    answer = send_file(owner, at(made, "evidence/file"), b"x" * 20_000, "x.txt", title="Large")
    assert answer.status_code == 413


def test_every_page_has_one_heading_and_no_text_left_untranslated(
    owner: FlaskClient, made: Made, piece: Evidence
) -> None:
    for address in (
        at(made),
        at(made, "edit"),
        at(made, "seats"),
        at(made, "hand-over"),
        at(made, "facts"),
        at(made, "evidence"),
        at(made, "evidence/file"),
        at(made, "evidence/paper"),
        f"/evidence/{piece.id}",
        f"/evidence/{piece.id}/edit",
        "/organisations/ask",
    ):
        page = owner.get(f"{address}?lang=en_XA").get_data(as_text=True)
        main = page.partition("<main")[2].partition("</main>")[0]
        assert len(re.findall(r"<h1[ >]", main)) == 1, address
        buttons = re.findall(r"<button[^>]*>(.*?)</button>", main, re.DOTALL)
        assert [text for text in buttons if "⟦" not in text] == [], address
    assert json.loads(base_of(owner.get(at(made, "facts")).get_data(as_text=True)))
