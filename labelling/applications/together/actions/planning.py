"""Saying who writes which parts until when, and that a part was checked."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions.answers import refuse_frozen
from labelling.applications.models import Application
from labelling.applications.queries.drafts import NO_LIMIT, cited_pieces, find_answer
from labelling.applications.recipients import tell
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.standing import PartState, part_state
from labelling.applications.together.marks import mark_of
from labelling.applications.together.models import PartPlan
from labelling.applications.together.queries import colleagues, plans_of
from labelling.core import access, audit
from labelling.core.access import Actor, Seat
from labelling.core.clock import today
from labelling.core.errors import Conflict, Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.people.models import Person


def plan_parts(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_ids: Collection[str],
    person_id: UUID | None,
    due_on: date | None,
    now: datetime,
) -> int:
    """Say who writes these parts until which day; None takes the name or the day away.

    Returns how many plans changed. Whoever is named is told by mail, unless it is the actor.
    Raises Invalid for a day that is past and for somebody who has no seat to write on.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.PART_PLAN, application, now=now)
    refuse_frozen(application)
    asked = edition_of(application).scope(level_of(application))
    chosen = [part_id for part_id in asked if part_id in part_ids]
    if not chosen:
        raise Invalid(lazy("Choose at least one part."), field="parts")
    if due_on is not None and due_on < today(now):
        raise Invalid(lazy("Choose a day that is not past."), field="due_on")
    person = _writer(session, application, person_id) if person_id is not None else None
    plans = plans_of(session, application_id)
    changed = [part_id for part_id in chosen if _planned(plans.get(part_id)) != (person_id, due_on)]
    for part_id in changed:
        plan = plans.get(part_id) or _new_plan(session, application, part_id)
        plan.assigned_to, plan.due_on = person_id, due_on
        plan.planned_at, plan.planned_by = now, actor.person_id
        session.flush()
        audit.record(
            session,
            actor,
            "part.planned",
            plan,
            now,
            part=part_id,
            person=str(person_id) if person_id is not None else None,
            due=due_on.isoformat() if due_on is not None else None,
        )
    if person is not None and changed and person.id != actor.person_id:
        tell(
            session,
            [person],
            application,
            "parts_assigned",
            now,
            count=len(changed),
            due=due_on.isoformat() if due_on is not None else None,
        )
    return len(changed)


def _planned(plan: PartPlan | None) -> tuple[UUID | None, date | None]:
    return (plan.assigned_to, plan.due_on) if plan is not None else (None, None)


def _writer(session: Session, application: Application, person_id: UUID) -> Person:
    people = colleagues(session, application.organisation_id, Seat.OWNER, Seat.CONTRIBUTOR)
    found = next((person for person in people if person.id == person_id), None)
    if found is None:
        raise Invalid(lazy("Choose an owner or a contributor."), field="person")
    return found


def _new_plan(session: Session, application: Application, part_id: str) -> PartPlan:
    plan = PartPlan(application_id=application.id, part_id=part_id, checked_mark="")
    session.add(plan)
    return plan


def check_part(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    mark: str,
    now: datetime,
) -> None:
    """Say that a part that is done was checked, as it was shown: ``mark`` is its fingerprint.

    Raises Conflict where it has changed since, NotNow where it is not done.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.PART_PLAN, application, now=now)
    refuse_frozen(application)
    level = level_of(application)
    if part_id not in edition_of(application).scope(level):
        raise NotFound
    answer = find_answer(session, application_id, part_id)
    pieces = cited_pieces(session, application_id).get(part_id, [])
    if mark_of(answer, pieces) != mark:
        raise Conflict(
            lazy("The part has changed since you opened it. Look at it again, then check it.")
        )
    limit = level.steps.text_limit if level.steps is not None else NO_LIMIT
    if part_state(answer, len(pieces), limit) is not PartState.DONE:
        raise NotNow(lazy("The part is not done yet, so it cannot be checked."))
    plan = plans_of(session, application_id).get(part_id)
    plan = plan or _new_plan(session, application, part_id)
    if plan.checked_mark == mark:
        return
    plan.checked_mark, plan.checked_at, plan.checked_by = mark, now, actor.person_id
    session.flush()
    audit.record(session, actor, "part.checked", plan, now, part=part_id)


def uncheck_part(
    session: Session, *, actor: Actor, application_id: UUID, part_id: str, now: datetime
) -> None:
    """Take back that a part was checked."""
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.PART_PLAN, application, now=now)
    refuse_frozen(application)
    plan = plans_of(session, application_id).get(part_id)
    if plan is None or not plan.checked_mark:
        return
    plan.checked_mark, plan.checked_at, plan.checked_by = "", None, None
    audit.record(session, actor, "part.unchecked", plan, now, part=part_id)
