"""Scoring alone: saving part by part, handing in, and what opens once all have handed in.

Saves leave no entry in the audit trail: entries would tell how far somebody is before all have
handed in. Handing in leaves one, with a hash of everything that was handed in.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.editions import Edition
from assessments.judgement import NotApplicable
from labelling.applications.actions import move, set_due
from labelling.applications.life import ENDED, State
from labelling.applications.models import Application, Step, Submission
from labelling.applications.queries import get_application, snapshot
from labelling.applications.recipients import tell_owners
from labelling.applications.schemes import (
    LAST_THAT_APPLIES,
    edition_of,
    leaves_nothing,
    level_of,
)
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import BadRequest, Conflict, Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.saves import id_of_other_words
from labelling.reviews import queries
from labelling.reviews.fitting import bound_marks, refuse_unfit
from labelling.reviews.handing_in import readiness
from labelling.reviews.letters import tell_team
from labelling.reviews.models import (
    AgreedScore,
    How,
    PanelSeat,
    PartReview,
    Review,
    SeatKind,
)
from labelling.reviews.opinions import Judged, opinion_of
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.second_thoughts import Unblinding
from labelling.reviews.statements import KINDS, keeping_places, read_marks


class ReviewChanged(Conflict):
    """The same part was saved from another window meanwhile; ``content`` is what stands now."""

    def __init__(self, stands: PartReview) -> None:
        super().__init__(lazy("You saved this part in another window meanwhile."))
        # Copied: the row itself is gone with the transaction that is undone.
        self.part_id, self.version, self.at = stands.part_id, stands.version, stands.updated_at
        self.content = judged_of(stands)


def judged_of(row: PartReview) -> Judged:
    """Return what a saved judgement says."""
    return Judged(
        score=row.score,
        attributes=dict(row.attributes),
        overall=row.overall,
        overall_reason=row.overall_reason,
        not_applicable=row.not_applicable,
        cannot_judge=row.cannot_judge or "",
        confidence=row.confidence or "",
        strengths=row.strengths,
        improvements=row.improvements,
        questions=row.questions,
        marks=read_marks(row.marks) or None,
        notes=row.notes,
    )


def parts_of(edition: Edition, application: Application, seat: PanelSeat) -> tuple[str, ...]:
    """Return the parts that a seat covers, in the edition's order."""
    scope = edition.scope(level_of(application))
    return scope if seat.parts is None else tuple(part for part in scope if part in seat.parts)


def save_part_review(
    session: Session,
    *,
    actor: Actor,
    seat_id: UUID,
    part_id: str,
    judged: Judged,
    version: int,
    save_id: UUID,
    follows: Collection[UUID] = (),
    now: datetime,
) -> PartReview:
    """Save one's own judgement of a part that was started from a version (0: none).

    The same ``save_id`` again changes nothing; with other words, as from a page that was sent twice
    and written on in between, it is a save that follows the first. ``follows`` names earlier saves
    of the same page whose answer has not reached it. Raises NotFound for a part that the seat does
    not cover, ReviewChanged for an outdated version, Invalid for what the edition does not take,
    NotNow once handed in.
    """
    seat, application, review = own_review(session, actor, seat_id, Permission.REVIEW_SCORE, now)
    edition = edition_of(application)
    if part_id not in parts_of(edition, application, seat):
        raise NotFound
    row = session.scalar(
        select(PartReview).where(PartReview.review_id == review.id, PartReview.part_id == part_id)
    )
    current = row.version if row is not None else 0
    if row is not None and version > current:
        raise BadRequest(lazy("This page started from a version that does not exist."))
    content = snapshot(session, session.get_one(Submission, review.submission_id))
    refuse_unfit(edition, steps_of(application), edition.parts[part_id], judged, content)
    if judged.not_applicable:
        _refuse_nothing_left(session, edition, review, part_id)
    if row is not None:
        texts = {kind: getattr(judged, kind) for kind in KINDS}
        judged = replace(judged, marks=keeping_places(judged.marks, texts, row))
    said = _columns(judged, bound_marks(judged, content, part_id))
    if row is not None and (version != current or row.save_id == save_id):
        if all(getattr(row, name) == value for name, value in said.items()):
            return row
        if row.save_id == save_id:
            save_id = id_of_other_words(save_id, said)
        elif row.save_id not in follows:
            raise ReviewChanged(row)
    if row is None:
        row = PartReview(review_id=review.id, part_id=part_id, version=0)
        session.add(row)
    for name, value in said.items():
        setattr(row, name, value)
    row.version, row.save_id, row.updated_at = current + 1, save_id, now
    session.flush()
    return row


def _columns(judged: Judged, marks: Mapping[str, Any]) -> dict[str, Any]:
    """Return a judgement by the columns that keep it."""
    return {
        "score": judged.score,
        "attributes": dict(judged.attributes or {}),
        "overall": judged.overall,
        "overall_reason": judged.overall_reason.strip(),
        "not_applicable": judged.not_applicable,
        "cannot_judge": judged.cannot_judge or None,
        "confidence": judged.confidence or None,
        "strengths": judged.strengths,
        "improvements": judged.improvements,
        "questions": judged.questions,
        "marks": marks,
        "notes": judged.notes,
    }


