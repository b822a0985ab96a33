"""The blueprint of reviews, and what its pages share."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.applications.schemes import LevelSign, edition_of, sign_of
from labelling.applications.turns import DUE, Party
from labelling.applications.views.blueprint import turn_of
from labelling.core import access
from labelling.core.access import Actor, Role
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import pages
from labelling.core.web.pages import Turn
from labelling.organisations.models import Organisation
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries
from labelling.reviews.subjects import Assessment

bp = Blueprint("reviews", __name__)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the top of each page about an application shows."""

    application: Application
    organisation: Organisation
    sign: LevelSign


def heading_of(session: Session, application: Application) -> Heading:
    """Return the application with its organisation and its level's sign."""
    return Heading(
        application,
        get_organisation(session, application.organisation_id),
        sign_of(edition_of(application), application.level_id),
    )


def opened_case(
    session: Session, actor: Actor, application_id: UUID, permission: Permission
) -> tuple[Application, Assessment]:
    """Return an application with its team; raise NotFound for those who may not know of it."""
    application = get_application(session, application_id)
    case = queries.assessment(session, application)
    access.require(actor, permission, case)
    return application, case


def turn_for(session: Session, actor: Actor, application: Application, now: datetime) -> Turn:
    """Return who acts next, told to an assessor as one of the team."""
    found = turn_of(session, actor, application, now)
    step = DUE.get(application.state)
    if step is not None and step.party is Party.ASSESSORS and actor.role is Role.ASSESSOR:
        return replace(found, who=gettext("Your team acts next"))
    return found


def discussed_from() -> int:
    """Return the difference in points from which the team discusses, as the operator set it."""
    return pages.settings().difference_points
