"""Suspend, lift, revoke, withdraw: two persons, one public reason, at once for all to see."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from certificates.standing import Status, status_on
from labelling.core.access import Role
from labelling.core.audit import AuditEntry
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow, SecondFactorNeeded
from labelling.core.mail import Letter
from labelling.core.worker import Worker
from labelling.decisions import actions, queries
from labelling.decisions.models import DecisionState, Label, LabelChange, LabelEvent, LabelEventKind
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind, Person
from labelling.settings import Settings
from tests.labelling.decisions.making import (
    NOW,
    Office,
    acting,
    change_prepared,
    changed,
    label,
    lift,
    member,
    officer,
    revoke,
    suspend,
)

DAY = timedelta(days=1)
SUSPENDED, LIFTED = LabelEventKind.SUSPENDED, LabelEventKind.LIFTED
REVOKED, WITHDRAWN = LabelEventKind.REVOKED, LabelEventKind.WITHDRAWN


@pytest.fixture
def held(office: Office) -> Label:
    """Return a silver label, active from NOW until the end of May 2028."""
    return label(office)


def status(held: Label, day: date) -> Status:
    with reading() as session:
        return status_on(queries.history(session, held.id), day).status


def decide(
    change: LabelChange, person: Person, role: Role = Role.COMMITTEE, *, fresh: bool = True
) -> LabelEvent:
    with unit_of_work() as session:
        return actions.decide_change(
            session, actor=acting(person, role, fresh=fresh), change_id=change.id, now=NOW
        )


def test_prepared_change_changes_nothing_yet(office: Office, held: Label) -> None:
    change = change_prepared(office, held, SUSPENDED)
    assert (change.state, change.kind, change.effective_on) == (
        DecisionState.PREPARED,
        SUSPENDED,
        today(NOW),
    )
    assert status(held, today(NOW)) is Status.ACTIVE
    with reading() as session:
        waiting = queries.find_waiting_change(session, held.id)
    assert waiting is not None
    assert waiting.id == change.id


def test_decided_change_takes_effect_at_once_and_tells_the_holder(
    office: Office, held: Label, settings: Settings
) -> None:
    event = suspend(office, held)
    assert (event.kind, event.effective_on, event.recorded_at, event.public_reason) == (
        SUSPENDED,
        today(NOW),
        NOW,
        "Changes of membership were not reported in time.",
    )
    assert status(held, today(NOW)) is Status.SUSPENDED
    with reading() as session:
        change = queries.get_change(session, event.change_id)
        assert (change.state, change.decided_by, change.decided_at) == (
            DecisionState.TAKEN,
            office.member.id,
            NOW,
        )
        verbs = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)).all()
        steps = [verb for verb in verbs if verb.startswith(("label", "hearing"))]
        assert steps[-3:] == ["label_change.prepared", "label.suspended", "hearing.opened"]
    letters: list[Letter] = []
    Worker(settings, lambda letter, _settings: letters.append(letter)).drain(NOW)
    told = [letter for letter in letters if "suspended from 28 May 2026" in letter.subject]
    assert len(told) == 2
    assert "> Changes of membership were not reported in time." in told[0].body
    assert "You may appeal until 27 June 2026" in told[0].body
    assert not any("Two letters" in letter.body for letter in letters)
    assert all(len(letter.body.split()) <= 90 for letter in letters)


def test_label_goes_through_its_life(office: Office, held: Label) -> None:
    start = today(NOW)
    suspend(office, held, now=NOW)
    lift(office, held, now=NOW + 10 * DAY)
    suspend(office, held, now=NOW + 20 * DAY)
    revoke(office, held, now=NOW + 30 * DAY)
    assert [status(held, start + n * DAY) for n in (-1, 0, 9, 10, 11, 20, 29, 30, 900)] == [
        Status.NONE,
        Status.SUSPENDED,
        Status.SUSPENDED,
        Status.SUSPENDED,
        Status.ACTIVE,
        Status.SUSPENDED,
        Status.SUSPENDED,
        Status.REVOKED,
        Status.REVOKED,
    ]


@pytest.mark.parametrize("kind", [SUSPENDED, REVOKED, WITHDRAWN])
def test_active_label_can_be_suspended_or_ended(
    kind: LabelEventKind, office: Office, held: Label
) -> None:
    changed(office, held, kind)
    assert status(held, today(NOW)).value == kind.value


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ([], LIFTED),
        ([SUSPENDED], SUSPENDED),
        ([SUSPENDED, LIFTED], LIFTED),
        ([SUSPENDED, LIFTED], SUSPENDED),  # today still counts as suspended
        *(([end], kind) for end in (REVOKED, WITHDRAWN) for kind in LabelEventKind),
    ],
)
def test_change_that_the_standing_does_not_allow_is_refused(
    before: list[LabelEventKind], kind: LabelEventKind, office: Office, held: Label
) -> None:
    for minute, earlier in enumerate(before):
        changed(office, held, earlier, now=NOW + timedelta(minutes=minute))
    with pytest.raises(Invalid) as refused:
        change_prepared(office, held, kind, now=NOW + timedelta(minutes=9))
    assert refused.value.field == "kind"


@pytest.mark.parametrize("kind", LabelEventKind)
def test_expired_label_cannot_be_changed(kind: LabelEventKind, office: Office, held: Label) -> None:
    with pytest.raises(Invalid, match="not running"):
        change_prepared(office, held, kind, now=NOW.replace(year=2028, month=6))


def test_change_takes_effect_on_its_day_or_later_never_earlier(office: Office, held: Label) -> None:
    later = today(NOW) + 5 * DAY
    event = changed(office, held, SUSPENDED, effective_on=later)
    assert event.effective_on == later
    assert [status(held, later - DAY), status(held, later)] == [Status.ACTIVE, Status.SUSPENDED]
    waiting = change_prepared(office, held, REVOKED, effective_on=later)
    with unit_of_work() as session:
        late = actions.decide_change(
            session,
            actor=member(office, now=NOW + 9 * DAY),
            change_id=waiting.id,
            now=NOW + 9 * DAY,
        )
    assert late.effective_on == today(NOW) + 9 * DAY


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"effective_on": today(NOW) - DAY}, "effective_on"),
        ({"public_reason": ""}, "public_reason"),
        ({"public_reason": "x" * 301}, "public_reason"),
    ],
)
def test_past_day_and_missing_or_long_reason_are_refused(
    changes: dict[str, object], field: str, office: Office, held: Label
) -> None:
    with pytest.raises(Invalid) as refused:
        change_prepared(office, held, SUSPENDED, **changes)  # type: ignore[arg-type] # see above
    assert refused.value.field == field


def test_only_one_change_waits_at_a_time(office: Office, held: Label) -> None:
    change_prepared(office, held, SUSPENDED)
    with pytest.raises(NotNow, match="waits for its second person"):
        change_prepared(office, held, REVOKED)


def test_change_is_decided_once(office: Office, held: Label) -> None:
    change = change_prepared(office, held, SUSPENDED)
    decide(change, office.member)
    with pytest.raises(NotNow):
        decide(change, office.second_member)


def test_change_overtaken_by_the_end_of_the_label_is_refused(office: Office, held: Label) -> None:
    change = change_prepared(office, held, SUSPENDED)
    with pytest.raises(Invalid), unit_of_work() as session:
        much_later = NOW.replace(year=2028, month=6)
        actions.decide_change(
            session,
            actor=member(office, now=much_later),
            change_id=change.id,
            now=much_later,
        )


def test_sent_back_change_leaves_the_label_as_it_was(office: Office, held: Label) -> None:
    change = change_prepared(office, held, SUSPENDED)
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.send_change_back(
            session, actor=member(office), change_id=change.id, reason="", now=NOW
        )
    with unit_of_work() as session:
        row = actions.send_change_back(
            session, actor=member(office), change_id=change.id, reason="Ask them again.", now=NOW
        )
    assert (row.state, row.sent_back_by, row.sent_back_reason) == (
        DecisionState.SENT_BACK,
        office.member.id,
        "Ask them again.",
    )
    assert status(held, today(NOW)) is Status.ACTIVE
    change_prepared(office, held, REVOKED)


# two persons


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COMMITTEE])
def test_preparer_does_not_decide_on_the_change(role: Role, office: Office, held: Label) -> None:
    change = change_prepared(office, held, SUSPENDED)
    with pytest.raises(NotAllowed, match="You prepared this change"):
        decide(change, office.officer, role)


def test_another_officer_decides_as_well_as_the_committee(office: Office, held: Label) -> None:
    change = change_prepared(office, held, SUSPENDED)
    assert decide(change, office.second_officer, Role.OFFICER).kind is SUSPENDED


def test_account_made_by_the_preparer_is_no_second_person(office: Office, held: Label) -> None:
    change = change_prepared(office, held, SUSPENDED)
    with unit_of_work() as session:
        session.execute(
            update(Person)
            .where(Person.id == office.member.id)
            .values(created_by=office.officer.id, created_at=NOW - DAY)
        )
    with pytest.raises(NotAllowed, match="do not count as two persons"):
        decide(change, office.member)


def test_change_needs_a_fresh_second_factor(office: Office, held: Label) -> None:
    change = change_prepared(office, held, SUSPENDED)
    with pytest.raises(SecondFactorNeeded):
        decide(change, office.member, fresh=False)


def test_bound_up_people_neither_prepare_nor_decide(office: Office, held: Label) -> None:
    with unit_of_work() as session:
        for person in (office.member, office.second_officer):
            record_involvement(
                session,
                actor=officer(office),
                person_id=person.id,
                organisation_id=held.organisation_id,
                kind=InvolvementKind.BOARD,
                source="declaration",
                now=NOW,
            )
    change = change_prepared(office, held, SUSPENDED)
    with pytest.raises(NotAllowed, match="bound up"):
        decide(change, office.member)
    other = label(office, name="Other")
    with pytest.raises(NotAllowed, match="bound up"), unit_of_work() as session:
        actions.prepare_change(
            session,
            actor=acting(office.second_officer, Role.OFFICER),
            label_id=held.id,
            kind=REVOKED,
            public_reason="x",
            private_reason="",
            effective_on=today(NOW),
            now=NOW,
        )
    with reading() as session:
        tellable = queries.change_deciders(session, change, held, NOW)
        assert [person.name for person in tellable] == ["Cees Committee"]
        elsewhere = queries.change_deciders(session, change, other, NOW)
        assert [person.name for person in elsewhere] == [
            "Carla Committee",
            "Cees Committee",
            "Otto Officer",
        ]


@pytest.mark.parametrize(
    ("role", "refusal"),
    [
        (Role.COMMITTEE, NotAllowed),
        (Role.ASSESSOR, NotFound),
        (Role.MANAGER, NotFound),
        (Role.ADMINISTRATOR, NotFound),
    ],
)
def test_only_officers_prepare_changes(
    role: Role, refusal: type[Exception], office: Office, held: Label
) -> None:
    with pytest.raises(refusal), unit_of_work() as session:
        actions.prepare_change(
            session,
            actor=acting(office.member, role),
            label_id=held.id,
            kind=SUSPENDED,
            public_reason="x",
            private_reason="",
            effective_on=today(NOW),
            now=NOW,
        )


@pytest.mark.parametrize("table", ["label_changes", "decisions"])
def test_database_refuses_one_person_as_both(table: str, office: Office, held: Label) -> None:
    change_prepared(office, held, SUSPENDED)
    with pytest.raises(DBAPIError, match="two_persons"), unit_of_work() as session:
        session.connection().exec_driver_sql(
            f"UPDATE {table} SET state = 'taken', decided_by = prepared_by"
        )


@pytest.mark.parametrize("table", ["label_terms", "label_events"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET label_id = label_id", "DELETE FROM {}"])
def test_database_keeps_terms_and_events(
    table: str, statement: str, office: Office, held: Label
) -> None:
    suspend(office, held)
    with pytest.raises(DBAPIError, match="keeps what was written"), unit_of_work() as session:
        session.connection().exec_driver_sql(statement.format(table))
