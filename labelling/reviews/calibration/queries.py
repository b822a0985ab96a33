"""Reading calibration: the rule in force, rounds of a person, who is cleared until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.calibration import Standard
from labelling.core.errors import NotFound
from labelling.people.queries import independent
from labelling.reviews.calibration.models import (
    CalibrationRound,
    CalibrationRule,
    CalibrationScore,
    RuleOutcome,
)
from labelling.reviews.calibration.subjects import ProposedRule


@dataclass(frozen=True, slots=True)
class Rule:
    """What an edition asks; without a rule of its own nothing is asked for live panels."""

    required: bool = False
    agreement: Fraction = Standard().agreement
    lean: int = int(Standard().lean)
    months: int = 12

    @property
    def standard(self) -> Standard:
        """Return it as the comparison takes it."""
        return Standard(agreement=self.agreement, lean=Fraction(self.lean))


def rule_of(session: Session, edition_id: str) -> Rule:
    """Return the rule in force."""
    row = session.scalar(
        select(CalibrationRule)
        .where(
            CalibrationRule.edition_id == edition_id,
            CalibrationRule.outcome == RuleOutcome.IN_FORCE,
        )
        .order_by(CalibrationRule.decided_at.desc(), CalibrationRule.id)
        .limit(1)
    )
    return Rule() if row is None else said_by(row)


def said_by(row: CalibrationRule) -> Rule:
    """Return what a row asks."""
    return Rule(row.required, row.agreement, row.lean, row.months)


def find_proposal(session: Session, edition_id: str) -> CalibrationRule | None:
    """Return the rule that waits for a second person."""
    return session.scalar(
        select(CalibrationRule).where(
            CalibrationRule.edition_id == edition_id, CalibrationRule.decided_at.is_(None)
        )
    )


def get_proposal(session: Session, rule_id: UUID) -> CalibrationRule:
    """Return a proposed rule, whatever became of it; raise NotFound."""
    row = session.get(CalibrationRule, rule_id)
    if row is None:
        raise NotFound
    return row


def proposed(
    session: Session, row: CalibrationRule, person_id: UUID | None, now: datetime
) -> ProposedRule:
    """Return a proposal as a person stands to who made it."""
    two = person_id is not None and independent(session, person_id, row.asked_by, now)
    return ProposedRule(person_id, two)


def get_round(session: Session, round_id: UUID) -> CalibrationRound:
    """Return a round; raise NotFound."""
    row = session.get(CalibrationRound, round_id)
    if row is None:
        raise NotFound
    return row


def rounds_of(session: Session, person_id: UUID) -> list[CalibrationRound]:
    """Return a person's rounds, the newest first."""
    return list(
        session.scalars(
            select(CalibrationRound)
            .where(CalibrationRound.person_id == person_id)
            .order_by(CalibrationRound.begun_at.desc(), CalibrationRound.id)
        )
    )


def scores_of(session: Session, round_id: UUID) -> dict[tuple[str, str], CalibrationScore]:
    """Return what was given in a round, by case and part."""
    rows = session.scalars(
        select(CalibrationScore)
        .where(CalibrationScore.round_id == round_id)
        .order_by(CalibrationScore.case_id, CalibrationScore.part_id)
    )
    return {(row.case_id, row.part_id): row for row in rows}


def cleared_until(
    session: Session, edition_id: str, person_ids: Iterable[UUID]
) -> Mapping[UUID, date]:
    """Return until when each person is, or was last, cleared; nobody who never was."""
    rows = session.execute(
        select(CalibrationRound.person_id, func.max(CalibrationRound.cleared_until))
        .where(
            CalibrationRound.edition_id == edition_id,
            CalibrationRound.person_id.in_(list(person_ids)),
            CalibrationRound.cleared_until.is_not(None),
        )
        .group_by(CalibrationRound.person_id)
    )
    return {person_id: until for person_id, until in rows if until is not None}


def latest_rounds(
    session: Session, edition_id: str, person_ids: Iterable[UUID]
) -> dict[UUID, CalibrationRound]:
    """Return the round that each person handed in last."""
    rows = session.scalars(
        select(CalibrationRound)
        .where(
            CalibrationRound.edition_id == edition_id,
            CalibrationRound.person_id.in_(list(person_ids)),
            CalibrationRound.handed_in_at.is_not(None),
        )
        .order_by(CalibrationRound.handed_in_at, CalibrationRound.id)
    )
    return {row.person_id: row for row in rows}
