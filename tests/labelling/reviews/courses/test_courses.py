"""Courses: module by module to a certificate that anybody can check; trainers are barred."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from labelling.core import doors, files
from labelling.core.access import Actor, Role, Seat
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound
from labelling.core.outbox import Outgoing
from labelling.people.models import Involvement, InvolvementKind
from labelling.people.queries import get_person
from labelling.reviews.courses import actions, queries
from labelling.reviews.courses.actions import NotRight
from labelling.reviews.courses.keeping import certificates, forget_file, print_certificate
from labelling.reviews.courses.library import get_course
from labelling.reviews.courses.models import CourseEnrolment, CoursePass
from tests.labelling.acting import actor_for
from tests.labelling.people.making import make_person, sign_in
from tests.labelling.reviews import making

NOW = making.NOW
COURSE = get_course("assessor")


@pytest.fixture
def anna(client: FlaskClient) -> Actor:
    """Return an assessor."""
    assert client is not None
    return actor_for(make_person("Anna Ahrens", roles=[Role.ASSESSOR]), Role.ASSESSOR)


def answer(actor: Actor, module_id: str, *, wrong: bool = False) -> CourseEnrolment:
    module = next(one for one in COURSE.modules if one.id == module_id)
    right = [question.right for question in module.questions]
    chosen = [(place + 1) % 3 if wrong else place for place in right]
    with unit_of_work() as session:
        return actions.answer_module(
            session,
            actor=actor,
            course_id=COURSE.id,
            module_id=module_id,
            chosen=chosen,
            language="en",
            now=NOW,
        )


def finished(actor: Actor) -> CourseEnrolment:
    """Let somebody finish the course, and print the certificate."""
    for module in COURSE.modules:
        row = answer(actor, module.id)
    print_certificate({"enrolment": str(row.id)}, NOW)
    with reading() as session:
        return session.get_one(CourseEnrolment, row.id)


def trained(officer: Actor, world: making.World, email: str, *, days: int = 0) -> None:
    with unit_of_work() as session:
        actions.record_training(
            session,
            actor=officer,
            course_id="manager",
            email=email,
            organisation_id=world.organisation_id,
            held_on=today(NOW - timedelta(days=days)),
            now=NOW,
        )


def enter(client: FlaskClient, actor: Actor) -> None:
    with reading() as session:
        person = get_person(session, making.id_of(actor))
    sign_in(client, person, actor.role)


def email_of(actor: Actor) -> str:
    with reading() as session:
        return get_person(session, making.id_of(actor)).email


def test_wrong_answers_leave_nothing_and_say_which(anna: Actor) -> None:
    with pytest.raises(NotRight) as refusal:
        answer(anna, "evidence", wrong=True)
    assert refusal.value.wrong == (0, 1)
    with reading() as session:
        assert session.scalars(select(CourseEnrolment)).all() == []


def test_the_last_module_finishes_the_course_and_orders_one_certificate(anna: Actor) -> None:
    for module in COURSE.modules[:-1]:
        assert answer(anna, module.id).finished_at is None
    row = answer(anna, COURSE.modules[-1].id)
    again = answer(anna, COURSE.modules[0].id)
    assert row.finished_at == again.finished_at == NOW
    assert row.number is not None
    assert (row.name, row.number[:2], len(row.number)) == ("Anna Ahrens", "T-", 21)
    with reading() as session:
        jobs = session.scalars(select(Outgoing).where(Outgoing.name == actions.PRINT)).all()
        assert len(jobs) == 1
        assert len(session.scalars(select(CoursePass)).all()) == len(COURSE.modules)


def test_the_certificate_is_an_accessible_pdf_that_says_what_it_is(anna: Actor) -> None:
    row = finished(anna)
    assert row.pdf_sha256 is not None
    content = files.store().get(row.pdf_sha256)
    assert hashlib.sha256(content).hexdigest() == row.pdf_sha256
    pdf = PdfReader(BytesIO(content))
    text = " ".join("".join(page.extract_text() for page in pdf.pages).split())
    for words in ("Anna Ahrens", str(row.number), COURSE.title["en"], "It is not a label"):
        assert words in text
    root = pdf.root_object
    assert str(root["/Lang"]) == "en"
    assert "/StructTreeRoot" in root
    with reading() as session:
        assert certificates(session) == [row.pdf_sha256]


def test_anybody_checks_a_certificate_by_number_or_hash(client: FlaskClient, anna: Actor) -> None:
    row = finished(anna)
    address = "/course-certificates?number="
    for asked in (str(row.number), str(row.number).lower(), str(row.pdf_sha256)):
        page = client.get(address + asked)
        assert (page.status_code, "This certificate is genuine." in page.text) == (200, True)
        assert "Anna Ahrens" in page.text
    unknown = client.get(f"{address}T-2222-2222-2222-2222")
    assert (unknown.status_code, "We do not know this certificate." in unknown.text) == (200, True)
    assert client.get(f"{address}%00").status_code == 200
    assert "We do not know" not in client.get("/course-certificates").text


def test_a_course_that_is_not_finished_has_no_certificate(client: FlaskClient, anna: Actor) -> None:
    answer(anna, "evidence")
    enter(client, anna)
    assert client.get("/courses/assessor/certificate.pdf").status_code == 404
    with reading() as session:
        assert queries.find_certificate(session, "") is None
        assert queries.find_certificate(session, "None") is None


def test_the_way_through_the_pages_without_a_script(client: FlaskClient, anna: Actor) -> None:
    enter(client, anna)
    assert "0 of 5 modules done." in client.get("/courses").text
    assert COURSE.modules[0].title["en"] in client.get("/courses/assessor").text
    for module in COURSE.modules:
        address = f"/courses/assessor/{module.id}"
        page = client.get(address).text
        assert module.text["en"][:40] in page
        assert module.questions[0].why["en"] not in page
        wrong = client.post(address, data={"question_0": "0"})
        assert (wrong.status_code, "Not all answers are right yet." in wrong.text) == (422, True)
        right = {f"question_{at}": str(one.right) for at, one in enumerate(module.questions)}
        assert client.post(address, data=right).status_code == 303
        assert module.questions[0].why["en"] in client.get(address).text
    assert "It is being printed." in client.get("/courses/assessor").text
    finished(anna)
    assert "Certificate (PDF)" in client.get("/courses/assessor").text
    pdf = client.get("/courses/assessor/certificate.pdf")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    assert client.get("/courses/assessor/nothing").status_code == 404


def test_each_role_has_its_own_course(client: FlaskClient, anna: Actor) -> None:
    enter(client, anna)
    assert client.get("/courses/manager").status_code == 404
    enter(client, actor_for(make_person("Max"), Role.MANAGER))
    assert client.get("/courses/manager").status_code == 200
    assert client.get("/courses/assessor").status_code == 404
    enter(client, actor_for(make_person("Olga", roles=[Role.OFFICER]), Role.OFFICER))
    assert client.get("/courses").status_code == 404


def test_a_trainer_is_barred_from_assessing_whom_they_trained_for_good(
    client: FlaskClient,
) -> None:
    assert client is not None
    world = making.submitted()
    lead = world.assessors[0]
    trained(world.officer, world, email_of(lead), days=3000)
    with reading() as session:
        line = session.scalars(
            select(Involvement).where(
                Involvement.kind == InvolvementKind.TRAINED,
                Involvement.person_id == lead.person_id,
            )
        ).one()
        assert (line.organisation_id, line.source) == (world.organisation_id, actions.SOURCE)
    with pytest.raises(Invalid, match="trained its staff"):
        making.panel_for(world.application_id, world.officer, [lead])


def test_a_training_is_recorded_once_by_an_officer_for_somebody_who_is_here(
    client: FlaskClient, anna: Actor
) -> None:
    assert client is not None
    world = making.submitted()
    trained(world.officer, world, email_of(anna))
    for email, days in ((email_of(anna), 0), ("nobody@x.example", 0), (email_of(anna), -1)):
        with pytest.raises(Invalid):
            trained(world.officer, world, email, days=days)
    quality = actor_for(make_person("Quentin", roles=[Role.QUALITY]), Role.QUALITY)
    with pytest.raises(NotAllowed):
        trained(quality, world, email_of(anna), days=5)
    with pytest.raises(NotFound):
        trained(anna, world, email_of(anna), days=5)
    seated = replace(world.officer, seats={world.organisation_id: Seat.READER})
    with pytest.raises(NotAllowed):  # who applies bars nobody from assessing it
        trained(seated, world, email_of(anna), days=5)


def test_the_office_page_shows_who_is_how_far_and_records(client: FlaskClient, anna: Actor) -> None:
    world = making.submitted()
    answer(anna, "evidence")
    enter(client, world.officer)
    page = client.get("/office/courses").text
    assert "Anna Ahrens" in page
    assert "1 of 5 modules" in page
    day = today(NOW)
    sent = {
        "email": email_of(anna),
        "organisation": str(world.organisation_id),
        "course": "manager",
        "held_on": [str(day.day), str(day.month), str(day.year)],
    }
    assert client.post("/office/courses", data=sent).status_code == 303
    assert "Who trained whom" in client.get("/office/courses").text
    twice = client.post("/office/courses", data=sent)
    assert (twice.status_code, "recorded already" in twice.text) == (422, True)
    strange = client.post("/office/courses", data={**sent, "organisation": str(uuid4())})
    assert strange.status_code == 422


def test_courses_are_in_ones_copy_and_go_with_the_person(anna: Actor) -> None:
    row = finished(anna)
    assert row.pdf_sha256 is not None
    person_id = making.id_of(anna)
    with unit_of_work() as session:
        [line] = doors.export_person(session, person_id)["courses"]["courses"]
        assert (line["number"], len(line["modules"])) == (row.number, 5)
        doors.erase_person(session, person_id, NOW)
        assert session.scalars(select(CourseEnrolment)).all() == []
        assert queries.find_certificate(session, str(row.number)) is None
    forget_file({"sha256": row.pdf_sha256}, NOW)
    assert not files.store().has(row.pdf_sha256)
