"""A holder reports a change; the office asks, settles it, sets a condition, or goes on."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from labelling.core.access import Role, Seat
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.decisions.reasons import handed_on
from labelling.decisions.surveillance import actions, queries
from labelling.decisions.surveillance.models import (
    FindingCause,
    Notice,
    NoticeKind,
    NoticeStepKind,
)
from labelling.organisations.actions.evidence import Description, add_seen_on_site
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from tests.labelling.acting import actor_for
from tests.labelling.decisions.making import acting
from tests.labelling.decisions.surveillance.making import (
    NOW,
    Held,
    findings,
    held,
    mails,
    tell,
)

DUE = date(2026, 6, 20)


@pytest.fixture
def holder(app: Flask) -> Held:
    """Return a holder."""
    assert app.extensions["settings"]
    return held()


def verbs(notice: Notice) -> list[str]:
    with reading() as session:
        query = select(AuditEntry.verb).where(AuditEntry.subject_id == notice.id)
        return list(session.scalars(query.order_by(AuditEntry.seq)))


def kinds(notice: Notice) -> list[NoticeStepKind]:
    with reading() as session:
        steps = queries.notice_steps(session, [notice.id]).get(notice.id, [])
        return [step.kind for step in steps]


def test_report_is_kept_whole_and_both_sides_are_told(holder: Held) -> None:
    with unit_of_work() as session:
        piece = add_seen_on_site(
            session,
            actor=holder.acting,
            organisation_id=holder.label.organisation_id,
            description=Description("Minutes", date(2026, 5, 20), "Folder A"),
            now=NOW,
        )
    notice = tell(
        holder,
        NoticeKind.MEMBERS,
        happened_on=date(2026, 5, 20),
        members_joined=2,
        members_left=5,
        figure_now=Decimal(37),
        evidence=[piece.id],
    )
    row = {
        column.name: getattr(notice, column.name)
        for column in Notice.__table__.columns
        if column.name != "id"
    }
    assert row == {
        "label_id": holder.label.id,
        "kind": NoticeKind.MEMBERS,
        "happened_on": date(2026, 5, 20),
        "text": "A new manager has begun.",
        "members_joined": 2,
        "members_left": 5,
        "figure_now": Decimal(37),
        "reported_at": NOW,
        "reported_by": holder.owner.id,
    }
    assert verbs(notice) == ["notice.reported"]
    assert len(mails("notice_received")) == 2
    assert len(mails("notice_to_assess")) == 2
    with reading() as session:
        (shown,) = queries.notice_pieces(session, notice.id)
        assert (shown.title, shown.version) == ("Minutes", None)


def test_late_report_is_taken_and_shown_as_late(holder: Held) -> None:
    tell(holder, happened_on=date(2026, 1, 28))
    with reading() as session:
        (entry,) = queries.file_of(session, holder.label.id)
        assert (entry.title, entry.text) == (
            "Reported: Management, of 28 January 2026",
            "90 days late",
        )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"happened_on": date(2027, 5, 30)}, "happened_on"),
        ({"kind": NoticeKind.MEMBERS}, "figure_now"),
        ({"kind": NoticeKind.MEMBERS, "figure_now": Decimal(-1)}, "figure_now"),
        ({"evidence": [uuid4()]}, "evidence"),
    ],
)
def test_what_cannot_be_is_refused(holder: Held, more: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        tell(holder, **more)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_only_owners_of_the_holder_report(holder: Held) -> None:
    told = actions.Told(NoticeKind.OTHER, date(2026, 5, 20), "Something.")
    organisation_id = holder.label.organisation_id
    contributor = actor_for(holder.contributor, Role.MANAGER, {organisation_id: Seat.CONTRIBUTOR})
    for actor, refusal in (
        (contributor, NotAllowed),
        (actor_for(holder.owner, Role.MANAGER, {uuid4(): Seat.OWNER}), NotFound),
        (holder.officer, NotFound),
    ):
        with pytest.raises(refusal), unit_of_work() as session:
            actions.report_change(
                session, actor=actor, label_id=holder.label.id, told=told, now=NOW
            )


def test_office_asks_holder_answers_and_office_settles(holder: Held) -> None:
    notice = tell(holder)
    with unit_of_work() as session:
        actions.ask_about_notice(
            session,
            actor=holder.officer,
            notice_id=notice.id,
            text="From when?",
            due_on=DUE,
            now=NOW,
        )
    with reading() as session:
        (waiting,) = queries.open_notices(session)
        assert waiting.asked is not None
    with unit_of_work() as session:
        actions.answer_notice(
            session, actor=holder.acting, notice_id=notice.id, text="From June.", now=NOW
        )
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.answer_notice(
            session, actor=holder.acting, notice_id=notice.id, text="Again.", now=NOW
        )
    with unit_of_work() as session:
        actions.settle_notice(
            session, actor=holder.officer, notice_id=notice.id, text="No effect.", now=NOW
        )
    assert [kind.value for kind in kinds(notice)] == ["asked", "answered", "no_effect"]
    assert verbs(notice) == [
        "notice.reported",
        "notice.asked",
        "notice.answered",
        "notice.no_effect",
    ]
    assert sorted(mail.payload["context"]["kind"] for mail in mails("notice_step")) == [
        "asked",
        "asked",
        "no_effect",
        "no_effect",
    ]
    assert len(mails("notice_answered")) == 2
    with reading() as session:
        assert queries.open_notices(session) == []
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.settle_notice(
            session, actor=holder.officer, notice_id=notice.id, text="Again.", now=NOW
        )


def test_condition_is_followed_up_as_a_finding_that_does_not_go_by_itself(holder: Held) -> None:
    notice = tell(holder)
    with unit_of_work() as session:
        actions.set_condition(
            session,
            actor=holder.officer,
            notice_id=notice.id,
            text="Name a deputy.",
            due_on=DUE,
            now=NOW,
        )
    (found,) = findings(holder)
    assert (found.cause, found.required, found.due_on, found.notice_id) == (
        FindingCause.CONDITION,
        "Name a deputy.",
        DUE,
        notice.id,
    )


def test_change_of_the_label_gets_the_reason_and_nothing_else_happens(holder: Held) -> None:
    notice = tell(holder, NoticeKind.INSOLVENCY)
    with unit_of_work() as session:
        actions.hand_notice_on(
            session,
            actor=holder.officer,
            notice_id=notice.id,
            text="Insolvent since May.",
            now=NOW,
        )
    with reading() as session:
        named = f"notice:{notice.id}"
        assert handed_on(session, holder.label.id, named) == "Insolvent since May."
        assert handed_on(session, uuid4(), named) == ""
        assert handed_on(session, holder.label.id, "notice:nothing") == ""
        assert handed_on(session, holder.label.id, f"other:{notice.id}") == ""


@pytest.mark.parametrize("kind", [InvolvementKind.BOARD, InvolvementKind.CONSULTED])
def test_officer_with_a_tie_is_kept_out_and_not_written_to(
    holder: Held, kind: InvolvementKind
) -> None:
    _tie(holder, holder.office.officer.id, kind)
    notice = tell(holder)
    assert [mail.person_id for mail in mails("notice_to_assess")] == [
        holder.office.second_officer.id
    ]
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.settle_notice(
            session, actor=holder.officer, notice_id=notice.id, text="Fine.", now=NOW
        )
    second = acting(holder.office.second_officer, Role.OFFICER)
    with unit_of_work() as session:
        actions.settle_notice(session, actor=second, notice_id=notice.id, text="Fine.", now=NOW)


def _tie(holder: Held, person_id: UUID, kind: InvolvementKind) -> None:
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=acting(holder.office.second_officer, Role.OFFICER),
            person_id=person_id,
            organisation_id=holder.label.organisation_id,
            kind=kind,
            source="told",
            now=NOW - timedelta(days=1),
        )


@pytest.mark.parametrize("table", ["notices", "notice_steps"])
def test_database_refuses_to_change_what_was_reported(holder: Held, table: str) -> None:
    notice = tell(holder)
    with unit_of_work() as session:
        actions.settle_notice(
            session, actor=holder.officer, notice_id=notice.id, text="Fine.", now=NOW
        )
    with pytest.raises(DBAPIError, match="keeps what was written"), unit_of_work() as session:
        session.execute(text(f"DELETE FROM {table}"))
