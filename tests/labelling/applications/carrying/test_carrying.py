"""Answers carried over from an application under another edition: preview, choice, provenance."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.applications import actions
from labelling.applications.actions import AnswerChanged
from labelling.applications.carrying.actions import Accepted, OfferChanged, carry_over
from labelling.applications.carrying.loading import load_preview
from labelling.applications.carrying.previewing import Preview
from labelling.applications.carrying.sources import earlier_applications, get_earlier
from labelling.applications.queries.drafts import answers_of, cited_pieces
from labelling.applications.together.actions.restoring import restore_answer
from labelling.applications.together.queries import revisions
from labelling.applications.versions.actions.taking import Choice
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound
from tests.labelling.applications.building.making import (
    FIRST_DAY,
    NEXT,
    begin,
    make_officers,
    propose,
    publish,
)
from tests.labelling.applications.building.making import save as write
from tests.labelling.applications.making import (
    EDITION,
    World,
    make_application,
    make_submitted,
    save,
    start,
)
from tests.labelling.people.making import sign_in

LATER = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)


def publish_next() -> None:
    """Publish an edition in which 1.3 has another title."""
    first, second = make_officers()
    draft = begin(first)
    write(first, draft.id, ("criteria", "1", "parts", "1.3"), title="Another matter altogether")
    propose(first, draft.id, applies_from=FIRST_DAY)
    publish(second, draft.id)


def under_next(before: World, level: str = "bronze") -> World:
    """Start an application of the same organisation under the next edition."""
    publish_next()
    with unit_of_work() as session:
        call = actions.open_call(
            session,
            actor=before.officer,
            title="Spring 2027",
            edition_id=NEXT,
            levels=["bronze", "silver", "gold"],
            opens_on=FIRST_DAY,
            closes_on=date(2027, 9, 30),
            now=LATER,
        )
        application = start(session, before.made, call, level, now=LATER)
    return World(before.made, before.officer, call, application)


@pytest.fixture
def before(app: Flask) -> World:
    """Return a submitted application under the shipped edition."""
    return make_submitted()


@pytest.fixture
def world(before: World) -> World:
    """Return a draft of the same organisation under the next edition."""
    return under_next(before)


def shown(world: World, before: World, key: str = "submission-1") -> Preview:
    """Return the preview."""
    with reading() as session:
        return load_preview(session, world.application, before.id, key)[2]


def carry(
    world: World,
    before: World,
    choice: Choice = Choice.TAKE,
    part: str = "1.2",
    *,
    seen: int = 0,
    preview: Preview | None = None,
    key: str = "submission-1",
) -> list[str]:
    """Carry a part over as it was previewed."""
    found = preview if preview is not None else shown(world, before, key)
    mark = {one.part_id: one.mark for one in found.offers}[part]
    with unit_of_work() as session:
        return carry_over(
            session,
            actor=world.owner,
            application_id=world.id,
            source_id=before.id,
            key=key,
            accepted={part: Accepted(choice, seen, mark)},
            now=LATER,
        )


def text(world: World, part: str = "1.2") -> tuple[int | None, str, int]:
    """Return what a part says."""
    with reading() as session:
        answer = answers_of(session, world.id)[part]
    return answer.band, answer.text, answer.version


def test_only_what_is_accepted_comes_with_its_evidence_and_says_from_where(
    world: World, before: World
) -> None:
    found = {one.part_id: one for one in shown(world, before).offers}
    assert found["1.2"].is_sure
    assert found["1.2"].said.band == 60
    assert (found["1.3"].is_renamed, found["1.3"].is_sure, found["1.3"].said.band) == (
        True,
        False,
        None,
    )
    assert carry(world, before) == ["1.2"]
    with reading() as session:
        assert set(answers_of(session, world.id)) == {"1.2"}
        assert len(cited_pieces(session, world.id)["1.2"]) == 2
        (revision,) = revisions(session, world.id, "1.2")
    assert revision.origins == [
        {
            "application": before.application.reference,
            "edition": EDITION,
            "sha256": before.application.edition_sha256,
            "part": "1.2",
            "of": "submission-1",
        }
    ]
    assert "1.2" in shown(world, before).equal


def test_what_stands_stays_unless_it_is_replaced_or_joined(world: World, before: World) -> None:
    save(world, "1.2", band=40, text="Ours now.", now=LATER)
    (offer,) = [one for one in shown(world, before).offers if one.part_id == "1.2"]
    assert (offer.is_conflict, offer.is_sure) == (True, False)
    with pytest.raises(Invalid):
        carry(world, before, Choice.LEAVE, seen=1)
    with pytest.raises(AnswerChanged):
        carry(world, before, seen=0)
    assert text(world) == (40, "Ours now.", 1)
    carry(world, before, Choice.JOIN, seen=1)
    assert text(world) == (40, f"Ours now.\n\n{offer.said.text}", 2)
    carry(world, before, Choice.TAKE, seen=2)
    assert text(world) == (60, offer.said.text, 3)


def test_nothing_comes_that_was_not_shown(world: World, before: World) -> None:
    stale = shown(world, before)
    with unit_of_work() as session:
        piece = cited_pieces(session, before.id)["1.2"][0].evidence
        piece.removed_at = LATER
    with pytest.raises(OfferChanged):
        carry(world, before, preview=stale)
    with reading() as session:
        assert answers_of(session, world.id) == {}
    (offer,) = [one for one in shown(world, before).offers if one.part_id == "1.2"]
    assert len(offer.gone) == 1
    carry(world, before)


def test_where_it_came_from_stays_when_brought_back_and_carried_further(
    world: World, before: World
) -> None:
    carry(world, before)
    save(world, "1.2", band=80, text="Rewritten.", version=1, now=LATER)
    with unit_of_work() as session:
        restore_answer(
            session,
            actor=world.owner,
            application_id=world.id,
            part_id="1.2",
            version=1,
            seen=2,
            save_id=world.id,
            now=LATER,
        )
    with reading() as session:
        third, second, first = revisions(session, world.id, "1.2")
        assert third.origins == first.origins != []
        assert second.origins == []
    third_world = make_third(world)
    carry(third_world, world, key="draft")
    with reading() as session:
        (revision,) = revisions(session, third_world.id, "1.2")
    assert [(row["application"], row["edition"]) for row in revision.origins] == [
        (world.application.reference, NEXT),
        (before.application.reference, EDITION),
    ]


def make_third(world: World) -> World:
    """Start one more application of the organisation under the shipped edition."""
    with unit_of_work() as session:
        call = actions.open_call(
            session,
            actor=world.officer,
            title="Summer 2027",
            edition_id=EDITION,
            levels=["bronze"],
            opens_on=FIRST_DAY,
            closes_on=None,
            now=LATER,
        )
        application = start(session, world.made, call, now=LATER)
    return World(world.made, world.officer, call, application)


def test_who_may_and_from_what(world: World, before: World) -> None:
    with reading() as session:
        (found,) = earlier_applications(session, world.application)
        assert [stage.key for stage in found.stages] == ["submission-1"]
    other = make_application(name="Lower Elm Food Cluster")
    with reading() as session:
        for wrong in (other.id, world.id):
            with pytest.raises(NotFound):
                get_earlier(session, world.application, wrong)
        with pytest.raises(NotFound):
            load_preview(session, world.application, before.id, "forerunner")
    for actor, refusal in (
        (world.made.actor(world.made.readers[0]), NotAllowed),
        (other.owner, NotFound),
    ):
        with pytest.raises(refusal), unit_of_work() as session:
            carry_over(
                session,
                actor=actor,
                application_id=world.id,
                source_id=before.id,
                key="submission-1",
                accepted={"1.2": Accepted(Choice.TAKE, 0, "")},
                now=LATER,
            )


def test_the_pages_lead_from_the_versions_to_the_history(
    client: FlaskClient, world: World, before: World
) -> None:
    save(world, "1.1", band=40, text="Ours now.", now=LATER)
    sign_in(client, world.made.owners[0])
    place = f"/applications/{world.id}"
    assert f'href="{place}/carry-over"' in client.get(f"{place}/versions").text
    listed = client.get(f"{place}/carry-over").text
    assert before.application.reference in listed
    address = f"{place}/carry-over?from={before.id}&of=submission-1"
    page = client.get(address).text
    assert "Another matter altogether" in page
    assert "another title" in page
    assert "Your draft says" in page
    checked = re.findall(r'name="choice-([\d.]+)" value="(\w+)" checked', page)
    assert ("1.1", "leave") in checked
    assert ("1.2", "take") in checked
    assert "1.3" not in dict(checked)
    marks = dict(re.findall(r'name="(mark-[\d.]+)" value="(\w+)"', page))
    data = {"from": str(before.id), "of": "submission-1", **marks}
    assert client.post(f"{place}/carry-over", data={}).status_code == 400
    empty = client.post(f"{place}/carry-over", data=data)
    assert empty.status_code == 422
    assert "Choose at least one part" in empty.text
    wrong = client.post(f"{place}/carry-over", data={**data, "choice-1.1": "take", "seen-1.1": "0"})
    assert wrong.status_code == 409
    assert 'name="choice-1.1" value="take" checked' in wrong.text
    done = client.post(f"{place}/carry-over", data={**data, "choice-1.2": "take", "seen-1.2": "0"})
    assert done.status_code == 303
    assert "1 part was carried over." in client.get(done.location).text
    history = client.get(f"{place}/parts/1.2/history").text
    said = f"Carried over from application {before.application.reference}, part 1.2"
    assert said in history
    assert said in client.get(f"/applications/{world.id}/parts/1.2").text
    assert said in client.get(f"/applications/{world.id}/self-assessment.html").text
    file = client.get(f"/applications/{world.id}/self-assessment.json").data
    written = json.loads(file)["parts"]
    assert [one["part"] for one in written["1.2"]["carried_over"]] == ["1.2"]
    assert written["1.1"]["carried_over"] == []
    assert client.get(f"{place}/carry-over?from=x").status_code == 404
