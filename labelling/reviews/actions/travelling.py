"""Bringing back what was written off line, so that neither side is lost."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import rfc8785
from sqlalchemy.orm import Session

from labelling.applications.models import Submission
from labelling.applications.queries import snapshot
from labelling.applications.schemes import edition_of
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews import queries
from labelling.reviews.actions.scoring import judged_of, own_review, parts_of, save_part_review
from labelling.reviews.fitting import bound_marks, refuse_unfit
from labelling.reviews.models import KeptJudgement
from labelling.reviews.opinions import Judged
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.travelling import Difference, Returned, differences, read_judged, written

MOST_KEPT = 60
"""Judgements kept beside the parts of one review: nearly two for each of 32 parts."""


def standing_of(
    session: Session, review_id: UUID, scope: Sequence[str]
) -> dict[str, tuple[int, Judged]]:
    """Return version and judgement of each part in scope; 0 and nothing where none is saved."""
    rows = queries.part_reviews(session, review_id)
    return {
        part_id: (rows[part_id].version, judged_of(rows[part_id]))
        if part_id in rows
        else (0, Judged())
        for part_id in scope
    }


def bring_back(
    session: Session, *, actor: Actor, seat_id: UUID, returned: Sequence[Returned], now: datetime
) -> list[Difference]:
    """Merge a file into one's review; the same file again changes nothing. Return what it changed.

    Raises Invalid for what the edition does not take, or where MOST_KEPT judgements would wait
    for a choice already, NotNow once handed in.
    """
    seat, application, review = own_review(session, actor, seat_id, Permission.REVIEW_SCORE, now)
    edition, steps = edition_of(application), steps_of(application)
    scope = parts_of(edition, application, seat)
    submitted = snapshot(session, session.get_one(Submission, review.submission_id))
    found = list(differences(returned, standing_of(session, review.id, scope)))
    kept = {
        (one.part_id, _digest(one.content)) for one in queries.kept_judgements(session, review.id)
    }
    for one in found:
        content = written(one.brought)
        digest = _digest(content)
        if one.outcome == "taken_over":
            save_part_review(
                session,
                actor=actor,
                seat_id=seat_id,
                part_id=one.part_id,
                judged=one.brought,
                version=one.version,
                save_id=UUID(digest[:32]),
                now=now,
            )
        elif (one.part_id, digest) not in kept:
            refuse_unfit(edition, steps, edition.parts[one.part_id], one.brought, submitted)
            bound_marks(one.brought, submitted, one.part_id)
            if len(kept) >= MOST_KEPT:
                raise _too_many()
            kept.add((one.part_id, digest))
            session.add(
                KeptJudgement(
                    review_id=review.id, part_id=one.part_id, content=content, kept_at=now
                )
            )
    session.flush()
    return found


def choose_kept(
    session: Session,
    *,
    actor: Actor,
    seat_id: UUID,
    kept_id: UUID,
    taken_for: int | None,
    now: datetime,
) -> str:
    """Take what was kept beside a part for the version that one saw standing, or throw it away.

    ``taken_for`` is that version, 0 where nothing stood; None throws away. Returns the part.
    Raises NotFound for what does not belong to this review, ReviewChanged where what stands is
    no longer what was seen.
    """
    _, _, review = own_review(session, actor, seat_id, Permission.REVIEW_SCORE, now)
    kept = session.get(KeptJudgement, kept_id)
    if kept is None or kept.review_id != review.id:
        raise NotFound
    if taken_for is not None:
        save_part_review(
            session,
            actor=actor,
            seat_id=seat_id,
            part_id=kept.part_id,
            judged=read_judged(kept.content),
            version=taken_for,
            save_id=kept.id,
            now=now,
        )
    session.delete(kept)
    session.flush()
    return kept.part_id


def _too_many() -> Invalid:
    return Invalid(
        lazy(
            "Nothing was merged: %(most)s judgements are kept beside your parts already. Choose "
            "for some of them what counts, then bring your file back again."
        ),
        field="file",
        most=MOST_KEPT,
    )


def _digest(content: object) -> str:
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()  # type: ignore[arg-type]
