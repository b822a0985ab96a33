"""The list of members: read from what people paste, compared, saved whole, kept by submissions."""

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from labelling.applications.models import Snapshot
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, NotAllowed
from labelling.core.i18n import speaking
from labelling.organisations import queries
from labelling.organisations.actions.members import save_members
from labelling.organisations.members import (
    KIND_NAMES,
    MemberKind,
    MemberLine,
    as_text,
    difference,
    fingerprint,
    read_members,
)
from labelling.organisations.models import Member
from tests.labelling.applications.making import answer_all, make_application, submit
from tests.labelling.organisations.making import PROFILE, Made, make_organisation
from tests.labelling.people.making import sign_in

AAL = MemberLine("Aal GmbH", MemberKind.FIRM, "AT")
BOHR = MemberLine("Bohr Institut", MemberKind.RESEARCH, "DE")
CEL = MemberLine("Cel S.A.", MemberKind.FINANCE, "FR")

NAMES = st.text("abcdeé ÄØñ&.-'", min_size=1, max_size=20).filter(
    lambda name: name.strip() == name and " ".join(name.split()) == name and name[0] not in "=+-@"
)
LINES = st.builds(
    MemberLine, NAMES, st.sampled_from(list(MemberKind)), st.sampled_from(["AT", "DE", "XK"])
)
LISTS = st.lists(LINES, max_size=10, unique_by=lambda line: line.key)


@given(LISTS, st.sampled_from(["\t", ";", ","]), st.sampled_from(["en", "de"]), st.booleans())
def test_list_is_read_as_it_was_written_in_every_language_and_form(
    lines: list[MemberLine], delimiter: str, language: str, heading: bool
) -> None:
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    with speaking(language):
        if heading:
            writer.writerow(["Name", "Art" if language == "de" else "Kind", "Land"])
        writer.writerows([one.name, str(KIND_NAMES[one.kind]), one.country] for one in lines)
        read = read_members(text.getvalue())
    assert (read.members, read.faults) == (tuple(lines), ())
    assert read_members(as_text(lines)).members == tuple(lines)


@given(LISTS, LISTS)
def test_difference_leads_from_one_list_to_the_other(
    before: list[MemberLine], after: list[MemberLine]
) -> None:
    found = difference(before, after)
    result = {one.key: one.kind for one in before}
    for one in found.left:
        del result[one.key]
    for one in (*found.joined, *found.changed):
        result[one.key] = one.kind
    assert result == {one.key: one.kind for one in after}
    assert found.is_none == (fingerprint(before) == fingerprint(after))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("=cmd()\tFirm\tAT", "A cell begins like a formula."),
        ("+43 Works\tFirm\tAT", "A cell begins like a formula."),
        ("-Works\tFirm\tAT", "A cell begins like a formula."),
        ("@Works\tFirm\tAT", "A cell begins like a formula."),
        ("Works\tFirm", "A line has three columns"),
        ("Works\tShop\tAT", "“Shop” is no kind of member."),
        ("Works\tFirm\tAtlantis", "“Atlantis” is no country."),
        ("x" * 201 + "\tFirm\tAT", "A name has 1 to 200 characters."),
        ("Wor\u202eks\tFirm\tAT", "Use letters, digits and ordinary punctuation only."),
    ],
)
def test_line_that_cannot_be_taken_is_named(line: str, says: str) -> None:
    read = read_members(f"Aal GmbH\tFirm\tAT\n\n{line}")
    assert read.members == (AAL,)
    assert [fault.line for fault in read.faults] == [3]
    assert read.faults[0].says.startswith(says)


def test_member_that_stands_twice_is_named() -> None:
    read = read_members("Aal GmbH\tFirm\tAT\naal  gmbh\tresearch\tAustria")
    assert [fault.says for fault in read.faults] == ["“aal gmbh” stands twice."]


def _save(made: Made, *lines: MemberLine, base: tuple[MemberLine, ...] = ()) -> None:
    with unit_of_work() as session:
        save_members(
            session,
            actor=made.actor(),
            organisation_id=made.id,
            members=lines,
            base=fingerprint(base),
            now=made.organisation.created_at,
        )


@pytest.fixture
def made(app: Flask) -> Made:
    """Return an organisation with somebody on each seat."""
    assert app.extensions["settings"]
    with unit_of_work() as session:
        return make_organisation(session, contributors=1, readers=1)


def test_list_is_saved_whole_and_who_left_stays_on_record(made: Made) -> None:
    _save(made, AAL, BOHR)
    changed = MemberLine("AAL GmbH", MemberKind.SUPPORT, "AT")
    _save(made, changed, CEL, base=(AAL, BOHR))
    with reading() as session:
        present = [(row.name, row.kind.value) for row in queries.member_rows(session, made.id)]
        assert present == [("Aal GmbH", "support"), ("Cel S.A.", "finance")]
        gone = session.scalars(select(Member).where(Member.removed_at.is_not(None))).one()
        assert (gone.name, gone.removed_by) == ("Bohr Institut", made.owners[0].id)
        verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.subject_id == made.id))
        assert list(verbs).count("members.save") == 2


