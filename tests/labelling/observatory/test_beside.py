"""A region's stars beside an organisation and its label."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.observatory.beside import region_stars
from labelling.organisations.models import Organisation
from labelling.organisations.regional import RegionStars, country_of, region_name, regions
from tests.labelling.observatory.making import officer, published
from tests.labelling.register.making import make_label

SAYS = "They rate neither this organisation nor its label."


@pytest.fixture
def actor(app: Flask) -> Actor:
    """Return an officer."""
    assert app.extensions["settings"]
    return officer()


def told(code: str) -> RegionStars | None:
    with reading() as session:
        return region_stars(session, code)


def test_region_stars_are_those_of_the_latest_year(actor: Actor) -> None:
    assert told("DE11") is None
    published(actor, year=2024)
    published(actor, "DE11,Food,5000,9000\nB,Other,1,90000\n")
    assert told("DE11") == RegionStars(
        name="Stuttgart", key="DE11", year=2025, is_fictitious=False,
        sectors=(("Food", 3),), more=0,
    )  # fmt: skip
    assert (told(""), told("FR10")) == (None, None)


def test_label_page_shows_the_region_and_says_what_it_rates(
    client: FlaskClient, actor: Actor
) -> None:
    label = make_label()
    published(actor)
    page = f"/labels/{label.id}"
    assert SAYS not in client.get(page).get_data(as_text=True)
    with unit_of_work() as session:
        organisation = session.get_one(Organisation, label.label.organisation_id)
        organisation.region = "DE11"
    text = client.get(page).get_data(as_text=True)
    assert SAYS in text
    assert "The region: Stuttgart" in text
    assert "Automotive: 2 stars" in text
    assert "/map/regions/DE11" in text


def test_regions_are_offered_by_country() -> None:
    offered = regions()
    assert offered[0] == ("AL03", "Albania: Jug")
    assert (country_of("AT31"), country_of(""), region_name("AT31"), region_name("ZZ9")) == (
        "AT", "", "Oberösterreich", "ZZ9",
    )  # fmt: skip
