"""Submitting, checking, returning, refusing, withdrawing: what each does and when it is refused."""

import hashlib
from datetime import date, timedelta

import pytest
import rfc8785
from sqlalchemy import select

from labelling.applications import actions, queries
from labelling.applications.actions import Finding, NotReady
from labelling.applications.items import Page
from labelling.applications.life import State
from labelling.applications.models import Snapshot, Step
from labelling.applications.queries.drafts import load_draft
from labelling.applications.queries.office import findings_of
from labelling.applications.queries.readiness import readiness_of
from labelling.applications.readiness import Readiness
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from labelling.organisations.actions.evidence import remove_evidence
from labelling.organisations.actions.members import save_members
from labelling.organisations.members import MemberKind, MemberLine, fingerprint
from tests.labelling.acting import actor_for
from tests.labelling.applications.making import (
    NOW,
    TEXT,
    World,
    answer_all,
    make_application,
    make_eligible,
    make_submitted,
    save,
    start,
    submit,
)

pytestmark = pytest.mark.usefixtures("database")
DAY = date(2026, 12, 4)


def ready(world: World) -> Readiness:
    """Return what the draft lacks."""
    with reading() as session:
        draft = load_draft(session, queries.get_application(session, world.id))
        return readiness_of(session, draft, NOW)


def mails(world: World) -> set[str]:
    """Return the names of all mails about the application."""
    with reading() as session:
        return set(session.scalars(select(Outgoing.name).where(Outgoing.about_id == world.id)))


def test_an_empty_list_of_members_is_named_and_blocks_nothing() -> None:
    world = make_application("bronze")
    answer_all(world)
    assert [item.page for item in ready(world).should if item.page is Page.MEMBERS] == [
        Page.MEMBERS
    ]
    assert ready(world).is_ready
    members = (MemberLine("Steyr Axles", MemberKind.FIRM, "AT"),)
    with unit_of_work() as session:
        save_members(
            session,
            actor=world.owner,
            organisation_id=world.made.id,
            members=members,
            base=fingerprint(()),
            now=NOW,
        )
    assert Page.MEMBERS not in {item.page for item in ready(world).should}


def test_an_empty_draft_names_every_part_and_every_declaration() -> None:
    world = make_application("bronze", facts=False)
    found = ready(world)
    parts = [item for item in found.must if item.part_id]
    assert len(parts) == 16
    assert {item.says for item in parts} == {"open"}
    declarations = [item for item in found.must if item.page.value == "declarations"]
    assert len(declarations) == 4
    assert [item for item in found.must if item.page.value == "facts"]
    with pytest.raises(NotReady) as refused:
        submit(world)
    assert refused.value.first == found.must[:3]
    assert refused.value.status == 422
    assert world.reload().state is State.DRAFT


def test_each_gap_of_a_part_is_named_with_its_field() -> None:
    world = make_application("bronze")
    piece = answer_all(world, but=["1.1"])
    assert [(item.part_id, item.says) for item in ready(world).must] == [("1.1", "open")]
    save(world, "1.1", band=None, text=TEXT)
    save(world, "1.2", text="x" * 812, version=1)
    with unit_of_work() as session:
        remove_evidence(session, actor=world.owner, evidence_id=piece.id, now=NOW)
    items = {item.part_id: (item.anchor, item.says, item.who) for item in ready(world).must}
    gone = "“Strategy 2025–2028” was taken out of the library"
    assert items["1.1"] == ("band", "no line chosen, no evidence", "Ana Lindqvist")
    assert items["1.2"] == ("text", f"12 characters too many, {gone}", "Ana Lindqvist")
    assert items["1.3"] == ("evidence", gone, "Ana Lindqvist")


def test_a_line_that_says_nothing_is_shown_needs_neither_text_nor_evidence() -> None:
    world = make_application("bronze")
    answer_all(world, but=["4.2"])
    save(world, "4.2", band=0, text="")
    assert ready(world).must == ()


def test_not_reaching_the_level_does_not_block() -> None:
    world = make_application("bronze")
    answer_all(world, band=20)
    found = ready(world)
    assert found.must == ()
    assert [item.says for item in found.level] == ["20 %, asks 30 %: not reached"]
    assert submit(world).number == 1


def test_the_snapshot_is_canonical_and_holds_every_acknowledged_save() -> None:
    world = make_application("bronze")
    answer_all(world)
    save(world, "1.2", band=80, text="The last word.", version=1)
    submission = submit(world)
    with reading() as session:
        content = session.scalar(
            select(Snapshot.content).where(Snapshot.sha256 == submission.sha256)
        )
        parsed = queries.snapshot(session, submission)
    assert content is not None
    assert rfc8785.dumps(parsed).decode() == content
    assert hashlib.sha256(content.encode()).hexdigest() == submission.sha256
    answer = parsed["answers"]["1.2"]
    assert (answer["band"], answer["text"], answer["version"]) == (80, "The last word.", 2)
    assert [piece["title"] for piece in answer["evidence"]] == [
        "Minutes of the general assembly",
        "Strategy 2025–2028",
    ]
    assert parsed["level"] == "bronze"
    assert parsed["facts"]["members-total"] == {"2023": "74", "2024": "74", "2025": "74"}
    assert parsed["declarations"]["legal-person"] == {"holds": True, "explanation": ""}
    assert parsed["organisation"]["name"] == "Alder Valley Mobility Cluster"


