"""An award is taken back: asked for by one person with a public reason, decided by another."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from certificates.leaves import LeafType
from labelling.club.award import queries
from labelling.club.award.models import Award, Revocation
from labelling.club.award.subjects import RoundAward, person_of
from labelling.club.award.telling import tell_chair, tell_winner
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.issuing import events

REASON_LIMIT = 300


def ask_revocation(
    session: Session, *, actor: Actor, award_id: UUID, public_reason: str, now: datetime
) -> Revocation:
    """Ask that an award be taken back; nothing changes before a second person decides."""
    row = queries.get_award(session, award_id)
    award = queries.award_for(session, actor, row.round_id, now)
    access.require(actor, Permission.AWARD_REVOKE, award)
    if queries.find_revocation(session, award_id) is not None:
        raise NotNow(lazy("It waits for its second person already, or was taken back."))
    if not public_reason.strip() or len(public_reason) > REASON_LIMIT:
        raise Invalid(
            lazy("Give the reason that the public reads, in up to %(most)s characters."),
            field="public_reason",
            most=REASON_LIMIT,
        )
    found = Revocation(
        award_id=award_id, public_reason=public_reason, asked_at=now, asked_by=person_of(actor)
    )
    session.add(found)
    session.flush()
    audit.record(session, actor, "award_revocation.asked", found, now, award=str(award_id))
    tell_chair(session, award.club, award.round, "award_prepared", now)
    return found


def decide_revocation(
    session: Session, *, actor: Actor, award_id: UUID, now: datetime
) -> Revocation:
    """Take an award back as the second person: for all to see, and in the log."""
    row, award, found = _waiting(session, actor, award_id, now)
    found.effective_on, found.decided_at, found.decided_by = today(now), now, person_of(actor)
    content = {
        "number": row.number,
        "event": str(found.id),
        "effective": found.effective_on.isoformat(),
        "reason": found.public_reason,
    }
    found.leaf = events.record(session, LeafType.REVOKE, content, now, label=row.public_id)
    session.flush()
    audit.record(session, actor, "award.revoked", row, now, public_reason=found.public_reason)
    tell_winner(session, award, row, "award_revoked", now)
    return found


def drop_revocation(session: Session, *, actor: Actor, award_id: UUID, now: datetime) -> None:
    """Refuse to take an award back, as the second person: it stands as it did."""
    row, _award, found = _waiting(session, actor, award_id, now)
    audit.record(
        session, actor, "award_revocation.dropped", row, now, public_reason=found.public_reason
    )
    session.delete(found)
    session.flush()


def _waiting(
    session: Session, actor: Actor, award_id: UUID, now: datetime
) -> tuple[Award, RoundAward, Revocation]:
    row = queries.get_award(session, award_id)
    award = queries.award_for(session, actor, row.round_id, now)
    found = queries.find_revocation(session, award_id)
    if found is None:
        access.require(actor, Permission.AWARD_VIEW, award)
        raise NotNow(lazy("Nothing waits here any more. The award stands as it did."))
    step = queries.second_step(
        session, actor, award, found.asked_by, now=now, concerns=[row.membership_id]
    )
    access.require(actor, Permission.AWARD_REVOKE_DECIDE, step, now=now)
    if found.decided_at is not None:
        raise NotNow(lazy("This award was taken back."))
    return row, award, found
