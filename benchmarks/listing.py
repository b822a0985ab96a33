"""A list of 300 reviews: ours through every layer, and hand-written SQL in bare Flask."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace
from uuid import UUID, uuid4

from flask import Blueprint, Flask, g, render_template
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from assessments.editions import edition
from benchmarks.pairs import Pair, measure
from labelling import places
from labelling.app import ROOMS
from labelling.applications.fees.models import Fee
from labelling.applications.life import State
from labelling.applications.models import Application, Call, Deadline, Step, Submission
from labelling.applications.schemes import sign_of
from labelling.core.access import Actor, Role
from labelling.core.database import Database, unit_of_work
from labelling.core.web import health, pages
from labelling.organisations.models import Organisation
from labelling.people.models import Person
from labelling.reviews import actions
from labelling.reviews.models import PanelSeat, PanelState, Review
from tests.labelling.acting import actor_for
from tests.labelling.people.making import add_person, sign_in

REVIEWS = 300
EDITION = "cluster-excellence-2026"

_STATEMENT = text(
    "SELECT s.id, s.state, o.name, o.country, a.level_id, r.handed_in_at, r.id, d.due_on "
    "FROM panel_seats s JOIN applications a ON a.id = s.application_id "
    "JOIN organisations o ON o.id = a.organisation_id "
    "LEFT JOIN reviews r ON r.seat_id = s.id "
    "LEFT JOIN deadlines d ON d.application_id = a.id AND d.step = 'scoring' "
    "WHERE s.person_id = :person ORDER BY s.invited_at DESC, s.id"
)


def benchmark(app: Flask, database: Database, rounds: int) -> Pair:
    """Measure the page of an assessor's reviews against the same page by hand."""
    person = fill(REVIEWS)
    ours, floor = app.test_client(), _bare(app, database, person).test_client()
    sign_in(ours, person, Role.ASSESSOR)
    _insist_on_equal_rows(ours.get("/reviews").text, floor.get("/floor").text)
    return measure(
        f"a list of {REVIEWS} reviews",
        ("GET /reviews, through every layer", _get(ours, "/reviews")),
        ("the same template and rows, hand-written SQL in bare Flask", _get(floor, "/floor")),
        aim=2.0,
        rounds=rounds,
    )


def _get(client: FlaskClient, address: str) -> Callable[[], None]:
    def ask() -> None:
        assert client.get(address).status_code == 200

    return ask


def _insist_on_equal_rows(ours: str, floor: str) -> None:
    assert ours.count("<tr>") == floor.count("<tr>") == REVIEWS + 1


def fill(rows: int, first: int = 0) -> Person:
    """Add an assessor who scores so many applications, numbered from ``first``."""
    now = datetime.now(UTC)
    with unit_of_work() as session:
        person = add_person(session, "Anna Ahrens", roles=[Role.ASSESSOR])
        actions.save_profile(
            session,
            actor=actor_for(person, Role.ASSESSOR),
            person_id=person.id,
            country="AT",
            languages=["en"],
            fields=["mobility"],
            now=now,
        )
        shipped = edition(EDITION)
        call = Call(
            title="All year", edition_id=EDITION, edition_sha256=shipped.identity,
            levels=["bronze"], opens_on=now.date(), created_at=now,
        )  # fmt: skip
        session.add(call)
        session.flush()
        found = [
            _rows(number, person.id, call.id, shipped.identity, now)
            for number in range(first, first + rows)
        ]
        for model in (Organisation, Application, Deadline, Submission, Fee, PanelSeat, Review):
            session.execute(insert(model), [row[model] for row in found])
    return person


def _rows(
    number: int, person_id: UUID, call_id: UUID, identity: str, now: datetime
) -> dict[type, dict[str, object]]:
    organisation_id, application_id, seat_id, submission_id = (uuid4() for _ in range(4))
    return {
        Organisation: {
            "id": organisation_id, "name": f"Cluster {number:03}", "country": "AT", "city": "Graz",
            "field": "mobility", "created_at": now,
        },
        Application: {
            "id": application_id, "reference": f"A-2025-{number:03}", "call_id": call_id,
            "organisation_id": organisation_id, "edition_id": EDITION, "edition_sha256": identity,
            "level_id": "bronze", "state": State.SCORING, "state_since": now, "created_at": now,
            "submitted_at": now,
            "terms_version": "2026-11", "terms_accepted_at": now, "authorised_name": "A",
            "authorised_function": "B",
        },
        Deadline: {
            "id": uuid4(), "application_id": application_id, "step": Step.SCORING, "number": number,
            "due_on": now.date() + timedelta(days=number % 40), "set_at": now,
        },
        Submission: {
            "id": submission_id, "application_id": application_id, "number": 1,
            "sha256": f"{number:064}", "answers": 16, "pieces": 20, "submitted_at": now,
        },
        Fee: {
            "id": uuid4(), "application_id": application_id, "amount": Decimal(1650),
            "currency": "EUR", "payer_name": f"Cluster {number:03}", "opened_at": now,
        },
        PanelSeat: {
            "id": seat_id, "application_id": application_id, "person_id": person_id,
            "state": PanelState.ACCEPTED, "invited_at": now, "answer_by": now.date(),
            "conflict_kinds": [],
        },
        Review: {
            "id": uuid4(), "seat_id": seat_id, "application_id": application_id,
            "submission_id": submission_id, "person_id": person_id, "started_at": now,
        },
    }  # fmt: skip


def bare_app(app: Flask) -> Flask:
    """Return an app that renders our templates, with nothing before or after a request."""
    bare = Flask("floor", static_folder=str(places.STATIC), template_folder=str(places.TEMPLATES))
    bare.extensions.update(app.extensions)
    pages.prepare(bare)
    bare.register_blueprint(health.bp)
    for room in ROOMS:
        for blueprint in _blueprints(room):
            bare.register_blueprint(blueprint)
    bare.before_request_funcs.clear()
    bare.after_request_funcs.clear()
    return bare


def _bare(app: Flask, database: Database, person: Person) -> Flask:
    """Return an app with one view: a statement, rows, the template; nothing before or after."""
    bare = bare_app(app)
    signs = {level.id: sign_of(edition(EDITION), level.id) for level in edition(EDITION).levels}
    today = date.today()  # noqa: DTZ011 (the floor takes no care of zones)

    @bare.get("/floor")
    def floor() -> str:
        g.actor = Actor(role=Role.ASSESSOR, person_id=person.id, name=person.name)
        with database.engine.connect() as connection:
            found = connection.execute(_STATEMENT, {"person": person.id.hex}).all()
        rows = [
            SimpleNamespace(
                seat_id=UUID(str(seat)),
                state=state,
                organisation=name,
                country=country,
                sign=signs[level],
                begun=review is not None,
                handed_in_at=done,
                due=date.fromisoformat(str(due)),
            )
            for seat, state, name, country, level, done, review, due in found
        ]
        return render_template(
            "reviews/index.html", rows=rows, invited=[], profile=True, today=today
        )

    return bare


def _blueprints(room: str) -> tuple[Blueprint, ...]:
    try:
        views = import_module(f"labelling.{room}.views")
    except ModuleNotFoundError:
        return ()
    found: tuple[Blueprint, ...] = views.BLUEPRINTS
    return found
