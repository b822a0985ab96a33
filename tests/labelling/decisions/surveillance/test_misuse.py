"""Misuse reported by anybody: receipt, handling, what the holder never learns, retention."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from labelling.core import files
from labelling.core.access import PUBLIC, Role
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from labelling.core.worker import Worker
from labelling.decisions.reasons import handed_on
from labelling.decisions.surveillance import actions, queries
from labelling.decisions.surveillance.actions import Attachment, Seen
from labelling.decisions.surveillance.models import (
    FindingCause,
    MisuseOutcome,
    MisuseReport,
    MisuseStep,
)
from labelling.decisions.surveillance.receipts import new_receipt, plain_receipt
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.settings import in_use
from tests.labelling.decisions.making import acting
from tests.labelling.decisions.surveillance.making import NOW, Held, findings, held, mails

DUE = date(2026, 6, 20)
SECRET = "witness@place.example"


@pytest.fixture
def holder(app: Flask) -> Held:
    """Return a holder."""
    assert app.extensions["settings"]
    return held()


def send(
    *,
    about: str = "Fir Works Ltd",
    number: str = "",
    email: str = SECRET,
    attachment: Attachment | None = None,
    receipt: str | None = None,
) -> MisuseReport:
    seen = Seen(text="The mark is on their boxes.", about=about, number=number, email=email)
    with unit_of_work() as session:
        return actions.report_misuse(
            session,
            actor=PUBLIC,
            seen=seen,
            receipt=receipt if receipt is not None else new_receipt(),
            language="de",
            attachment=attachment,
            now=NOW,
        )


def close(holder: Held, report: MisuseReport, *, tell: bool = True) -> MisuseReport:
    with unit_of_work() as session:
        return actions.close_report(
            session,
            actor=holder.officer,
            report_id=report.id,
            outcome=MisuseOutcome.PUT_RIGHT,
            text="The boxes were changed.",
            tell=tell,
            now=NOW,
        )


def test_receipt_opens_the_state_however_it_is_typed(holder: Held) -> None:
    receipt = new_receipt()
    report = send(receipt=receipt)
    assert (report.reference, report.label_id) == ("M-2026-001", None)
    with reading() as session:
        for typed in (receipt, receipt.lower(), receipt.replace("-", " ")):
            found = queries.find_report_by_receipt(session, typed)
            assert found is not None
            assert found.id == report.id
        assert queries.find_report_by_receipt(session, new_receipt()) is None
        assert queries.find_report_by_receipt(session, "") is None
    assert plain_receipt("too short") == ""
    assert receipt.encode() not in (report.receipt_sha256 + (report.email_sealed or b""))


def test_nothing_is_mailed_to_the_address_that_a_stranger_typed(holder: Held) -> None:
    report = send()
    with reading() as session:
        assert all(row.address != SECRET for row in session.scalars(select(Outgoing)))
    send()
    assert len(mails("misuse_in")) == 2  # one a day for each of two officers
    close(holder, report)
    (letter,) = mails("misuse_closed")
    assert (letter.address, letter.payload["language"]) == (SECRET, "de")
    with unit_of_work() as session:
        row = session.get_one(MisuseReport, report.id)
        assert row.email_sealed is None
    Worker(in_use(), lambda _letter, _settings: None).drain(NOW)
    Worker(in_use(), lambda _letter, _settings: None).drain(NOW + timedelta(minutes=2))
    (letter,) = mails("misuse_closed")
    assert letter.address is None


def test_reporter_who_is_not_to_be_told_gets_no_mail(holder: Held) -> None:
    close(holder, send(), tell=False)
    assert mails("misuse_closed") == []


def test_number_of_a_label_leads_to_it_and_a_wrong_one_does_not(holder: Held) -> None:
    assert send(number=holder.label.number.lower()).label_id == holder.label.id
    assert send(number="CE-2026-9999-X").label_id is None


@pytest.mark.parametrize(
    ("seen", "field"),
    [
        (Seen(text="", about="Fir"), "text"),
        (Seen(text="Seen."), "about"),
        (Seen(text="Seen.", about="Fir", email="nobody"), "email"),
        (Seen(text="Seen.", about="Fir", seen_on=date(2027, 1, 1)), "seen_on"),
        (Seen(text="x" * 3001, about="Fir"), "text"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field(holder: Held, seen: Seen, field: str) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work() as session:
        actions.report_misuse(
            session,
            actor=PUBLIC,
            seen=seen,
            receipt=new_receipt(),
            language="en",
            attachment=None,
            now=NOW,
        )
    assert refused.value.field == field


def test_office_links_contacts_opens_a_finding_and_hands_on(holder: Held) -> None:
    report = send()
    common: dict[str, Any] = {"actor": holder.officer, "report_id": report.id, "now": NOW}
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.contact_holder(session, **common, text="Stop it.", due_on=DUE)
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.link_report(session, **common, number="CE-2026-9999-X")
    with unit_of_work() as session:
        actions.link_report(session, **common, number=holder.label.number)
        actions.note_on_report(session, **common, text="Looked at.", is_letter=False)
        actions.note_on_report(session, **common, text="To Fir Works.", is_letter=True)
        actions.contact_holder(session, **common, text="Please stop.", due_on=DUE)
        actions.open_finding(session, **common, text="Take it off the boxes.", due_on=DUE)
        actions.hand_report_on(session, **common, text="Third time.")
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.open_finding(session, **common, text="Again.", due_on=DUE)
    (found,) = findings(holder)
    assert (found.cause, found.required, found.report_id) == (
        FindingCause.MISUSE,
        "Take it off the boxes.",
        report.id,
    )
    with reading() as session:
        kinds = [step.kind.value for step in queries.report_steps(session, report.id)]
        assert kinds == ["linked", "note", "letter", "contact", "finding", "change"]
        named = f"report:{report.id}"
        assert handed_on(session, holder.label.id, named) == "Third time."
    told = [
        str(mail.payload) for name in ("misuse_contact", "finding_open") for mail in mails(name)
    ]
    assert len(told) == 4
    assert not any("boxes." in said and "The mark is on" in said for said in told)
    assert not any(SECRET in said or report.reference in said for said in told)
    close(holder, report)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.note_on_report(session, **common, text="Late.", is_letter=False)


def test_officer_with_a_tie_to_the_holder_is_kept_out(holder: Held) -> None:
    report = send(number=holder.label.number)
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=acting(holder.office.second_officer, Role.OFFICER),
            person_id=holder.office.officer.id,
            organisation_id=holder.label.organisation_id,
            kind=InvolvementKind.BOARD,
            source="told",
            now=NOW,
        )
    with pytest.raises(NotAllowed):
        close(holder, report)
    with reading() as session:
        tied = {holder.label.organisation_id}
        assert queries.open_reports(session, but_not=tied) == []
        assert len(queries.open_reports(session)) == 1


def test_only_officers_handle_reports(holder: Held) -> None:
    report = send(number=holder.label.number)
    member = acting(holder.office.member, Role.COMMITTEE)
    for actor in (holder.acting, member):
        with pytest.raises(NotFound), unit_of_work() as session:
            actions.note_on_report(
                session, actor=actor, report_id=report.id, text="Me.", is_letter=False, now=NOW
            )


def test_what_was_written_is_deleted_a_year_after_closing(holder: Held) -> None:
    digest = files.store().put(b"\x89PNG picture")
    report = close(holder, send(attachment=Attachment(digest, "box.png", "image/png")))
    worker = Worker(in_use(), lambda _letter, _settings: None)
    worker.drain(NOW + timedelta(days=364))
    assert files.store().has(digest)
    Worker(in_use(), lambda _letter, _settings: None).drain(NOW + timedelta(days=366))
    assert not files.store().has(digest)
    with reading() as session:
        row = session.get_one(MisuseReport, report.id)
        assert (row.text, row.about, row.place, row.number_typed, row.filename) == (
            "",
            "",
            "",
            "",
            None,
        )
        assert (row.outcome, row.cleared_at is not None) == (MisuseOutcome.PUT_RIGHT, True)
        assert set(session.scalars(select(MisuseStep.text))) == {""}
        details = session.scalars(
            select(AuditDetail.seq)
            .join(AuditEntry, AuditEntry.seq == AuditDetail.seq)
            .where(AuditEntry.subject_id == report.id)
        ).all()
        assert details == []
