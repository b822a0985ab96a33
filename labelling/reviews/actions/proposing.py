"""Asking for proposals, and what a chosen team breaks of good practice. Nothing is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.assigning.proposing import propose
from assessments.assigning.rules import broken
from assessments.assigning.task import Proposal, Rule
from assessments.assigning.together import Asked, propose_together
from labelling.applications.queries import get_application
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews.actions.panels import BUILDING, Wish
from labelling.reviews.proposing.gathering import Question, question_of, questions_of
from labelling.reviews.proposing.waiting import Waiting, waiting_for_team
from labelling.reviews.proposing.words import LEAVABLE, broken_in_words
from labelling.reviews.subjects import WaitingCases


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


def ask_for_all(session: Session, *, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what is to be chosen for the cases that wait for a team, who waited longest first.

    Cases of other schemes than the actor works for are left out, those that a seat, a tie or a
    place on the team keeps the actor from, and what is beyond MOST.
    """
    access.require(actor, Permission.TEAMS_PROPOSE, WaitingCases(), now=now)
    cases = waiting_for_team(session, actor)
    return [
        Waiting(application, organisation, question)
        for (application, organisation), question in zip(
            cases, questions_of(session, cases, today(now)), strict=True
        )
    ]


def propose_all(waiting: Sequence[Waiting], leaving: Collection[Rule] = ()) -> list[Answer]:
    """Return the proposal for each waiting case, of all teams chosen together.

    Takes seconds where many wait, so it is asked outside of any session.
    """
    left_out = frozenset(leaving) & frozenset(LEAVABLE)
    asked = [Asked(one.question.candidates, one.question.case) for one in waiting]
    found = propose_together(asked, rules=frozenset(Rule) - left_out)
    return [
        Answer(one.question, proposal, left_out)
        for one, proposal in zip(waiting, found, strict=True)
    ]


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
