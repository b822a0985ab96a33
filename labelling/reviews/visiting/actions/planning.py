"""What is asked and seen on a visit, and whom the assessors meet; the agenda goes to all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews.opinions import lines
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.visiting.begun import begun, case_of
from labelling.reviews.visiting.models import VisitPlan
from labelling.reviews.visiting.people import FUNCTIONS, shortcomings
from labelling.reviews.visiting.telling import all_concerned, tell_fixed

TEXT_LIMIT = 4000
PLACE_LIMIT = 300
MOST_QUESTIONS = 10
MOST_PEOPLE = 20


class PlanChanged(Conflict):
    """A colleague saved the plan meanwhile; ``version`` is what stands now."""

    def __init__(self, stands: VisitPlan) -> None:
        super().__init__(lazy("A colleague saved the plan while you were writing."))
        self.version = stands.version


@dataclass(frozen=True, slots=True)
class Written:
    """What the team writes into the plan; ``people`` says by function how many, and when."""

    place: str
    people: Mapping[str, tuple[int, str]]
    papers: str
    questions: str


def save_plan(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    written: Written,
    version: int,
    now: datetime,
) -> VisitPlan:
    """Save the plan; nobody is told. Raises PlanChanged, or Invalid for what is too much."""
    application, case = case_of(session, application_id)
    access.require(actor, Permission.VISIT_PLAN_KEEP, case, now=now)
    plan = begun(session, application)
    if plan.version != version:
        raise PlanChanged(plan)
    _refuse_unfit(written)
    plan.place, plan.papers, plan.questions = written.place, written.papers, written.questions
    plan.people = {
        one: {"many": str(many), "at": at}
        for one in FUNCTIONS
        if (many := written.people.get(one, (0, ""))[0])
        and (at := written.people[one][1]) is not None
    }
    plan.version += 1
    plan.made_by = actor.person_id
    session.flush()
    audit.record(session, actor, "visit.planned", application, now, version=plan.version)
    return plan


def _refuse_unfit(written: Written) -> None:
    for name, most in (
        ("place", PLACE_LIMIT),
        ("papers", TEXT_LIMIT),
        ("questions", TEXT_LIMIT),
    ):
        if len(getattr(written, name)) > most:
            raise Invalid(lazy("This text may have %(most)s characters."), field=name, most=most)
    if len(lines(written.questions)) > MOST_QUESTIONS:
        raise Invalid(
            lazy("Choose at most %(most)s questions, one a line."),
            field="questions",
            most=MOST_QUESTIONS,
        )
    if any(many > MOST_PEOPLE for many, _ in written.people.values()):
        raise Invalid(lazy("Give a number from 0 to 20."))


def send_agenda(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> VisitPlan:
    """Send the agenda to team and owners.

    Raises NotNow before a day is fixed, and on site while the plan lacks somebody to meet.
    """
    application, case = case_of(session, application_id)
    access.require(actor, Permission.VISIT_PLAN_KEEP, case, now=now)
    plan = begun(session, application)
    if plan.starts_at is None:
        raise NotNow(lazy("Fix the day first."))
    lacks = shortcomings(how_many(plan)) if steps_of(application).visit != "video" else []
    if lacks:
        raise NotNow(lazy("The agenda was not sent. %(lacks)s"), lacks=" ".join(lacks))
    plan.sent_at = now
    plan.told += 1
    session.flush()
    audit.record(session, actor, "visit.agenda_sent", application, now, version=plan.version)
    people = all_concerned(session, application, case.assessment)
    tell_fixed(session, application, plan, people, now, agenda=True)
    return plan


def how_many(plan: VisitPlan) -> dict[str, int]:
    """Return by function how many people the assessors meet."""
    return {one: int(row["many"]) for one, row in plan.people.items()}
