"""A report is looked at again, edited by somebody outside the team, and rated afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from labelling.applications.models import Application
from labelling.core.access import SYSTEM, Actor, Role, may
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.permissions import Permission
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.reviews.office import boxes
from labelling.reviews.queries import assessment, feedback_report
from labelling.reviews.reporting import actions, queries
from labelling.reviews.reporting.checks import Kind, Remark, remarks
from labelling.reviews.reporting.models import ReportRating
from labelling.reviews.tasks import tasks
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World, id_of
from tests.labelling.reviews.test_pages import enter

NOW = making.NOW
GOOD = "Minutes of three years show that members decide on projects."
SUMMARY = " ".join(["word"] * 50)


def closed() -> tuple[World, Actor]:
    """Return a bronze application whose agreement is closed: the report is being written."""
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.accept_all(world.application_id, [lead])
    making.score_all(world.application_id, lead, 60)
    making.hand_in(world.application_id, lead)
    making.visit(world.application_id, lead)
    making.close_agreement(world.application_id, lead)
    making.write_feedback(world.application_id, lead)
    return world, lead


def name(world: World, one: Actor, actor: Actor | None = None) -> None:
    with unit_of_work() as session:
        actions.name_editor(
            session,
            actor=actor or world.officer,
            application_id=world.application_id,
            person_id=id_of(one),
            now=NOW,
        )


def finish_editing(world: World, one: Actor) -> None:
    with unit_of_work() as session:
        actions.finish_editing(session, actor=one, application_id=world.application_id, now=NOW)


def rate(world: World, one: Actor, marks: tuple[int, int, int] = (5, 4, 3)) -> None:
    with unit_of_work() as session:
        actions.rate_report(
            session,
            actor=one,
            application_id=world.application_id,
            marks=marks,
            remark="Shorter.",
            now=NOW,
        )


def kinds(text: str) -> set[Kind]:
    return {one.kind for one in remarks(SUMMARY, {"1.1": (text, GOOD)}, ["Ben Bakker"])}


def test_remarks_name_what_to_look_at_again() -> None:
    assert kinds(GOOD) == set()
    assert kinds("We recommend a consultant for the strategy of the cluster.") == {Kind.REMEDY}
    assert kinds("Wir empfehlen eine Datenbank, in der alle Mitglieder stehen.") == {Kind.REMEDY}
    assert kinds("As ben bakker told us, members decide on the projects.") == {Kind.NAME}
    assert kinds("Good strategy.") == {Kind.SHORT}
    assert kinds("word " * 120) == {Kind.LONG}
    assert kinds("\n".join([GOOD] * 6)) == {Kind.MANY}
    assert remarks(SUMMARY, {"1.1": ("", " ")}, []) == [Remark("1.1", "strengths-1.1", Kind.EMPTY)]
    assert [one.kind for one in remarks("Short.", {}, [])] == [Kind.SUMMARY_SHORT]
    assert [one.kind for one in remarks(SUMMARY * 10, {}, [])] == [Kind.SUMMARY_LONG]


def test_report_waits_for_its_editor(database: Database) -> None:
    world, lead = closed()
    editor = world.assessors[1]
    with pytest.raises(NotFound):
        making.write_feedback(world.application_id, editor)
    with pytest.raises(NotAllowed):
        name(world, editor, lead)
    with pytest.raises(Invalid):
        name(world, lead)  # on the team
    name(world, editor)
    making.write_feedback(world.application_id, editor, "Edited.")
    with pytest.raises(NotNow):
        making.release_feedback(world.application_id, world.officer)
    with pytest.raises(NotFound):
        finish_editing(world, lead)
    finish_editing(world, editor)
    making.release_feedback(world.application_id, world.officer)
    making.observe(world.application_id, world.owner)
    with pytest.raises(NotAllowed):
        making.finish(world.application_id, editor)
    with pytest.raises(NotNow):
        name(world, world.assessors[2])


def test_the_office_waits_while_the_editor_works(client: FlaskClient) -> None:
    world, _ = closed()
    editor, other = world.assessors[1:3]
    task = "Read the feedback report and send it"

    def told(who: Actor) -> tuple[bool, str, str]:
        enter(client, who)
        page = client.get(f"/applications/{world.application_id}/feedback").text
        with reading() as session:
            application = session.get_one(Application, world.application_id)
            box = boxes(session, world.officer, application)[-1]
            waits = task in [one.title for one in tasks(session, world.officer, NOW)]
        assert box.is_due == waits
        turn = page.split('class="turn"')[1].split("<b>")[1].split("</b>")[0]
        return waits, turn, box.text

    assert told(world.officer)[0]
    name(world, editor)
    edits = "The technical editor looks through its language."
    assert told(world.officer) == (False, "The technical editor acts next.", edits)
    assert told(editor) == (False, "You act next.", edits)
    enter(client, world.officer)
    page = client.get(f"/applications/{world.application_id}/feedback").text
    assert f"{world.application_id}/agreement" in page
    enter(client, editor)
    theirs = client.get(f"/applications/{world.application_id}/feedback").text
    assert f"{world.application_id}/agreement" not in theirs
    assert ("Name somebody else" in page, str(id_of(other)) in page) == (True, True)
    name(world, other)  # the first one never found the time
    assert told(other) == (False, "You act next.", edits)
    finish_editing(world, other)
    assert told(world.officer)[:2] == (True, "You act next.")
    assert told(other)[1] == "The office acts next."


def test_editor_writes_nothing_after_finishing(database: Database) -> None:
    world, _ = closed()
    editor = world.assessors[1]
    name(world, editor)
    finish_editing(world, editor)
    with pytest.raises(NotNow):
        making.write_feedback(world.application_id, editor, "Once more.")
    making.release_feedback(world.application_id, world.officer)
    with pytest.raises(NotNow):
        making.write_feedback(world.application_id, editor, "Once more.")


def test_editor_is_bound_to_nobody_and_named_by_somebody_else(database: Database) -> None:
    world, _ = closed()
    bound, other = world.assessors[1:]
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=SYSTEM,
            person_id=id_of(bound),
            organisation_id=world.organisation_id,
            kind=InvolvementKind.ACQUAINTED,
            source="records",
            now=NOW,
        )
    for one, actor in ((bound, world.officer), (other, replace(other, role=Role.OFFICER))):
        with pytest.raises(Invalid):
            name(world, one, actor)


def test_the_team_does_not_act_for_the_office(database: Database) -> None:
    world, lead = closed()
    both = replace(lead, role=Role.OFFICER)
    with pytest.raises(NotAllowed):
        name(world, world.assessors[1], both)
    with pytest.raises(NotAllowed):
        making.release_feedback(world.application_id, both)
    with reading() as session:
        case = assessment(session, session.get_one(Application, world.application_id))
    assert not may(both, Permission.SECOND_LOOK_WAIVE, case)
    assert may(world.officer, Permission.SECOND_LOOK_WAIVE, case)


def test_editor_sees_the_report_and_no_score_of_anybody(client: FlaskClient) -> None:
    world, _ = closed()
    editor = world.assessors[1]
    base = f"/applications/{world.application_id}"
    enter(client, world.officer)
    page = client.get(f"{base}/feedback").text
    assert "Name as editor" in page
    named = {"editor": str(id_of(editor))}
    assert client.post(f"{base}/feedback/editor", data=named).status_code == 303
    enter(client, editor)
    page = client.get(f"{base}/feedback").text
    assert ("You edit the language" in page, "To look at again" in page) == (True, True)
    assert "is shorter than a summary should be" in page
    assert client.get(f"{base}/agreement").status_code == 404
    assert client.post(f"{base}/feedback/edited").status_code == 303
    enter(client, world.assessors[2])
    assert client.get(f"{base}/feedback").status_code == 404


def test_each_step_takes_along_what_was_typed(client: FlaskClient) -> None:
    world, lead = closed()
    editor = world.assessors[1]
    base = f"/applications/{world.application_id}/feedback"
    name(world, editor)

    def sent(to: str, summary: str, version: int, **more: str) -> int:
        data = {"summary": summary, "version": str(version), **more}
        return client.post(f"{base}{to}", data=data).status_code

    def stands() -> tuple[str, int]:
        with reading() as session:
            row = feedback_report(session, world.application_id)
            return row.summary, row.version

    _, first = stands()
    enter(client, editor)
    assert sent("/edited", "Too late.", first - 1) == 409
    assert sent("/edited", "Edited.", first) == 303
    assert stands() == ("Edited.", first + 1)
    assert sent("/edited", "Once more.", first + 1) == 409
    enter(client, lead)
    assert sent("/release", "Sent by the team.", first + 1) == 403
    assert stands() == ("Edited.", first + 1)
    enter(client, world.officer)
    assert sent("/release", "Read by the office.", first) == 409
    assert sent("/release", "Read by the office.", first + 1) == 303
    assert stands() == ("Read by the office.", first + 2)
    making.observe(world.application_id, world.owner, "The year is 2024.")
    enter(client, lead)
    refused = client.post(f"{base}/final", data={"summary": "2024.", "version": str(first + 2)})
    assert (refused.status_code, "2024.</textarea>" in refused.text) == (422, True)
    assert stands() == ("Read by the office.", first + 2)
    assert sent("/final", "2024.", first + 2, sure="y") == 303
    assert stands()[0] == "2024."


def test_next_steps_stand_in_the_report(client: FlaskClient) -> None:
    world, lead = closed()
    enter(client, lead)
    address = f"/applications/{world.application_id}/feedback"
    with reading() as session:
        version = feedback_report(session, world.application_id).version
    data = {"summary": "Sound.", "next_steps": "First the members.", "version": str(version)}
    assert client.post(address, data=data).status_code == 303
    making.release_feedback(world.application_id, world.officer)
    enter(client, world.owner)
    assert "First the members." in client.get(address).text


def finished() -> World:
    """Return an application whose report is final."""
    world, lead = closed()
    making.release_feedback(world.application_id, world.officer)
    with pytest.raises(NotNow):
        rate(world, world.owner)
    making.observe(world.application_id, world.owner)
    making.finish(world.application_id, lead)
    return world


def test_owner_rates_once_it_is_final_and_the_office_sees_figures_of_several(
    client: FlaskClient,
) -> None:
    world = finished()
    address = f"/applications/{world.application_id}/feedback/rating"
    enter(client, world.reader)
    assert client.get(address).status_code == 403
    enter(client, world.owner)
    assert "Say in three answers" in client.get(address.removesuffix("/rating")).text
    assert client.post(address, data={"clear": "5"}).status_code == 422
    marks = {"clear": "5", "fair": "4", "useful": "3", "remark": "Shorter."}
    assert client.post(address, data=marks).status_code == 303
    assert client.post(address, data=marks | {"useful": "4"}).status_code == 303  # changed
    assert client.get("/reviews/ratings").status_code == 404
    enter(client, world.officer)
    few = client.get("/reviews/ratings").text
    assert ("Fewer than 5 reports" in few, "Shorter." in few) == (True, False)
    for number in range(queries.FEWEST_RATINGS - 1):
        other = making.submitted("bronze", name=f"Cluster {number}")
        with unit_of_work() as session:
            session.add(
                ReportRating(
                    application_id=other.application_id,
                    clear=3,
                    fair=4,
                    useful=4,
                    remark="",
                    rated_at=NOW,
                    rated_by=id_of(other.owner),
                )
            )
    several = client.get("/reviews/ratings").text
    for words in ("5 reports", "3.4", "Shorter."):
        assert words in several
    assert world.owner.name not in several
    late = making.submitted("bronze", name="Latest")
    with unit_of_work() as session:
        session.add(
            ReportRating(
                application_id=late.application_id,
                clear=1,
                fair=1,
                useful=1,
                remark="Who wrote this?",
                rated_at=NOW + timedelta(days=2),
                rated_by=id_of(late.owner),
            )
        )
    later = client.get("/reviews/ratings").text  # the sixth could be told from the difference
    assert ("3.4" in later, "Who wrote this?" in later) == (True, False)
    enter(client, world.owner)
    assert client.post(address, data=marks | {"useful": "4"}).status_code == 303
    enter(client, world.officer)
    assert "Who wrote this?" not in client.get("/reviews/ratings").text


def test_marks_out_of_range_are_refused(database: Database) -> None:
    world = finished()
    with pytest.raises(Invalid):
        rate(world, world.owner, (6, 1, 1))
    for one in (world.reader, world.assessors[0]):
        with pytest.raises(NotAllowed):
            rate(world, one)
