"""Pages of awards ask the database as often for many rows as for one."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.club.award import queries
from labelling.club.award.models import AwardFile, AwardRule, Route, RuleConfirmation, Stage
from labelling.club.models import FrozenRound, RoundState
from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from tests.labelling.club.award.making import (
    Club,
    agree,
    club_before_freezing,
    confirm,
    members,
    person,
    propose,
    set_state,
)
from tests.labelling.club.results.making import NOW, person_of
from tests.labelling.people.making import sign_in
from tests.labelling.statements import asked_by


@pytest.fixture
def club(app: Flask) -> Club:
    """Return a club that gives its award by appraisal; its figures are frozen now."""
    made = club_before_freezing(rounds=3, members=12)
    confirm(made, propose(made, Route.BEST_PRACTICE, "jury", ()))
    set_state(made, RoundState.FROZEN)
    agree(made, members(made)[:1])
    return made


def appraisal_of(club: Club, actor: Actor) -> str:
    with reading() as session:
        rule = queries.find_rule(session, club.round_id)
        assert rule is not None
        rows = queries.appraisers_of(session, rule.row.id)
    return next(
        f"/club-awards/appraisals/{one.id}" for one in rows if one.person_id == person(actor)
    )


@pytest.mark.parametrize("who", ["officer", "chair", "member", "appraiser"])
def test_page_with_more_candidates_asks_no_more(client: FlaskClient, club: Club, who: str) -> None:
    actor, role = {
        "officer": (club.officer, Role.OFFICER),
        "chair": (club.chair, Role.COMMITTEE),
        "member": (club.world.first(0)[0], Role.MANAGER),
        "appraiser": (club.appraisers[0], Role.ASSESSOR),
    }[who]
    sign_in(client, person_of(actor), role)
    address = f"/club-awards/rounds/{club.round_id}"
    if who == "appraiser":
        address = appraisal_of(club, actor)
    one = asked_by(client, address)
    agree(club, members(club)[1:10])
    many = asked_by(client, address)
    assert len(many) == len(one), "\n".join(sorted(set(many) - set(one)))


def worked_out(club: Club, round_id: UUID) -> None:
    """Keep a rule of a round, and a file that waits for its second person."""
    with unit_of_work() as session:
        rule = AwardRule(
            round_id=round_id, number=9, route=Route.BEST_PRACTICE, measure="jury", criteria=[],
            proposed_at=NOW, proposed_by=person(club.officer),
        )  # fmt: skip
        session.add(rule)
        session.flush()
        session.add(
            RuleConfirmation(rule_id=rule.id, confirmed_at=NOW, confirmed_by=person(club.chair))
        )
        frozen = select(FrozenRound.id).where(FrozenRound.round_id == round_id)
        session.add(
            AwardFile(
                rule_id=rule.id, number=1, stage=Stage.FIGURES,
                frozen_id=session.scalars(frozen).one(), kind="none", reason="", members=[],
                sha256=round_id.hex * 2, content="{}", prepared_at=NOW,
                prepared_by=person(club.officer),
            )
        )  # fmt: skip


def test_tasks_about_more_awards_take_no_more_statements(client: FlaskClient, club: Club) -> None:
    sign_in(client, person_of(club.chair), Role.COMMITTEE)
    first, *others = club.world.rounds[:2]
    worked_out(club, first)
    one = asked_by(client, "/tasks")
    assert client.get("/tasks").get_data(as_text=True).count("/club-awards/files/") == 1
    for round_id in others:
        worked_out(club, round_id)
    assert client.get("/tasks").get_data(as_text=True).count("/club-awards/files/") == 2
    many = asked_by(client, "/tasks")
    assert len(many) == len(one), "\n".join(sorted(set(many) - set(one)))
