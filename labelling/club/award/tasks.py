"""What waits for somebody about an award, in a constant number of statements."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from labelling.club.award.models import (
    Appraiser,
    AwardDecision,
    AwardFile,
    AwardRule,
    RuleConfirmation,
)
from labelling.club.models import Club, ClubRound, RoundState
from labelling.club.ties import bound_clubs
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext

_BEFORE = (RoundState.ANNOUNCED, RoundState.OPEN, RoundState.CHECKING)
_SCORED = (RoundState.FROZEN, RoundState.DRAFT, RoundState.MEETING)


@offers_tasks
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield what waits for the chair of a club, and for appraisers."""
    if actor.person_id is None:
        return
    chairs, appraises = session.execute(
        select(
            exists().where(Club.chair_id == actor.person_id),
            exists().where(
                Appraiser.person_id == actor.person_id, Appraiser.handed_in_at.is_(None)
            ),
        )
    ).one()
    if chairs:
        yield from _to_confirm(session, actor)
    if chairs or actor.role is Role.OFFICER:
        yield from _to_decide(session, actor, now)
    if appraises:
        yield from _to_appraise(session, actor)


def _to_confirm(session: Session, actor: Actor) -> Iterator[Task]:
    rows = session.execute(
        select(Club.name, ClubRound, AwardRule.number)
        .join(ClubRound, ClubRound.club_id == Club.id)
        .join(AwardRule, AwardRule.round_id == ClubRound.id)
        .outerjoin(RuleConfirmation, RuleConfirmation.rule_id == AwardRule.id)
        .where(
            Club.chair_id == actor.person_id,
            RuleConfirmation.id.is_(None),
            AwardRule.proposed_by != actor.person_id,
            ClubRound.state.in_(_BEFORE),
        )
        .order_by(ClubRound.half_year, ClubRound.id, AwardRule.number)
    )
    waiting = {round_.id: (name, round_) for name, round_, _number in rows}
    for name, round_ in waiting.values():
        yield Task(
            title=gettext("Confirm the rule of the award for %(half)s", half=round_.half_year),
            about=name,
            button=gettext("Read the rule"),
            address=f"/club-awards/rounds/{round_.id}",
            due=round_.freezes_on,
        )


def _to_decide(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    if actor.person_id is None:
        return
    mine = Club.chair_id == actor.person_id
    bound = bound_clubs(actor.person_id, today(now))
    rows = session.execute(
        select(Club.name, ClubRound, AwardFile.id)
        .join(ClubRound, ClubRound.club_id == Club.id)
        .join(AwardRule, AwardRule.round_id == ClubRound.id)
        .join(AwardFile, AwardFile.rule_id == AwardRule.id)
        .outerjoin(AwardDecision, AwardDecision.file_id == AwardFile.id)
        .where(
            ClubRound.club_id.not_in(bound) if actor.role is Role.OFFICER else mine,
            AwardDecision.id.is_(None),
            AwardFile.prepared_by != actor.person_id,
        )
        .order_by(ClubRound.half_year, ClubRound.id, AwardFile.number)
    )
    for name, round_, file_id in rows:
        yield Task(
            title=gettext("Decide on the award for %(half)s", half=round_.half_year),
            about=name,
            button=gettext("Read what was worked out"),
            address=f"/club-awards/files/{file_id}",
            due=round_.meeting_on,
        )


def _to_appraise(session: Session, actor: Actor) -> Iterator[Task]:
    rows = session.execute(
        select(Club.name, ClubRound, Appraiser.id)
        .join(ClubRound, ClubRound.club_id == Club.id)
        .join(AwardRule, AwardRule.round_id == ClubRound.id)
        .join(RuleConfirmation, RuleConfirmation.rule_id == AwardRule.id)
        .join(Appraiser, Appraiser.rule_id == AwardRule.id)
        .outerjoin(AwardFile, AwardFile.rule_id == AwardRule.id)
        .where(
            Appraiser.person_id == actor.person_id,
            Appraiser.handed_in_at.is_(None),
            ClubRound.state.in_(_SCORED),
            or_(AwardRule.measure == "jury", AwardFile.kind == "shortlist"),
        )
        .distinct()
        .order_by(ClubRound.half_year, ClubRound.id, Appraiser.id)
    )
    for name, round_, appraiser_id in rows:
        yield Task(
            title=gettext("Appraise the candidates for %(half)s", half=round_.half_year),
            about=name,
            button=gettext("Read and score"),
            address=f"/club-awards/appraisals/{appraiser_id}",
            due=round_.meeting_on,
        )
