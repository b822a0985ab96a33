"""How far a round's award is: what comes next follows from its rows."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club.award import queries
from labelling.club.award.casework import Found, first_stage, found_for
from labelling.club.award.models import Award, Naming, Stage
from labelling.club.award.queries import KnownFile, KnownRule
from labelling.club.models import ClubRound


class Step(StrEnum):
    """What comes next."""

    PROPOSE = "propose"
    CONFIRM = "confirm"
    WAIT = "wait"
    APPRAISE = "appraise"
    PREPARE = "prepare"
    DECIDE = "decide"
    ANNOUNCE = "announce"
    OVER = "over"


@dataclass(frozen=True)
class Standing:
    """Where a round's award stands; ``stage`` is what the next file decides from."""

    step: Step
    rule: KnownRule | None
    files: tuple[KnownFile, ...]
    award: Award | None
    found: Found | None
    stage: Stage | None
    candidates: tuple[UUID, ...]
    """Whom the appraisers look at, where they are asked."""

    @property
    def newest(self) -> KnownFile | None:
        """Return the file that was prepared last."""
        return self.files[0] if self.files else None


def standing_of(session: Session, round_: ClubRound) -> Standing:
    """Return where a round's award stands."""
    rule = queries.find_rule(session, round_.id)
    award = queries.find_award(session, round_.id)
    if rule is None or rule.confirmation is None:
        step = Step.PROPOSE if rule is None else Step.CONFIRM
        return Standing(step, rule, (), award, None, None, ())
    files = tuple(queries.files_of(session, rule.row.id))
    if award is not None:
        return Standing(Step.OVER, rule, files, award, None, None, ())
    found = found_for(session, round_, rule.row)
    if found is None:
        return Standing(Step.WAIT, rule, files, None, None, None, ())
    stage, among = _stage(rule, files, found)
    step = _step(session, rule, files, stage, found)
    return Standing(step, rule, files, None, found, stage, among)


def _stage(
    rule: KnownRule, files: tuple[KnownFile, ...], found: Found
) -> tuple[Stage, tuple[UUID, ...]]:
    """Return from what is decided next, and whom the appraisers look at."""
    short = next(
        (
            one.row
            for one in files
            if one.decision is not None
            and one.row.kind == "shortlist"
            and one.row.stage is Stage.FIGURES
        ),
        None,
    )
    if short is not None:
        return Stage.APPRAISAL, tuple(sorted(UUID(one) for one in short.members))
    stage = first_stage(rule.row)
    return stage, tuple(sorted(found.eligible)) if stage is Stage.APPRAISAL else ()


def _step(
    session: Session,
    rule: KnownRule,
    files: tuple[KnownFile, ...],
    stage: Stage,
    found: Found,
) -> Step:
    newest = files[0] if files else None
    if newest is not None and newest.decision is None:
        return Step.DECIDE
    if newest is not None and newest.row.kind == "none":
        return Step.OVER
    if newest is not None and newest.row.kind == "winner":
        agreed = queries.candidacies_in(session, rule.row.round_id)
        said = agreed.get(UUID(newest.row.members[0]))
        if said is not None and said.naming is not Naming.NOTHING:
            return Step.ANNOUNCE
    elif newest is not None and newest.row.stage is Stage.APPRAISAL:
        return Step.OVER  # several were level in the appraisal: there is one award or none
    if stage is Stage.APPRAISAL and found.case.candidates:
        waiting = [
            one for one in queries.appraisers_of(session, rule.row.id) if not one.handed_in_at
        ]
        if waiting:
            return Step.APPRAISE
    return Step.PREPARE