def test_submitting_is_for_owners_before_the_last_day() -> None:
    world = make_application("bronze")
    answer_all(world)
    for actor, refusal in (
        (world.made.actor(world.made.contributors[0]), NotAllowed),
        (world.officer, NotAllowed),
        (actor_for(world.made.owners[0], Role.ASSESSOR), NotFound),
    ):
        with pytest.raises(refusal), unit_of_work() as session:
            actions.submit_application(session, actor=actor, application_id=world.id, now=NOW)
    with pytest.raises(NotNow) as late:
        submit(world, now=NOW + timedelta(days=71))
    assert late.value.sentence == "The last day for submitting was 31 January 2027."
    submit(world)
    with pytest.raises(NotNow):
        submit(world)


def test_a_returned_application_is_submitted_a_second_time() -> None:
    world = make_submitted()
    with unit_of_work() as session:
        actions.return_application(
            session,
            actor=world.officer,
            application_id=world.id,
            message="Two figures are missing.",
            day=DAY,
            now=NOW,
        )
    with reading() as session:
        assert queries.due(session, world.id, Step.SUBMIT) == DAY
        assert queries.events(session, world.id)[-1].message == "Two figures are missing."
    save(world, "1.1", text="Better now.", version=1)
    second = submit(world, now=NOW + timedelta(days=1))
    with reading() as session:
        both = queries.submissions(session, world.id)
        texts = [queries.snapshot(session, one)["answers"]["1.1"]["text"] for one in both]
    assert (second.number, texts) == (2, [TEXT, "Better now."])
    assert "application_returned" in mails(world)


def test_findings_decide_what_may_follow() -> None:
    world = make_submitted()
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.declare_eligible(session, actor=world.officer, application_id=world.id, now=NOW)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.refuse_application(
            session, actor=world.officer, application_id=world.id, reason="No.", now=NOW
        )
    make_eligible(world)
    with reading() as session:
        assert len(findings_of(session, world.id)) == 8
        assert queries.due(session, world.id, Step.PANEL) == date(2026, 12, 2)
    assert world.application.state is State.ELIGIBLE


def test_a_rule_that_does_not_hold_needs_its_reason_and_lets_refuse() -> None:
    world = make_submitted()
    for finding in (Finding(False), Finding(False, derogation=True)):
        with pytest.raises(Invalid), unit_of_work() as session:
            actions.record_findings(
                session,
                actor=world.officer,
                application_id=world.id,
                findings={"committed-members": finding},
                now=NOW,
            )
    with unit_of_work() as session:
        actions.record_findings(
            session,
            actor=world.officer,
            application_id=world.id,
            findings={"no-insolvency": Finding(False, reason="Proceedings of 3 November.")},
            now=NOW,
        )
        actions.refuse_application(
            session, actor=world.officer, application_id=world.id, reason="Insolvency.", now=NOW
        )
    assert world.reload().state is State.INELIGIBLE
    assert "application_refused" in mails(world)


def test_an_officer_with_a_seat_in_the_organisation_leaves_the_check_to_another() -> None:
    world = make_submitted()
    seats = {world.made.id: world.owner.seats[world.made.id]}
    involved = actor_for(world.made.owners[0], Role.OFFICER, seats)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.declare_eligible(session, actor=involved, application_id=world.id, now=NOW)


def test_one_application_runs_in_a_call_and_a_withdrawn_one_makes_room() -> None:
    world = make_application("bronze")
    with pytest.raises(NotNow), unit_of_work() as session:
        start(session, world.made, world.call)
    with unit_of_work() as session:
        actions.withdraw_application(
            session, actor=world.owner, application_id=world.id, reason="", now=NOW
        )
    with unit_of_work() as session:
        assert start(session, world.made, world.call).reference == "A-2026-002"
    assert world.reload().state is State.WITHDRAWN
    assert mails(world) == {"application_started", "application_withdrawn"}


def test_a_deadline_is_extended_with_a_reason_and_the_owners_are_told() -> None:
    world = make_application("bronze")
    day = date(2027, 2, 14)
    for wrong, reason in ((date(2027, 1, 31), "Illness."), (day, "")):
        with pytest.raises(Invalid), unit_of_work() as session:
            actions.extend_deadline(
                session,
                actor=world.officer,
                application_id=world.id,
                step=Step.SUBMIT,
                day=wrong,
                reason=reason,
                now=NOW,
            )
    with unit_of_work() as session:
        actions.extend_deadline(
            session,
            actor=world.officer,
            application_id=world.id,
            step=Step.SUBMIT,
            day=day,
            reason="Illness.",
            now=NOW,
        )
    with reading() as session:
        rows = queries.deadlines(session, world.id)
        assert [(row.number, row.due_on, row.reason) for row in rows] == [
            (1, date(2027, 1, 31), ""),
            (2, day, "Illness."),
        ]
        assert queries.due_days(session, [world.id]) == {(world.id, Step.SUBMIT): day}
    assert "deadline_extended" in mails(world)
