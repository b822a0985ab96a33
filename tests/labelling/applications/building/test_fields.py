"""What an edition's file can say can be written in the browser, and is kept when it is saved."""

from dataclasses import fields
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from assessments.editions import model, sections
from assessments.editions.sections import COMMITTEE, TOP, Path
from labelling.applications.building.fields import groups_of
from labelling.core.access import Role
from tests.labelling.applications.building import making
from tests.labelling.applications.building.test_views import filled
from tests.labelling.people.making import make_person, sign_in

_APART = {"id", "value", "bands", "attributes", "parts", "criteria", "levels", "eligibility",
          "facts", "rubrics", "committee", "criterion"}  # fmt: skip
_KEPT = {"scheme", "status", "language", "languages", "canonical", "versions"}


@pytest.mark.parametrize(
    ("path", "table"),
    [
        (TOP, model.Edition),
        (COMMITTEE, model.Committee),
        (("rubrics", "x"), model.Rubric),
        (("rubrics", "x", "bands", "x"), model.Band),
        (("rubrics", "x", "attributes", "x"), model.Attribute),
        (("criteria", "x"), model.Criterion),
        (("criteria", "x", "parts", "x"), model.Part),
        (("levels", "x"), model.Level),
        (("eligibility", "x"), model.EligibilityRule),
        (("facts", "x"), model.Fact),
    ],
)
def test_every_key_of_a_table_has_a_field(path: Path, table: type) -> None:
    offered = {one.key.partition(".")[0] for group in groups_of(path) for one in group.fields}
    offered |= {group.optional for group in groups_of(path)} | {"part_minimum"}  # with the scope
    assert {one.name for one in fields(table)} - offered - _APART - _KEPT == set()


@pytest.mark.parametrize(
    ("optional", "table"),
    [
        ("steps", model.Steps),
        ("validity", model.Validity),
        ("fee", model.Fee),
        ("near", model.Near),
    ],
)
def test_every_key_of_a_levels_optional_table_has_a_field(optional: str, table: type) -> None:
    [group] = [one for one in groups_of(("levels", "x")) if one.optional == optional]
    offered = {one.key.partition(".")[2] for one in group.fields}
    assert offered == {one.name for one in fields(table)}


def test_what_only_a_file_said_of_a_level_stays_when_it_is_saved(client: FlaskClient) -> None:
    person = make_person("Olga Officer", roles=[Role.OFFICER])
    sign_in(client, person, Role.OFFICER)
    new = {"source": "cluster-excellence-2026", "name": "Next", "edition_id": making.NEXT}
    draft = str(client.post("/office/schemes/new", data=new | {"scheme": making.SCHEME}).location)
    address = f"{draft.partition('?')[0]}/tables/levels/gold"
    data = filled(client.get(address).text)
    data["steps.statements_a_part"] = "3"
    data["steps.own_score_shown"] = "after_review"
    assert client.post(address, data=data).status_code == 303
    again = filled(client.get(address).text)
    again["minimum_percent"] = "81"
    assert client.post(address, data=again).status_code == 303
    draft_id = UUID(draft.partition("?")[0].rpartition("/")[2])
    steps = sections.section(making.tree(draft_id), ("levels", "gold"))["steps"]
    assert (steps["statements_a_part"], steps["own_score_shown"]) == (3, "after_review")
    assert "visit_questions" not in steps
