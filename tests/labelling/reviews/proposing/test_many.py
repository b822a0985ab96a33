"""Teams for all waiting cases: proposed together, invited one by one, and only by the office."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from assessments.assigning.task import Rule
from labelling.core.access import SYSTEM
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.reviews import queries
from labelling.reviews.actions.proposing import ask_for_all, propose_all
from labelling.reviews.proposing.gathering import question_of
from labelling.reviews.proposing.waiting import waiting_for_team
from tests.labelling.reviews import making
from tests.labelling.reviews.test_pages import enter
from tests.labelling.statements import counted

NEW_OFFICE = (Rule.TRAINED, Rule.EXPERIENCED)
ADDRESS = "/reviews/proposals"


def leaving(*rules: Rule) -> str:
    return ADDRESS + "?" + "&".join(f"leave={rule.value}" for rule in rules)


@pytest.mark.usefixtures("database")
def test_nobody_is_given_two_cases_where_others_are_free() -> None:
    first = making.submitted("bronze")
    second = making.submitted("bronze", name="Second Cluster")
    with reading() as session:
        waiting = ask_for_all(session, actor=first.officer, now=making.NOW)
    both = {first.application_id, second.application_id}
    assert {one.application.id for one in waiting} == both
    found = propose_all(waiting, NEW_OFFICE)
    teams = [one.proposal.team for one in found]
    assert [len(team) for team in teams] == [1, 1]
    assert len({choice.key for team in teams for choice in team}) == 2
    whole = propose_all(waiting)
    assert all(one.proposal.impossible for one in whole)


@pytest.mark.usefixtures("database")
def test_more_cases_take_no_more_statements() -> None:
    world = making.submitted("bronze")

    def asked() -> tuple[int, int]:
        with reading() as session, counted() as said:
            found = ask_for_all(session, actor=world.officer, now=making.NOW)
        return len(found), len(said)

    cases, statements = asked()
    for number in range(3):
        making.submitted("bronze", name=f"Further Cluster {number}")
    assert asked() == (cases + 3, statements)


@pytest.mark.usefixtures("database")
def test_each_case_is_asked_about_as_it_is_alone() -> None:
    first = making.submitted("bronze")
    second = making.submitted("gold", name="Second Cluster")
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=SYSTEM,
            person_id=making.id_of(first.assessors[0]),
            organisation_id=second.organisation_id,
            kind=InvolvementKind.EMPLOYED,
            source="records",
            now=making.NOW,
        )
    with reading() as session:
        waiting = ask_for_all(session, actor=first.officer, now=making.NOW)
        day = making.NOW.date()
        alone = [question_of(session, one.application, day) for one in waiting]
    assert [one.question for one in waiting] == alone
    barred = {
        one.application.id: {who.key for who in one.question.candidates if who.barred}
        for one in waiting
    }
    assert barred == {
        first.application_id: set(),
        second.application_id: {str(first.assessors[0].person_id)},
    }


@pytest.mark.usefixtures("database")
def test_an_officer_of_certain_schemes_gets_the_cases_of_these() -> None:
    world = making.submitted("bronze")
    for schemes, many in ((frozenset({"cluster-excellence"}), 1), (frozenset({"another"}), 0)):
        actor = replace(world.officer, schemes=schemes)
        with reading() as session:
            assert len(ask_for_all(session, actor=actor, now=making.NOW)) == many


@pytest.mark.usefixtures("database")
def test_only_who_waits_is_asked_about_and_only_by_officers() -> None:
    world = making.submitted("bronze")
    with reading() as session:
        assert len(waiting_for_team(session, world.officer)) == 1
        assert waiting_for_team(session, world.owner) == []
    making.panel_for(world.application_id, world.officer, world.assessors[:1])
    with reading() as session:
        assert waiting_for_team(session, world.officer) == []
        for stranger in (world.owner, world.assessors[0]):
            with pytest.raises(NotFound):
                ask_for_all(session, actor=stranger, now=making.NOW)


def test_ticked_teams_are_invited_and_the_rest_waits(client: FlaskClient) -> None:
    first = making.submitted("bronze")
    second = making.submitted("bronze", name="Second Cluster")
    enter(client, first.officer)
    assert "No team beside the others meets all rules" in client.get(ADDRESS).text
    page = client.get(leaving(*NEW_OFFICE)).text
    assert page.count("Invite this team") == 2
    sent: dict[str, list[str]] = {"leave": [rule.value for rule in NEW_OFFICE]}
    for name, value in re.findall(r'name="((?:team|lead)-[^"]+)" value="([^"]+)"', page):
        sent.setdefault(name, []).append(value)

    nothing = client.post(ADDRESS, data=sent)
    assert (nothing.status_code, "Tick at least one team." in nothing.text) == (422, True)
    assert f'value="{second.application_id}" checked' in page
    assert f'value="{second.application_id}" checked' not in nothing.text
    done = client.post(ADDRESS, data=sent | {"take": [str(first.application_id)]})
    assert (done.status_code, "done=teams-invited" in done.location) == (303, True)
    with reading() as session:
        assert len(queries.panel(session, first.application_id)) == 1
        assert queries.panel(session, second.application_id) == []
    both = client.post(
        ADDRESS, data=sent | {"take": [str(first.application_id), str(second.application_id)]}
    )
    assert both.status_code == 422
    assert "does not wait for a team any more" in both.text
    with reading() as session:
        assert len(queries.panel(session, second.application_id)) == 1
    assert "No case waits for a team." in client.get(ADDRESS).text


def test_a_team_with_a_lead_is_filled_without_a_second_one(client: FlaskClient) -> None:
    world = making.submitted("gold")
    lead, other, third = world.assessors
    making.panel_for(world.application_id, world.officer, [lead, other])
    making.release(world.application_id, other, world.officer, "Ill.")
    enter(client, world.officer)
    page = client.get(leaving(*NEW_OFFICE)).text
    sent: dict[str, list[str]] = {"take": [str(world.application_id)]}
    for name, value in re.findall(r'name="((?:team|lead)-[^"]+)" value="([^"]+)"', page):
        sent.setdefault(name, []).append(value)
    assert client.post(ADDRESS, data=sent).status_code == 303
    with reading() as session:
        team = queries.panel(session, world.application_id)
    assert {(seat.person_id, seat.leads) for seat in team} in (
        {(lead.person_id, True), (other.person_id, False)},
        {(lead.person_id, True), (third.person_id, False)},
    )


def test_others_do_not_know_of_the_page(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    for stranger in (world.owner, world.assessors[0]):
        enter(client, stranger)
        assert client.get(ADDRESS).status_code == 404
        assert client.post(ADDRESS, data={}).status_code == 404
