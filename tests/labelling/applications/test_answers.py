"""Saving answers: every save counts once, nobody's text is lost, submitted answers are frozen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from assessments.editions.sections import Path
from labelling.applications import actions
from labelling.applications.actions import AnswerChanged, Content, Saved
from labelling.applications.models import Answer, AnswerRevision
from labelling.applications.queries.drafts import answers_of, load_draft
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import BadRequest, Invalid, NotAllowed, NotFound, NotNow, Refusal
from tests.labelling.applications.building import making as building
from tests.labelling.applications.making import (
    NOW,
    World,
    make_application,
    make_officer,
    make_submitted,
    save,
)
from tests.labelling.organisations.making import add_paper

pytestmark = pytest.mark.usefixtures("database")
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    """Return a bronze application that was just started."""
    return make_application("bronze")


def stored(world: World, part_id: str = "1.2") -> tuple[int | None, str, int]:
    """Return band, text and version of an answer."""
    with reading() as session:
        answer = answers_of(session, world.id)[part_id]
    return answer.band, answer.text, answer.version


def revisions(world: World) -> list[tuple[str, int, str]]:
    """Return part, version and text of every revision."""
    with reading() as session:
        rows = session.execute(
            select(Answer.part_id, AnswerRevision.version, AnswerRevision.text)
            .join(Answer, Answer.id == AnswerRevision.answer_id)
            .order_by(Answer.part_id, AnswerRevision.version)
        )
        return [(row[0], row[1], row[2]) for row in rows]


def test_a_save_is_kept_with_its_revision_and_one_audit_entry(world: World) -> None:
    assert save(world, "1.2", band=40, text="First.") == Saved(1, 1, NOW)
    assert save(world, "1.2", band=60, text="Second.", version=1, now=LATER) == Saved(2, 2, LATER)
    assert stored(world) == (60, "Second.", 2)
    assert revisions(world) == [("1.2", 1, "First."), ("1.2", 2, "Second.")]
    with reading() as session:
        count = session.scalar(select(func.count()).where(AuditEntry.verb == "answer.saved"))
    assert count == 2


def test_a_repeated_save_answers_as_the_first_time(world: World) -> None:
    save_id = uuid4()
    first = save(world, "1.2", text="Mine.", save_id=save_id)
    save(world, "1.2", text="Theirs.", version=1, now=LATER)
    again = save(world, "1.2", text="Mine.", save_id=save_id, now=LATER)
    assert (first, again) == (Saved(1, 1, NOW), Saved(1, 2, NOW))
    assert stored(world) == (60, "Theirs.", 2)


def test_a_page_sent_twice_and_written_on_in_between_loses_nothing(world: World) -> None:
    save_id = uuid4()
    save(world, "1.2", text="Mine.", save_id=save_id)
    more = save(world, "1.2", text="Mine, and more.", save_id=save_id, now=LATER)
    again = save(world, "1.2", text="Mine, and more.", save_id=save_id, now=LATER)
    late = save(world, "1.2", text="Mine.", save_id=save_id, now=LATER)
    assert (more, again, late) == (Saved(2, 2, LATER), Saved(2, 2, LATER), Saved(1, 2, NOW))
    assert stored(world) == (60, "Mine, and more.", 2)
    save(world, "1.2", text="Theirs.", version=2, now=LATER)
    with pytest.raises(AnswerChanged):
        save(world, "1.2", text="Mine, and yet more.", save_id=save_id, now=LATER)
    assert stored(world) == (60, "Theirs.", 3)


def test_somebody_elses_save_is_not_followed_as_ones_own(world: World) -> None:
    save_id = uuid4()
    save(world, "1.2", text="Mine.", save_id=save_id)
    contributor = world.made.actor(world.made.contributors[0])
    with pytest.raises(AnswerChanged):
        save(world, "1.2", text="Theirs.", actor=contributor, follows=[save_id], now=LATER)
    with pytest.raises(AnswerChanged):
        save(world, "1.2", text="Theirs.", actor=contributor, save_id=save_id, now=LATER)
    assert stored(world) == (60, "Mine.", 1)


def test_what_changes_nothing_makes_no_version(world: World) -> None:
    save(world, "1.2", text="Same.")
    assert save(world, "1.2", text="Same.", version=1, now=LATER) == Saved(1, 1, NOW)
    assert save(world, "1.1", band=None, text="") == Saved(0, 0, NOW)
    assert revisions(world) == [("1.2", 1, "Same.")]


def test_a_second_writer_meets_the_first_one_s_text_and_loses_nothing(world: World) -> None:
    contributor = world.made.actor(world.made.contributors[0])
    save(world, "1.2", text="Theirs.", actor=contributor)
    with pytest.raises(AnswerChanged) as met:
        save(world, "1.2", band=20, text="Mine.")
    assert met.value.status == 409
    assert (met.value.version, met.value.content, met.value.by) == (
        1,
        Content(60, "Theirs."),
        contributor.person_id,
    )
    assert stored(world) == (60, "Theirs.", 1)
    save(world, "1.2", band=20, text="Mine.", version=met.value.version)
    assert revisions(world) == [("1.2", 1, "Theirs."), ("1.2", 2, "Mine.")]


def test_building_on_one_s_own_unanswered_save_is_no_conflict(world: World) -> None:
    lost, later = uuid4(), uuid4()
    save(world, "1.2", text="The answer to this never arrived.", save_id=lost)
    saved = save(world, "1.2", text="Written on.", save_id=later, follows=[uuid4(), lost])
    assert saved == Saved(2, 2, NOW)
    save(world, "1.2", text="Somebody else.", version=2)
    with pytest.raises(AnswerChanged):
        save(world, "1.2", text="And on.", version=0, follows=[lost, later])


def test_a_text_over_the_limit_is_saved_as_a_draft(world: World) -> None:
    save(world, "1.2", text="x" * 1612)
    assert stored(world) == (60, "x" * 1612, 1)


@pytest.mark.parametrize(
    ("part_id", "changes", "refusal"),
    [
        ("1.2", {"band": 55}, Invalid),
        ("1.2", {"text": "x" * 20_001}, Invalid),
        ("1.2", {"not_applicable": "We are too few."}, Invalid),
        ("1.2", {"version": 7}, BadRequest),
        ("1.4", {}, NotNow),  # silver asks for it, bronze does not
        ("9.9", {}, NotFound),
    ],
)
def test_what_does_not_fit_is_refused(
    world: World, part_id: str, changes: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        save(world, part_id, **changes)  # type: ignore[arg-type]  # cases name their own fields
    assert revisions(world) == []


def test_only_a_part_that_may_be_dropped_is_dropped() -> None:
    world = make_application("gold")
    save(world, "6.3", band=None, text="", not_applicable="Four of us work here.")
    with reading() as session:
        answer = answers_of(session, world.id)["6.3"]
    assert (answer.band, answer.not_applicable) == (None, "Four of us work here.")


def test_the_last_part_that_applies_is_not_left_out(database: Database) -> None:
    parts = [f"6.{number}" for number in (1, 2, 3)]
    optional: dict[Path, dict[str, str]] = {
        ("criteria", "6", "parts", part): {"may_not_apply": "Any."} for part in parts
    }
    building.make_published_with(optional)
    world = make_application("gold", edition_id=building.NEXT)
    for part in parts[:2]:
        save(world, part, band=None, text="", not_applicable="None here.")
    with pytest.raises(Invalid) as refused:
        save(world, parts[2], band=None, text="", not_applicable="Nor here.")
    assert refused.value.field == "not_applicable"
    assert save(world, parts[2], band=40).version == 1
    with reading() as session:
        assert load_draft(session, world.reload()).standing.asked.percent.lower > 0


def test_evidence_is_cited_only_where_the_level_asks(world: World) -> None:
    with unit_of_work() as session:
        piece = add_paper(session, world.made, now=NOW)
    for part_id, refusal in (("1.4", NotNow), ("9.9", NotFound)):
        with pytest.raises(refusal), unit_of_work() as session:
            actions.cite_evidence(
                session,
                actor=world.owner,
                application_id=world.id,
                part_id=part_id,
                evidence_id=piece.id,
                pages="",
                now=NOW,
            )


def test_who_may_write(world: World) -> None:
    with pytest.raises(NotAllowed):
        save(world, "1.2", actor=world.made.actor(world.made.readers[0]))
    with pytest.raises(NotAllowed):
        save(world, "1.2", actor=world.officer)
    stranger = make_application("bronze", name="Lower Elm Food Cluster").owner
    with pytest.raises(NotFound):
        save(world, "1.2", actor=stranger)
    assert revisions(world) == []


def test_a_submitted_answer_is_frozen() -> None:
    world = make_submitted()
    with pytest.raises(NotNow):
        save(world, "1.2", text="Too late.", version=1)
    assert stored(world)[2] == 1


def test_an_officer_finds_every_save_of_a_returned_application_possible_again() -> None:
    world = make_submitted()
    with unit_of_work() as session:
        actions.return_application(
            session,
            actor=make_officer(session, "Olga Ritter"),
            application_id=world.id,
            message="Two figures are missing.",
            day=(NOW + timedelta(days=12)).date(),
            now=NOW,
        )
    assert save(world, "1.2", text="Better.", version=1) == Saved(2, 2, NOW)
