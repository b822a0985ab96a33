"""Nobody sits on a panel who had a part in the case, whenever that comes to light."""

import pytest

from labelling.core import audit
from labelling.core.access import Role
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from labelling.decisions.appeals import actions, queries
from labelling.decisions.appeals.actions.panels import remove_involved
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import MemberState
from labelling.decisions.appeals.proof import candidates, fingerprint
from labelling.decisions.partaking import Part
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind, Person
from tests.labelling.decisions.appeals.making import (
    DAY,
    LATER,
    Scene,
    admitted,
    clerk,
    current,
    declared,
    drafted,
    filed,
    named,
    panellist,
    sitting,
    verbs,
    voted,
)
from tests.labelling.decisions.making import NOW


def bind(person: Person, scene: Scene, kind: InvolvementKind = InvolvementKind.CONSULTED) -> None:
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=clerk(scene),
            person_id=person.id,
            organisation_id=scene.application.organisation_id,
            kind=kind,
            source="letter",
            now=LATER,
        )


def test_panel_is_named_with_its_proof(scene: Scene) -> None:
    appeal = filed(scene)
    admitted(scene, appeal)
    bind(scene.members[3], scene)
    with reading() as session:
        head = audit.head(session)
    named(scene, appeal)
    with reading() as session:
        [proof] = queries.compositions(session, appeal.id)
        assert proof.examined == {
            **{str(person.id): [] for person in scene.members[:3]},
            str(scene.members[3].id): ["bound_up"],
        }
        assert (proof.audit_seq, proof.audit_sha256) == (head.seq, head.entry_sha256.hex())
        listed = fingerprint(current(appeal), proof.examined, proof.audit_sha256)
        assert proof.examined_sha256 == listed
        assert sorted(proof.named) == sorted(str(person.id) for person in scene.members[:3])
        entry = session.get_one(AuditEntry, head.seq)
    assert entry.verb == "involvement.recorded"


@pytest.mark.parametrize("kind", InvolvementKind)
def test_whoever_the_ledger_knows_cannot_be_named(scene: Scene, kind: InvolvementKind) -> None:
    appeal = filed(scene)
    admitted(scene, appeal)
    bind(scene.members[0], scene, kind)
    with pytest.raises(Invalid):
        named(scene, appeal)


def test_all_who_had_a_part_are_found(scene: Scene) -> None:
    appeal = filed(scene)
    people = (*scene.members, scene.office.officer, scene.office.member)
    with unit_of_work() as session:
        for person in people[4:]:
            session.add(_grant(person, Role.APPEALS))
        session.flush()
        found = {
            one.person.name: set(one.parts)
            for one in candidates(session, current(appeal), LATER)
            if one.parts
        }
    assert found == {
        "Olga Officer": {Part.PREPARED, Part.HANDLED},
        "Carla Committee": {Part.DECIDED, Part.HANDLED},
    }


def _grant(person: Person, role: Role) -> object:
    from labelling.people.models import RoleGrant

    return RoleGrant(person_id=person.id, role=role, proposed_at=NOW, confirmed_at=NOW)


def test_panel_has_three_members_and_one_of_them_writes(scene: Scene) -> None:
    appeal = filed(scene)
    with pytest.raises(NotNow):
        named(scene, appeal)
    admitted(scene, appeal)
    ids = [person.id for person in scene.members]
    for chosen, writer in ((ids[:2], ids[0]), (ids, ids[0]), (ids[:3], ids[3]), ([], ids[0])):
        with pytest.raises(Invalid), unit_of_work() as session:
            actions.compose_panel(
                session, actor=clerk(scene), appeal_id=appeal.id, person_ids=chosen,
                writer_id=writer, now=LATER,
            )  # fmt: skip


def test_two_accounts_of_which_one_made_the_other_do_not_sit_together(scene: Scene) -> None:
    appeal = filed(scene)
    admitted(scene, appeal)
    with unit_of_work() as session:
        second = session.get_one(Person, scene.members[1].id)
        second.reset_by, second.reset_at = scene.members[0].id, LATER - DAY
    with pytest.raises(Invalid):
        named(scene, appeal)


def test_panel_sits_when_all_three_have_declared(scene: Scene) -> None:
    appeal = filed(scene)
    admitted(scene, appeal)
    named(scene, appeal)
    for person in scene.members[:2]:
        declared(person, appeal)
    assert current(appeal).state is AppealState.ADMITTED
    declared(scene.members[2], appeal)
    assert current(appeal).state is AppealState.SITTING
    with pytest.raises(NotNow):
        declared(scene.members[2], appeal)
    with pytest.raises(NotFound):
        declared(scene.members[3], appeal)


