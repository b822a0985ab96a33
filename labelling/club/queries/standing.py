"""Rows as an actor stands to them: what permissions are asked about."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club.queries.clubs import get_club, place_for
from labelling.club.queries.rounds import get_part, get_round
from labelling.club.queries.surveys import get_survey
from labelling.club.subjects import Oversight, OwnSurvey, Part
from labelling.club.ties import officer_is_bound
from labelling.core.access import Actor
from labelling.core.clock import today


def oversight_of(session: Session, actor: Actor, club_id: UUID, now: datetime) -> Oversight:
    """Return the office's view of a whole club as an actor stands to it; raise NotFound."""
    club = get_club(session, club_id)
    return Oversight(club, officer_is_bound(session, actor, club_id, today(now)))


def part_for(session: Session, actor: Actor, part_id: UUID, now: datetime) -> Part:
    """Return a member's part in a round as an actor stands to it; raise NotFound."""
    row = get_part(session, part_id)
    round_ = get_round(session, row.round_id)
    bound = officer_is_bound(session, actor, round_.club_id, today(now))
    return Part(place_for(session, actor, row.membership_id, now), round_, row, bound)


def own_survey(session: Session, actor: Actor, survey_id: UUID, now: datetime) -> OwnSurvey:
    """Return a survey with its member's place; raise NotFound."""
    survey = get_survey(session, survey_id)
    return OwnSurvey(place_for(session, actor, survey.membership_id, now), survey)
