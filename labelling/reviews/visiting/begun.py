"""An application whose visit is planned, as those need it who plan there."""

from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.core.clock import scheme_zone
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.subjects import PlannedVisit
from labelling.reviews.visiting import queries
from labelling.reviews.visiting.models import VisitPlan

PLANNING = frozenset({State.COMPARISON, State.VISIT})


def case_of(session: Session, application_id: UUID) -> tuple[Application, PlannedVisit]:
    """Return an application with what the rules need to know; raise NotFound."""
    application = get_application(session, application_id)
    return application, queries.planned_visit(session, application)


def begun(session: Session, application: Application) -> VisitPlan:
    """Return the plan, begun where it is not yet; callers have required. Raises NotNow."""
    if application.state not in PLANNING or steps_of(application).visit == "none":
        raise NotNow(lazy("A visit is planned between comparing and closing the agreement."))
    plan = queries.find_plan(session, application.id)
    if plan is None:
        plan = VisitPlan(
            application_id=application.id,
            zone=str(scheme_zone()),
            people={},
            version=1,
            told=0,
            place="",
            papers="",
            questions="",
        )
        session.add(plan)
        session.flush()
    return plan
