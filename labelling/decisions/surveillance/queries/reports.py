"""Reports of misuse: by id, by the reporter's receipt, and all that are open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.decisions.models import Label
from labelling.decisions.surveillance.models import MisuseReport, MisuseStep
from labelling.decisions.surveillance.receipts import receipt_hash
from labelling.decisions.surveillance.subjects import MisuseCase
from labelling.decisions.ties import ties_of
from labelling.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report that is not closed; with the label and the holder, where it is about one."""

    report: MisuseReport
    label: Label | None
    holder: Organisation | None


def get_report(session: Session, report_id: UUID) -> MisuseReport:
    """Return a report; raise NotFound."""
    found = session.get(MisuseReport, report_id)
    if found is None:
        raise NotFound
    return found


def find_report_by_receipt(session: Session, receipt: str) -> MisuseReport | None:
    """Return the report whose receipt somebody holds, however its number is typed."""
    return session.scalar(
        select(MisuseReport).where(MisuseReport.receipt_sha256 == receipt_hash(receipt))
    )


def report_steps(session: Session, report_id: UUID) -> list[MisuseStep]:
    """Return what the office did about a report, in order."""
    return list(
        session.scalars(
            select(MisuseStep).where(MisuseStep.report_id == report_id).order_by(MisuseStep.number)
        )
    )


def misuse_case_for(
    session: Session, report: MisuseReport, person_id: UUID | None, now: datetime
) -> MisuseCase:
    """Return a report as a person stands to the holder that it is about."""
    conflict = None
    if report.label_id is not None:
        label = session.get_one(Label, report.label_id)
        conflict = ties_of(session, person_id, today(now)).bound_up(label.organisation_id)
    return MisuseCase(report, person_id, conflict)


def open_reports(session: Session, *, but_not: Collection[UUID] = ()) -> list[OpenReport]:
    """Return the reports that are not closed, oldest first, in one statement."""
    query = (
        select(MisuseReport, Label, Organisation)
        .outerjoin(Label, Label.id == MisuseReport.label_id)
        .outerjoin(Organisation, Organisation.id == Label.organisation_id)
        .where(MisuseReport.closed_at.is_(None))
        .order_by(MisuseReport.reported_at, MisuseReport.id)
    )
    if but_not:
        query = query.where(or_(Label.id.is_(None), Label.organisation_id.not_in(list(but_not))))
    return [OpenReport(row[0], row[1], row[2]) for row in session.execute(query)]
