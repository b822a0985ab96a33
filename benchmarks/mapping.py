"""The star map of 258 regions by 38 sectors: its page and its answer for programs."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, render_template, template_rendered

from benchmarking.geography.places import places
from benchmarks.pairs import Pair, measure
from labelling.core import files
from labelling.core.access import Role
from labelling.core.database import unit_of_work
from labelling.observatory import actions
from labelling.observatory.actions import Origin, StoredTable
from tests.labelling.acting import actor_for
from tests.labelling.people.making import make_person

REGIONS, SECTORS, YEAR = 258, 38, 2025


def benchmarks(app: Flask, rounds: int) -> tuple[Pair, Pair]:
    """Measure page and answer against the same words and figures when they are at hand."""
    with app.app_context():
        publish(_table())
    return (
        measure(
            f"star map of {REGIONS} regions by {SECTORS} sectors, the page",
            (
                "GET /map: versions read, areas found, marks put in place, page",
                _asking(app, "/map"),
            ),
            ("the same template with the values at hand", _rendering(app, "/map")),
            aim=3.0,
            rounds=rounds,
        ),
        measure(
            f"star map of {REGIONS} regions by {SECTORS} sectors, for programs",
            ("GET /api/v1/stars: a page of 100 areas", _asking(app, "/api/v1/stars")),
            ("GET /api/v1/stars/years, and the same values at hand as JSON", _dumping(app)),
            aim=3.0,
            rounds=rounds,
        ),
    )


def publish(content: bytes) -> None:
    """Put figures on the map."""
    now = datetime.now(UTC)
    person = make_person("Olga Officer", roles=[Role.OFFICER])
    actor = actor_for(person, Role.OFFICER, confirmed_at=now)
    table = StoredTable(
        files.store().put(content), "figures.csv", len(content), REGIONS, SECTORS, REGIONS * SECTORS
    )
    origin = Origin(YEAR, "Made up", "none", is_fictitious=True)
    with unit_of_work() as session:
        version = actions.import_employment(
            session, actor=actor, origin=origin, table=table, now=now
        )
        actions.publish_employment(session, actor=actor, version_id=version.id, now=now)


def _table() -> bytes:
    chance = random.Random(YEAR)  # noqa: S311 (made-up figures)
    lines = ["region,sector,employees,region_total"]
    for place in places()[:REGIONS]:
        counts = [int(chance.lognormvariate(7.5, 1.3)) for _ in range(SECTORS)]
        total = 3 * sum(counts)
        lines += [f"{place.code},Sector {at},{count},{total}" for at, count in enumerate(counts)]
    return "\n".join([*lines, ""]).encode()


def _asking(app: Flask, address: str) -> Callable[[], None]:
    client = app.test_client()

    def ask() -> None:
        assert client.get(address).status_code == 200

    return ask


def _rendering(app: Flask, address: str) -> Callable[[], None]:
    """Return how to render once more what a page was made from."""
    kept: list[tuple[Any, dict[str, Any]]] = []

    def note(_app: Flask, template: Any, context: dict[str, Any], **_: object) -> None:
        kept.append((template, context))

    with template_rendered.connected_to(note, app):
        page = app.test_client().get(address).text
    ((template, context),) = kept

    def render() -> None:
        with app.test_request_context(address):
            assert len(render_template(template, **context)) > len(page) // 2

    return render


def _dumping(app: Flask) -> Callable[[], None]:
    client = app.test_client()
    values = client.get("/api/v1/stars").json

    def dump() -> None:
        assert client.get("/api/v1/stars/years").status_code == 200
        assert json.dumps(values)

    return dump
