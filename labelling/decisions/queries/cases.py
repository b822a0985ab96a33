"""Cases before the committee: what waits to be prepared, to be decided, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due_on
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.core.i18n import Text
from labelling.decisions.bodies import is_blinded, is_for_sitting
from labelling.decisions.committee.models import Sitting, SittingItem
from labelling.decisions.models import NO_LONGER_STANDING, Decision, DecisionState
from labelling.decisions.subjects import Case
from labelling.decisions.ties import TOOK_PART, Ties, ties_of
from labelling.organisations.models import Organisation
from labelling.people import queries as people
from labelling.people.models import Person

DECIDED_SHOWN = 30
_OVER = (State.OFFERED, State.DECIDED)


@dataclass(frozen=True, slots=True)
class DocketRow:
    """A case in the list; ``closed`` says why its content is not for the one who asks."""

    application: Application
    organisation: Organisation
    decision: Decision | None
    due: date | None
    prepared_by: str
    closed: Text | None


def get_decision(session: Session, decision_id: UUID) -> Decision:
    """Return a decision; raise NotFound."""
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    return decision


def standing_decision(session: Session, application_id: UUID) -> Decision | None:
    """Return the decision on an application that is prepared or taken."""
    return session.scalar(
        select(Decision).where(
            Decision.application_id == application_id, Decision.state.not_in(NO_LONGER_STANDING)
        )
    )


def sent_back(session: Session, application_id: UUID) -> list[Decision]:
    """Return the preparations that were sent back, the newest first."""
    return list(
        session.scalars(
            select(Decision)
            .where(
                Decision.application_id == application_id,
                Decision.state == DecisionState.SENT_BACK,
            )
            .order_by(Decision.sent_back_at.desc(), Decision.id)
        )
    )


def last_item(session: Session, decision_id: UUID) -> tuple[SittingItem, Sitting] | None:
    """Return the agenda on which a decision stands, or stood last, with the sitting."""
    row = session.execute(
        select(SittingItem, Sitting)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(SittingItem.decision_id == decision_id)
        .order_by(SittingItem.added_at.desc(), SittingItem.id)
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def waits_for_agenda(session: Session, application: Application, decision: Decision) -> bool:
    """Say whether a prepared decision is for a sitting, and on no agenda: nobody votes on it."""
    if decision.state is not DecisionState.PREPARED or not is_for_sitting(application):
        return False
    found = last_item(session, decision.id)
    return found is None or found[0].result is not None


def case_for(
    session: Session,
    application: Application,
    person_id: UUID | None,
    now: datetime,
    decision: Decision | None = None,
) -> Case:
    """Return an application as it stands before the committee, and as a person stands to it.

    With the decision that is meant, or with the one that stands.
    """
    ties = ties_of(session, person_id, today(now))
    if decision is None:
        decision = standing_decision(session, application.id)
    independent = (
        decision is not None
        and person_id is not None
        and people.independent(session, decision.prepared_by, person_id, now)
    )
    return Case(
        application=application,
        decision=decision,
        person_id=person_id,
        conflict=ties.conflict(application),
        took_part=ties.took_part(application),
        independent=independent,
    )


def waiting(session: Session, ties: Ties, *, committee: bool) -> list[DocketRow]:
    """Return the cases that wait for a decision, the earliest date first.

    The committee sees those that are prepared, the office those that still have to be, too.
    """
    return _rows(session, ties, (State.RECOMMENDED,), committee=committee)


def decided(session: Session, ties: Ties, *, committee: bool) -> list[DocketRow]:
    """Return the cases decided last, the newest first."""
    return _rows(session, ties, _OVER, committee=committee)


def _rows(
    session: Session, ties: Ties, states: tuple[State, ...], *, committee: bool
) -> list[DocketRow]:
    over = states is _OVER
    query = (
        select(Application, Organisation, Decision, due_on(Step.DECISION), Person.name)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(
            Decision,
            and_(
                Decision.application_id == Application.id,
                Decision.state.not_in(NO_LONGER_STANDING),
            ),
            isouter=not (committee or over),
        )
        .outerjoin(Person, Person.id == Decision.prepared_by)
        .where(Application.state.in_(states))
    )
    if over:
        query = query.order_by(Decision.decided_at.desc(), Application.reference)
        query = query.limit(DECIDED_SHOWN)
    rows = [
        DocketRow(
            application=application,
            organisation=organisation,
            decision=decision,
            due=due,
            prepared_by=name or "",
            closed=_closed(ties, application, committee=committee),
        )
        for application, organisation, decision, due, name in session.execute(query)
        if over or not (committee and is_blinded(application))
    ]
    if over:
        return rows
    return sorted(rows, key=lambda row: (row.due or date.max, row.application.reference))


def _closed(ties: Ties, application: Application, *, committee: bool) -> Text | None:
    conflict = ties.conflict(application)
    if conflict is not None or not committee:
        return conflict
    return TOOK_PART if ties.took_part(application) else None
