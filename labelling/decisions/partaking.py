"""Who had what part in an organisation's cases: read from the ledger, the cases and the trail.

Panels for appeals, and whoever deals with a complaint, are chosen among those who had none. A
sub-package with steps of its own adds them with ``adds_parts``.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Executable, Subquery, or_, select, union, union_all
from sqlalchemy.orm import Session

from labelling.applications.models import Application, ApplicationEvent, EligibilityFinding
from labelling.core.audit import AuditEntry
from labelling.core.i18n import Text, lazy
from labelling.decisions.committee.models import SittingItem, VoteEntry
from labelling.decisions.hearings.models import HearingReply, LabelHearing
from labelling.decisions.models import Decision, Label, LabelChange
from labelling.decisions.surveillance.models import (
    Finding,
    FindingStep,
    MisuseReport,
    MisuseStep,
)
from labelling.organisations.models import SeatHolding
from labelling.people.models import Involvement, InvolvementKind
from labelling.reviews.independence import counts_after
from labelling.reviews.models import ConflictGrade, FeedbackReport, PanelSeat, PanelState, Review

_KINDS = [
    table.__tablename__
    for table in (Application, Label, Decision, LabelChange, PanelSeat, Review, FeedbackReport)
]


class Part(StrEnum):
    """A part that somebody had."""

    BOUND_UP = "bound_up"
    ASSESSED = "assessed"
    HANDLED = "handled"
    PREPARED = "prepared"
    DECIDED = "decided"
    APPEAL = "appeal"


PART_NAMES: Mapping[Part, Text] = {
    Part.BOUND_UP: lazy("is or was bound up with the organisation"),
    Part.ASSESSED: lazy("was asked to assess it"),
    Part.HANDLED: lazy("took a step of a case for the office"),
    Part.PREPARED: lazy("prepared a decision or change"),
    Part.DECIDED: lazy("took part in deciding on it"),
    Part.APPEAL: lazy("sat on an earlier appeal"),
}

Parts = Mapping[UUID, frozenset[Part]]
Had = tuple[UUID, UUID | None, Part]  # the organisation, the person, the part they had in its cases
Source = Callable[[Session, Collection[UUID], date], Iterable[Had]]

_sources: list[Source] = []


def adds_parts(function: Source) -> Source:
    """Register who had which part in organisations' cases, as far as one subject knows."""
    _sources.append(function)
    return function


def parts_in(session: Session, organisation_id: UUID, today: date) -> Parts:
    """Return everybody who had a part in the cases of an organisation, with the parts.

    Who is not in it had none, as far as is on record.
    """
    return parts_in_each(session, [organisation_id], today)[organisation_id]


def parts_in_each(
    session: Session, organisation_ids: Iterable[UUID], today: date
) -> dict[UUID, Parts]:
    """Return who had which part, by organisation, in a constant number of statements."""
    found: dict[UUID, dict[UUID, set[Part]]] = {
        organisation_id: defaultdict(set) for organisation_id in organisation_ids
    }
    if found:
        for source in _sources:
            for organisation_id, person_id, part in source(session, list(found), today):
                if person_id is not None:
                    found[organisation_id][person_id].add(part)
    return {
        organisation_id: {person_id: frozenset(had) for person_id, had in parts.items()}
        for organisation_id, parts in found.items()
    }


@adds_parts
def _ledger(session: Session, organisation_ids: Collection[UUID], today: date) -> Iterable[Had]:
    """Yield the lines of the ledger that count today, and the seats."""
    lines = session.execute(
        select(Involvement.organisation_id, Involvement.person_id, Involvement.kind).where(
            Involvement.organisation_id.in_(organisation_ids),
            or_(Involvement.until.is_(None), Involvement.until > counts_after(today)),
        )
    )
    of_kind = {InvolvementKind.ASSESSED: Part.ASSESSED, InvolvementKind.DECIDED: Part.DECIDED}
    for organisation_id, person_id, kind in lines:
        yield organisation_id, person_id, of_kind.get(kind, Part.BOUND_UP)
    seats = select(SeatHolding.organisation_id, SeatHolding.person_id).where(
        SeatHolding.organisation_id.in_(organisation_ids), SeatHolding.ended_at.is_(None)
    )
    yield from _each(session, seats, Part.BOUND_UP)


