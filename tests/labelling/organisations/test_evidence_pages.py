"""Pages of the evidence library, and the files that come back from it."""

import re
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.organisations import evidence_access, queries
from labelling.organisations.models import Evidence
from tests.labelling.organisations.browsing import as_person, at, text_of
from tests.labelling.organisations.drawing import add
from tests.labelling.organisations.inspection import samples
from tests.labelling.organisations.making import (
    Made,
    add_evidence,
)
from tests.labelling.people.making import make_person


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


def test_pieces_are_found_by_words_once_there_are_many(owner: FlaskClient, made: Made) -> None:
    page = at(made, "evidence")
    for name in ("minutes", "Strategy 2025"):
        add(made, f"{name}.txt", name.encode())
    assert 'name="q"' not in owner.get(page).text
    for number in range(6):
        add(made, f"list {number}.txt", b"Forty firms, %d." % number)
    assert 'name="q"' in owner.get(page).text
    found = text_of(owner.get(f"{page}?q=2025+STRATEGY"))
    assert "1 piece" in found
    assert "Strategy 2025.txt" in found
    assert "minutes.txt" not in found
    assert "No piece has all these words." in text_of(owner.get(f"{page}?q=nowhere"))


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


def test_what_is_missing_is_named_in_the_order_of_the_page(owner: FlaskClient, made: Made) -> None:
    empty = text_of(send_file(owner, at(made, "evidence/file"), b"", "", title=""))
    assert 0 < empty.find("Choose a file.") < empty.find("Enter a title.")
    no_file = owner.post(at(made, "evidence/file"), data={"title": "Plan", "file": "a text"})
    assert (no_file.status_code, "Choose a file." in text_of(no_file)) == (422, True)


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
    seen = re.search(r'name="seen" type="hidden" value="(\w+)"', owner.get(f"{address}/edit").text)
    assert seen is not None
    assert owner.post(f"{address}/edit", data={"title": "Their minutes"}).status_code == 303
    late = owner.post(f"{address}/edit", data={"title": "My minutes", "seen": seen[1]})
    assert (late.status_code, 'value="My minutes"' in late.text) == (409, True)
    assert "Theirs is below" in text_of(late)
    assert "Their minutes" in text_of(late)
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

    def reads(_session: object, actor: object, evidence_id: UUID) -> set[int | None]:
        asked = getattr(actor, "person_id", None) == invited.id and evidence_id == piece.id
        return {1} if asked else set()

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
