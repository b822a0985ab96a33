"""Conditions of an award are set with the decision, reported on, and followed up until met."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.core.access import Actor, Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import Task
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow, Refusal
from labelling.decisions import actions as deciding
from labelling.decisions import queries as decisions
from labelling.decisions.actions.deciding import record_decision
from labelling.decisions.conditions import actions, queries
from labelling.decisions.conditions.models import Condition, ReportAnswer
from labelling.decisions.conditions.reminders import remind
from labelling.decisions.conditions.setting import Wanted
from labelling.decisions.conditions.subjects import Stand
from labelling.decisions.conditions.tasks import tasks
from labelling.decisions.models import Decision, Label
from labelling.organisations.models import Evidence, EvidenceKind
from labelling.people.models import Person
from labelling.reviews.models import Outcome
from tests.labelling.decisions.applicants import mails, owner_of, seated, verbs
from tests.labelling.decisions.making import (
    NOW,
    REASON,
    Office,
    acting,
    make_office,
    member,
    officer,
    publish,
    recommended,
    revoke,
    suspend,
)
from tests.labelling.people.making import sign_in

DUE = date(2026, 9, 30)
WANTED = (
    Wanted("Publish the list of members.", DUE, "The page on your website"),
    Wanted("Ask the members how content they are.", date(2027, 3, 31)),
)
LATER = NOW + timedelta(days=30)
THEN = LATER.date()


@pytest.fixture
def office(app: Flask) -> Office:
    """Return the people who prepare and decide."""
    return make_office()


def prepared(
    office: Office, application: Application, wanted: tuple[Wanted, ...], now: datetime = NOW
) -> Decision:
    with unit_of_work() as session:
        return deciding.prepare_decision(
            session,
            actor=officer(office, now=now),
            application_id=application.id,
            outcome=Outcome.WITH_CONDITIONS,
            level_id=None,
            note="",
            conditions=wanted,
            now=now,
        )


def taken(
    office: Office,
    decision: Decision,
    outcome: Outcome = Outcome.WITH_CONDITIONS,
    now: datetime = NOW,
) -> Decision:
    with unit_of_work() as session:
        return record_decision(
            session,
            actor=member(office, now=now),
            decision=session.get_one(Decision, decision.id),
            outcome=outcome,
            level_id=None,
            reason=REASON,
            private_reason="",
            now=now,
        )


def awarded(
    office: Office, now: datetime = NOW, wanted: tuple[Wanted, ...] = WANTED
) -> tuple[Application, list[Condition]]:
    """Award silver with two conditions."""
    application = recommended(now=now, visited=now.date() - timedelta(days=10))
    decision = taken(office, prepared(office, application, wanted, now), now=now)
    with reading() as session:
        return application, queries.conditions_of(session, decision.id)


def report(
    application: Application,
    condition: Condition,
    *,
    text: str = "It is on our website.",
    evidence_ids: tuple[UUID, ...] = (),
    actor: Actor | None = None,
    now: datetime = LATER,
) -> None:
    actor = actor or owner_of(application)
    with unit_of_work() as session:
        actions.report_on_condition(
            session,
            actor=actor,
            condition_id=condition.id,
            text=text,
            evidence_ids=evidence_ids,
            now=now,
        )


def stands(application: Application, day: date = THEN) -> list[Stand]:
    with reading() as session:
        return [row.stand for row in queries.binding_on(session, application.id, day)]


# setting


def test_conditions_are_set_with_the_preparation_and_bind_with_the_decision(
    office: Office,
) -> None:
    application = recommended()
    decision = prepared(office, application, WANTED)
    assert stands(application) == []
    taken(office, decision)
    with reading() as session:
        rows = queries.conditions_of(session, decision.id)
        term = decisions.term_of_decision(session, decision.id)
        assert get_application(session, application.id).state is State.DECIDED
    assert [(row.number, row.text, row.due_on, row.proof) for row in rows] == [
        (number, one.text, one.due_on, one.proof) for number, one in enumerate(WANTED, start=1)
    ]
    assert term is not None
    assert term.level_id == "silver"
    assert stands(application) == [Stand.OPEN, Stand.OPEN]
    assert verbs("conditions.", "decision.", "label.") == [
        "decision.prepared",
        "conditions.set",
        "decision.taken",
        "label.created",
        "label.term_given",
    ]
    assert [template for template, _ in mails("conditions_set")] == ["conditions_set"] * 2


def test_an_award_without_them_leaves_proposed_conditions_without_force(office: Office) -> None:
    application = recommended()
    taken(office, prepared(office, application, WANTED), Outcome.AWARDED)
    assert stands(application) == []
    assert mails("conditions_set") == []


def test_without_prepared_conditions_nobody_awards_with_them(office: Office) -> None:
    application = recommended()
    with unit_of_work() as session:
        decision = deciding.prepare_decision(
            session,
            actor=officer(office),
            application_id=application.id,
            outcome=Outcome.AWARDED,
            level_id=None,
            note="",
            now=NOW,
        )
    with pytest.raises(Invalid, match="No conditions were prepared") as refused:
        taken(office, decision)
    assert refused.value.field == "outcome"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ((), "text_1"),
        ((WANTED[0], Wanted("", DUE)), "text_2"),
        ((Wanted("x" * 1001, DUE),), "text_1"),
        ((Wanted("Do it.", NOW.date()),), "due_1"),
        ((Wanted("Do it.", DUE, "x" * 501),), "proof_1"),
        ((WANTED[0],) * 6, "outcome"),
    ],
)
def test_conditions_that_lack_something_are_refused(
    office: Office, wanted: tuple[Wanted, ...], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        prepared(office, recommended(), wanted)
    assert refused.value.field == field


def test_conditions_do_not_replace_the_rules_of_the_level(office: Office) -> None:
    with pytest.raises(Invalid, match="do not meet the rules"):
        prepared(office, recommended(percent=45), WANTED)


# following up


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


# reminders and tasks


def tick(*when: datetime) -> None:
    for now in when:
        with unit_of_work() as session:
            remind(session, now)


def test_owners_are_reminded_before_and_after_a_date_each_once(office: Office) -> None:
    awarded(office)
    due = datetime(2026, 9, 30, 12, tzinfo=UTC)
    for shift, count in ((-31, 0), (-30, 2), (-8, 2), (-7, 4), (0, 4), (1, 6), (9, 6), (10, 8)):
        tick(due + timedelta(days=shift), due + timedelta(days=shift, hours=1))
        assert len(mails("reminder_condition")) == count, shift
    tick(due + timedelta(days=15))
    assert len(mails("reminder_condition")) == 8


def test_what_is_reported_reminds_nobody(office: Office) -> None:
    application, (first, _) = awarded(office)
    report(application, first)
    tick(datetime(2026, 9, 29, 12, tzinfo=UTC), datetime(2026, 10, 2, 12, tzinfo=UTC))
    assert mails("reminder_condition") == []


def tasks_of(actor: Actor, now: datetime) -> list[Task]:
    with reading() as session:
        return list(tasks(session, actor, now))


def test_holders_and_officers_find_what_waits_for_them(office: Office) -> None:
    application, (first, second) = awarded(office)
    owner, judge = owner_of(application), officer(office)
    assert [task.address for task in tasks_of(owner, LATER)] == [
        f"/conditions/{first.id}",
        f"/conditions/{second.id}",
    ]
    assert tasks_of(judge, LATER) == []
    report(application, first)
    assert [task.address for task in tasks_of(owner, LATER)] == [f"/conditions/{second.id}"]
    assert [(task.title, task.address) for task in tasks_of(judge, LATER)] == [
        ("Answer a report on a condition", f"/conditions/{first.id}")
    ]


def test_a_condition_long_overdue_asks_for_a_suspension_to_be_prepared(office: Office) -> None:
    awarded(office)
    with reading() as session:
        held = session.scalars(select(Label)).one()
    last = datetime(2026, 10, 14, 12, tzinfo=UTC)
    assert tasks_of(officer(office), last) == []
    day_after = last + timedelta(days=1)
    (task,) = tasks_of(officer(office), day_after)
    assert (task.title, task.address) == (
        "Prepare a suspension: a condition is not met",
        f"/office/labels/{held.id}/change?kind=suspended",
    )
    suspend(office, held, now=day_after)
    assert tasks_of(officer(office), day_after + timedelta(days=1)) == []


def test_a_label_that_has_ended_asks_for_nothing_any_more(office: Office) -> None:
    application, _ = awarded(office)
    with reading() as session:
        held = session.scalars(select(Label)).one()
    revoke(office, held)
    assert tasks_of(owner_of(application), LATER) == []


# pages


def signed_in(client: FlaskClient, actor: Actor) -> None:
    with reading() as session:
        person = session.get_one(Person, actor.person_id)
    sign_in(client, person, actor.role)


def test_the_pages_lead_from_report_to_answer(office: Office, client: FlaskClient) -> None:
    now = datetime.now(UTC)
    due = now.date() + timedelta(days=60)
    application, (first,) = awarded(office, now, (Wanted("Publish the list.", due, "The page"),))
    address = f"/conditions/{first.id}"
    signed_in(client, owner_of(application))
    assert client.get(f"/applications/{application.id}/conditions").status_code == 200
    assert "Publish the list." in client.get(address).get_data(as_text=True)
    assert client.post(f"{address}/report", data={"text": ""}).status_code == 422
    assert client.post(f"{address}/report", data={"text": "Done."}).status_code == 303
    assert client.post(f"{address}/accept").status_code == 404
    signed_in(client, acting(office.officer, Role.OFFICER))
    assert "Done." in client.get(address).get_data(as_text=True)
    assert client.post(f"{address}/ask", data={"text": ""}).status_code == 422
    asked = {"text": "Where?", "day": ["1", "1", "2020"]}
    assert client.post(f"{address}/ask", data=asked).status_code == 422
    assert client.post(f"{address}/time", data={"reason": "So."}).status_code == 422
    assert client.post(f"{address}/accept", data={"text": "Thank you."}).status_code == 303
    signed_in(client, owner_of(application))
    own = client.get(f"/applications/{application.id}").get_data(as_text=True)
    assert "All conditions are met." in own


def test_the_public_page_says_nothing_of_conditions(office: Office, client: FlaskClient) -> None:
    awarded(office)
    with reading() as session:
        held = session.scalars(select(Label)).one()
    publish(held)
    text = client.get(f"/labels/{held.public_id}").get_data(as_text=True)
    assert held.number in text
    assert "ondition" not in text
    assert "list of members" not in text


def test_an_officer_proposes_conditions_on_the_page(office: Office, client: FlaskClient) -> None:
    application = recommended()
    signed_in(client, acting(office.officer, Role.OFFICER))
    address = f"/applications/{application.id}/decision"
    year = str(datetime.now(UTC).year + 1)
    data = {
        "outcome": "with_conditions",
        "text_2": "Publish the list of members.",
        "proof_2": "The page",
    }
    assert client.post(address, data=data).status_code == 422
    past = client.post(address, data={**data, "due_2": ["1", "3", "2020"]})
    assert past.status_code == 422
    assert "#due_2" in past.get_data(as_text=True)
    sent = client.post(address, data={**data, "due_2": ["1", "3", year]})
    assert sent.status_code == 303
    with reading() as session:
        (row,) = session.scalars(select(Condition))
    assert (row.number, row.text, row.due_on, row.proof) == (
        1,
        "Publish the list of members.",
        date(int(year), 3, 1),
        "The page",
    )
