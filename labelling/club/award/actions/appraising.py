"""Appraisers give their scores, each alone, and hand in once."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.award import queries
from labelling.club.award.models import Appraisal, Appraiser
from labelling.club.award.stages import Step, standing_of
from labelling.club.models import ClubRound
from labelling.club.ties import bound_up
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

HIGHEST = 100


def candidates_for(
    session: Session, appraiser: Appraiser, round_: ClubRound, now: datetime
) -> list[UUID]:
    """Return whom an appraiser looks at: not those that the person is bound up with."""
    bound = bound_up(session, [appraiser.person_id], round_.club_id, today(now))
    out = bound.get(appraiser.person_id, frozenset())
    return [one for one in standing_of(session, round_).candidates if one not in out]


def save_appraisal(
    session: Session,
    *,
    actor: Actor,
    appraiser_id: UUID,
    scores: Mapping[UUID, int | None],
    hand_in: bool,
    now: datetime,
) -> Appraiser:
    """Save an appraiser's scores from 0 to 100, and hand them in: then they stand.

    None says that the appraiser stays out of a candidate. Raises NotNow where nothing is appraised
    or the sheet was handed in, Invalid for a candidate that is none and for a score left open.
    """
    own = queries.own_appraisal(session, appraiser_id)
    access.require(actor, Permission.APPRAISAL_GIVE, own)
    rule = queries.get_rule(session, own.row.rule_id)
    round_ = club.get_round(session, rule.round_id)
    if own.row.handed_in_at is not None:
        raise NotNow(lazy("Your scores were handed in. They stand as they are."))
    if standing_of(session, round_).step is not Step.APPRAISE:
        raise NotNow(lazy("There is nothing to appraise now."))
    candidates = candidates_for(session, own.row, round_, now)
    if not set(scores) <= set(candidates):
        raise Invalid(lazy("You are bound up with one of them, or it is no candidate."))
    if any(score is not None and not 0 <= score <= HIGHEST for score in scores.values()):
        raise Invalid(lazy("A score lies between 0 and 100."))
    if hand_in and set(scores) != set(candidates):
        raise Invalid(lazy("Give every candidate a score, or say that you stay out of it."))
    known = {one.membership_id: one for one in queries.appraisals_of(session, [own.row.id])}
    for membership_id, score in scores.items():
        row = known.get(membership_id)
        if row is None:
            row = Appraisal(appraiser_id=own.row.id, membership_id=membership_id)
            session.add(row)
        row.score, row.saved_at = score, now
    if hand_in:
        own.row.handed_in_at = now
    session.flush()
    audit.record(
        session,
        actor,
        "appraisal.handed_in" if hand_in else "appraisal.saved",
        own.row,
        now,
        rule=str(rule.id),
        candidates=len(scores),
    )
    return own.row
