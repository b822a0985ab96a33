"""What would raise the score is shown, exactly, to those who may see the answers."""

import json
import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from labelling.core.clock import utcnow
from tests.labelling.applications.making import World, answer_all, make_application, save
from tests.labelling.people.making import sign_in


def shown(client: FlaskClient, world: World) -> str:
    answer = client.get(f"/applications/{world.id}/ways")
    assert answer.status_code == 200
    return " ".join(unescape(answer.text).split())


def answered(client: FlaskClient, level: str = "bronze", **bands: int) -> World:
    """Return an application with every part at 60, but those named at another band."""
    now = utcnow()
    world = make_application(level, now=now)
    named = {part.removeprefix("p").replace("_", "."): band for part, band in bands.items()}
    answer_all(world, but=named, now=now)
    for part, band in named.items():
        save(world, part, band=band, now=now)
    sign_in(client, world.made.owners[0])
    return world


def test_what_misses_the_level_by_little_comes_first(client: FlaskClient, app: Flask) -> None:
    world = answered(client, p1_1=0, p1_2=0)
    page = shown(client, world)
    assert "Ways to Bronze" in page
    assert page.count("<table") == 2
    misses, _, page = page.partition("Way 1")
    assert "still asks, what is missed by little first" in misses
    row = page[page.index("1.1 Purpose") : page.index("1.2 ", page.index("1.1 Purpose"))]
    assert '<td class="number">0 %</td><td class="number">20 %</td>' in row
    assert '<td class="number">+20</td>' in row
    assert "sure that nothing cheaper" not in page


def test_rules_that_miss_little_stand_before_those_that_miss_much(
    client: FlaskClient, app: Flask
) -> None:
    world = answered(client, "silver", p1_4=0, p3_1=20)
    misses = shown(client, world).partition("Way 1")[0]
    lacks = [
        float(number)
        for number in re.findall(r'data-label="Missing">([\d.]+) percentage points', misses)
    ]
    assert (lacks, len(lacks) > 1) == (sorted(lacks), True)


def test_open_part_is_said_to_be_open(client: FlaskClient, app: Flask) -> None:
    now = utcnow()
    world = make_application(now=now)
    answer_all(world, but=["1.1"], now=now)
    sign_in(client, world.made.owners[0])
    page = shown(client, world)
    assert '<td class="number">open</td><td class="number">20 %</td>' in page


def test_parts_that_the_application_does_not_ask_for_have_no_link(
    client: FlaskClient, app: Flask
) -> None:
    world = answered(client)
    page = shown(client, world)
    assert "Ways to Silver" in page
    assert f'href="/applications/{world.id}/parts/2.1"' not in page
    assert '<th scope="row">2.1 ' in page


def test_all_levels_met_has_no_way(client: FlaskClient, app: Flask) -> None:
    now = utcnow()
    world = make_application("gold", now=now)
    answer_all(world, band=100, now=now)
    sign_in(client, world.made.owners[0])
    assert "meets every level of this scheme" in shown(client, world)


def test_file_leads_from_each_line_to_the_total(client: FlaskClient, app: Flask) -> None:
    world = answered(client, p1_1=20)
    answer = client.get(f"/applications/{world.id}/score.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    report = json.loads(answer.data)
    assert report["application"] == world.application.reference
    assert report["level"] == "bronze"
    [first] = [part for part in report["criteria"][0]["parts"] if part["id"] == "1.1"]
    assert first["rule"] == "chosen"
    assert first["percent"]["lower"]["exact"] == "20"
    points = sum(one["points"]["lower"]["value"] for one in report["criteria"])
    assert abs(points - report["total"]["lower"]["value"]) < 1e-9
    assert set(report["rules"]["part"]) >= {"chosen", "unscored", "not_applicable"}


def test_score_page_tells_what_each_answer_is_worth(client: FlaskClient, app: Flask) -> None:
    world = answered(client, p1_1=20)
    page = client.get(f"/applications/{world.id}/score").text
    assert "Next step brings" in page
    held = page.partition('<th scope="row" class="plain">1.1 ')[2].partition("</tr>")[0]
    assert '<td class="number">20 %</td><td class="number">20 %</td><td>holds</td>' in held
    assert f"/applications/{world.id}/ways" in page
    assert f"/applications/{world.id}/score.json" in page
