"""Proposals: what the solver is asked, what the page says, and that nothing is left behind."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assessments.assigning.task import Rule
from labelling.core.access import Actor
from labelling.core.audit import AuditEntry
from labelling.core.clock import today
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import NotAllowed, NotFound
from labelling.core.outbox import Outgoing
from labelling.reviews.actions import Wish
from labelling.reviews.actions.proposing import Answer, advise_team, propose_team
from labelling.reviews.models import PanelSeat
from labelling.reviews.profiles import actions as profiles
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World
from tests.labelling.reviews.test_pages import enter
from tests.labelling.statements import counted

NEW_OFFICE = (Rule.TRAINED, Rule.EXPERIENCED)
"""What nobody can meet while no case has been handed in and no training recorded."""


@pytest.fixture
def world(database: Database) -> World:
    """Return an eligible gold application with three assessors, one of them from its country."""
    return making.submitted("gold")


def ask(world: World, *leaving: Rule, by: Actor | None = None) -> Answer:
    with reading() as session:
        return propose_team(
            session,
            actor=by or world.officer,
            application_id=world.application_id,
            leaving=leaving,
            now=making.NOW,
        )


def chosen(world: World, *leaving: Rule) -> set[str]:
    answer = ask(world, *leaving)
    return {answer.question.people[one.key].person.name for one in answer.proposal.team}


def go_away(one: Actor) -> None:
    day = today(making.NOW)
    with unit_of_work() as session:
        profiles.add_absence(
            session,
            actor=one,
            person_id=making.id_of(one),
            since=day + timedelta(days=3),
            until=day + timedelta(days=9),
            now=making.NOW,
        )


def test_what_nobody_meets_is_named_one_by_one(world: World) -> None:
    assert ask(world).proposal.impossible == (Rule.SIZE, Rule.TRAINED)
    assert ask(world, Rule.TRAINED).proposal.impossible == (Rule.SIZE, Rule.EXPERIENCED)
    assert len(chosen(world, *NEW_OFFICE)) == 2


def test_rules_of_the_scheme_are_never_left_out(world: World) -> None:
    answer = ask(world, *Rule)
    assert answer.left_out.isdisjoint({Rule.SIZE, Rule.INDEPENDENT, Rule.ABROAD})


def test_whoever_is_away_is_not_proposed(world: World) -> None:
    go_away(world.assessors[1])
    assert chosen(world, *NEW_OFFICE) == {"Anna Ahrens", "Cleo Costa"}
    go_away(world.assessors[2])
    impossible = ask(world, *NEW_OFFICE).proposal.impossible
    assert impossible == (Rule.SIZE, Rule.AVAILABLE)


def test_who_stands_counts_and_is_not_proposed_again(world: World) -> None:
    making.panel_for(world.application_id, world.officer, world.assessors[:2])
    making.release(world.application_id, world.assessors[1], world.officer, "Ill")
    assert chosen(world, *NEW_OFFICE) <= {"Ben Bakker", "Cleo Costa"}
    assert len(chosen(world, *NEW_OFFICE)) == 1


def test_last_colleagues_are_kept_apart(world: World) -> None:
    first, second = making.submitted("gold", name="Earlier Cluster"), world
    making.panel_for(first.application_id, first.officer, second.assessors[:2])
    making.accept_all(first.application_id, second.assessors[:2])
    team = {str(one.person_id) for one in second.assessors[:2]}
    proposed = {one.key for one in ask(world, *NEW_OFFICE).proposal.team}
    assert (len(proposed), proposed == team) == (2, False)


def test_a_changed_choice_says_what_it_breaks(world: World) -> None:
    go_away(world.assessors[1])
    with reading() as session:
        advice = advise_team(
            session,
            actor=world.officer,
            application_id=world.application_id,
            wishes=[Wish(making.id_of(one)) for one in world.assessors[:2]],
            now=making.NOW,
        )
    assert advice == [
        "Somebody of this team is away within four weeks.",
        "Somebody of this team has no training in force.",
        "Nobody of this team has handed in three cases.",
    ]


def test_only_the_office_asks(world: World) -> None:
    with pytest.raises(NotAllowed):
        ask(world, by=world.owner)
    with pytest.raises(NotFound):
        ask(world, by=world.assessors[0])


def test_the_page_proposes_and_hands_over_and_leaves_no_trace(client: FlaskClient) -> None:
    world = making.submitted("gold")
    base = f"/applications/{world.application_id}/panel"
    enter(client, world.officer)

    def traces() -> list[int | None]:
        with reading() as session:
            return [
                session.scalar(select(func.count()).select_from(table))
                for table in (AuditEntry, Outgoing, PanelSeat)
            ]

    before = traces()
    assert "No team meets all rules" in client.get(f"{base}/proposal").text
    page = client.get(f"{base}/proposal?leave=trained&leave=experienced").text
    assert "Take this choice over" in page
    assert "knows the technology field" in page
    address = page.partition('<a class="btn go" href="')[2].partition('"')[0]
    panel = client.get(address.replace("&amp;", "&")).text
    assert panel.count('name="people" value') == 3
    assert panel.count(" checked") == 3  # two on the team, one leads
    assert traces() == before
    enter(client, world.owner)
    assert client.get(f"{base}/proposal").status_code == 403


def test_the_question_takes_a_constant_number_of_statements(world: World) -> None:
    def asked() -> int:
        with counted() as said:
            ask(world, *NEW_OFFICE)
        return len(said)

    few = asked()
    with unit_of_work() as session:
        for number in range(4):
            making.add_assessor(session, f"Further {number}", "FR")
    assert asked() == few
