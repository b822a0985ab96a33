"""A self-assessment goes out as a file and comes back without losing a letter."""

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.editions import edition as edition_named
from labelling.applications.exchange import as_document, as_form, as_json, as_workbook, fields
from labelling.applications.exchange.sheets import SelfAssessment, assessment_of
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of
from labelling.applications.versions.actions.keeping import keep_version
from labelling.applications.versions.sources import DRAFT, PartSaid, Source, load_source
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.web.forms import tidy_lines
from labelling.organisations.inspection import documents, pages, sheets
from tests.labelling.applications.making import NOW, World, answer_all, make_application, save
from tests.labelling.people.making import sign_in

TEXT = st.text(max_size=120).map(tidy_lines)
BANDS = st.sampled_from([None, 0, 20, 40, 60, 80, 100])
SAID = st.builds(PartSaid, BANDS, TEXT, st.none(), rests_on=st.integers(0, 99))

ReadBack = Callable[[bytes, Application], dict[str, PartSaid]]


def _from_workbook(content: bytes, application: Application) -> dict[str, PartSaid]:
    return as_workbook.read(json.loads(sheets.inspect(content, "xlsx")), application)


def _from_document(content: bytes, application: Application) -> dict[str, PartSaid]:
    return fields.read(json.loads(documents.inspect(content, "docx")), application)


def _from_page(content: bytes, application: Application) -> dict[str, PartSaid]:
    return fields.read(json.loads(pages.inspect(content, "page")), application)


FORMATS = [
    (as_json.written, as_json.read),
    (as_workbook.written, _from_workbook),
    (as_document.written, _from_document),
]


@pytest.fixture(scope="module")
def application() -> Application:
    """Return an application that needs no database."""
    found = edition_named("cluster-excellence-2026")
    return Application(
        reference="A-2026-001",
        edition_id=found.id,
        edition_sha256=found.identity,
        level_id="bronze",
    )


@pytest.fixture(scope="module")
def gold(application: Application) -> Application:
    """Return one for the highest level, which asks for parts that may not apply."""
    return Application(
        reference=application.reference,
        edition_id=application.edition_id,
        edition_sha256=application.edition_sha256,
        level_id=edition_of(application).levels[-1].id,
    )


def _optional(application: Application) -> list[str]:
    """Return the parts that need not apply to everyone."""
    edition = edition_of(application)
    return [one for one in edition.scope(edition.levels[-1]) if edition.parts[one].may_not_apply]


def _sheet(application: Application, said: dict[str, PartSaid]) -> SelfAssessment:
    return assessment_of(application, "Alder Valley", Source("draft", "The draft", said))


@pytest.mark.parametrize(("write", "read"), FORMATS)
@given(first=SAID, second=SAID)
@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_is_lost_on_the_way(
    application: Application,
    write: Callable[[SelfAssessment], bytes],
    read: ReadBack,
    first: PartSaid,
    second: PartSaid,
) -> None:
    sheet = _sheet(application, {"1.1": first, "1.2": second})
    back = read(write(sheet), application)
    assert list(back) == list(sheet.parts)
    assert (back["1.1"].said, back["1.1"].rests_on) == (first.said, first.rests_on)
    assert (back["1.2"].said, back["1.2"].rests_on) == (second.said, second.rests_on)


REASONS = st.none() | st.text(max_size=60).map(lambda text: tidy_lines(text).strip())


@given(first=SAID, second=SAID, reason=REASONS)
@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_is_lost_in_a_page(
    app: Flask, gold: Application, first: PartSaid, second: PartSaid, reason: str | None
) -> None:
    away = _optional(gold)[0]
    said = {"1.1": first, "1.2": second, away: PartSaid(40, "x", reason, rests_on=3)}
    with app.test_request_context():
        page = as_form.written(_sheet(gold, said))
    back = _from_page(page, gold)
    assert {part: (back[part].said, back[part].rests_on) for part in said} == {
        part: (one.said, one.rests_on) for part, one in said.items()
    }


@pytest.mark.parametrize(("write", "read"), FORMATS)
def test_a_long_text_that_looks_like_a_formula_comes_back(
    application: Application, write: Callable[[SelfAssessment], bytes], read: ReadBack
) -> None:
    text = "=1+1\n\t@x\n\n" + "ä " * 9000 + "."
    back = read(write(_sheet(application, {"1.1": PartSaid(60, text)})), application)
    assert back["1.1"].text == text


