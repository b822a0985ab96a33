"""Proposed indicators and the votes on them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club.models import Proposal, ProposalVote
from labelling.core.errors import NotFound


def proposals_of(session: Session, club_id: UUID) -> list[Proposal]:
    """Return a club's proposals, the newest first."""
    query = select(Proposal).where(Proposal.club_id == club_id)
    return list(session.scalars(query.order_by(Proposal.proposed_at.desc(), Proposal.id)))


def get_proposal(session: Session, proposal_id: UUID) -> Proposal:
    """Return a proposal; raise NotFound."""
    found = session.get(Proposal, proposal_id)
    if found is None:
        raise NotFound
    return found


def votes_on(session: Session, proposal_ids: Iterable[UUID]) -> dict[UUID, list[ProposalVote]]:
    """Return the votes on some proposals, by proposal."""
    query = select(ProposalVote).where(ProposalVote.proposal_id.in_(list(proposal_ids)))
    found: dict[UUID, list[ProposalVote]] = {}
    for vote in session.scalars(query.order_by(ProposalVote.voted_at, ProposalVote.membership_id)):
        found.setdefault(vote.proposal_id, []).append(vote)
    return found
