"""What keeps a person from a case: bound up with the organisation, or with the case itself.

Whoever assessed, or took an earlier step for the office, does not decide as well; whoever is
bound up with the organisation sees nothing of the case (schemes.md, conflicts, bodies apart).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, func, literal, or_, select, union
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, ApplicationEvent, EligibilityFinding
from labelling.core.database import read_once
from labelling.core.i18n import Text, lazy
from labelling.decisions.committee.models import Grounds, ItemRecusal, SittingItem
from labelling.decisions.models import Decision, DecisionState, Label, LabelChange
from labelling.organisations.models import SeatHolding
from labelling.people.models import Involvement, InvolvementKind
from labelling.reviews.independence import counts_after
from labelling.reviews.models import ConflictGrade, PanelSeat, PanelState

BOUND_UP = lazy("You are bound up with this organisation, so others deal with this case.")
ASSESSED = lazy("You are or were on the assessment team, so others deal with this case.")
SET_ASIDE = lazy("An appeal set aside what you decided here, so others deal with this case.")
STAYED_OUT = lazy("You said that you stay out of this case, so others deal with it.")
TOOK_PART = lazy("You took an earlier step of this case for the office, so others decide.")


@dataclass(frozen=True, slots=True)
class Ties:
    """One person's ties: to organisations, to cases assessed, to cases handled for the office.

    ``set_aside`` are the cases in which an appeal has set aside what the person decided;
    ``stayed_out`` the cases, and the changes of labels, of whose item on an agenda the person
    stays out: by their own word, for every later sitting and every other page as well.
    """

    person_id: UUID | None
    organisations: frozenset[UUID]
    assessed: frozenset[UUID]
    handled: frozenset[UUID]
    set_aside: frozenset[UUID] = frozenset()
    stayed_out: frozenset[UUID] = frozenset()

    def conflict(self, application: Application) -> Text | None:
        """Return why the person may not see a case, or None."""
        if application.id in self.assessed:
            return ASSESSED
        if application.id in self.set_aside:
            return SET_ASIDE
        if application.id in self.stayed_out:
            return STAYED_OUT
        return self.bound_up(application.organisation_id)

    def bound_up(self, organisation_id: UUID) -> Text | None:
        """Return why the person stays out of what concerns an organisation, or None."""
        return BOUND_UP if organisation_id in self.organisations else None

    def change_conflict(self, change: LabelChange, label: Label) -> Text | None:
        """Return why the person may not see a change of a label, or None."""
        if change.id in self.stayed_out:
            return STAYED_OUT
        return self.bound_up(label.organisation_id)

    def took_part(self, application: Application) -> bool:
        """Say whether the person took an earlier step of the case for the office."""
        return application.id in self.handled


NO_TIES = Ties(None, frozenset(), frozenset(), frozenset())


def ties_of(session: Session, person_id: UUID | None, today: date) -> Ties:
    """Return a person's ties to everything, in a constant number of statements."""
    if person_id is None:
        return NO_TIES
    return read_once(
        session, (ties_of, person_id, today), lambda: _read_ties(session, person_id, today)
    )


def _read_ties(session: Session, person_id: UUID, today: date) -> Ties:
    bound_up = union(
        select(Involvement.organisation_id).where(
            Involvement.person_id == person_id,
            Involvement.kind != InvolvementKind.DECIDED,
            or_(Involvement.until.is_(None), Involvement.until > counts_after(today)),
        ),
        select(SeatHolding.organisation_id).where(
            SeatHolding.person_id == person_id, SeatHolding.ended_at.is_(None)
        ),
    )
    assessed, handled = _cases(session, person_id)
    return Ties(
        person_id=person_id,
        organisations=frozenset(session.scalars(bound_up)),
        assessed=assessed,
        handled=handled,
        set_aside=frozenset(session.scalars(_decided_and_set_aside(person_id))),
        stayed_out=frozenset(session.scalars(_stayed_out(person_id))),
    )


def _stayed_out(person_id: UUID) -> Select[UUID]:
    """Return the statement for the cases and changes of which the person declared to stay out."""
    return (
        select(func.coalesce(Decision.application_id, SittingItem.change_id))
        .select_from(ItemRecusal)
        .join(SittingItem, SittingItem.id == ItemRecusal.item_id)
        .outerjoin(Decision, Decision.id == SittingItem.decision_id)
        .where(ItemRecusal.person_id == person_id, ItemRecusal.grounds == Grounds.DECLARED)
    )


def _decided_and_set_aside(person_id: UUID) -> Select[UUID]:
    """Return the statement for the cases whose decision, set aside, the person had a part in.

    The ledger tells who voted: its lines lie between preparation and decision.
    """
    voted = exists().where(
        Involvement.person_id == person_id,
        Involvement.organisation_id == Application.organisation_id,
        Involvement.kind == InvolvementKind.DECIDED,
        Involvement.recorded_at >= Decision.prepared_at,
        Involvement.recorded_at <= Decision.decided_at,
    )
    return (
        select(Decision.application_id)
        .join(Application, Application.id == Decision.application_id)
        .where(
            Decision.state == DecisionState.SET_ASIDE,
            or_(Decision.prepared_by == person_id, Decision.decided_by == person_id, voted),
        )
    )


def _cases(session: Session, person_id: UUID) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Return the cases that the person assessed, and those handled for the office.

    Assessed are all that they were asked to, unless they simply declined; handled are those in
    which they took an earlier step: checked, built a team, prepared what was sent back.
    """
    assessed, handled = literal(True), literal(False)
    steps = union(
        select(PanelSeat.application_id, assessed).where(
            PanelSeat.person_id == person_id,
            or_(
                PanelSeat.state != PanelState.DECLINED,
                PanelSeat.conflict.in_((ConflictGrade.DECLARED, ConflictGrade.BARRED)),
            ),
        ),
        select(ApplicationEvent.application_id, handled).where(
            ApplicationEvent.by == person_id,
            ApplicationEvent.to_state.not_in((State.OFFERED, State.DECIDED)),
        ),
        select(EligibilityFinding.application_id, handled).where(
            EligibilityFinding.found_by == person_id
        ),
        select(PanelSeat.application_id, handled).where(PanelSeat.invited_by == person_id),
        select(Decision.application_id, handled).where(
            Decision.prepared_by == person_id, Decision.state == DecisionState.SENT_BACK
        ),
    )
    rows = session.execute(steps).all()
    return (
        frozenset(application_id for application_id, was_assessed in rows if was_assessed),
        frozenset(application_id for application_id, was_assessed in rows if not was_assessed),
    )
