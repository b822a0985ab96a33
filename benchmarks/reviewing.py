"""An officer's list of 300 applications that are reviewed, and the page of an agreement.

Each against the same template with hand-written SQL in bare Flask; each asks few statements.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, g, render_template
from flask.testing import FlaskClient
from sqlalchemy import text

from assessments.editions import edition
from benchmarks import listing
from benchmarks.pairs import Pair, measure
from labelling.applications.life import STATE_NAMES, State
from labelling.applications.queries.lists import PAGE, Wanted
from labelling.applications.schemes import sign_of
from labelling.applications.turns import DUE, PARTY_NAMES, Party
from labelling.core.access import Actor, Role
from labelling.core.database import Database, reading
from labelling.core.i18n import country_name, format_number
from labelling.people.queries import get_person
from labelling.reviews.forms.teams import ReaderForm, WaiverForm
from tests.labelling.people.making import sign_in
from tests.labelling.reviews import making
from tests.labelling.statements import asked_by

APPLICATIONS = 300
MOST_STATEMENTS = 12
FAR = 25  # points from which a difference is discussed
_HUNDREDS = 5000  # numbers of applications that no other benchmark makes

_LIST = text(
    "SELECT a.id, a.reference, a.level_id, a.state, o.name, o.country, "
    "(SELECT d.due_on FROM deadlines d WHERE d.application_id = a.id AND d.step = 'scoring' "
    "ORDER BY d.number DESC LIMIT 1) AS due "
    "FROM applications a JOIN organisations o ON o.id = a.organisation_id "
    "ORDER BY a.state IN ('ineligible', 'decided', 'withdrawn'), due IS NULL, due, a.reference "
    "LIMIT :most"
)
_COUNTRIES = text(
    "SELECT DISTINCT o.country FROM organisations o "
    "JOIN applications a ON a.organisation_id = o.id ORDER BY o.country"
)
_LEVELS = text("SELECT DISTINCT level_id FROM applications ORDER BY level_id")
_SCORES = text(
    "SELECT p.name, r.part_id, r.score FROM panel_seats s JOIN persons p ON p.id = s.person_id "
    "JOIN reviews v ON v.seat_id = s.id JOIN part_reviews r ON r.review_id = v.id "
    "WHERE s.application_id = :application ORDER BY s.leads DESC, s.invited_at, s.id, r.part_id"
)
_AGREED = text("SELECT part_id, score FROM agreed_scores WHERE application_id = :application")


def benchmarks(app: Flask, database: Database, rounds: int) -> list[Pair]:
    """Measure the office's list and the page of an agreement."""
    listing.fill(APPLICATIONS, first=_HUNDREDS)
    world = _compared()
    bare = listing.bare_app(app)
    _add_list(bare, database)
    _add_agreement(bare, database, world.application_id)
    floor = bare.test_client()
    office, lead = app.test_client(), app.test_client()
    _enter(office, world.officer)
    _enter(lead, world.assessors[0])
    address = f"/applications/{world.application_id}/agreement"
    _insist_on_few(office, "/applications")
    _insist_on_equal_rows(office.get("/applications").text, floor.get("/floor/list").text)
    _insist_on_equal_rows(lead.get(address).text, floor.get("/floor/agreement").text)
    return [
        measure(
            f"an officer's list of {APPLICATIONS} applications with reviews",
            ("GET /applications, through every layer", _get(office, "/applications")),
            ("the same template and rows, hand-written SQL", _get(floor, "/floor/list")),
            aim=2.0,
            rounds=rounds,
        ),
        measure(
            "opening the page of an agreement, two assessors on 32 parts",
            ("GET …/agreement, through every layer", _get(lead, address)),
            ("the same template and rows, hand-written SQL", _get(floor, "/floor/agreement")),
            aim=2.0,
            rounds=rounds,
        ),
    ]


def _compared() -> making.World:
    """Return a gold application whose two assessors compare."""
    world = making.submitted("gold", name="Compared Cluster")
    team = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, team)
    making.accept_all(world.application_id, team)
    for one, other in zip(team, (90, 60), strict=True):
        making.score_all(world.application_id, one, 80, other={"1.1": other, "4.3": other})
    making.hand_in_all(world.application_id, team)
    return world


def _enter(client: FlaskClient, actor: Actor) -> None:
    """Sign an actor in, in the role that it acts in."""
    with reading() as session:
        person = get_person(session, making.id_of(actor))
    sign_in(client, person, actor.role)


def _get(client: FlaskClient, address: str) -> Callable[[], None]:
    def ask() -> None:
        assert client.get(address).status_code == 200

    return ask