def test_declared_tie_takes_a_member_off_and_goes_into_the_ledger(scene: Scene) -> None:
    appeal = filed(scene)
    admitted(scene, appeal)
    named(scene, appeal)
    with unit_of_work() as session:
        gone = actions.declare_independence(
            session, actor=panellist(scene.members[0]), appeal_id=appeal.id,
            kinds=[InvolvementKind.ACQUAINTED], text="We were at school together.", now=LATER,
        )  # fmt: skip
    assert (gone.state, gone.ended_reason) == (MemberState.REMOVED, "acquainted")
    with reading() as session:
        found = {one.person.id: one for one in candidates(session, current(appeal), LATER)}
    assert found[scene.members[0].id].parts == {Part.BOUND_UP}
    assert found[scene.members[3].id].possible


def test_panel_does_not_sit_with_a_member_of_whom_the_ledger_has_learnt(scene: Scene) -> None:
    appeal = filed(scene)
    admitted(scene, appeal)
    named(scene, appeal)
    for person in scene.members[:2]:
        declared(person, appeal)
    bind(scene.members[0], scene)  # after the declaration, before the panel sits
    declared(scene.members[2], appeal)
    assert current(appeal).state is AppealState.ADMITTED
    with reading() as session:
        standing = {one.person_id for one in queries.panel(session, appeal.id)}
    assert standing == {scene.members[1].id, scene.members[2].id}
    assert "appeal.panel_sits" not in verbs()


def test_panel_is_not_completed_around_a_member_of_whom_the_ledger_has_learnt(
    scene: Scene,
) -> None:
    appeal = filed(scene)
    admitted(scene, appeal)
    named(scene, appeal)
    with unit_of_work() as session:
        actions.decline_seat(
            session, actor=panellist(scene.members[2]), appeal_id=appeal.id,
            reason="I am away.", now=LATER,
        )  # fmt: skip
    bind(scene.members[0], scene)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.compose_panel(
            session, actor=clerk(scene), appeal_id=appeal.id,
            person_ids=[scene.members[3].id], writer_id=scene.members[1].id, now=LATER,
        )  # fmt: skip


def test_no_vote_counts_while_a_member_sits_of_whom_the_ledger_has_learnt(scene: Scene) -> None:
    appeal = sitting(scene)
    drafted(scene, appeal)
    voted(scene.members[1], appeal)
    bind(scene.members[1], scene)  # the vote was given before
    for person in (scene.members[0], scene.members[2]):
        with pytest.raises(NotNow):
            voted(person, appeal)
    assert current(appeal).outcome is None


def test_involvement_found_later_removes_the_member_on_record(scene: Scene) -> None:
    appeal = sitting(scene)
    draft = drafted(scene, appeal)
    bind(scene.members[1], scene)
    with pytest.raises(NotAllowed):
        voted(scene.members[1], appeal)
    with unit_of_work() as session:
        remove_involved(session, LATER + DAY)
    with unit_of_work() as session:
        remove_involved(session, LATER + DAY)
    row = current(appeal)
    assert row.state is AppealState.ADMITTED
    with reading() as session:
        gone = next(
            one for one in queries.members(session, appeal.id) if one.state is MemberState.REMOVED
        )
    assert (gone.person_id, gone.ended_reason) == (scene.members[1].id, "bound_up")
    assert verbs().count("appeal.member_removed") == 1
    with unit_of_work() as session:
        actions.compose_panel(
            session, actor=clerk(scene, LATER + DAY), appeal_id=appeal.id,
            person_ids=[scene.members[3].id], writer_id=scene.members[0].id, now=LATER + DAY,
        )  # fmt: skip
    declared(scene.members[3], appeal, LATER + DAY)
    assert current(appeal).state is AppealState.SITTING
    with pytest.raises(Conflict), unit_of_work() as session:  # the draft was another panel's
        actions.cast_vote(
            session, actor=panellist(scene.members[0], LATER + DAY), appeal_id=appeal.id,
            draft_id=draft, agrees=True, dissent="", now=LATER + DAY,
        )  # fmt: skip


def test_officer_removes_and_member_declines_on_record(scene: Scene) -> None:
    appeal = filed(scene)
    admitted(scene, appeal)
    named(scene, appeal)
    with unit_of_work() as session:
        actions.decline_seat(
            session, actor=panellist(scene.members[0]), appeal_id=appeal.id, reason="Ill.",
            now=LATER,
        )  # fmt: skip
    with reading() as session:
        one = queries.panel(session, appeal.id)[0]
    for reason in ("", "Does not answer."):
        if not reason:
            with pytest.raises(Invalid), unit_of_work() as session:
                actions.remove_member(
                    session, actor=clerk(scene), appeal_id=appeal.id, member_id=one.id,
                    reason=reason, now=LATER,
                )  # fmt: skip
            continue
        with unit_of_work() as session:
            actions.remove_member(
                session, actor=clerk(scene), appeal_id=appeal.id, member_id=one.id,
                reason=reason, now=LATER,
            )  # fmt: skip
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.remove_member(
            session, actor=clerk(scene), appeal_id=appeal.id, member_id=one.id, reason="x",
            now=LATER,
        )  # fmt: skip
    assert verbs()[-2:] == ["appeal.member_declined", "appeal.member_removed"]
