"""Scoring alone: versions, what the edition takes, handing in."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from assessments.editions import edition
from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import BadRequest, Invalid, NotFound, NotNow
from labelling.reviews import actions, queries
from labelling.reviews.actions.scoring import ReviewChanged
from labelling.reviews.models import How, PartReview
from labelling.reviews.opinions import Judged, departs_from, percent_of
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World


def team_of(level: str) -> tuple[World, list[Actor]]:
    """Return a world in which the team scores."""
    world = making.submitted(level)
    team = list(world.assessors[: 2 if level == "gold" else 1])
    making.panel_for(world.application_id, world.officer, team)
    making.accept_all(world.application_id, team)
    return world, team


def save(
    world: World,
    one: Actor,
    judged: Judged,
    *,
    part: str = "1.1",
    version: int = 0,
    save_id: UUID | None = None,
    follows: tuple[UUID, ...] = (),
) -> PartReview:
    seat = making.seat_of(world.application_id, one)
    with unit_of_work() as session:
        return actions.save_part_review(
            session,
            actor=one,
            seat_id=seat.id,
            part_id=part,
            judged=judged,
            version=version,
            save_id=save_id or uuid4(),
            follows=follows,
            now=making.NOW,
        )


GOOD = Judged(score=Decimal(65), strengths="Seen.", improvements="Missing.")


def test_each_save_raises_the_version_and_a_repeat_does_not(database: Database) -> None:
    world, [one] = team_of("bronze")
    first = uuid4()
    row = save(world, one, GOOD, save_id=first)
    assert (row.score, row.strengths, row.improvements, row.version) == (
        Decimal(65),
        "Seen.",
        "Missing.",
        1,
    )
    assert save(world, one, GOOD, save_id=first).version == 1
    assert save(world, one, Judged(score=Decimal(40)), version=1).version == 2


def test_a_page_sent_twice_and_written_on_in_between_loses_nothing(database: Database) -> None:
    world, [one] = team_of("bronze")
    page = uuid4()
    more = replace(GOOD, strengths="Seen.\nAnd more.")
    assert save(world, one, GOOD, save_id=page).version == 1
    for _ in range(2):
        row = save(world, one, more, save_id=page)
        assert (row.version, row.strengths) == (2, "Seen.\nAnd more.")
    with pytest.raises(ReviewChanged) as late:
        save(world, one, GOOD, save_id=page)
    assert (late.value.version, late.value.content.strengths) == (2, "Seen.\nAnd more.")
    save(world, one, replace(GOOD, notes="Another window."), version=2)
    with pytest.raises(ReviewChanged) as refused:
        save(world, one, replace(GOOD, notes="The first."), save_id=page)
    assert (refused.value.version, refused.value.content.notes) == (3, "Another window.")


def test_what_is_said_already_is_no_conflict(database: Database) -> None:
    world, [one] = team_of("bronze")
    save(world, one, GOOD)
    assert save(world, one, GOOD).version == 1


def test_outdated_save_is_a_conflict_unless_it_follows_its_own(database: Database) -> None:
    world, [one] = team_of("bronze")
    first = uuid4()
    save(world, one, GOOD, save_id=first)
    with pytest.raises(ReviewChanged) as refused:
        save(world, one, Judged(score=Decimal(20)))
    assert (refused.value.version, refused.value.content) == (
        1,
        Judged(score=Decimal(65), attributes={}, strengths="Seen.", improvements="Missing."),
    )
    assert save(world, one, Judged(score=Decimal(20)), follows=(first,)).version == 2
    with pytest.raises(BadRequest):
        save(world, one, GOOD, version=9)


@pytest.mark.parametrize(
    "judged",
    [
        Judged(score=Decimal(63)),
        Judged(score=Decimal(105)),
        Judged(score=Decimal("-5")),
        Judged(not_applicable=True),
        Judged(attributes={"sound": "60"}),
        Judged(score=Decimal(60), confidence="certain"),
        Judged(score=Decimal(60), strengths="x" * 2001),
        Judged(cannot_judge="x" * 501),
    ],
)
def test_what_the_edition_does_not_take_is_refused(database: Database, judged: Judged) -> None:
    world, [one] = team_of("bronze")
    with pytest.raises(Invalid):
        save(world, one, judged)
    with reading() as session:
        assert session.scalars(select(PartReview)).all() == []


def test_part_outside_the_level_does_not_exist(database: Database) -> None:
    world, [one] = team_of("bronze")
    with pytest.raises(NotFound):
        save(world, one, GOOD, part="2.1")


def test_attributes_are_kept_exactly_and_capped_where_the_level_allows_them(
    database: Database,
) -> None:
    world, [one, _] = team_of("gold")
    row = save(world, one, Judged(attributes={"sound": "60", "deployed": "80", "reviewed": "65"}))
    assert (row.score, row.attributes) == (
        None,
        {"sound": "60", "deployed": "80", "reviewed": "65"},
    )
    with pytest.raises(Invalid):
        save(world, one, Judged(attributes={"sound": "61"}), version=1)
    with pytest.raises(Invalid):
        save(world, one, Judged(attributes={"charm": "60"}), version=1)


EDITION = edition("cluster-excellence-2026")
COMPLETE = {"sound": "60", "deployed": "80", "reviewed": "65"}


def departing(overall: int, reason: str, attributes: dict[str, str] = COMPLETE) -> Judged:
    return Judged(attributes=attributes, overall=Decimal(overall), overall_reason=reason)


def test_an_overall_departs_from_the_attributes_with_a_reason(database: Database) -> None:
    world, [one, _] = team_of("gold")
    row = save(world, one, departing(55, " Seen once only. "))
    assert (row.overall, row.overall_reason) == (Decimal(55), "Seen once only.")
    assert (percent_of(EDITION, row), departs_from(EDITION, row)) == (Fraction(55), Fraction(60))
    row = save(world, one, departing(60, ""), version=1)
    assert (percent_of(EDITION, row), departs_from(EDITION, row)) == (Fraction(60), None)


@pytest.mark.parametrize(
    ("judged", "field"),
    [
        (departing(55, " "), "overall_reason"),
        (departing(55, "x" * 501), "overall_reason"),
        (departing(65, "Seen on site."), "overall"),
        (departing(57, "Seen on site."), "overall"),
        (departing(55, "Seen on site.", {"sound": "60"}), "overall"),
        (departing(55, "Seen on site.", {}), "overall"),
    ],
)
def test_an_overall_without_reason_or_above_a_cap_is_refused(
    database: Database, judged: Judged, field: str
) -> None:
    world, [one, _] = team_of("gold")
    with pytest.raises(Invalid) as refused:
        save(world, one, judged)
    assert refused.value.field == field


def test_does_not_apply_is_confirmed_only_where_it_was_claimed(database: Database) -> None:
    world, [one, _] = team_of("gold")
    assert save(world, one, Judged(not_applicable=True), part="6.3").not_applicable
    with pytest.raises(Invalid):
        save(world, one, Judged(not_applicable=True), part="6.2")


def test_handing_in_needs_every_part_and_a_word_on_each(database: Database) -> None:
    world, [one] = team_of("bronze")
    with pytest.raises(Invalid):
        making.hand_in(world.application_id, one)
    making.score_all(world.application_id, one)
    making.save_part(
        making.seat_of(world.application_id, one).id, one, "1.1", Judged(score=Decimal(60))
    )
    with pytest.raises(Invalid):
        making.hand_in(world.application_id, one)


def test_handing_in_takes_at_most_ten_questions(database: Database) -> None:
    world, [one] = team_of("bronze")
    making.score_all(world.application_id, one)
    seat = making.seat_of(world.application_id, one)
    eleven = "\n".join(f"Question {number}?" for number in range(11))
    making.save_part(
        seat.id, one, "1.1", Judged(score=Decimal(60), strengths="Seen.", questions=eleven)
    )
    with pytest.raises(Invalid):
        making.hand_in(world.application_id, one)


def test_single_scores_become_the_agreed_ones_and_stay(database: Database) -> None:
    world, [one] = team_of("bronze")
    making.score_all(world.application_id, one, 45)
    seat = making.seat_of(world.application_id, one)
    making.save_part(seat.id, one, "1.2", Judged(cannot_judge="In Finnish."))
    making.hand_in(world.application_id, one)
    with reading() as session:
        agreed = queries.agreed_scores(session, world.application_id)
        application = session.get_one(Application, world.application_id)
    assert application.state is State.VISIT
    assert len(agreed) == 15
    assert "1.2" not in agreed
    assert {(row.how, row.score, row.version) for row in agreed.values()} == {
        (How.SINGLE, Fraction(45), 1)
    }
    assert agreed["1.1"].strengths == "Strength of 1.1 by Anna Ahrens"
    with pytest.raises(NotNow):
        save(world, one, GOOD, version=1)
    with pytest.raises(NotNow):
        making.hand_in(world.application_id, one)


def test_saving_leaves_no_trace_in_the_trail_handing_in_leaves_a_hash(database: Database) -> None:
    world, [one, _] = team_of("gold")
    with reading() as session:
        before = session.scalars(select(AuditEntry.seq)).all()
    making.score_all(world.application_id, one)
    with reading() as session:
        assert session.scalars(select(AuditEntry.seq)).all() == before
    making.hand_in(world.application_id, one)
    with reading() as session:
        verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.seq > max(before))).all()
    assert verbs == ["review.handed_in"]


def test_nothing_is_scored_after_the_end(database: Database) -> None:
    world, [one] = team_of("bronze")
    with unit_of_work() as session:
        session.get_one(Application, world.application_id).state = State.WITHDRAWN
    with pytest.raises(NotNow):
        save(world, one, GOOD)