def _insist_on_few(client: FlaskClient, address: str) -> None:
    asked = asked_by(client, address)
    assert len(asked) <= MOST_STATEMENTS, f"{len(asked)} statements: {json.dumps(asked)[:2000]}"


def _insist_on_equal_rows(ours: str, floor: str) -> None:
    assert ours.count("<tr>") == floor.count("<tr>") > PAGE
    assert len(floor) > 0.98 * len(ours)


def _reader(role: Role, name: str) -> Actor:
    """Return somebody who has signed in, so that the frame of the page is the same."""
    return Actor(role=role, person_id=uuid4(), name=name, session_id=uuid4())


def _add_list(bare: Flask, database: Database) -> None:
    names = {level.id: level.name for level in edition(listing.EDITION).levels}

    @bare.get("/floor/list")
    def floor_list() -> str:
        g.actor = _reader(Role.OFFICER, "Olga Officer")
        with database.engine.connect() as connection:
            found = connection.execute(_LIST, {"most": PAGE}).all()
            total = connection.scalar(text("SELECT count(*) FROM applications"))
            countries = connection.scalars(_COUNTRIES).all()
            levels = connection.scalars(_LEVELS).all()
        rows = [
            {
                "row": SimpleNamespace(
                    reference=reference,
                    level_id=level,
                    organisation=name,
                    country=country,
                    due=date.fromisoformat(str(due)) if due else None,
                ),
                "url": f"/applications/{key}/office",
                "state": STATE_NAMES[State(state)],
                "turn": PARTY_NAMES[DUE[State(state)].party],
                "late": "",
            }
            for key, reference, level, state, name, country, due in found
        ]
        return render_template(
            "applications/index.html",
            listed=SimpleNamespace(total=total),
            rows=rows,
            wanted=Wanted(),
            narrowed=False,
            first=1,
            last=PAGE,
            previous="",
            next="/applications?page=2",
            states=[(state.value, STATE_NAMES[state]) for state in State],
            parties=[(party.value, PARTY_NAMES[party]) for party in Party],
            countries=[(code, country_name(code)) for code in countries],
            levels=[(level, names[level]) for level in levels],
            level_names=names,
            may_start=False,
            for_office=True,
        )


def _add_agreement(bare: Flask, database: Database, application_id: UUID) -> None:
    shipped = edition(listing.EDITION)
    gold = shipped.levels[-1]
    now = datetime.now(UTC)

    @bare.get("/floor/agreement")
    def floor_agreement() -> str:
        g.actor = _reader(Role.ASSESSOR, "Anna Ahrens")
        with database.engine.connect() as connection:
            asked = {"application": application_id.hex}
            scores = connection.execute(_SCORES, asked).all()
            agreed = connection.execute(_AGREED, asked).all()
        by_part: dict[str, dict[str, float]] = {}
        for name, part_id, score in scores:
            by_part.setdefault(part_id, {})[name] = float(score)
        lines = [_line(shipped.parts[one], said) for one, said in by_part.items()]
        lines.sort(key=lambda one: -one["weighed"])
        small = [one for one in lines if one["standing"] == "by_mean"]
        return render_template(
            "reviews/agreement.html",
            heading=SimpleNamespace(
                application=SimpleNamespace(reference="A"),
                organisation=SimpleNamespace(name="Alder Valley Mobility Cluster"),
                sign=sign_of(shipped, gold.id),
            ),
            application=SimpleNamespace(id=application_id, state="comparison"),
            agreement=SimpleNamespace(
                open_parts=lines, by_mean=small, look=None, look_missing=False
            ),
            lines=lines,
            assessors=[("◆", "Anna Ahrens"), ("●", "Ben Bakker")],
            steps=gold.steps,
            visit=None,
            editing=True,
            at_table=bool(agreed),
            may_waive=False,
            candidates=[],
            waiver=WaiverForm(),
            reader=ReaderForm(),
            percent=str,
            turn=SimpleNamespace(who="Your team acts next", by=str(now.date()), note=""),
            notice=None,
        )


def _line(part: Any, said: dict[str, float]) -> dict[str, Any]:
    low, high = min(said.values()), max(said.values())
    return {
        "part": part,
        "standing": "to_discuss" if high - low >= FAR else "by_mean",
        "spread": format_number(high - low),
        "weighed": (high - low) * part.weight,
        "stake": format_number((high - low) * part.weight / 100),
        "opinions": [
            {"shape": shape, "name": name, "words": f"{format_number(score)} %", "place": score}
            for shape, (name, score) in zip("◆●", said.items(), strict=True)
        ],
        "agreed": "",
        "how": "",
    }
