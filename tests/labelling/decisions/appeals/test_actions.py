"""Filing, admitting, composing, deciding and following an appeal; and each refusal."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Step
from labelling.applications.queries import due, get_application
from labelling.core import audit
from labelling.core.access import Actor, Role, may
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    NotNow,
    SecondFactorNeeded,
)
from labelling.core.permissions import Permission
from labelling.decisions import actions as deciding
from labelling.decisions import queries as decisions
from labelling.decisions.appeals import actions, queries
from labelling.decisions.appeals.actions.following import waits_for_office
from labelling.decisions.appeals.actions.panels import remove_involved
from labelling.decisions.appeals.appealable import appealable
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import MemberState
from labelling.decisions.appeals.proof import candidates, fingerprint
from labelling.decisions.appeals.words import About, Follow, Ground, Outcome
from labelling.decisions.clocks.dates import due_dates
from labelling.decisions.clocks.spans import Clock
from labelling.decisions.models import Decision, DecisionState, LabelEventKind
from labelling.decisions.partaking import Part
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind, Person
from labelling.reviews.models import Outcome as Award
from tests.labelling.decisions import making
from tests.labelling.decisions.appeals.making import (
    LATER,
    TEXT,
    Scene,
    admitted,
    bystanders,
    clerk,
    current,
    decided,
    declared,
    drafted,
    filed,
    filed_against,
    named,
    owner_of,
    panellist,
    refused,
    seated,
    second_clerk,
    sitting,
    voted,
)
from tests.labelling.decisions.making import NOW, acting, make_office, member, officer

DAY = timedelta(days=1)


@pytest.fixture
def scene(app: Flask) -> Scene:
    """Return a decision against an organisation, and people who had no part in it."""
    return refused()


def verbs() -> list[str]:
    with reading() as session:
        query = select(AuditEntry.verb).where(AuditEntry.verb.startswith("appeal."))
        return list(session.scalars(query.order_by(AuditEntry.seq)))


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


# filing


def test_filed_appeal_starts_its_clocks_and_changes_nothing(scene: Scene) -> None:
    appeal = current(filed(scene))
    assert (appeal.state, appeal.about, appeal.grounds, appeal.text, appeal.letter_on) == (
        AppealState.FILED,
        About.DECISION,
        ["procedure", "facts"],
        TEXT,
        date(2026, 5, 28),
    )
    with reading() as session:
        assert due_dates(session, [appeal.id]) == {
            (appeal.id, Clock.ACKNOWLEDGE): date(2026, 6, 5),
            (appeal.id, Clock.ADMISSIBILITY): date(2026, 6, 12),
            (appeal.id, Clock.PANEL): date(2026, 6, 26),
            (appeal.id, Clock.OUTCOME): date(2026, 7, 28),
        }
        application = get_application(session, scene.application.id)
        assert application.state is State.DECIDED
        assert appealable(session, [application.organisation_id], LATER) == []
    assert verbs() == ["appeal.filed"]


@pytest.mark.parametrize(("days", "possible"), [(0, True), (30, True), (31, False)])
def test_thirty_days_count_from_the_letter(scene: Scene, days: int, possible: bool) -> None:
    with reading() as session:
        found = appealable(session, scene.owner.organisations(), NOW + days * DAY)
    assert bool(found) is possible


def test_late_appeal_second_appeal_and_anothers_are_answered_alike(scene: Scene) -> None:
    with pytest.raises(NotFound):
        filed(scene, NOW + 31 * DAY)
    filed(scene)
    with pytest.raises(NotFound):
        filed(scene)
    other = making.recommended(name="Another Cluster")
    stranger = owner_of(other.organisation_id)
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.file_appeal(
            session, actor=stranger, about=About.DECISION, subject_id=scene.decision.id,
            grounds=[Ground.FACTS], text=TEXT, evidence=[], now=LATER,
        )  # fmt: skip


def test_award_at_the_level_applied_for_cannot_be_appealed(app: Flask) -> None:
    office = make_office()
    label = making.label(office)
    with reading() as session:
        assert appealable(session, [label.organisation_id], LATER) == []


@pytest.mark.parametrize(
    ("grounds", "text", "field"), [([], TEXT, "grounds"), ([Ground.FACTS], " ", "text")]
)
def test_appeal_without_ground_or_text_is_refused(
    scene: Scene, grounds: list[Ground], text: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal, unit_of_work() as session:
        actions.file_appeal(
            session, actor=scene.owner, about=About.DECISION, subject_id=scene.decision.id,
            grounds=grounds, text=text, evidence=[], now=LATER,
        )  # fmt: skip
    assert refusal.value.field == field


def test_evidence_of_another_library_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.file_appeal(
            session, actor=scene.owner, about=About.DECISION, subject_id=scene.decision.id,
            grounds=[Ground.FACTS], text=TEXT, evidence=[uuid4()], now=LATER,
        )  # fmt: skip


# admissibility


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


# the panel


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
        standing = [one.person_id for one in queries.panel(session, appeal.id)]
    assert standing == [scene.members[1].id, scene.members[2].id]
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


# dates, taking back


def test_date_is_extended_with_a_reason_by_the_office_alone(scene: Scene) -> None:
    appeal = filed(scene)
    for actor, day, reason, refusal in (
        (scene.owner, date(2026, 8, 10), "Holidays.", NotAllowed),
        (clerk(scene), date(2026, 7, 1), "Earlier.", Invalid),
        (clerk(scene), date(2026, 8, 10), "", Invalid),
    ):
        with pytest.raises(refusal), unit_of_work() as session:
            actions.extend_appeal(
                session, actor=actor, appeal_id=appeal.id, step=Clock.OUTCOME, day=day,
                reason=reason, now=LATER,
            )  # fmt: skip
    with unit_of_work() as session:
        actions.extend_appeal(
            session, actor=clerk(scene), appeal_id=appeal.id, step=Clock.OUTCOME,
            day=date(2026, 8, 10), reason="Holidays.", now=LATER,
        )  # fmt: skip
    with reading() as session:
        assert due_dates(session, [appeal.id])[appeal.id, Clock.OUTCOME] == date(2026, 8, 10)


def test_owner_withdraws_for_good(scene: Scene) -> None:
    appeal = sitting(scene)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.withdraw_appeal(session, actor=clerk(scene), appeal_id=appeal.id, now=LATER)
    with unit_of_work() as session:
        actions.withdraw_appeal(session, actor=scene.owner, appeal_id=appeal.id, now=LATER)
    assert current(appeal).state is AppealState.WITHDRAWN
    with pytest.raises(NotFound):
        filed(scene)