def test_second_writer_is_told_of_the_first_and_a_repeat_changes_nothing(made: Made) -> None:
    _save(made, AAL)
    _save(made, AAL)
    with pytest.raises(Conflict):
        _save(made, BOHR)


def test_readers_do_not_write(made: Made) -> None:
    with pytest.raises(NotAllowed), unit_of_work() as session:
        save_members(
            session,
            actor=made.actor(made.readers[0]),
            organisation_id=made.id,
            members=[AAL],
            base=fingerprint([]),
            now=made.organisation.created_at,
        )


def test_submission_keeps_the_list_of_its_day(app: Flask) -> None:
    assert app.extensions["settings"]
    world = make_application("bronze")
    _save(world.made, BOHR, AAL)
    answer_all(world)
    submit(world)
    _save(world.made, CEL, base=(AAL, BOHR))
    with reading() as session:
        content = json.loads(session.scalars(select(Snapshot.content)).one())
    assert content["members"] == [
        {"name": "Aal GmbH", "kind": "firm", "country": "AT"},
        {"name": "Bohr Institut", "kind": "research", "country": "DE"},
    ]


def _field(page: str, name: str) -> str:
    return page.partition(f'name="{name}"')[2].partition('value="')[2].partition('"')[0]


def test_list_is_looked_at_before_it_is_saved(client: FlaskClient, made: Made) -> None:
    sign_in(client, made.owners[0])
    address = f"/organisations/{made.id}/members"
    sent = {"text": "Aal GmbH\tFirm\tAustria\nBohr Institut\tForschung\tDE"}
    looked = client.post(address, data=sent | {"save": "1"})
    assert looked.status_code == 200
    assert "2 joined" in looked.text
    with reading() as session:
        assert queries.member_rows(session, made.id) == []
    seen = {name: _field(looked.text, name) for name in ("base", "previewed")}
    other = client.post(address, data={"text": "Cel\tFirm\tFR", "save": "1", **seen})
    assert (other.status_code, "1 joined" in other.text) == (200, True)
    saved = client.post(address, data=sent | {"save": "1", **seen})
    assert (saved.status_code, saved.location) == (303, f"{address}?done=saved")
    with reading() as session:
        assert len(queries.member_rows(session, made.id)) == 2
    again = client.post(address, data={"text": "Cel\tFirm\tFR"})
    late = {name: _field(again.text, name) for name in ("base", "previewed")}
    _save(made, CEL, AAL, base=(AAL, BOHR))
    conflict = client.post(address, data={"text": "Cel\tFirm\tFR", "save": "1", **late})
    assert (conflict.status_code, "meanwhile" in conflict.text) == (409, True)


def test_file_is_inspected_and_its_faults_are_named(client: FlaskClient, made: Made) -> None:
    sign_in(client, made.owners[0])
    address = f"/organisations/{made.id}/members"
    good = (BytesIO("Name;Kind;Country\nBäck AG;Firm;AT\n".encode()), "members.csv")
    looked = client.post(address, data={"file": good})
    assert (looked.status_code, "Bäck AG" in looked.text) == (200, True)
    bad = (BytesIO(b"=1+1;Firm;AT\n"), "members.csv")
    refused = client.post(address, data={"file": bad})
    assert (refused.status_code, "contains formulas" in refused.text) == (422, True)
    sheet = (BytesIO(b"PK"), "members.xlsx")
    assert "Choose a CSV file" in client.post(address, data={"file": sheet}).text
    assert client.post(address, data={}).status_code == 422
    wrong = client.post(address, data={"text": "Works\tShop\tAT"})
    assert wrong.status_code == 422
    assert "1 line cannot be taken" in wrong.text
    assert "Works\tShop\tAT" in wrong.text


def test_a_text_where_a_file_belongs_is_no_file(client: FlaskClient, made: Made) -> None:
    sign_in(client, made.owners[0])
    answer = client.post(f"/organisations/{made.id}/members", data={"file": "members.csv"})
    assert (answer.status_code, "Paste a list, or choose a file." in answer.text) == (422, True)


def test_list_is_confidential(client: FlaskClient, made: Made) -> None:
    _save(made, AAL)
    address = f"/organisations/{made.id}/members"
    sign_in(client, made.readers[0])
    assert "Aal GmbH" in client.get(address).text
    assert client.post(address, data={"text": "x"}).status_code == 403
    with unit_of_work() as session:
        stranger = make_organisation(session, replace(PROFILE, name="Cluster Elsewhere"))
    sign_in(client, stranger.owners[0])
    assert client.get(address).status_code == 404
