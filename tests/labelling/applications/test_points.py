"""A level with a threshold in points is told in points, and drawn in percent of those possible."""

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from assessments.editions.model import Level
from labelling.applications import actions
from labelling.applications.schemes import edition_of, level_of
from labelling.core.clock import today
from labelling.core.database import unit_of_work
from tests.labelling.applications.building import making as building
from tests.labelling.applications.making import World, answer_all, make_officer, start
from tests.labelling.organisations.making import fill_facts, make_organisation
from tests.labelling.people.making import sign_in

POINTS = 300
BRONZE = ("levels", "bronze")


def applying(now: datetime) -> tuple[World, Level]:
    """Return an application under an edition whose bronze asks for so many points."""
    first, second = building.make_officers()
    draft = building.begin(first)
    building.save(first, draft.id, BRONZE, minimum_percent=None, minimum_total=POINTS)
    building.propose(first, draft.id, applies_from=today(now))
    building.publish(replace(second, confirmed_at=now), draft.id, now=now)
    with unit_of_work() as session:
        officer = make_officer(session)
        made = make_organisation(session, now=now)
        call = actions.open_call(
            session,
            actor=officer,
            title="Next",
            edition_id=building.NEXT,
            levels=["bronze"],
            opens_on=today(now),
            closes_on=None,
            now=now,
        )
        application = start(session, made, call, now=now)
        fill_facts(session, made, edition=edition_of(application), now=now)
    return World(made, officer, call, application), level_of(application)


def seen(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(answer.text).split())


def test_threshold_in_points(client: FlaskClient, app: Flask) -> None:
    now = datetime.now(UTC)
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
    assert f"{share} % of those possible in 16 parts" in seen(client, "/levels")
