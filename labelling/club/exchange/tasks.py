"""What waits for members: questions that they were asked, visits of which they say how it went."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.exchange.models import AskedMember, Guest, Question, Visit, VisitState
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext


@offers_tasks
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield what waits for those who act for members, in a constant number of statements."""
    if actor.role is not Role.MANAGER:
        return
    places = {row.id: owner.name for owner, row, _name in club.own_places(session, actor)}
    if not places:
        return
    asked = session.execute(
        select(AskedMember, Question)
        .join(Question, Question.id == AskedMember.question_id)
        .where(
            AskedMember.membership_id.in_(places),
            AskedMember.answer.is_(None),
            Question.closed_at.is_(None),
            Question.expires_on >= today(now),
        )
        .order_by(Question.expires_on, AskedMember.id)
    )
    for row, question in asked:
        yield Task(
            title=gettext("Another member would like to ask you something"),
            about=places[row.membership_id],
            button=gettext("Read the question"),
            address=f"/exchanges/asked/{row.id}",
            due=question.expires_on,
        )
    visits = session.execute(
        select(Visit, Guest.membership_id)
        .join(Guest, Guest.visit_id == Visit.id)
        .where(
            Guest.membership_id.in_(places),
            Visit.state == VisitState.PLANNED,
            Visit.held_on <= today(now),
        )
        .order_by(Visit.held_on, Visit.id, Guest.membership_id)
    )
    for visit, membership_id in visits:
        yield Task(
            title=gettext("Say whether the visit took place"),
            about=places[membership_id],
            button=gettext("See the visit"),
            address=f"/exchanges/visits/{visit.id}",
            due=visit.held_on,
        )
