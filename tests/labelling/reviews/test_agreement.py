"""Agreeing: by the mean or with a reason, and a further look near a threshold."""

from decimal import Decimal
from fractions import Fraction

import pytest

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.reviews import actions, personal_data, queries
from labelling.reviews.actions.agreeing import AgreementChanged
from labelling.reviews.agreement import Standing, agreement_of
from labelling.reviews.models import How, PanelSeat, SeatKind
from labelling.reviews.opinions import Judged
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World

LEAD_SAYS = {"1.1": 90, "1.2": 70, "6.3": 60}
OTHER_SAYS = {"1.1": 65, "1.2": 50, "6.3": 60}


def compared() -> tuple[World, Actor, Actor]:
    """Return a gold application whose two assessors compare; 6.3 is claimed not to apply."""
    world = making.submitted("gold")
    lead, other = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, [lead, other])
    making.accept_all(world.application_id, [lead, other])
    making.score_all(world.application_id, lead, 90, other=LEAD_SAYS)
    making.score_all(world.application_id, other, 90, other=OTHER_SAYS)
    seat = making.seat_of(world.application_id, other)
    making.save_part(seat.id, other, "6.3", Judged(not_applicable=True))
    making.hand_in_all(world.application_id, [lead, other])
    return world, lead, other


def interviewed(percent: int) -> tuple[World, Actor]:
    """Return a bronze application after its interview, all parts at a percentage."""
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.accept_all(world.application_id, [lead])
    making.score_all(world.application_id, lead, percent)
    making.hand_in(world.application_id, lead)
    making.visit(world.application_id, lead)
    return world, lead


def standings(world: World) -> dict[str, Standing]:
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        found = agreement_of(session, application, making.DISCUSSED_FROM)
    return {part.part_id: part.standing for part in found.parts}


def test_how_an_agreement_stands_is_read_without_the_texts(database: Database) -> None:
    world, _, _ = compared()
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        whole = agreement_of(session, application, making.DISCUSSED_FROM)
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        found = agreement_of(session, application, making.DISCUSSED_FROM, texts=False)
        row = found.reviews[0].parts["1.1"]
        assert (row.score, row.strengths, row.cannot_judge) == (Decimal(90), "", None)
        assert whole.reviews[0].parts["1.1"].strengths
    assert found.parts == whole.parts
    assert found.opinions == whole.opinions


def test_differences_from_25_points_and_dropping_are_discussed(database: Database) -> None:
    world, lead, _ = compared()
    found = standings(world)
    assert {part for part, one in found.items() if one is Standing.TO_DISCUSS} == {"1.1", "6.3"}
    assert making.settle(world.application_id, lead) == 30
    with reading() as session:
        agreed = queries.agreed_scores(session, world.application_id)
    assert {part for part, one in standings(world).items() if one is not Standing.AGREED} == {
        "1.1",
        "6.3",
    }
    assert (agreed["1.2"].score, agreed["1.2"].how, agreed["1.2"].strengths) == (
        Fraction(60),
        How.MEAN,
        "Strength of 1.2 by Anna Ahrens\nStrength of 1.2 by Ben Bakker",
    )
    assert "1.1" not in agreed


def test_discussed_part_needs_a_written_reason(database: Database) -> None:
    world, lead, other = compared()
    with pytest.raises(Invalid):
        making.agree(world.application_id, lead, "1.1", 75)
    making.agree(world.application_id, other, "1.1", 75, reason="Minutes of both years were seen.")
    with pytest.raises(Invalid):
        making.agree(world.application_id, lead, "6.3", None, not_applicable=True)
    making.agree(
        world.application_id, lead, "6.3", None, not_applicable=True, reason="A team of three."
    )
    with reading() as session:
        agreed = queries.agreed_scores(session, world.application_id)
    assert (agreed["1.1"].score, agreed["1.1"].how) == (Fraction(75), How.DISCUSSED)
    assert (agreed["6.3"].score, agreed["6.3"].not_applicable) == (None, True)