def _refuse_nothing_left(session: Session, edition: Edition, review: Review, part_id: str) -> None:
    """Raise Invalid for the last part of its criterion, or of a level, that the review keeps."""
    entered = queries.part_reviews(session, review.id)
    others = [one for one, row in entered.items() if row.not_applicable]
    if leaves_nothing(edition, part_id, others):
        raise Invalid(LAST_THAT_APPLIES, field="not_applicable")


def hand_in(session: Session, *, actor: Actor, seat_id: UUID, now: datetime) -> Review:
    """Hand one's scores in; they cannot be taken back alone. The last one opens what follows.

    Raises Invalid while a part is open, NotNow where they were handed in already.
    """
    seat, application, review = own_review(session, actor, seat_id, Permission.REVIEW_HAND_IN, now)
    edition = edition_of(application)
    scope = parts_of(edition, application, seat)
    entered = queries.part_reviews(session, review.id)
    state = readiness(edition, steps_of(application), scope, entered, Unblinding(actor.name))
    if not state.ready:
        first = ", ".join(one.part_id for one in state.open_parts[:3])
        raise Invalid(
            lazy("Your scores were not handed in: %(blocks)s"),
            blocks=" ".join(state.blocks) or first,
        )
    review.handed_in_at = now
    session.flush()
    audit.record(
        session, actor, "review.handed_in", review, now, sha256=_fingerprint(scope, entered)
    )
    if seat.kind is not SeatKind.MEMBER:
        tell_team(session, application, "reader_done", now)
    else:
        open_if_complete(session, actor, application, now)
    return review


def open_if_complete(
    session: Session, actor: Actor, application: Application, now: datetime
) -> None:
    """Go on to what follows scoring, as part of the step after which all have handed in."""
    if application.state is State.SCORING and queries.assessment(session, application).opened:
        _open(session, actor, application, now)


def own_review(
    session: Session, actor: Actor, seat_id: UUID, permission: Permission, now: datetime
) -> tuple[PanelSeat, Application, Review]:
    """Return a seat with its review while it may still be changed; raise NotNow afterwards."""
    seat = queries.get_seat(session, seat_id)
    access.require(actor, permission, seat, now=now)
    application = get_application(session, seat.application_id)
    review = queries.find_review(session, seat.id)
    if review is None:
        raise NotNow(lazy("Scoring begins when the assessment team is complete."))
    if review.handed_in_at is not None:
        raise NotNow(lazy("You have handed in your scores, so they stay as they are."))
    if application.state in ENDED:
        raise NotNow(lazy("This application has ended, so nothing is scored any more."))
    return seat, application, review


def _fingerprint(scope: Collection[str], entered: Mapping[str, PartReview]) -> str:
    content: dict[str, Any] = {
        part_id: {
            "score": str(row.score) if row.score is not None else None,
            "attributes": dict(row.attributes),
            "overall": str(row.overall) if row.overall is not None else None,
            "overall_reason": row.overall_reason,
            "not_applicable": row.not_applicable,
            "cannot_judge": row.cannot_judge,
            "strengths": row.strengths,
            "improvements": row.improvements,
            "questions": row.questions,
            "marks": row.marks,
            "version": row.version,
        }
        for part_id, row in entered.items()
        if part_id in scope
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def _open(session: Session, actor: Actor, application: Application, now: datetime) -> None:
    """Go on to comparison, visit or agreement, as the level's steps say."""
    steps = steps_of(application)
    if steps.comparison:
        state, step, template = State.COMPARISON, Step.AGREEMENT, "comparison_opens"
    else:
        _take_over(session, actor, application, now)
        if steps.visit == "none":
            state, step, template = State.AGREED, Step.AGREEMENT, "agreement_to_close"
        else:
            state, step, template = State.VISIT, Step.VISIT, "visit_to_arrange"
    move(session, actor=actor, application=application, state=state, now=now)
    by = set_due(
        session, actor=actor, application=application, step=step, now=now
    ).due_on.isoformat()
    tell_team(session, application, template, now, by=by)
    if state is State.VISIT:
        tell_owners(session, application, "visit_ahead", now, by=by)


def _take_over(session: Session, actor: Actor, application: Application, now: datetime) -> None:
    """Take the only assessor's scores over as the agreed ones; what was not judged stays open."""
    edition = edition_of(application)
    [only] = queries.handed_in_opinions(session, application.id)
    for part_id, row in only.parts.items():
        opinion = opinion_of(edition, row)
        if opinion is None:
            continue
        dropped = isinstance(opinion, NotApplicable)
        session.add(
            AgreedScore(
                application_id=application.id,
                part_id=part_id,
                score=None if isinstance(opinion, NotApplicable) else opinion,
                not_applicable=dropped,
                how=How.SINGLE,
                strengths=row.strengths,
                improvements=row.improvements,
                version=1,
                agreed_at=now,
                agreed_by=actor.person_id,
            )
        )
    session.flush()
