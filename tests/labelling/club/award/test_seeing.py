"""What bound officers, appraisers and the chair see of an award, and how it is kept."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.club import queries as clubs
from labelling.club.award import casework, queries
from labelling.club.award.actions.deciding import prepare_award, work_out_award
from labelling.club.award.models import Naming, Route
from labelling.club.models import Membership
from labelling.club.ties import BOUND_OFFICER
from labelling.core.access import Actor, Role
from labelling.core.access import decide as decide_access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, NotAllowed, NotNow
from labelling.core.permissions import Permission
from tests.labelling.acting import actor_for
from tests.labelling.club.award.making import (
    Club,
    agree,
    appraise,
    club_before_freezing,
    decide,
    frozen_with_rule,
    members,
    person,
    prepare,
)
from tests.labelling.club.award.test_course import standing
from tests.labelling.club.results.making import NOW, person_of
from tests.labelling.people.making import add_person, sign_in

JURY = (Route.BEST_PRACTICE, "jury", ())


def officer_bound_to(club: Club, name: str) -> None:
    """Let the office's person be bound up with a member, as its contact."""
    with unit_of_work() as session:
        session.get_one(Membership, club.world.memberships[name]).contact_id = person(club.officer)


def test_officer_bound_up_with_any_member_has_no_part(app: Flask) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    agree(club, members(club)[:3])
    appraise(club, [(90, 50, 40)] * 3, standing(club).candidates)
    file = prepare(club)
    officer_bound_to(club, members(club)[7])  # not one of those who can have it
    with pytest.raises(NotAllowed, match="another officer"):
        prepare(club)
    with reading() as session:
        award = queries.award_for(session, club.officer, club.round_id, NOW)
        known = queries.get_file(session, file.id)
        step = queries.file_step(session, club.officer, award, known, NOW)
        part = next(iter(clubs.parts_in(session, club.round_id)))
        figures = clubs.part_for(session, club.officer, part.id, NOW)
    refused = [
        decide_access(club.officer, permission, subject)
        for permission, subject in (
            (Permission.AWARD_DECIDE, step),
            (Permission.AWARD_NAMES, step),
            (Permission.AWARD_FILE, award),
            (Permission.AWARD_REVOKE, award),
            (Permission.FIGURES_VIEW, figures),
        )
    ]
    assert {(one.allowed, one.hidden, str(one.reason)) for one in refused} == {
        (False, False, str(BOUND_OFFICER))
    }


def test_pages_refuse_a_bound_officer_and_name_no_candidate(client: FlaskClient) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    agree(club, members(club)[:3])
    appraise(club, [(90, 50, 40)] * 3, standing(club).candidates)
    file = prepare(club)
    sign_in(client, person_of(club.officer), Role.OFFICER)
    address = f"/club-awards/rounds/{club.round_id}"
    firms = {one.id: one.name for one in club.world.simulated.members}
    shown = client.get(address).get_data(as_text=True)
    assert all(firms[one] in shown for one in members(club)[:3])
    officer_bound_to(club, members(club)[7])
    page = client.get(address).get_data(as_text=True)
    assert "Another officer acts here" in page
    assert [one for one in firms.values() if one in page] == []
    assert client.get(f"/club-awards/files/{file.id}").status_code == 403
    assert client.get(f"/club-awards/files/{file.id}/award.json").status_code == 403
    with reading() as session:
        part = next(iter(clubs.parts_in(session, club.round_id)))
    assert client.get(f"/clubs/parts/{part.id}/office").status_code == 403


def test_after_the_decision_only_the_two_read_the_candidates(app: Flask) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    agree(club, members(club)[:3])
    appraise(club, [(90, 50, 40)] * 3, standing(club).candidates)
    file = prepare(club)
    with unit_of_work() as session:
        other = actor_for(add_person(session, "Other Officer", roles=[Role.OFFICER]), Role.OFFICER)

    def reads(actor: Actor) -> bool:
        with reading() as session:
            award = queries.award_for(session, actor, club.round_id, NOW)
            known = queries.get_file(session, file.id)
            step = queries.file_step(session, actor, award, known, NOW)
            return decide_access(actor, Permission.AWARD_NAMES, step).allowed

    assert [reads(one) for one in (club.officer, club.chair, other)] == [True, True, True]
    decide(club, file)
    assert [reads(one) for one in (club.officer, club.chair, other)] == [True, True, False]
    assert not reads(club.appraisers[0])


