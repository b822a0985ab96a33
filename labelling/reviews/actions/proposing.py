"""Asking for a proposal, and what a chosen team breaks of good practice. Nothing is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.assigning.proposing import propose
from assessments.assigning.rules import broken
from assessments.assigning.task import Proposal, Rule
from labelling.applications.queries import get_application
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews.actions.panels import BUILDING, Wish
from labelling.reviews.proposing.gathering import Question, question_of
from labelling.reviews.proposing.words import LEAVABLE, broken_in_words


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, and the proposal."""

    question: Question
    proposal: Proposal
    left_out: frozenset[Rule]


def propose_team(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    leaving: Collection[Rule] = (),
    now: datetime,
) -> Answer:
    """Return the team that a solver proposes for the places that are free; invites nobody.

    ``leaving`` are rules of good practice that need not be kept; those of the scheme always are.
    Raises NotNow where no team is built.
    """
    application = get_application(session, application_id)
    access.require(actor, Permission.PANEL_BUILD, application, now=now)
    if application.state not in BUILDING:
        raise NotNow(lazy("No assessors are invited at this step."))
    question = question_of(session, application, today(now))
    left_out = frozenset(leaving) & frozenset(LEAVABLE)
    rules = frozenset(Rule) - left_out
    return Answer(question, propose(question.candidates, question.case, rules=rules), left_out)


def advise_team(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    wishes: Sequence[Wish],
    now: datetime,
) -> list[str]:
    """Return in sentences what a chosen team breaks of good practice; the office may do so."""
    application = get_application(session, application_id)
    access.require(actor, Permission.PANEL_BUILD, application, now=now)
    question = question_of(session, application, today(now))
    wanted = {str(wish.person_id) for wish in wishes}
    team = [one for one in question.candidates if one.key in wanted]
    return broken_in_words(broken(team, question.case))