@adds_parts
def _cases(session: Session, organisation_ids: Collection[UUID], _today: date) -> Iterable[Had]:
    """Yield who was asked to assess, who handled, prepared and decided, whenever that was."""
    own = _applications(organisation_ids)
    holder = own.c.organisation_id
    asked = (
        select(holder, PanelSeat.person_id)
        .join(own, own.c.id == PanelSeat.application_id)
        .where(
            or_(
                PanelSeat.state != PanelState.DECLINED,
                PanelSeat.conflict.in_((ConflictGrade.DECLARED, ConflictGrade.BARRED)),
            )
        )
    )
    yield from _each(session, asked, Part.ASSESSED)
    handled = union(
        select(holder, ApplicationEvent.by).join(own, own.c.id == ApplicationEvent.application_id),
        select(holder, EligibilityFinding.found_by).join(
            own, own.c.id == EligibilityFinding.application_id
        ),
        select(holder, PanelSeat.invited_by).join(own, own.c.id == PanelSeat.application_id),
    )
    yield from _each(session, handled, Part.HANDLED)
    labels = _labels(organisation_ids)
    for taken in (
        select(holder, Decision.prepared_by, Decision.decided_by, Decision.sent_back_by).join(
            own, own.c.id == Decision.application_id
        ),
        select(
            labels.c.organisation_id,
            LabelChange.prepared_by,
            LabelChange.decided_by,
            LabelChange.sent_back_by,
        ).join(labels, labels.c.id == LabelChange.label_id),
    ):
        for organisation_id, prepared_by, decided_by, sent_back_by in session.execute(taken):
            yield organisation_id, prepared_by, Part.PREPARED
            yield organisation_id, decided_by, Part.DECIDED
            yield organisation_id, sent_back_by, Part.DECIDED


@adds_parts
def _trail(session: Session, organisation_ids: Collection[UUID], _today: date) -> Iterable[Had]:
    """Yield everybody whose acts on these cases stand in the audit trail, whatever they were."""
    own, labels = _applications(organisation_ids), _labels(organisation_ids)
    subjects = union_all(
        select(own.c.organisation_id, own.c.id),
        select(labels.c.organisation_id, labels.c.id),
        select(labels.c.organisation_id, LabelChange.id).join(
            labels, labels.c.id == LabelChange.label_id
        ),
        *(
            select(own.c.organisation_id, table.id).join(own, own.c.id == table.application_id)
            for table in (Decision, PanelSeat, Review, FeedbackReport)
        ),
    ).subquery()
    acted = (
        select(subjects.c.organisation_id, AuditEntry.actor_id)
        .join(subjects, subjects.c.id == AuditEntry.subject_id)
        .where(AuditEntry.subject_kind.in_(_KINDS))
        .distinct()
    )
    yield from _each(session, acted, Part.HANDLED)


@adds_parts
def _office(session: Session, organisation_ids: Collection[UUID], _today: date) -> Iterable[Had]:
    """Yield who voted in the committee, replied to a hearing, or looked after the label."""
    own, labels = _applications(organisation_ids), _labels(organisation_ids)
    of_cases = (
        select(own.c.organisation_id, VoteEntry.person_id)
        .join(SittingItem, SittingItem.id == VoteEntry.item_id)
        .join(Decision, Decision.id == SittingItem.decision_id)
        .join(own, own.c.id == Decision.application_id)
    )
    of_labels = (
        select(labels.c.organisation_id, VoteEntry.person_id)
        .join(SittingItem, SittingItem.id == VoteEntry.item_id)
        .join(LabelChange, LabelChange.id == SittingItem.change_id)
        .join(labels, labels.c.id == LabelChange.label_id)
    )
    yield from _each(session, union(of_cases, of_labels), Part.DECIDED)
    handled = union(
        select(labels.c.organisation_id, HearingReply.replied_by)
        .join(LabelHearing, LabelHearing.id == HearingReply.hearing_id)
        .join(LabelChange, LabelChange.id == LabelHearing.change_id)
        .join(labels, labels.c.id == LabelChange.label_id),
        select(labels.c.organisation_id, FindingStep.by)
        .join(Finding, Finding.id == FindingStep.finding_id)
        .join(labels, labels.c.id == Finding.label_id),
        select(labels.c.organisation_id, MisuseStep.by)
        .join(MisuseReport, MisuseReport.id == MisuseStep.report_id)
        .join(labels, labels.c.id == MisuseReport.label_id),
    )
    yield from _each(session, handled, Part.HANDLED)


def _applications(organisation_ids: Collection[UUID]) -> Subquery:
    return (
        select(Application.id, Application.organisation_id)
        .where(Application.organisation_id.in_(organisation_ids))
        .subquery()
    )


def _labels(organisation_ids: Collection[UUID]) -> Subquery:
    return (
        select(Label.id, Label.organisation_id)
        .where(Label.organisation_id.in_(organisation_ids))
        .subquery()
    )


def _each(session: Session, pairs: Executable, part: Part) -> Iterable[Had]:
    """Yield one part for each pair of organisation and person that a statement finds."""
    for organisation_id, person_id in session.execute(pairs):
        yield organisation_id, person_id, part
