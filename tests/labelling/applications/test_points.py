"""A level with a threshold in points is told in points, and drawn in percent of those possible."""

from datetime import datetime
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from assessments.editions.model import Level
from labelling.applications.schemes import edition_of, level_of
from labelling.core.clock import utcnow
from tests.labelling.applications.building import making as building
from tests.labelling.applications.making import World, answer_all, make_application
from tests.labelling.people.making import sign_in

POINTS = 300
BRONZE = ("levels", "bronze")


def applying(now: datetime) -> tuple[World, Level]:
    """Return an application under an edition whose bronze asks for so many points."""
    building.make_published_with(
        {BRONZE: {"minimum_percent": None, "minimum_total": POINTS}}, now=now
    )
    world = make_application(now=now, edition_id=building.NEXT)
    return world, level_of(world.application)


def seen(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(answer.text).split())


def test_threshold_in_points(client: FlaskClient, app: Flask) -> None:
    now = utcnow()
    world, bronze = applying(now)
    possible = edition_of(world.application).points_possible(bronze)
    answer_all(world, band=40, now=now)
    sign_in(client, world.made.owners[0])
    share = f"{float(bronze.threshold(possible)):.1f}"
    page = seen(client, f"/applications/{world.id}/score")
    assert f"asks for {share} percent" in page
    assert f'<td class="number">{float(possible) * 0.4:.1f} points</td>' in page
    assert f'<td class="number">{POINTS} points</td>' in page
    ready = seen(client, f"/applications/{world.id}/readiness")
    assert f"points, asks {POINTS} points: not reached" in ready
    assert f"asks for {share} percent" in ready
    assert f"{POINTS} of {float(possible):.0f} in 16 parts" in seen(client, "/levels")
