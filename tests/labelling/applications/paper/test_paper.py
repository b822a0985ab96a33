"""The self-assessment on paper: whole, accessible, only for those who may read it, not for ever."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select

from labelling.applications.actions import withdraw_application
from labelling.applications.paper.jobs import end_retention
from labelling.applications.paper.models import PaperCopy
from labelling.applications.retention import clear_ended
from labelling.applications.versions.actions.keeping import keep_version
from labelling.applications.versions.sources import version_key
from labelling.core import files
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.core.worker import Worker
from labelling.settings import Settings
from tests.certificates.asking import flaws
from tests.labelling.applications.making import (
    NOW,
    World,
    answer_all,
    make_application,
    make_submitted,
    save,
)
from tests.labelling.people.making import sign_in
from tests.labelling.reviews import making as reviews
from tests.labelling.reviews.test_pages import enter, invited

OWN_LINE = "60 %"


@pytest.fixture
def world(app: Flask) -> World:
    """Return a bronze application with all answers."""
    assert app.extensions["settings"]
    world = make_application()
    answer_all(world)
    save(world, "1.2", band=60, text="Zwei Zeilen:\n=SUM(A1) <b>kein Fett</b> ≥ 5 €", version=1)
    return world


def print_all(settings: Settings, now: datetime) -> None:
    """Let the worker do what is due."""
    Worker(settings, lambda _letter, _now: None).drain(now)


def ordered(client: FlaskClient, settings: Settings, application_id: UUID, of: str) -> bytes:
    """Order a PDF through the pages, let it be made, and fetch it."""
    place = f"/applications/{application_id}/paper"
    sent = client.post(place, data={"of": of})
    assert sent.status_code == 303
    assert "Under way" in client.get(sent.location).text
    assert client.get(sent.location).headers["Refresh"]
    assert client.get(f"{place}.pdf?of={of}").status_code == 404
    with reading() as session:
        print_all(settings, session.scalars(select(func.max(PaperCopy.ordered_at))).one())
    assert "Download the PDF" in client.get(sent.location).text
    got = client.get(f"{place}.pdf?of={of}")
    assert (got.status_code, got.mimetype) == (200, "application/pdf")
    pdf: bytes = got.data
    return pdf


def said_in(pdf: bytes) -> str:
    """Return the text of a PDF, without line ends."""
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_the_draft_is_printed_whole_and_accessible(
    client: FlaskClient, settings: Settings, world: World, tmp_path: Path
) -> None:
    sign_in(client, world.made.owners[0])
    pdf = ordered(client, settings, world.id, "draft")
    text = said_in(pdf)
    assert "Zwei Zeilen: =SUM(A1) <b>kein Fett</b> ≥ 5 €" in text
    assert OWN_LINE in text
    assert "not submitted" in text
    assert "Fact sheet" in text
    assert str(PdfReader(BytesIO(pdf)).root_object["/Lang"]) == "en"
    assert flaws(pdf, tmp_path) == []


def test_a_kept_version_is_printed_as_it_was_without_the_figures_of_today(
    client: FlaskClient, settings: Settings, world: World
) -> None:
    with unit_of_work() as session:
        version = keep_version(
            session, actor=world.owner, application_id=world.id, name="For the board", now=NOW
        )
    save(world, "1.2", band=80, text="Written since.", version=2)
    other = make_application(name="Lower Elm Food Cluster")
    key = version_key(version)
    assert client.get(f"/applications/{world.id}/paper?of={key}").status_code == 303
    sign_in(client, other.made.owners[0])
    assert client.get(f"/applications/{other.id}/paper?of={key}").status_code == 404
    sign_in(client, world.made.owners[0])
    assert f"paper?of={key}" in client.get(f"/applications/versions/{version.id}").text
    text = said_in(ordered(client, settings, world.id, key))
    assert "For the board" in text
    assert "Zwei Zeilen" in text
    assert "Fact sheet" not in text
    assert "Written since." not in text
    client.post(f"/applications/versions/{version.id}/remove")
    assert client.get(f"/applications/{world.id}/paper.pdf?of={key}").status_code == 404


def test_readers_of_the_submission_get_it_without_the_lines_they_must_not_see(
    client: FlaskClient, settings: Settings
) -> None:
    case, assessor, _seat = invited()
    place = f"/applications/{case.application_id}/paper"
    enter(client, assessor)
    assert client.get(f"{place}?of=submission").status_code == 404
    assert client.post(place, data={"of": "submission"}).status_code == 404
    reviews.accept_all(case.application_id, [assessor])
    seen = said_in(ordered(client, settings, case.application_id, "submission"))
    assert "Self-assessment" in seen
    assert OWN_LINE not in seen
    for path in (place, f"{place}.pdf", f"{place}?of=draft"):
        assert client.get(path).status_code == 404
    enter(client, case.officer)
    assert client.get(f"{place}.pdf?of=submission").status_code == 404  # its own is not made yet
    assert OWN_LINE in said_in(ordered(client, settings, case.application_id, "submission"))
    assert client.get(place).status_code == 403
    enter(client, assessor)
    assert OWN_LINE not in said_in(client.get(f"{place}.pdf?of=submission").data)
    assert "Made on" not in client.get(f"{place}?of=submission").text
    enter(client, case.assessors[-1])
    assert client.get(f"{place}.pdf?of=submission").status_code == 404


def test_others_find_nothing_and_a_reader_may_print(client: FlaskClient, world: World) -> None:
    place = f"/applications/{world.id}/paper"
    sign_in(client, make_application(name="Lower Elm Food Cluster").made.owners[0])
    for path in (place, f"{place}?of=submission", f"{place}.pdf"):
        assert client.get(path).status_code == 404
    for of in ("draft", "submission", "forerunner", "version-1"):
        assert client.post(place, data={"of": of}).status_code == 404
    sign_in(client, world.made.readers[0])
    assert client.post(place, data={"of": "draft"}).status_code == 303
    assert client.get(f"{place}?of=submission").status_code == 404
    assert client.get(f"{place}?of=other").status_code == 404


def test_a_second_press_orders_nothing_and_the_older_file_goes(
    client: FlaskClient, settings: Settings, world: World
) -> None:
    sign_in(client, world.made.owners[0])
    place = f"/applications/{world.id}/paper"
    ordered(client, settings, world.id, "draft")
    with reading() as session:
        older = session.scalars(select(PaperCopy.sha256)).one()
    save(world, "1.3", text="Written since.", version=1)
    for _ in range(2):
        assert client.post(place, data={"of": "draft"}).status_code == 303
    with reading() as session:
        jobs = select(func.count()).where(Outgoing.name == "paper.print")
        assert session.scalars(jobs).one() == 2
        print_all(settings, session.scalars(select(PaperCopy.ordered_at)).one())
    with reading() as session:
        newer = session.scalars(select(PaperCopy.sha256)).one()
    assert older is not None
    assert newer is not None
    assert (newer != older, files.store().has(older), files.store().has(newer)) == (
        True,
        False,
        True,
    )


def test_copies_go_by_themselves_with_their_files(client: FlaskClient, settings: Settings) -> None:
    for way in ("time", "application"):
        world = make_submitted(name=f"Cluster {way}")
        sign_in(client, world.made.owners[0])
        ordered(client, settings, world.id, "submission")
        with reading() as session:
            row = session.scalars(select(PaperCopy)).one()
        assert row.sha256 is not None
        cleared = NOW + timedelta(days=731)
        later = row.ordered_at + timedelta(days=31) if way == "time" else cleared
        with unit_of_work() as session:
            end_retention(session, row.ordered_at + timedelta(days=29))
            if way == "time":
                end_retention(session, later)
            else:
                withdraw_application(
                    session, actor=world.owner, application_id=world.id, reason="", now=NOW
                )
                clear_ended(session, cleared)
        print_all(settings, later)
        with reading() as session:
            assert session.scalar(select(func.count()).select_from(PaperCopy)) == 0
        assert not files.store().has(row.sha256)
    sign_in(client, world.made.owners[0])  # the session has ended with the years
    place = f"/applications/{world.id}/paper"
    assert client.post(place, data={"of": "submission"}).status_code == 404
    assert client.post(place, data={"of": "draft"}).status_code == 303
    with unit_of_work() as session:
        clear_ended(session, NOW + timedelta(days=732))
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(PaperCopy)) == 1
