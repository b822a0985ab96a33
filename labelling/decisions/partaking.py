"""Who had what part in an organisation's cases: read from the ledger, the cases and the trail.

Panels for appeals, and whoever deals with a complaint, are chosen among those who had none. A
sub-package with steps of its own adds them with ``adds_parts``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, or_, select
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
from labelling.reviews.independence import YEARS
from labelling.reviews.models import ConflictGrade, FeedbackReport, PanelSeat, PanelState, Review

_KINDS = [
    table.__tablename__
    for table in (Application, Label, Decision, LabelChange, PanelSeat, Review, FeedbackReport)
]
_COUNTS_FOR = timedelta(days=366 * YEARS)


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
Source = Callable[[Session, UUID, date], Iterable[tuple[UUID | None, Part]]]

_sources: list[Source] = []


def adds_parts(function: Source) -> Source:
    """Register who had which part in an organisation's cases, as far as one subject knows."""
    _sources.append(function)
    return function


def parts_in(session: Session, organisation_id: UUID, today: date) -> Parts:
    """Return everybody who had a part in the cases of an organisation, with the parts.

    In a constant number of statements. Who is not in it had none, as far as is on record.
    """
    found: dict[UUID, set[Part]] = defaultdict(set)
    for source in _sources:
        for person_id, part in source(session, organisation_id, today):
            if person_id is not None:
                found[person_id].add(part)
    return {person_id: frozenset(parts) for person_id, parts in found.items()}


@adds_parts
def _ledger(
    session: Session, organisation_id: UUID, today: date
) -> Iterable[tuple[UUID | None, Part]]:
    """Yield the lines of the ledger that count today, and the seats."""
    lines = session.execute(
        select(Involvement.person_id, Involvement.kind).where(
            Involvement.organisation_id == organisation_id,
            or_(Involvement.until.is_(None), Involvement.until > today - _COUNTS_FOR),
        )
    )
    of_kind = {InvolvementKind.ASSESSED: Part.ASSESSED, InvolvementKind.DECIDED: Part.DECIDED}
    yield from ((person_id, of_kind.get(kind, Part.BOUND_UP)) for person_id, kind in lines)
    seats = select(SeatHolding.person_id).where(
        SeatHolding.organisation_id == organisation_id, SeatHolding.ended_at.is_(None)
    )
    yield from ((person_id, Part.BOUND_UP) for person_id in session.scalars(seats))


@adds_parts
def _cases(
    session: Session, organisation_id: UUID, _today: date
) -> Iterable[tuple[UUID | None, Part]]:
    """Yield who was asked to assess, who handled, prepared and decided, whenever that was."""
    own = applications_of(organisation_id)
    asked = select(PanelSeat.person_id).where(
        PanelSeat.application_id.in_(own),
        or_(
            PanelSeat.state != PanelState.DECLINED,
            PanelSeat.conflict.in_((ConflictGrade.DECLARED, ConflictGrade.BARRED)),
        ),
    )
    yield from ((person_id, Part.ASSESSED) for person_id in session.scalars(asked))
    for person_id in session.scalars(
        select(ApplicationEvent.by)
        .where(ApplicationEvent.application_id.in_(own))
        .union(
            select(EligibilityFinding.found_by).where(EligibilityFinding.application_id.in_(own)),
            select(PanelSeat.invited_by).where(PanelSeat.application_id.in_(own)),
        )
    ):
        yield person_id, Part.HANDLED
    decisions = session.execute(
        select(Decision.prepared_by, Decision.decided_by, Decision.sent_back_by).where(
            Decision.application_id.in_(own)
        )
    )
    labels = select(Label.id).where(Label.organisation_id == organisation_id)
    changes = session.execute(
        select(LabelChange.prepared_by, LabelChange.decided_by, LabelChange.sent_back_by).where(
            LabelChange.label_id.in_(labels)
        )
    )
    for prepared_by, decided_by, sent_back_by in (*decisions, *changes):
        yield prepared_by, Part.PREPARED
        yield decided_by, Part.DECIDED
        yield sent_back_by, Part.DECIDED


@adds_parts
def _trail(
    session: Session, organisation_id: UUID, _today: date
) -> Iterable[tuple[UUID | None, Part]]:
    """Yield everybody whose acts on these cases stand in the audit trail, whatever they were."""
    own = applications_of(organisation_id)
    labels = select(Label.id).where(Label.organisation_id == organisation_id)
    subjects = own.union_all(
        labels,
        select(Decision.id).where(Decision.application_id.in_(own)),
        select(LabelChange.id).where(LabelChange.label_id.in_(labels)),
        select(PanelSeat.id).where(PanelSeat.application_id.in_(own)),
        select(Review.id).where(Review.application_id.in_(own)),
        select(FeedbackReport.id).where(FeedbackReport.application_id.in_(own)),
    )
    acted = (
        select(AuditEntry.actor_id)
        .where(AuditEntry.subject_kind.in_(_KINDS), AuditEntry.subject_id.in_(subjects))
        .distinct()
    )
    yield from ((person_id, Part.HANDLED) for person_id in session.scalars(acted))


@adds_parts
def _office(
    session: Session, organisation_id: UUID, _today: date
) -> Iterable[tuple[UUID | None, Part]]:
    """Yield who voted in the committee, replied to a hearing, or looked after the label."""
    labels = select(Label.id).where(Label.organisation_id == organisation_id)
    changes = select(LabelChange.id).where(LabelChange.label_id.in_(labels))
    decisions = select(Decision.id).where(
        Decision.application_id.in_(applications_of(organisation_id))
    )
    voted = (
        select(VoteEntry.person_id)
        .join(SittingItem, SittingItem.id == VoteEntry.item_id)
        .where(or_(SittingItem.decision_id.in_(decisions), SittingItem.change_id.in_(changes)))
    )
    yield from ((person_id, Part.DECIDED) for person_id in session.scalars(voted.distinct()))
    handled = (
        select(HearingReply.replied_by)
        .join(LabelHearing, LabelHearing.id == HearingReply.hearing_id)
        .where(LabelHearing.change_id.in_(changes))
        .union(
            select(FindingStep.by)
            .join(Finding, Finding.id == FindingStep.finding_id)
            .where(Finding.label_id.in_(labels)),
            select(MisuseStep.by)
            .join(MisuseReport, MisuseReport.id == MisuseStep.report_id)
            .where(MisuseReport.label_id.in_(labels)),
        )
    )
    yield from ((person_id, Part.HANDLED) for person_id in session.scalars(handled))


def applications_of(organisation_id: UUID) -> Select[UUID]:
    """Return the statement for the applications of an organisation."""
    return select(Application.id).where(Application.organisation_id == organisation_id)
