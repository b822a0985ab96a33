"""Reads of designs: the draft, the versions, the one in force, the one of a certificate."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.designs.design import Design, read_design, shipped_design
from labelling.core.errors import NotFound
from labelling.issuing.designs.models import (
    CertificateDesign,
    DesignDraft,
    DesignProposal,
    ProposalOutcome,
)
from labelling.issuing.designs.subjects import ProposedDesign
from labelling.people.queries import independent


def find_draft(session: Session, scheme: str) -> DesignDraft | None:
    """Return what officers work on for a scheme."""
    return session.get(DesignDraft, scheme)


def drafted(session: Session, scheme: str) -> Design:
    """Return the draft's design; the one in force where nobody has begun one."""
    draft = find_draft(session, scheme)
    return in_force(session, scheme) if draft is None else read_design(draft.value)


def versions(session: Session, scheme: str) -> list[CertificateDesign]:
    """Return the versions of a scheme's design, the newest first."""
    return list(
        session.scalars(
            select(CertificateDesign)
            .where(CertificateDesign.scheme == scheme)
            .order_by(CertificateDesign.version.desc())
        )
    )


def get_version(session: Session, design_id: UUID) -> CertificateDesign:
    """Return a version; raise NotFound where there is none."""
    found = session.get(CertificateDesign, design_id)
    if found is None:
        raise NotFound
    return found


def find_version(session: Session, scheme: str, sha256: str) -> CertificateDesign | None:
    """Return the version of a scheme's design that has this identity."""
    return session.scalar(
        select(CertificateDesign).where(
            CertificateDesign.sha256 == sha256, CertificateDesign.scheme == scheme
        )
    )


def version_in_force(session: Session, scheme: str) -> CertificateDesign | None:
    """Return the version put into force last; None where the one that ships is in force."""
    return session.scalar(
        select(CertificateDesign)
        .join(DesignProposal, DesignProposal.design_id == CertificateDesign.id)
        .where(
            DesignProposal.scheme == scheme,
            DesignProposal.outcome == ProposalOutcome.IN_FORCE,
        )
        .order_by(DesignProposal.decided_at.desc(), DesignProposal.asked_at.desc())
        .limit(1)
    )


def in_force(session: Session, scheme: str) -> Design:
    """Return the design that certificates of a scheme are sealed with now."""
    version = version_in_force(session, scheme)
    return shipped_design() if version is None else read_design(version.value)


def design_of(session: Session, sha256: str) -> Design:
    """Return the design that a certificate names; raise NotFound where it is not kept."""
    value = session.scalar(
        select(CertificateDesign.value)
        .where(CertificateDesign.sha256 == sha256)
        .order_by(CertificateDesign.scheme)
        .limit(1)
    )
    if value is None:
        raise NotFound
    return read_design(value)


def proposals(session: Session, scheme: str) -> list[DesignProposal]:
    """Return all proposals of a scheme's design, the newest first."""
    return list(
        session.scalars(
            select(DesignProposal)
            .where(DesignProposal.scheme == scheme)
            .order_by(DesignProposal.asked_at.desc(), DesignProposal.id)
        )
    )


def open_proposals(session: Session) -> list[DesignProposal]:
    """Return the proposals that wait for a second officer, the oldest first."""
    return list(
        session.scalars(
            select(DesignProposal)
            .where(DesignProposal.decided_at.is_(None))
            .order_by(DesignProposal.asked_at, DesignProposal.id)
        )
    )


def get_proposal(session: Session, proposal_id: UUID) -> DesignProposal:
    """Return a proposal; raise NotFound where there is none."""
    found = session.get(DesignProposal, proposal_id)
    if found is None:
        raise NotFound
    return found


def proposed(
    session: Session, proposal: DesignProposal, person_id: UUID | None, now: datetime
) -> ProposedDesign:
    """Return a proposal as a person stands to those who made and proposed it."""
    others = {proposal.asked_by, get_version(session, proposal.design_id).made_by} - {None}
    two = person_id is not None and all(
        other is None or independent(session, person_id, other, now) for other in others
    )
    return ProposedDesign(proposal, person_id, two)
