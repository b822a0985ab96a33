"""Findings: one by one, of a label, and all that are open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.core.errors import NotFound
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.surveillance.models import (
    Finding,
    FindingCause,
    FindingStep,
    FindingStepKind,
)
from labelling.organisations.models import Organisation

WAITS_FOR_OFFICE = frozenset({FindingStepKind.ANSWERED})


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding that is open, with its holder and its last step."""

    finding: Finding
    label: Label
    term: LabelTerm
    holder: Organisation
    last: FindingStepKind

    @property
    def waits_for_office(self) -> bool:
        """Say whether the holder has answered, so that the office acts next."""
        return self.last in WAITS_FOR_OFFICE

    def is_overdue(self, day: date) -> bool:
        """Say whether the holder should have acted by now."""
        return day > self.finding.due_on


def get_finding(session: Session, finding_id: UUID) -> Finding:
    """Return a finding; raise NotFound."""
    found = session.get(Finding, finding_id)
    if found is None:
        raise NotFound
    return found


def find_finding(session: Session, label_id: UUID, cause: FindingCause, key: str) -> Finding | None:
    """Return the finding of a cause that stands, settled or not."""
    return session.scalar(
        select(Finding).where(
            Finding.label_id == label_id,
            Finding.cause == cause,
            Finding.key == key,
            Finding.gone_at.is_(None),
        )
    )


def findings_of(session: Session, label_id: UUID) -> list[Finding]:
    """Return every finding there ever was about a label, oldest first."""
    return list(
        session.scalars(
            select(Finding)
            .where(Finding.label_id == label_id)
            .order_by(Finding.found_at, Finding.id)
        )
    )


def finding_steps(session: Session, ids: Iterable[UUID]) -> dict[UUID, list[FindingStep]]:
    """Return the steps of findings, in order."""
    found: dict[UUID, list[FindingStep]] = {}
    for row in session.scalars(
        select(FindingStep)
        .where(FindingStep.finding_id.in_(list(ids)))
        .order_by(FindingStep.finding_id, FindingStep.number)
    ):
        found.setdefault(row.finding_id, []).append(row)
    return found


def open_findings(
    session: Session,
    *,
    but_not: Collection[UUID] = (),
    of: Collection[UUID] | None = None,
) -> list[OpenFinding]:
    """Return the findings that are open, the one due first first, in two statements.

    Holders in ``but_not`` are left out; with ``of`` only those organisations' are returned.
    """
    query = (
        select(Finding, Label, LabelTerm, Organisation)
        .join(Label, Label.id == Finding.label_id)
        .join(LabelTerm, LabelTerm.id == Finding.term_id)
        .join(Organisation, Organisation.id == Label.organisation_id)
        .where(Finding.gone_at.is_(None), Finding.settled_at.is_(None))
        .order_by(Finding.due_on, Finding.found_at, Finding.id)
    )
    if but_not:
        query = query.where(Label.organisation_id.not_in(list(but_not)))
    if of is not None:
        query = query.where(Label.organisation_id.in_(list(of)))
    rows = session.execute(query).all()
    last = _last_steps(session, [row[0].id for row in rows])
    return [OpenFinding(row[0], row[1], row[2], row[3], last[row[0].id]) for row in rows]


def _last_steps(session: Session, ids: Collection[UUID]) -> dict[UUID, FindingStepKind]:
    newest = (
        select(FindingStep.finding_id, func.max(FindingStep.number).label("number"))
        .where(FindingStep.finding_id.in_(list(ids)))
        .group_by(FindingStep.finding_id)
        .subquery()
    )
    rows = session.execute(
        select(FindingStep.finding_id, FindingStep.kind).join(
            newest,
            (newest.c.finding_id == FindingStep.finding_id)
            & (newest.c.number == FindingStep.number),
        )
    )
    return {row[0]: row[1] for row in rows}
