"""The panel deliberates and votes, and what follows from its outcome."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Step
from labelling.applications.queries import due, get_application
from labelling.core.access import Actor, Role, may
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotNow
from labelling.core.permissions import Permission
from labelling.decisions import actions as deciding
from labelling.decisions import queries as decisions
from labelling.decisions.appeals import actions, queries
from labelling.decisions.appeals.actions.following import waits_for_office
from labelling.decisions.appeals.appealable import appealable
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.proof import candidates
from labelling.decisions.appeals.words import Follow, Outcome
from labelling.decisions.models import Decision, DecisionState, LabelEventKind
from labelling.decisions.partaking import Part
from labelling.reviews.models import Outcome as Award
from tests.labelling.decisions import making
from tests.labelling.decisions.appeals.making import (
    DAY,
    LATER,
    Scene,
    bystanders,
    clerk,
    current,
    decided,
    drafted,
    filed_against,
    owner_of,
    panellist,
    seated,
    sitting,
    voted,
)
from tests.labelling.decisions.making import acting, make_office, member, officer

# deliberating


def test_majority_decides_with_the_third_vote_and_all_votes_are_kept(scene: Scene) -> None:
    appeal = sitting(scene)
    drafted(scene, appeal)
    voted(scene.members[0], appeal)
    voted(scene.members[1], appeal)
    assert current(appeal).state is AppealState.SITTING
    voted(scene.members[2], appeal, agrees=False)
    row = current(appeal)
    assert (row.state, row.outcome, row.follow, row.reasons) == (
        AppealState.DECIDED,
        Outcome.UPHELD,
        Follow.REOPEN,
        "The report of the visit says otherwise.",
    )
    with reading() as session:
        [ballot] = queries.ballots(session, appeal.id)
        notes = queries.notes(session, appeal.id)
    assert sorted(vote.agrees for vote in ballot.votes) == [False, True, True]
    assert [(note.dissent, note.text) for note in notes] == [(True, "The facts were known.")]
    with pytest.raises(DBAPIError, match="keeps what was written"), unit_of_work() as session:
        session.connection().exec_driver_sql("UPDATE appeal_votes SET agrees = false")


def test_draft_without_majority_decides_nothing_and_another_follows(scene: Scene) -> None:
    appeal = sitting(scene)
    drafted(scene, appeal)
    for person, agrees in zip(scene.members, (True, False, False), strict=False):
        voted(person, appeal, agrees=agrees)
    assert current(appeal).state is AppealState.SITTING
    with pytest.raises(Conflict):
        voted(scene.members[0], appeal)
    decided(scene, appeal, Outcome.DISMISSED, Follow.NOTHING)
    assert current(appeal).outcome is Outcome.DISMISSED


def test_nobody_votes_twice_or_against_without_a_reason_or_an_old_draft(scene: Scene) -> None:
    appeal = sitting(scene)
    first = drafted(scene, appeal)
    drafted(scene, appeal, now=LATER + timedelta(minutes=1))
    actor = panellist(scene.members[1])
    for draft_id, agrees, refusal in ((first, True, Conflict), (None, False, Invalid)):
        with pytest.raises(refusal), unit_of_work() as session:
            newest = queries.ballots(session, appeal.id)[-1].draft.id
            actions.cast_vote(
                session, actor=actor, appeal_id=appeal.id, draft_id=draft_id or newest,
                agrees=agrees, dissent="", now=LATER,
            )  # fmt: skip
    voted(scene.members[1], appeal)
    with pytest.raises(NotNow):
        voted(scene.members[1], appeal)


def test_only_the_writer_writes_and_only_the_panel_reads_notes(scene: Scene) -> None:
    appeal = sitting(scene)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.write_draft(
            session, actor=panellist(scene.members[1]), appeal_id=appeal.id,
            outcome=Outcome.DISMISSED, follow=Follow.NOTHING, reasons="No.", now=LATER,
        )  # fmt: skip
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.write_draft(
            session, actor=panellist(scene.members[0]), appeal_id=appeal.id,
            outcome=Outcome.DISMISSED, follow=Follow.REOPEN, reasons="No.", now=LATER,
        )  # fmt: skip
    with unit_of_work() as session:
        actions.write_note(
            session, actor=panellist(scene.members[1]), appeal_id=appeal.id, text="Look at 1.2.",
            now=LATER,
        )  # fmt: skip
    for actor in (clerk(scene), scene.owner, panellist(scene.members[3])):
        with reading() as session:
            case = queries.appeal_case(session, current(appeal), actor.person_id, LATER)
        assert not may(actor, Permission.APPEAL_DELIBERATE, case)


# what follows


def test_upheld_appeal_opens_the_case_for_other_people(scene: Scene) -> None:
    appeal = sitting(scene)
    decided(scene, appeal)
    with reading() as session:
        assert waits_for_office(session, current(appeal))
    with unit_of_work() as session:
        actions.reopen_case(session, actor=clerk(scene), appeal_id=appeal.id, now=LATER)
    with reading() as session:
        application = get_application(session, scene.application.id)
        assert application.state is State.RECOMMENDED
        assert decisions.standing_decision(session, application.id) is None
        assert decisions.get_decision(session, scene.decision.id).state is DecisionState.SET_ASIDE
        assert due(session, application.id, Step.DECISION) == date(2026, 6, 19)
        assert not waits_for_office(session, current(appeal))
    for actor in (officer(scene.office, now=LATER), acting(scene.office.member, Role.OFFICER)):
        with pytest.raises(NotAllowed), unit_of_work() as session:
            _prepare(session, scene, actor)
    with unit_of_work() as session:
        anew = _prepare(session, scene, clerk(scene))
    with pytest.raises(NotAllowed), unit_of_work() as session:
        _take(session, anew.id, member(scene.office, now=LATER))
    with unit_of_work() as session:
        _take(session, anew.id, acting(scene.office.second_member, Role.COMMITTEE, now=LATER))
    with reading() as session:
        found = appealable(session, scene.owner.organisations(), LATER)
    assert [one.subject_id for one in found] == [anew.id]  # the new decision, not the old one
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.reopen_case(session, actor=clerk(scene), appeal_id=appeal.id, now=LATER)


def _prepare(session: Session, scene: Scene, actor: Actor) -> Decision:
    return deciding.prepare_decision(
        session, actor=actor, application_id=scene.application.id, outcome=Award.NOT_AWARDED,
        level_id=None, note="Looked at anew.", now=LATER,
    )  # fmt: skip


def _take(session: Session, decision_id: UUID, actor: Actor) -> Decision:
    return deciding.take_decision(
        session, actor=actor, decision_id=decision_id, outcome=Award.NOT_AWARDED, level_id=None,
        reason="The rules are not met.", private_reason="", now=LATER,
    )  # fmt: skip


def test_dismissed_appeal_opens_nothing(scene: Scene) -> None:
    appeal = sitting(scene)
    decided(scene, appeal, Outcome.DISMISSED, Follow.NOTHING)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.reopen_case(session, actor=clerk(scene), appeal_id=appeal.id, now=LATER)


def test_upheld_appeal_against_a_suspension_asks_for_the_ordinary_change(app: Flask) -> None:
    office = make_office()
    held = making.label(office)
    event = making.suspend(office, held)
    appeal = filed_against(held, event)
    clerks = bystanders()
    scene = Scene(
        office, None, None, owner_of(held.organisation_id), clerks[0], clerks[1], clerks[2],  # type: ignore[arg-type]
    )  # fmt: skip
    seated(scene, appeal)
    decided(scene, appeal, follow=Follow.CHANGE)
    with reading() as session:
        assert waits_for_office(session, current(appeal))
    making.changed(office, held, LabelEventKind.LIFTED, now=LATER + DAY)
    with reading() as session:
        assert not waits_for_office(session, current(appeal))


def test_who_sat_on_an_earlier_appeal_does_not_sit_on_the_next(scene: Scene) -> None:
    appeal = sitting(scene)
    decided(scene, appeal, Outcome.DISMISSED, Follow.NOTHING)
    with reading() as session:
        later = current(appeal)
        later.id = uuid4()
        found = {one.person.id: one.parts for one in candidates(session, later, LATER) if one.parts}
    assert found == {person.id: {Part.APPEAL, Part.DECIDED} for person in scene.members[:3]}
