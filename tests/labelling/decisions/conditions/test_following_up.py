"""Conditions are reported on and followed up until they are met."""

from datetime import date

import pytest

from labelling.core.access import Actor, Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow, Refusal
from labelling.decisions.conditions import actions, queries
from labelling.decisions.conditions.models import Condition, ReportAnswer
from labelling.decisions.conditions.subjects import Stand
from labelling.organisations.models import Evidence, EvidenceKind
from tests.labelling.decisions.applicants import mails, owner_of, seated, verbs
from tests.labelling.decisions.conditions.making import (
    DUE,
    LATER,
    WANTED,
    awarded,
    prepared,
    report,
    stands,
)
from tests.labelling.decisions.making import NOW, Office, acting, officer, recommended


def test_a_report_with_evidence_is_accepted(office: Office) -> None:
    application, (first, _) = awarded(office)
    owner = owner_of(application)
    with unit_of_work() as session:
        piece = Evidence(
            organisation_id=application.organisation_id,
            kind=EvidenceKind.SEEN_ON_SITE,
            title="List of members",
            created_at=NOW,
        )
        session.add(piece)
    report(application, first, evidence_ids=(piece.id,))
    assert stands(application) == [Stand.REPORTED, Stand.OPEN]
    with unit_of_work() as session:
        actions.accept_report(
            session, actor=officer(office), condition_id=first.id, text="Good.", now=LATER
        )
    assert stands(application, date(2027, 6, 1)) == [Stand.MET, Stand.OVERDUE]
    with reading() as session:
        (row,) = queries.reports_of(session, first.id)
        pieces = queries.pieces_of(session, [row.id])[row.id]
        met = session.get_one(Condition, first.id)
    assert (row.number, row.text, row.reported_at, row.reported_by) == (
        1,
        "It is on our website.",
        LATER,
        owner.person_id,
    )
    assert (row.answer, row.answer_text, row.answered_by) == (
        ReportAnswer.ACCEPTED,
        "Good.",
        office.officer.id,
    )
    assert (met.met_at, met.met_by) == (LATER, office.officer.id)
    assert [(one.evidence_id, one.version) for one in pieces] == [(piece.id, None)]
    assert verbs("condition.") == ["condition.reported", "condition.met"]
    assert [template for template, _ in mails("condition_answered")] == ["condition_answered"] * 2


def test_the_office_asks_again_and_may_give_a_later_date(office: Office) -> None:
    application, (first, _) = awarded(office)
    report(application, first)
    later = date(2026, 12, 15)
    with unit_of_work() as session:
        actions.ask_again(
            session,
            actor=officer(office),
            condition_id=first.id,
            text="Which members?",
            day=later,
            now=LATER,
        )
    assert stands(application) == [Stand.OPEN, Stand.OPEN]
    with reading() as session:
        assert session.get_one(Condition, first.id).due_on == later
    report(application, first, text="All 41.")
    with reading() as session:
        assert [one.number for one in queries.reports_of(session, first.id)] == [1, 2]
    assert verbs("condition.") == [
        "condition.reported",
        "condition.asked_again",
        "condition.reported",
    ]


def test_more_time_needs_a_reason_and_a_later_day(office: Office) -> None:
    application, (first, _) = awarded(office)
    assert stands(application) == [Stand.OPEN, Stand.OPEN]
    for day, reason, field in ((DUE, "So.", "day"), (date(2026, 10, 1), "", "reason")):
        with pytest.raises(Invalid) as refused, unit_of_work() as session:
            actions.give_more_time(
                session,
                actor=officer(office),
                condition_id=first.id,
                day=day,
                reason=reason,
                now=LATER,
            )
        assert refused.value.field == field
    with unit_of_work() as session:
        moved = actions.give_more_time(
            session,
            actor=officer(office),
            condition_id=first.id,
            day=date(2026, 10, 31),
            reason="The general assembly is in October.",
            now=LATER,
        )
    assert (moved.due_on, moved.moved_reason) == (
        date(2026, 10, 31),
        "The general assembly is in October.",
    )
    assert [template for template, _ in mails("condition_moved")] == ["condition_moved"] * 2


def test_a_report_is_answered_once_and_follows_an_answer(office: Office) -> None:
    application, (first, _) = awarded(office)
    judge = officer(office)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.accept_report(session, actor=judge, condition_id=first.id, text="", now=LATER)
    report(application, first)
    with pytest.raises(NotNow):
        report(application, first)
    with unit_of_work() as session:
        actions.accept_report(session, actor=judge, condition_id=first.id, text="", now=LATER)
    with pytest.raises(NotNow):
        report(application, first)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.ask_again(
            session, actor=judge, condition_id=first.id, text="More?", day=None, now=LATER
        )


@pytest.mark.parametrize("text", ["", "x" * 4001])
def test_a_report_needs_a_text_within_its_limit(office: Office, text: str) -> None:
    application, (first, _) = awarded(office)
    with pytest.raises(Invalid) as refused:
        report(application, first, text=text)
    assert refused.value.field == "text"


def test_evidence_of_another_library_is_refused(office: Office) -> None:
    application, (first, _) = awarded(office)
    other = recommended(name="Elsewhere")
    with unit_of_work() as session:
        piece = Evidence(
            organisation_id=other.organisation_id,
            kind=EvidenceKind.SEEN_ON_SITE,
            title="Theirs",
            created_at=NOW,
        )
        session.add(piece)
    with pytest.raises(Invalid):
        report(application, first, evidence_ids=(piece.id,))


def test_holders_report_and_officers_judge(office: Office) -> None:
    application, (first, _) = awarded(office)
    report(application, first, actor=seated(application.organisation_id, Seat.CONTRIBUTOR))
    refusals: list[tuple[Actor, type[Refusal]]] = [
        (seated(application.organisation_id), NotFound),
        (owner_of(recommended(name="Elsewhere")), NotFound),
        (acting(office.member, Role.COMMITTEE), NotAllowed),
    ]
    for actor, refusal in refusals:
        with pytest.raises(refusal), unit_of_work() as session:
            actions.accept_report(session, actor=actor, condition_id=first.id, text="", now=LATER)
    reporters: list[tuple[Actor, type[Refusal]]] = [
        (seated(application.organisation_id, Seat.READER), NotAllowed),
        (officer(office), NotFound),
    ]
    for actor, refusal in reporters:
        with pytest.raises(refusal):
            report(application, first, actor=actor)


def test_proposed_conditions_are_known_to_nobody_outside(office: Office) -> None:
    application = recommended()
    decision = prepared(office, application, WANTED)
    with reading() as session:
        (first, _) = queries.conditions_of(session, decision.id)
    with pytest.raises(NotFound):
        report(application, first)