def test_after_the_decision_only_the_two_get_the_file(client: FlaskClient) -> None:
    """It holds every candidate by key, and an officer knows whose key it is."""
    club = frozen_with_rule(*JURY, rounds=1)
    agree(club, members(club)[:3])
    appraise(club, [(90, 50, 40)] * 3, standing(club).candidates)
    file = prepare(club)
    with unit_of_work() as session:
        other = add_person(session, "Other Officer", roles=[Role.OFFICER])
    address = f"/club-awards/files/{file.id}/award.json"
    sign_in(client, other, Role.OFFICER)
    assert client.get(address).status_code == 200
    decide(club, file)
    assert client.get(address).status_code == 403
    sign_in(client, person_of(club.officer), Role.OFFICER)
    assert client.get(address).status_code == 200


def test_no_name_is_added_once_an_appraiser_handed_in(app: Flask) -> None:
    """Some would score a name and others a number; taking a name back is possible."""
    club = frozen_with_rule(*JURY, rounds=1)
    named, *others = members(club)[:3]
    agree(club, others)
    agree(club, [named], by_name=True)
    appraise(club, [(90, 50, 40)] * 3, standing(club).candidates)
    with pytest.raises(NotNow, match="begun to hand in"):
        agree(club, others, by_name=True)
    agree(club, [named])
    with pytest.raises(NotNow):
        agree(club, [named], by_name=True)


def test_appraisers_read_a_name_only_where_the_candidate_agreed(client: FlaskClient) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    named, *others = members(club)[:3]
    agree(club, others)
    agree(club, [named], by_name=True)
    with reading() as session:
        rule = queries.find_rule(session, club.round_id)
        assert rule is not None
        row = next(
            one
            for one in queries.appraisers_of(session, rule.row.id)
            if one.person_id == club.appraisers[0].person_id
        )
    sign_in(client, person_of(club.appraisers[0]), Role.ASSESSOR)
    page = client.get(f"/club-awards/appraisals/{row.id}").get_data(as_text=True)
    firms = {one.id: one.name for one in club.world.simulated.members}
    assert firms[named] in page
    assert [one for one in others if firms[one] in page] == []
    assert (page.count('id="c-'), "Candidate " in page) == (3, True)


def test_award_that_changed_while_it_was_worked_out_is_not_kept(app: Flask) -> None:
    club = frozen_with_rule(rounds=2)
    agree(club, members(club))
    with reading() as session:
        worked = work_out_award(session, actor=club.officer, round_id=club.round_id, now=NOW)
    agree(club, members(club)[:1], Naming.NOTHING)
    with pytest.raises(Conflict), unit_of_work() as session:
        prepare_award(session, actor=club.officer, worked=worked, now=NOW)
    assert prepare(club).number == 1


def test_keeping_an_award_reads_no_figures(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    club = frozen_with_rule(rounds=2)
    agree(club, members(club))
    with reading() as session:
        worked = work_out_award(session, actor=club.officer, round_id=club.round_id, now=NOW)
    for name in ("read_frozen", "frozen_values"):
        monkeypatch.setattr(casework, name, None)
    with unit_of_work() as session:
        prepare_award(session, actor=club.officer, worked=worked, now=NOW)


def test_chair_comes_to_the_award_from_the_club(client: FlaskClient) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    sign_in(client, person_of(club.chair), Role.COMMITTEE)
    listed = client.get("/clubs/", follow_redirects=True).get_data(as_text=True)
    page = client.get(f"/clubs/{club.world.club_id}").get_data(as_text=True)
    for one in (listed, page):
        assert f"/club-awards/rounds/{club.round_id}" in one
    assert [one.name for one in club.world.simulated.members if one.name in page] == []


@pytest.mark.parametrize("chairs", [True, False])
def test_navigation_leads_who_chairs_a_club_to_it(client: FlaskClient, *, chairs: bool) -> None:
    club = club_before_freezing(rounds=1)
    actor = club.chair if chairs else club.appraisers[0]
    sign_in(client, person_of(actor), Role.COMMITTEE if chairs else Role.ASSESSOR)
    page = client.get("/tasks").get_data(as_text=True)
    assert ('href="/clubs/"' in page) is chairs
