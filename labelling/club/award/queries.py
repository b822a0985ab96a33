"""Reads of awards: rules, appraisers, candidates, files, awards."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.award.models import (
    Appraisal,
    Appraiser,
    Award,
    AwardDecision,
    AwardFile,
    AwardRule,
    Candidacy,
    Revocation,
    RuleConfirmation,
)
from labelling.club.award.subjects import OwnAppraisal, OwnCandidacy, RoundAward, SecondStep
from labelling.club.models import ClubRound
from labelling.club.ties import bound_up
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.people import queries as people


class KnownRule(NamedTuple):
    """A rule with its confirmation, None while it is only proposed."""

    row: AwardRule
    confirmation: RuleConfirmation | None


class KnownFile(NamedTuple):
    """A file with its decision, None while nobody decided."""

    row: AwardFile
    decision: AwardDecision | None


def find_rule(session: Session, round_id: UUID) -> KnownRule | None:
    """Return the rule of a round that was proposed last."""
    query = (
        select(AwardRule, RuleConfirmation)
        .outerjoin(RuleConfirmation, RuleConfirmation.rule_id == AwardRule.id)
        .where(AwardRule.round_id == round_id)
        .order_by(AwardRule.number.desc())
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    return None if found is None else KnownRule(found[0], found[1])


def get_rule(session: Session, rule_id: UUID) -> AwardRule:
    """Return a rule; raise NotFound."""
    found = session.get(AwardRule, rule_id)
    if found is None:
        raise NotFound
    return found


def appraisers_of(session: Session, rule_id: UUID) -> list[Appraiser]:
    """Return who appraises by a rule, in no order that tells of scores."""
    query = select(Appraiser).where(Appraiser.rule_id == rule_id)
    return list(session.scalars(query.order_by(Appraiser.person_id)))


def get_appraiser(session: Session, appraiser_id: UUID) -> Appraiser:
    """Return an appraiser; raise NotFound."""
    found = session.get(Appraiser, appraiser_id)
    if found is None:
        raise NotFound
    return found


def appraisals_of(session: Session, appraiser_ids: Iterable[UUID]) -> list[Appraisal]:
    """Return what some appraisers gave."""
    query = select(Appraisal).where(Appraisal.appraiser_id.in_(list(appraiser_ids)))
    return list(session.scalars(query.order_by(Appraisal.appraiser_id, Appraisal.membership_id)))


def candidacies_in(session: Session, round_id: UUID) -> dict[UUID, Candidacy]:
    """Return what members agreed to for a round's award, by membership."""
    query = select(Candidacy).where(Candidacy.round_id == round_id)
    rows = session.scalars(query.order_by(Candidacy.membership_id))
    return {row.membership_id: row for row in rows}


def files_of(session: Session, rule_id: UUID) -> list[KnownFile]:
    """Return the files of a rule, the newest first."""
    query = (
        select(AwardFile, AwardDecision)
        .outerjoin(AwardDecision, AwardDecision.file_id == AwardFile.id)
        .where(AwardFile.rule_id == rule_id)
        .order_by(AwardFile.number.desc())
    )
    return [KnownFile(row, decision) for row, decision in session.execute(query)]


def get_file(session: Session, file_id: UUID) -> KnownFile:
    """Return a file; raise NotFound."""
    found = session.get(AwardFile, file_id)
    if found is None:
        raise NotFound
    query = select(AwardDecision).where(AwardDecision.file_id == file_id)
    return KnownFile(found, session.scalars(query).one_or_none())


def find_award(session: Session, round_id: UUID) -> Award | None:
    """Return the award of a round, None before the announcement."""
    return session.scalars(select(Award).where(Award.round_id == round_id)).one_or_none()


def get_award(session: Session, award_id: UUID) -> Award:
    """Return an award; raise NotFound."""
    found = session.get(Award, award_id)
    if found is None:
        raise NotFound
    return found


def find_revocation(session: Session, award_id: UUID) -> Revocation | None:
    """Return what was asked or decided about taking an award back."""
    query = select(Revocation).where(Revocation.award_id == award_id)
    return session.scalars(query).one_or_none()


def rounds_won(session: Session, club_id: UUID) -> dict[UUID, list[str]]:
    """Return the half-years of the awards of a club that stand, by membership."""
    query = (
        select(Award.membership_id, Award.half_year)
        .join(ClubRound, ClubRound.id == Award.round_id)
        .outerjoin(Revocation, Revocation.award_id == Award.id)
        .where(ClubRound.club_id == club_id, Revocation.decided_at.is_(None))
        .order_by(Award.half_year)
    )
    found: dict[UUID, list[str]] = {}
    for membership_id, half_year in session.execute(query):
        found.setdefault(membership_id, []).append(half_year)
    return found


def award_for(session: Session, actor: Actor, round_id: UUID, now: datetime) -> RoundAward:
    """Return a round's award as an actor stands to it; raise NotFound."""
    round_ = club.get_round(session, round_id)
    found = club.get_club(session, round_.club_id)
    place = club.find_own_place(session, actor, found.id, now)
    rule = find_rule(session, round_id)
    named = {one.person_id for one in appraisers_of(session, rule.row.id)} if rule else set()
    ties = bound_up(session, [actor.person_id], found.id, today(now))
    bound = ties.get(actor.person_id, frozenset()) if actor.person_id else frozenset[UUID]()
    return RoundAward(found, round_, place, actor.person_id in named, bound)


def second_step(
    session: Session,
    actor: Actor,
    award: RoundAward,
    first: UUID,
    *,
    now: datetime,
    concerns: Iterable[UUID] = (),
    decided_by: UUID | None = None,
) -> SecondStep:
    """Return what another person prepared, as an actor stands to it."""
    independent = actor.person_id is not None and people.independent(
        session, first, actor.person_id, now
    )
    return SecondStep(award, first, independent, frozenset(concerns), decided_by)


def file_step(
    session: Session, actor: Actor, award: RoundAward, known: KnownFile, now: datetime
) -> SecondStep:
    """Return a file that was worked out, as an actor stands to it."""
    return second_step(
        session,
        actor,
        award,
        known.row.prepared_by,
        now=now,
        concerns=[UUID(one) for one in known.row.members],
        decided_by=known.decision.decided_by if known.decision is not None else None,
    )


def own_candidacy(
    session: Session, actor: Actor, round_id: UUID, membership_id: UUID, now: datetime
) -> OwnCandidacy:
    """Return a member's own part in a round's award as a subject; raise NotFound."""
    round_ = club.get_round(session, round_id)
    place = club.place_for(session, actor, membership_id, now)
    if place.club.id != round_.club_id:
        raise NotFound
    return OwnCandidacy(place, round_)


def own_appraisal(session: Session, appraiser_id: UUID) -> OwnAppraisal:
    """Return an appraiser's sheet as a subject; raise NotFound."""
    return OwnAppraisal(get_appraiser(session, appraiser_id))
