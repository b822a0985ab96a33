"""Looking a draft through: doubts in words, evidence asked against given, changed files."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessments.claims import SENTENCES as SAID
from labelling.applications import actions
from labelling.applications.looking_through import SENTENCES, doubts
from labelling.applications.queries.drafts import load_draft
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.organisations.actions.evidence import (
    Description,
    StoredFile,
    add_version,
    describe_evidence,
)
from labelling.organisations.models import Evidence
from tests.labelling.applications.making import NOW, World, answer_all, make_application, save
from tests.labelling.people.making import sign_in

TODAY = date(2026, 11, 22)


@pytest.fixture
def world(app: Flask) -> World:
    """Return a bronze application that was just started."""
    return make_application()


def sentences(world: World, part_id: str) -> list[str]:
    """Return what there is to look at in a part."""
    with reading() as session:
        draft = load_draft(session, world.reload())
    return [one.sentence for one in doubts(draft, TODAY) if one.part_id == part_id]


def describe(world: World, piece: Evidence, **said: date | None) -> None:
    """Say which period a piece supports."""
    with unit_of_work() as session:
        describe_evidence(
            session,
            actor=world.owner,
            evidence_id=piece.id,
            description=replace(Description(piece.title), **said),  # type: ignore[arg-type]
            now=NOW,
        )


def test_every_rule_has_its_sentence_with_the_same_values() -> None:
    for rule, sentence in SAID.items():
        named = {part.partition("}")[0] for part in sentence.split("{")[1:]}
        ours = {part.partition(")")[0] for part in str(SENTENCES[rule]).split("%(")[1:]}
        assert named == ours, rule


def test_a_claim_without_evidence_and_without_text(world: World) -> None:
    save(world, "1.1", band=80, text="")
    assert sentences(world, "1.1") == [
        "80 % is claimed without any evidence.",
        "80 % is claimed without a text.",
    ]


def test_old_evidence_is_named_with_its_day(world: World) -> None:
    piece = answer_all(world)
    describe(world, piece, first=date(2019, 1, 1), last=date(2019, 12, 31))
    said = sentences(world, "1.1")
    assert f"“{piece.title}” supports a period that ended on 31 December 2019." in said
    describe(world, piece, first=date(2027, 1, 1))
    said = sentences(world, "1.1")
    assert any("which has not begun" in one for one in said)
    with pytest.raises(Invalid):
        describe(world, piece, first=date(2026, 2, 1), last=date(2026, 1, 1))


def test_a_file_that_has_changed_is_warned_of_until_it_was_looked_at(
    client: FlaskClient, world: World
) -> None:
    piece = answer_all(world)
    sign_in(client, world.made.owners[0])
    place = f"/applications/{world.id}/parts/1.1"
    warning = "changed since it was cited"
    assert warning not in client.get(place).text
    with unit_of_work() as session:
        add_version(
            session,
            actor=world.owner,
            evidence_id=piece.id,
            file=StoredFile("b" * 64, "strategy.pdf", "application/pdf", 10),
            quota=10**9,
            now=NOW,
        )
    assert warning in client.get(place).text
    assert (
        "has changed since it was cited" in client.get(f"/applications/{world.id}/readiness").text
    )
    shown = client.get(f"{place}/evidence/{piece.id}").text
    assert f'href="/evidence/{piece.id}/1"' in shown
    assert f'href="/evidence/{piece.id}/2"' in shown
    with unit_of_work() as session:
        actions.change_citation(
            session,
            actor=world.owner,
            application_id=world.id,
            part_id="1.1",
            evidence_id=piece.id,
            pages="4",
            now=NOW,
        )
    assert warning not in client.get(place).text
    assert "Open the file" in client.get(f"{place}/evidence/{piece.id}").text


def test_the_pages_show_doubts_and_evidence_to_the_organisation_alone(
    client: FlaskClient, world: World
) -> None:
    answer_all(world, but=["1.2"])
    save(world, "1.2", band=80, text="")
    sign_in(client, world.made.readers[0])
    looked = client.get(f"/applications/{world.id}/look-through").text
    assert "80 % is claimed without any evidence." in looked
    listed = client.get(f"/applications/{world.id}/evidence").text
    assert "1 part without evidence" in listed
    assert "nothing yet" in listed
    other = make_application(name="Lower Elm Food Cluster")
    sign_in(client, other.made.owners[0])
    for page in ("look-through", "evidence"):
        assert client.get(f"/applications/{world.id}/{page}").status_code == 404
