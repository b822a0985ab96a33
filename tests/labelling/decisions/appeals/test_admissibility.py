"""Two officers without a part decide whether an appeal is admissible."""

import pytest

from labelling.core.access import Role
from labelling.core.database import unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotNow, SecondFactorNeeded
from labelling.decisions.appeals import actions
from labelling.decisions.appeals.life import AppealState
from tests.labelling.decisions.appeals.making import (
    LATER,
    Scene,
    admitted,
    clerk,
    current,
    filed,
    second_clerk,
    verbs,
)
from tests.labelling.decisions.making import acting, member, officer


def test_two_officers_without_a_part_admit(scene: Scene) -> None:
    appeal = filed(scene)
    admitted(scene, appeal)
    row = current(appeal)
    assert (row.state, row.proposed_by, row.judged_by) == (
        AppealState.ADMITTED,
        scene.clerk.id,
        scene.second_clerk.id,
    )
    assert verbs() == ["appeal.filed", "appeal.acknowledged", "appeal.proposed", "appeal.admitted"]


def test_who_prepared_or_decided_handles_nothing(scene: Scene) -> None:
    appeal = filed(scene)
    for actor in (officer(scene.office, now=LATER), member(scene.office, now=LATER)):
        with pytest.raises(NotAllowed), unit_of_work() as session:
            actions.acknowledge_appeal(session, actor=actor, appeal_id=appeal.id, now=LATER)


def test_proposer_does_not_decide_and_nobody_without_a_fresh_factor(scene: Scene) -> None:
    appeal = filed(scene)
    with unit_of_work() as session:
        actions.acknowledge_appeal(session, actor=clerk(scene), appeal_id=appeal.id, now=LATER)
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.propose_admissibility(
            session, actor=clerk(scene), appeal_id=appeal.id, admissible=False, reason="",
            now=LATER,
        )  # fmt: skip
    with unit_of_work() as session:
        actions.propose_admissibility(
            session, actor=clerk(scene), appeal_id=appeal.id, admissible=False,
            reason="It names no ground that the rules know.", now=LATER,
        )  # fmt: skip
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.judge_admissibility(session, actor=clerk(scene), appeal_id=appeal.id, now=LATER)
    stale = acting(scene.second_clerk, Role.OFFICER, now=LATER, fresh=False)
    with pytest.raises(SecondFactorNeeded), unit_of_work() as session:
        actions.judge_admissibility(session, actor=stale, appeal_id=appeal.id, now=LATER)
    with unit_of_work() as session:
        actions.send_proposal_back(
            session, actor=second_clerk(scene), appeal_id=appeal.id, reason="It does.", now=LATER
        )
    row = current(appeal)
    assert (row.state, row.proposed_by, row.sent_back_reason) == (
        AppealState.ACKNOWLEDGED,
        None,
        "It does.",
    )


def test_inadmissible_appeal_ends(scene: Scene) -> None:
    appeal = filed(scene)
    with unit_of_work() as session:
        actions.acknowledge_appeal(session, actor=clerk(scene), appeal_id=appeal.id, now=LATER)
        actions.propose_admissibility(
            session, actor=clerk(scene), appeal_id=appeal.id, admissible=False,
            reason="It is about another body’s decision.", now=LATER,
        )  # fmt: skip
    with unit_of_work() as session:
        actions.judge_admissibility(
            session, actor=second_clerk(scene), appeal_id=appeal.id, now=LATER
        )
    assert current(appeal).state is AppealState.INADMISSIBLE
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.withdraw_appeal(session, actor=scene.owner, appeal_id=appeal.id, now=LATER)
