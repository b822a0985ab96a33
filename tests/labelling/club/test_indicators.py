"""Indicators: chosen, proposed, voted on, adopted; definitions that change."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from labelling.club import queries
from labelling.club.actions.indicators import Changed, change_definition, choose_indicators
from labelling.club.actions.members import add_member
from labelling.club.actions.proposals import (
    Proposed,
    propose_indicator,
    settle_proposal,
    vote_on,
)
from labelling.club.models import IndicatorSetVersion, Proposal
from labelling.club.sets import asked_codes, set_of
from labelling.core.access import Role
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow
from tests.labelling.acting import actor_for
from tests.labelling.club.making import NOW, World, accept, club_with_round, make_club
from tests.labelling.organisations.browsing import as_person, text_of
from tests.labelling.people.making import add_person

pytestmark = pytest.mark.usefixtures("app")
GUESTS = Proposed(
    "F", "Guests from abroad", "count", "flow", "up", "Guests from other countries.", "Count them."
)


def _world() -> World:
    with unit_of_work() as session:
        return make_club(session)


def _propose(world: World, proposed: Proposed = GUESTS) -> Proposal:
    with unit_of_work() as session:
        return propose_indicator(
            session, actor=world.owner, membership_id=world.membership.id, proposed=proposed,
            votes_until=today(NOW) + timedelta(days=5), now=NOW,
        )  # fmt: skip


def _settle(world: World, proposal: Proposal, days: int) -> IndicatorSetVersion | None:
    with unit_of_work() as session:
        return settle_proposal(
            session, actor=world.officer, proposal_id=proposal.id, adopted=True,
            first_round="2026-H2", now=NOW + timedelta(days=days),
        )  # fmt: skip


def _vote(world: World, proposal: Proposal, *, firm: bool = False, in_favour: bool) -> None:
    with unit_of_work() as session:
        vote_on(
            session,
            actor=world.firm_actor if firm else world.owner,
            membership_id=world.firm.id if firm else world.membership.id,
            proposal_id=proposal.id,
            in_favour=in_favour,
            now=NOW,
        )


def _others_vote(world: World, proposal: Proposal, *in_favour: bool) -> None:
    """Let further firms join the club and vote."""
    for number, one in enumerate(in_favour):
        with unit_of_work() as session:
            person = add_person(session, f"Vera Voter {number}")
            firm = add_member(
                session, actor=world.officer, club_id=world.club.id, kind_id=world.firm.kind_id,
                firm=f"Firm {number}", contact_id=person.id, bands={"size": "large"},
                joined_on=today(NOW), now=NOW,
            )  # fmt: skip
            voter = actor_for(person, Role.MANAGER)
            accept(session, world, voter, firm)
        with unit_of_work() as session:
            vote_on(
                session, actor=voter, membership_id=firm.id, proposal_id=proposal.id,
                in_favour=one, now=NOW,
            )  # fmt: skip


def _votes_shown(page: TestResponse) -> str:
    assert page.status_code == 200
    found = re.search(r'<p class="votes">(.*?)</p>', page.get_data(as_text=True))
    assert found is not None
    return found.group(1)


def test_choice_adds_to_the_core_and_leaves_open_rounds_alone() -> None:
    world = club_with_round()
    with unit_of_work() as session:
        choose_indicators(
            session, actor=world.owner, membership_id=world.membership.id,
            codes=["A02", "C03"], now=NOW,
        )  # fmt: skip
    with unit_of_work() as session, pytest.raises(Invalid):
        choose_indicators(
            session, actor=world.owner, membership_id=world.membership.id, codes=["A01"], now=NOW
        )
    with reading() as session:
        chosen = queries.choices_of(session, world.membership.id)
        set_ = set_of(queries.newest_set(session, world.club.id))
    assert chosen == ["A02", "C03"]
    assert len(asked_codes(set_, chosen)) == 14
    assert len(world.part().asked) == 12


def test_majority_adopts_an_indicator_into_the_next_version() -> None:
    world = _world()
    proposal = _propose(world)
    _vote(world, proposal, in_favour=False)
    _vote(world, proposal, in_favour=True)  # changed one's mind: still one vote
    _others_vote(world, proposal, True, True, False, False)
    with pytest.raises(NotNow):  # members can still vote
        _settle(world, proposal, days=2)
    version = _settle(world, proposal, days=6)
    assert version is not None
    set_ = set_of(version)
    new = set_.indicators["F09"]
    assert (version.number, new.name, new.tier, new.kind) == (2, GUESTS.name, "choice", "flow")
    assert version.sha256 == set_.identity
    with pytest.raises(NotNow):
        _settle(world, proposal, days=7)


@pytest.mark.parametrize("others", [(), (True, True, True), (True, True, False, False, False)])
def test_too_few_votes_and_too_few_in_favour_are_refused_alike(others: tuple[bool, ...]) -> None:
    """One word for both: else the outcome of four votes would tell each of them."""
    world = _world()
    proposal = _propose(world)
    _vote(world, proposal, in_favour=True)
    _others_vote(world, proposal, *others)
    with pytest.raises(NotNow) as refusal:
        _settle(world, proposal, days=6)
    assert str(refusal.value) == ("It found no majority of at least 5 votes, so it is not adopted.")


def test_round_that_cannot_be_is_told_where_it_was_written(app: Flask) -> None:
    world = _world()
    proposal = _propose(world)
    _vote(world, proposal, in_favour=True)
    _others_vote(world, proposal, True, True, True, True)
    with unit_of_work() as session:
        session.get_one(Proposal, proposal.id).votes_until = today(NOW) - timedelta(days=1)
    answer = as_person(app, world.officer_person).post(
        f"/clubs/proposals/{proposal.id}/settle", data={"adopt": "", "first_round": "autumn"}
    )
    assert answer.status_code == 422
    assert "Write the half-year like 2026-H1." in text_of(answer)
    assert 'value="autumn"' in answer.get_data(as_text=True)
    with reading() as session:
        assert queries.get_proposal(session, proposal.id).result is None


def test_votes_are_told_to_nobody(app: Flask) -> None:
    """Neither while members vote nor afterwards, on no page and in no trail."""
    world = _world()
    proposal = _propose(world)
    address = f"/clubs/{world.club.id}/proposals"
    clients = [as_person(app, world.contact), as_person(app, world.officer_person)]
    before = [_votes_shown(one.get(address)) for one in clients]
    _others_vote(world, proposal, True, False, True, True)
    assert [_votes_shown(one.get(address)) for one in clients] == before
    _vote(world, proposal, in_favour=True)
    with unit_of_work() as session:
        session.get_one(Proposal, proposal.id).votes_until = today(NOW) - timedelta(days=1)
    assert {_votes_shown(one.get(address)) for one in clients} == {
        "Voting has ended: there is a majority for it."
    }
    _settle(world, proposal, days=6)
    with reading() as session:
        details = session.scalars(
            select(AuditDetail.details)
            .join(AuditEntry, AuditEntry.seq == AuditDetail.seq)
            .where(AuditEntry.subject_id == proposal.id, AuditEntry.verb == "indicator.settled")
        ).all()
    assert details == [{"result": "adopted"}]


def test_who_votes_reads_what_would_be_measured(app: Flask) -> None:
    world = _world()
    share = {"unit": "percent", "kind": "share", "numerator": "left", "denominator": "A01"}
    _propose(world, replace(GUESTS, guidance="Count each guest once.", **share))
    shown = text_of(as_person(app, world.contact).get(f"/clubs/{world.club.id}/proposals"))
    for told in (GUESTS.definition, "Count each guest once.", "Unit", "Members that left over"):
        assert told in shown


def test_proposal_that_no_set_could_hold_is_refused() -> None:
    world = _world()
    for wrong in (
        Proposed("Z", "Of no group", "count", "flow", "up", "What?", "How?"),
        Proposed("A", "In no unit", "furlong", "flow", "up", "What?", "How?"),
        Proposed("A", "Share of nothing", "percent", "share", "up", "What?", "How?"),
        Proposed("A", "Price", "eur", "price", "up", "What?", "How?"),
    ):
        with pytest.raises(Invalid):
            _propose(world, wrong)


NEW = Changed(
    definition="Members with two participations in the half-year.",
    guidance="Two signatures.",
    effect="break",
    first_round="2026-H2",
)


def _change(world: World, changed: Changed = NEW) -> IndicatorSetVersion:
    with unit_of_work() as session:
        return change_definition(
            session, actor=world.officer, club_id=world.club.id, code="A07", changed=changed,
            now=NOW,
        )  # fmt: skip


def test_changed_definition_is_logged_without_figures() -> None:
    world = _world()
    [change] = set_of(_change(world)).changes
    assert (change.indicator, str(change.since), change.effect) == ("A07", "2026-H2", "break")
    assert change.measured is None
    with reading() as session:
        assert [one.number for one in queries.sets_of(session, world.club.id)] == [2, 1]


@pytest.mark.parametrize("effect", ["wording", "restated", "break"])
def test_round_that_is_announced_keeps_its_definitions(effect: str) -> None:
    world = club_with_round()  # 2026-H1
    with pytest.raises(Invalid, match="is announced already and keeps its set"):
        _change(world, replace(NEW, effect=effect, first_round="2026-H1"))
    assert _change(world, replace(NEW, effect=effect, first_round="2026-H2")).number == 2


def test_second_click_on_a_changed_definition_is_told_as_the_first(app: Flask) -> None:
    world = _world()
    office = as_person(app, world.officer_person)
    sent = {
        "definition": NEW.definition, "guidance": NEW.guidance, "effect": NEW.effect,
        "first_round": NEW.first_round,
    }  # fmt: skip
    address = f"/clubs/{world.club.id}/indicators/A07"
    answers = [office.post(address, data=sent) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert len({one.location for one in answers}) == 1
    with reading() as session:
        assert [one.number for one in queries.sets_of(session, world.club.id)] == [2, 1]
    with pytest.raises(Invalid):  # another change of nothing is told as what it is
        _change(world, replace(NEW, effect="restated"))


def test_all_faults_of_a_changed_definition_are_told_at_once(app: Flask) -> None:
    world = _world()
    office = as_person(app, world.officer_person)
    with reading() as session:
        stands = set_of(queries.newest_set(session, world.club.id)).indicators["A07"]
    page = office.post(
        f"/clubs/{world.club.id}/indicators/A07",
        data={
            "definition": stands.definition, "guidance": stands.guidance, "effect": "wrong",
            "first_round": "autumn",
        },
    )  # fmt: skip
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    for said in ("This is the definition that stands.", "Write the half-year like 2026-H1."):
        assert said in text
    assert text.count("govuk-error-message") == 3
    assert "Median" not in text  # nobody types what it did


def test_all_faults_of_a_proposal_are_told_at_once(app: Flask) -> None:
    world = _world()
    manager = as_person(app, world.contact)
    page = manager.post(
        f"/clubs/members/{world.membership.id}/propose",
        data={
            "name": "", "group": "E", "definition": "Something.", "kind": "share",
            "unit": "percent", "direction": "up", "numerator": "", "denominator": "",
            "votes_until": ["1", "1", "2020"],
        },
    )  # fmt: skip
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    for said in ("Fill this in.", "Choose what is divided by what.", "choose a later day"):
        assert said in text


def test_menus_of_a_proposal_are_in_order(app: Flask) -> None:
    world = _world()
    page = as_person(app, world.contact).get(f"/clubs/members/{world.membership.id}/propose")
    menus = re.findall(r"<select.*?</select>", page.get_data(as_text=True), re.DOTALL)
    group, _unit, divided, by = (re.findall(r">([^<>]+)</option>", one) for one in menus)
    assert group[0] == "Choose a group"
    assert [one[0] for one in group[1:]] == list("ABCDEF")
    assert divided == by == [divided[0], *sorted(divided[1:], key=str.casefold)]