def test_settled_part_takes_the_mean_without_and_another_number_with_a_reason(
    database: Database,
) -> None:
    world, lead, _ = compared()
    making.agree(world.application_id, lead, "1.2", 60)
    with pytest.raises(Invalid):
        making.agree(world.application_id, lead, "1.2", 65)
    with pytest.raises(Invalid):
        making.agree(world.application_id, lead, "1.2", 63, reason="Not on a step.")
    making.agree(world.application_id, lead, "1.2", 65, reason="Second look at the minutes.")


def test_colleagues_save_is_not_overwritten(database: Database) -> None:
    world, lead, other = compared()
    making.agree(world.application_id, lead, "1.1", 75, reason="Seen.")
    with pytest.raises(AgreementChanged) as refused, unit_of_work() as session:
        actions.agree_part(
            session,
            actor=other,
            application_id=world.application_id,
            part_id="1.1",
            score=Fraction(70),
            not_applicable=False,
            reason="Seen otherwise.",
            strengths="",
            improvements="",
            version=0,
            discussed_from=25,
            now=making.NOW,
        )
    assert (refused.value.version, refused.value.score) == (1, Fraction(75))


def test_what_hangs_most_on_comes_first_among_the_discussed_and_among_the_others(
    database: Database,
) -> None:
    world, _, _ = compared()
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        found = agreement_of(session, application, making.DISCUSSED_FROM)
    points = found.edition.points
    discussed = {"1.1": points["1.1"] / 4, "6.3": points["6.3"]}
    first = sorted(discussed, key=lambda part_id: -discussed[part_id])
    assert [part.part_id for part in found.parts[:3]] == [*first, "1.2"]
    assert {part.part_id: part.stake for part in found.parts if part.stake} == {
        **discussed,
        "1.2": points["1.2"] / 5,
    }


def test_office_reads_but_does_not_agree(database: Database) -> None:
    world, _, _ = compared()
    with pytest.raises(NotAllowed):
        making.settle(world.application_id, world.officer)
    with pytest.raises(NotFound):
        making.settle(world.application_id, world.owner)


def test_dissent_is_kept_beside_the_agreed_score(database: Database) -> None:
    world, lead, other = compared()

    def write(text: str) -> None:
        with unit_of_work() as session:
            actions.write_dissent(
                session,
                actor=other,
                application_id=world.application_id,
                part_id="1.1",
                text=text,
                now=making.NOW,
            )

    with pytest.raises(NotNow):
        write("Too early.")
    making.agree(world.application_id, lead, "1.1", 75, reason="Seen.")
    write("I saw less.")
    with reading() as session:
        found = queries.dissents(session, world.application_id)
        own = personal_data.export(session, making.id_of(other))["dissents"]
        assert personal_data.export(session, making.id_of(lead))["dissents"] == []
    assert [(row.text, name) for row, name in found["1.1"]] == [("I saw less.", "Ben Bakker")]
    assert [(one["part"], one["text"]) for one in own] == [("1.1", "I saw less.")]
    write("")
    with reading() as session:
        assert queries.dissents(session, world.application_id) == {}


def test_closing_waits_for_parts_and_visit(database: Database) -> None:
    world, lead, _ = compared()
    making.settle(world.application_id, lead)
    making.agree(world.application_id, lead, "6.3", 90, reason="Seen.")
    with pytest.raises(NotNow):
        making.close_agreement(world.application_id, lead)
    with unit_of_work() as session:
        actions.open_visit(
            session,
            actor=lead,
            application_id=world.application_id,
            now=making.NOW,
        )
    with pytest.raises(NotNow):
        making.close_agreement(world.application_id, lead)
    making.visit(world.application_id, lead)
    with pytest.raises(NotNow):  # a part is still open: it is agreed after what was seen
        making.close_agreement(world.application_id, lead)
    making.agree(world.application_id, lead, "1.1", 90, reason="Seen.")
    making.close_agreement(world.application_id, lead)
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        report = queries.feedback_report(session, world.application_id)
    assert application.state is State.FEEDBACK_DRAFT
    assert report.content["parts"]["1.1"] == {
        "strengths": "Agreed strength of 1.1",
        "improvements": "Agreed area of 1.1",
    }
    with pytest.raises(NotNow):
        making.agree(world.application_id, lead, "1.1", 60, reason="Too late.")


