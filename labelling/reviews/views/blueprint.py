"""The blueprint of reviews, and what its pages share."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.applications.schemes import LevelSign, edition_of, sign_of
from labelling.applications.turns import DUE, Party
from labelling.applications.views.blueprint import turn_of
from labelling.core import access
from labelling.core.access import Actor, Role
from labelling.core.i18n import Text, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import pages
from labelling.core.web.pages import Turn
from labelling.organisations.models import Organisation
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries
from labelling.reviews.subjects import Assessment

bp = Blueprint("reviews", __name__)

DONE: dict[str, Text] = {
    "agenda-sent": lazy("The agenda is on its way to the team and the organisation."),
    "agreed": lazy("What you agreed was saved. No later part is left to discuss."),
    "agreed-here": lazy("What you agreed was saved. All at the table see it."),
    "agreed-next": lazy("What you agreed was saved. This is the next part to discuss."),
    "answered": lazy("Your answer was sent. All assessors of your application read it."),
    "asked": lazy("Your question is with the office. You get mail when it comes back."),
    "closed": lazy("The agreement is closed. The lead of the team writes the report next."),
    "conflict-agreed": lazy("You agreed. The place is settled once both sides have answered."),
    "conflict-settled": lazy(
        "You agreed, as the other side did. Below is where the place stands now."
    ),
    "conflict-refused": lazy("You did not agree, so the place is free. The office acts next."),
    "day-fixed": lazy("The day is fixed. All were told by mail, with an entry for the calendar."),
    "day-proposed": lazy("The day was added. Nobody was told yet."),
    "day-withdrawn": lazy("The day was taken back."),
    "days-answered": lazy("Your answers were saved. The assessment team fixes the day."),
    "days-asked": lazy("The team and the organisation were asked by mail which days suit."),
    "declined": lazy("You declined. The office was told and asks somebody else."),
    "deputy": lazy("Saved. Whoever stands in was told by mail."),
    "deputy-back": lazy("Taken back. Mail comes to you again."),
    "dissented": lazy("Your own view is on record beside the agreed score."),
    "edited": lazy("Your editing is finished. The office sends the report next."),
    "editor-named": lazy("The technical editor was told by mail and acts next."),
    "elsewhere": lazy("Another screen had moved on. This is what is on show now."),
    "final": lazy("The report is final. The lead of the team recommends next."),
    "forwarded": lazy("The question was forwarded. The organisation answers next."),
    "handed-in": lazy("Your scores are handed in. You get mail when it goes on."),
    "independent": lazy("You are on the team."),
    "invited": lazy("The invitation is on its way by mail. Who is invited answers next."),
    "objected": lazy("You objected. Nothing is open to this person until the office has answered."),
    "objection-refused": lazy("You answered. The assessor stays, and the organisation was told."),
    "objection-upheld": lazy("You answered. The place is free, and the organisation was told."),
    "merged": lazy("Your file was merged. Where both sides had changed, both are kept."),
    "observed": lazy("Your answer about the report was sent. The lead of the team acts next."),
    "pen-passed": lazy("The pen has passed on. All at the table see who writes."),
    "plan-saved": lazy("The plan was saved. Nobody was told yet."),
    "profile": lazy("Your profile was saved."),
    "rated": lazy("Thank you. Your answer counts among those of others."),
    "recommended": lazy("The recommendation was sent. The office prepares the decision next."),
    "released": lazy("The assessor was taken off the team and told by mail. Choose another one."),
    "report-saved": lazy("The report was saved. Nobody was told anything yet."),
    "report-sent": lazy("The draft was sent to the organisation. It answers next."),
    "reserves": lazy("Saved. Nobody was told; the first is asked when a place becomes free."),
    "returned": lazy("The question was returned with your reason."),
    "settled": lazy("The small differences were settled by the mean. The team goes on here."),
    "table-closed": lazy("The round table is closed. What was agreed and written is kept."),
    "teams-invited": lazy("The invitations are on their way by mail. What still waits is below."),
    "visit-next": lazy("The scores are compared. Next is the visit; its record is kept here."),
    "visited": lazy("The record of the visit was saved. Next is the agreement."),
    "waived": lazy("You go without the further look. The team acts next."),
}


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


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))


def discussed_from() -> int:
    """Return the difference in points from which the team discusses, as the operator set it."""
    return pages.settings().difference_points
