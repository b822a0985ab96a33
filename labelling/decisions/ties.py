"""What keeps a person from a case: bound up with the organisation, or with the case itself.

Whoever assessed, or took an earlier step for the office, does not decide as well; whoever is
bound up with the organisation sees nothing of the case (schemes.md, conflicts, bodies apart).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, ApplicationEvent, EligibilityFinding
from labelling.core.i18n import Text, lazy
from labelling.decisions.models import Decision, DecisionState
from labelling.organisations.queries import seats_of
from labelling.people.models import InvolvementKind
from labelling.people.queries import involvements_of
from labelling.reviews.independence import YEARS
from labelling.reviews.models import ConflictGrade, PanelSeat, PanelState

_COUNTS_FOR = timedelta(days=366 * YEARS)

BOUND_UP = lazy("You are bound up with this organisation, so others deal with this case.")
ASSESSED = lazy("You are or were on the assessment team, so others deal with this case.")
TOOK_PART = lazy("You took an earlier step of this case for the office, so others decide.")


@dataclass(frozen=True, slots=True)
class Ties:
    """One person's ties: to organisations, to cases assessed, to cases handled for the office."""

    person_id: UUID | None
    organisations: frozenset[UUID]
    assessed: frozenset[UUID]
    handled: frozenset[UUID]

    def conflict(self, application: Application) -> Text | None:
        """Return why the person may not see a case, or None."""
        if application.id in self.assessed:
            return ASSESSED
        return self.bound_up(application.organisation_id)

    def bound_up(self, organisation_id: UUID) -> Text | None:
        """Return why the person stays out of what concerns an organisation, or None."""
        return BOUND_UP if organisation_id in self.organisations else None

    def took_part(self, application: Application) -> bool:
        """Say whether the person took an earlier step of the case for the office."""
        return application.id in self.handled


NO_TIES = Ties(None, frozenset(), frozenset(), frozenset())


def ties_of(session: Session, person_id: UUID | None, today: date) -> Ties:
    """Return a person's ties to everything, in a constant number of statements."""
    if person_id is None:
        return NO_TIES
    lasting = {
        line.organisation_id
        for line in involvements_of(session, person_id)
        if line.kind is not InvolvementKind.DECIDED
        and (line.until is None or line.until > today - _COUNTS_FOR)
    }
    return Ties(
        person_id=person_id,
        organisations=frozenset(lasting | seats_of(session, person_id).keys()),
        assessed=_assessed(session, person_id),
        handled=_handled(session, person_id),
    )


def _assessed(session: Session, person_id: UUID) -> frozenset[UUID]:
    """Return the cases that the person was asked to assess, unless they simply declined."""
    seats = session.scalars(select(PanelSeat).where(PanelSeat.person_id == person_id))
    return frozenset(
        seat.application_id
        for seat in seats
        if seat.state is not PanelState.DECLINED
        or seat.conflict in {ConflictGrade.DECLARED, ConflictGrade.BARRED}
    )


def _handled(session: Session, person_id: UUID) -> frozenset[UUID]:
    """Return the cases where the person took an earlier step: checked, built a team, prepared."""
    steps = union(
        select(ApplicationEvent.application_id).where(
            ApplicationEvent.by == person_id, ApplicationEvent.to_state != State.DECIDED
        ),
        select(EligibilityFinding.application_id).where(EligibilityFinding.found_by == person_id),
        select(PanelSeat.application_id).where(PanelSeat.invited_by == person_id),
        select(Decision.application_id).where(
            Decision.prepared_by == person_id, Decision.state == DecisionState.SENT_BACK
        ),
    )
    return frozenset(session.scalars(steps))