def invite_reader(world: World, one: Actor) -> PanelSeat:
    with unit_of_work() as session:
        return actions.invite_reader(
            session,
            actor=world.officer,
            application_id=world.application_id,
            person_id=making.id_of(one),
            discussed_from=25,
            now=making.NOW,
        )


def waive(world: World, reason: str) -> None:
    with unit_of_work() as session:
        actions.waive_second_look(
            session,
            actor=world.officer,
            application_id=world.application_id,
            reason=reason,
            discussed_from=25,
            now=making.NOW,
        )


def test_far_from_the_threshold_no_second_reader_is_asked(database: Database) -> None:
    world, lead = interviewed(40)
    with pytest.raises(NotNow):
        invite_reader(world, world.assessors[1])
    making.close_agreement(world.application_id, lead)


def test_second_reader_near_the_bronze_threshold(database: Database) -> None:
    world, lead = interviewed(30)
    reader = world.assessors[1]
    with pytest.raises(NotNow):
        making.close_agreement(world.application_id, lead)
    seat = invite_reader(world, reader)
    assert (seat.kind, len(seat.parts or [])) == (SeatKind.SECOND_READER, 16)
    with pytest.raises(NotNow):
        making.close_agreement(world.application_id, lead)
    making.accept_all(world.application_id, [reader])
    later = making.NOW.replace(day=25)
    making.score_all(world.application_id, reader, 35, other={"1.1": 60}, now=later)
    making.hand_in(world.application_id, reader, now=later)
    assert standings(world)["1.1"] is Standing.TO_DISCUSS
    with pytest.raises(NotNow):
        making.close_agreement(world.application_id, lead, now=later)
    making.agree(world.application_id, lead, "1.1", 45, reason="Read together.", now=later)
    making.close_agreement(world.application_id, lead, now=later)


def test_office_waives_the_further_look_with_a_reason(database: Database) -> None:
    world, lead = interviewed(30)
    with pytest.raises(Invalid):
        waive(world, "")
    waive(world, "Pilot case, no reader free.")
    making.close_agreement(world.application_id, lead)


def test_third_assessor_moderates_the_two_widest_parts(database: Database) -> None:
    world = making.submitted("gold")
    lead, other, third = world.assessors
    making.panel_for(world.application_id, world.officer, [lead, other])
    making.accept_all(world.application_id, [lead, other])
    making.score_all(world.application_id, lead, 80, other={"1.1": 100, "4.3": 95})
    making.score_all(world.application_id, other, 80, other={"2.1": 85})
    making.hand_in_all(world.application_id, [lead, other])
    making.settle(world.application_id, lead)
    making.visit(world.application_id, lead)
    seat = invite_reader(world, third)
    assert (seat.kind, seat.parts) == (SeatKind.THIRD_ASSESSOR, ["1.1", "4.3"])
    making.accept_all(world.application_id, [third])
    later = making.NOW.replace(day=25)
    making.score_all(world.application_id, third, 85, now=later)
    making.hand_in(world.application_id, third, now=later)
    still_open = {part for part, one in standings(world).items() if one is not Standing.AGREED}
    assert still_open == {"1.1", "4.3"}
    with pytest.raises(NotNow):
        making.close_agreement(world.application_id, lead, now=later)
    making.settle(world.application_id, lead, now=later)
    making.close_agreement(world.application_id, lead, now=later)
    with reading() as session:
        agreed = queries.agreed_scores(session, world.application_id)
    assert agreed["1.1"].score == Fraction(100 + 80 + 85, 3)
