"""An award is worked out into a file by one person, and decided by another.

What takes seconds (reading the frozen rounds, a thousand draws) happens outside any unit of work;
what is recorded is refused if anything that it rests on has changed meanwhile.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.award.auditfile import audit_file, recompute
from benchmarking.award.case import Case, Decision
from labelling.club import queries as club
from labelling.club.award import queries
from labelling.club.award.basis import Basis, basis_of
from labelling.club.award.casework import with_scores
from labelling.club.award.models import AwardDecision, AwardFile, Stage
from labelling.club.award.stages import Standing, Step, standing_of
from labelling.club.award.subjects import person_of
from labelling.club.award.telling import tell_appraisers, tell_chair
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

_NOT_YET = lazy("The award cannot be worked out now. Load the page again to see what comes next.")


_CHANGED = lazy("Something that the award rests on has changed meanwhile. Work it out again.")


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """An award that was worked out and is not kept yet; it counts while ``basis`` stands."""

    round_id: UUID
    rule_id: UUID
    number: int
    stage: Stage
    frozen_id: UUID
    content: bytes
    outcome: Decision
    basis: Basis


def work_out_award(session: Session, *, actor: Actor, round_id: UUID, now: datetime) -> WorkedOut:
    """Work the award out from the frozen round: in a session that reads.

    Raises NotNow where something else comes first, or nothing has changed since the last time.
    """
    award = queries.award_for(session, actor, round_id, now)
    access.require(actor, Permission.AWARD_PREPARE, award)
    stands = standing_of(session, award.round)
    if stands.step is Step.DECIDE:
        raise NotNow(lazy("It is worked out already and waits for a second person."))
    if stands.step is not Step.PREPARE or stands.rule is None or stands.found is None:
        raise NotNow(_NOT_YET)
    content = audit_file(_case(session, stands))
    sha256 = hashlib.sha256(content).hexdigest()
    if any(one.row.sha256 == sha256 for one in stands.files):
        raise NotNow(lazy("Nothing has changed since the award was worked out last."))
    return WorkedOut(
        round_id=round_id,
        rule_id=stands.rule.row.id,
        number=len(stands.files) + 1,
        stage=stands.stage or Stage.FIGURES,
        frozen_id=stands.found.frozen.id,
        content=content,
        outcome=recompute(content, stands.found.frozen.sha256).decision,
        basis=basis_of(session, award.round),
    )


def prepare_award(session: Session, *, actor: Actor, worked: WorkedOut, now: datetime) -> AwardFile:
    """Keep the file of an award that was worked out: another person decides.

    Raises Conflict where anything that it rests on has changed since.
    """
    award = queries.award_for(session, actor, worked.round_id, now)
    access.require(actor, Permission.AWARD_PREPARE, award)
    if basis_of(session, award.round) != worked.basis:
        raise Conflict(_CHANGED)
    row = AwardFile(
        rule_id=worked.rule_id,
        number=worked.number,
        stage=worked.stage,
        frozen_id=worked.frozen_id,
        kind=worked.outcome.kind,
        reason=worked.outcome.reason,
        members=sorted(worked.outcome.members),
        sha256=hashlib.sha256(worked.content).hexdigest(),
        content=worked.content.decode(),
        prepared_at=now,
        prepared_by=person_of(actor),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "award.prepared", row, now,
        round=str(worked.round_id), stage=row.stage.value, outcome=row.kind, sha256=row.sha256,
    )  # fmt: skip
    tell_chair(session, award.club, award.round, "award_prepared", now)
    return row


def _case(session: Session, stands: Standing) -> Case:
    if stands.found is None or stands.rule is None or stands.stage is not Stage.APPRAISAL:
        if stands.found is None:
            raise NotNow(_NOT_YET)
        return stands.found.case
    appraisers = queries.appraisers_of(session, stands.rule.row.id)
    appraisals = queries.appraisals_of(session, [one.id for one in appraisers])
    return with_scores(stands.found.case, appraisers, appraisals, stands.candidates)


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a file, which never changes, was found to be what was kept and gives what it says."""

    file_id: UUID
    holds: bool


def check_file(session: Session, *, actor: Actor, file_id: UUID, now: datetime) -> Checked:
    """Compute a file again before it is decided on: in a session that reads."""
    known = queries.get_file(session, file_id)
    rule = queries.get_rule(session, known.row.rule_id)
    award = queries.award_for(session, actor, rule.round_id, now)
    step = queries.file_step(session, actor, award, known, now)
    access.require(actor, Permission.AWARD_DECIDE, step, now=now)
    return Checked(file_id, holds(session, known.row))


def decide_award(
    session: Session, *, actor: Actor, checked: Checked, sha256: str, now: datetime
) -> AwardDecision:
    """Decide as a file says, as the second person; ``sha256`` is that of the file that was read.

    A shortlist goes to the appraisers. Raises Conflict where another file was read, and NotNow
    where it no longer waits or does not recompute.
    """
    file_id = checked.file_id
    known = queries.get_file(session, file_id)
    rule = queries.get_rule(session, known.row.rule_id)
    award = queries.award_for(session, actor, rule.round_id, now)
    step = queries.file_step(session, actor, award, known, now)
    access.require(actor, Permission.AWARD_DECIDE, step, now=now)
    newest = next(iter(queries.files_of(session, rule.id)), None)
    if known.decision is not None:
        raise NotNow(lazy("This was decided already. Nothing was done a second time."))
    if newest is None or newest.row.id != file_id:
        raise NotNow(lazy("This no longer waits for a decision."))
    if known.row.sha256 != sha256:
        raise Conflict(lazy("Another file was worked out meanwhile. Read that one."))
    if not checked.holds:
        raise NotNow(lazy("The file does not give what it states. Tell the office."))
    row = AwardDecision(file_id=file_id, decided_at=now, decided_by=person_of(actor))
    session.add(row)
    session.flush()
    audit.record(session, actor, "award.decided", row, now, file=str(file_id), sha256=sha256)
    if known.row.kind == "shortlist" and known.row.stage is Stage.FIGURES:
        waiting = [one for one in queries.appraisers_of(session, rule.id) if not one.handed_in_at]
        tell_appraisers(session, award.club, award.round, waiting, now)
    return row


def holds(session: Session, row: AwardFile) -> bool:
    """Say whether a kept file is the one that was kept, and gives what it states."""
    content = row.content.encode()
    if hashlib.sha256(content).hexdigest() != row.sha256:
        return False
    rule = queries.get_rule(session, row.rule_id)
    frozen = {one.id: one.sha256 for one in club.frozen_versions(session, rule.round_id)}
    return recompute(content, frozen.get(row.frozen_id, "")).agrees


def call_appraisers(session: Session, *, actor: Actor, round_id: UUID, now: datetime) -> None:
    """Ask the appraisers who have not handed in, as the office. Raises NotNow where none is due."""
    award = queries.award_for(session, actor, round_id, now)
    access.require(actor, Permission.AWARD_PREPARE, award)
    stands = standing_of(session, award.round)
    if stands.step is not Step.APPRAISE or stands.rule is None:
        raise NotNow(_NOT_YET)
    rows = queries.appraisers_of(session, stands.rule.row.id)
    waiting = [one for one in rows if one.handed_in_at is None]
    tell_appraisers(session, award.club, award.round, waiting, now)
    audit.record(session, actor, "award.called", award.round, now, appraisers=len(waiting))