def test_a_reason_comes_back(gold: Application) -> None:
    application, parts = gold, _optional(gold)
    said = {parts[0]: PartSaid(None, "", "There is none in our region.", rests_on=2)}
    for write, read in FORMATS:
        back = read(write(_sheet(application, said)), application)
        assert back[parts[0]].said == said[parts[0]].said
        open_reason = {parts[0]: PartSaid(None, "", "", rests_on=2)}
        back = read(write(_sheet(application, open_reason)), application)
        assert back[parts[0]].not_applicable == ""
        back = read(write(_sheet(application, {})), application)
        assert back[parts[0]].not_applicable is None
    odd = {parts[0]: PartSaid(None, "", "There\x00 is none.")}
    back = as_json.read(as_json.written(_sheet(application, odd)), application)
    assert back[parts[0]].not_applicable == "There is none."


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda file: file.update(format="other"), "format"),
        (lambda file: file.update(reference="A-2026-999"), "belongs to A-2026-999"),
        (lambda file: file["parts"].update({"9.9": {}}), "does not ask for"),
        (lambda file: file["parts"]["1.1"].update(band=61), "has no line “61”"),
        (lambda file: file["parts"]["1.1"].update(band=True), "1.1"),
        (lambda file: file["parts"]["1.1"].update(text=5), "1.1"),
        (lambda file: file["parts"]["1.1"].update(more=5), "1.1"),
        (lambda file: file["parts"]["1.1"].update(version=10**30), "1.1"),
        (lambda file: file["parts"]["1.1"].update(text="\ud800"), "JSON"),
        (lambda file: file.update(reference="\udfff"), "JSON"),
        (lambda file: file["parts"]["1.1"].update(not_applicable="no"), "applies to everyone"),
    ],
)
def test_a_file_that_is_not_as_we_write_it_is_refused_with_the_place(
    application: Application, change: Callable[[dict[str, object]], None], says: str
) -> None:
    file = json.loads(as_json.written(_sheet(application, {"1.1": PartSaid(60, "x")})))
    change(file)
    with pytest.raises(Invalid) as refused:
        as_json.read(json.dumps(file).encode(), application)
    assert says in refused.value.sentence


@pytest.fixture
def world(app: Flask) -> World:
    """Return a bronze application with all answers."""
    world = make_application()
    answer_all(world)
    return world


@pytest.mark.parametrize("ending", ["xlsx", "docx", "json", "form.html"])
def test_what_was_filled_in_off_line_is_shown_before_it_counts(
    client: FlaskClient, world: World, ending: str
) -> None:
    sign_in(client, world.made.owners[0])
    place = f"/applications/{world.id}"
    taken = client.get(f"{place}/self-assessment.{ending}")
    assert taken.status_code == 200
    save(world, "1.2", text="Written meanwhile.", version=1)
    sent = client.post(place + "/files", data={"file": (BytesIO(taken.data), f"back.{ending}")})
    assert sent.status_code == 303
    page = client.get(sent.location).text
    assert "1 part differs" in page
    assert "Only the draft has changed since." in page
    with reading() as session:
        said = load_source(session, world.reload(), DRAFT).part("1.2")
    assert said.text == "Written meanwhile."


def test_a_file_that_says_nothing_else_is_not_kept(client: FlaskClient, world: World) -> None:
    sign_in(client, world.made.owners[0])
    place = f"/applications/{world.id}"
    taken = client.get(f"{place}/self-assessment.docx")
    sent = client.post(place + "/files", data={"file": (BytesIO(taken.data), "back.docx")})
    assert sent.location == f"{place}/files?done=same"
    assert "nothing was kept of it" in client.get(sent.location).text
    assert "Nothing was kept yet." in client.get(f"{place}/versions").text


def test_a_version_goes_out_as_a_file_as_it_was(client: FlaskClient, world: World) -> None:
    with unit_of_work() as session:
        version = keep_version(
            session, actor=world.owner, application_id=world.id, name="Before", now=NOW
        )
    save(world, "1.2", text="Written since.", version=1)
    sign_in(client, world.made.owners[0])
    page = client.get(f"/applications/versions/{version.id}").text
    [address] = re.findall(r'href="([^"]+self-assessment\.json[^"]*)"', page)
    assert "Written since." not in client.get(address).text


def test_what_cannot_be_read_is_refused_and_the_page_stays(
    client: FlaskClient, world: World
) -> None:
    sign_in(client, world.made.owners[0])
    place = f"/applications/{world.id}/files"
    others = (("a.pdf", b"%PDF"), ("a.xlsx", b"no"), ("a.json", b"{"), ("a.html", b"<p>no field"))
    for name, content in others:
        assert client.post(place, data={"file": (BytesIO(content), name)}).status_code == 422
    assert client.post(place, data={}).status_code == 422
    html = client.get(f"/applications/{world.id}/self-assessment.html")
    assert "Self-assessment" in html.text
    assert "<script" not in html.text
    assert client.get(f"/applications/{world.id}/self-assessment.exe").status_code == 404
    sign_in(client, make_application(name="Lower Elm Food Cluster").made.owners[0])
    assert client.get(f"/applications/{world.id}/self-assessment.json").status_code == 404
