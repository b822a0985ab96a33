"""Working on a design, proposing it, putting it into force: every change, each permitted first."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.designs.design import Design, read_design, shipped_design
from certificates.errors import BadInput
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.issuing.designs import queries
from labelling.issuing.designs.models import (
    CertificateDesign,
    DesignDraft,
    DesignProposal,
    ProposalOutcome,
)
from labelling.issuing.designs.schemes import schemes
from labelling.issuing.designs.subjects import Studio

REASON_LIMIT = 1000


def save_draft(
    session: Session, *, actor: Actor, scheme: str, version: int, look: Design, now: datetime
) -> DesignDraft:
    """Save layout, colours, logo and signatories of a draft; its texts stay as they are.

    ``version`` is the one that the edit started from, 0 where there was no draft. Raises Conflict
    where somebody saved meanwhile.
    """
    access.require(actor, Permission.DESIGN_EDIT, Studio(scheme))
    before = queries.drafted(session, scheme)
    look = replace(look, texts=before.texts)
    return _save(session, actor, scheme, version, design=look, now=now)


def save_texts(
    session: Session,
    *,
    actor: Actor,
    scheme: str,
    version: int,
    language: str,
    texts: Mapping[str, str],
    now: datetime,
) -> DesignDraft:
    """Save a draft's own texts in one language, by kind; an empty one is ours again.

    Raises Invalid for a placeholder that stands for nothing, Conflict as ``save_draft`` does.
    """
    access.require(actor, Permission.DESIGN_EDIT, Studio(scheme))
    before = queries.drafted(session, scheme)
    merged = {kind: {**before.texts.get(kind, {}), language: text} for kind, text in texts.items()}
    try:
        design = replace(before, texts={**before.texts, **merged})
    except BadInput as refused:
        raise _unprintable(refused) from None
    return _save(session, actor, scheme, version, design=design, now=now)


def begin_from(
    session: Session, *, actor: Actor, design_id: UUID, version: int, now: datetime
) -> DesignDraft:
    """Put a version in place of the draft, to go on from there; raise Conflict as above."""
    chosen = queries.get_version(session, design_id)
    access.require(actor, Permission.DESIGN_EDIT, Studio(chosen.scheme))
    design = read_design(chosen.value)
    return _save(session, actor, chosen.scheme, version, design=design, now=now)


def propose_design(
    session: Session, *, actor: Actor, scheme: str, version: int, now: datetime
) -> DesignProposal:
    """Make the draft a version that never changes, and ask a second officer to put it into force.

    ``version`` is the draft's as the officer saw it. Raises NotNow where a proposal waits already,
    where nothing was drafted and where the draft is what is in force.
    """
    access.require(actor, Permission.DESIGN_EDIT, Studio(scheme))
    draft = queries.find_draft(session, scheme)
    if draft is None or actor.person_id is None:
        raise NotNow(lazy("There is no draft to propose. Change something first."))
    _refuse_outdated(draft, version)
    if any(one.scheme == scheme for one in queries.open_proposals(session)):
        raise NotNow(lazy("A design waits for its second officer already."))
    design = read_design(draft.value)
    if design == queries.in_force(session, scheme):
        raise NotNow(lazy("The draft is what is in force already. Change something first."))
    fixed = _fix(session, scheme, design, actor.person_id, now)
    proposal = DesignProposal(
        scheme=scheme, design_id=fixed.id, asked_at=now, asked_by=actor.person_id
    )
    session.add(proposal)
    session.flush()
    audit.record(
        session, actor, "design.proposed", proposal, now,
        scheme=scheme, version=fixed.version, sha256=fixed.sha256,
    )  # fmt: skip
    return proposal


def decide_design(
    session: Session,
    *,
    actor: Actor,
    proposal_id: UUID,
    outcome: ProposalOutcome,
    reason: str,
    now: datetime,
) -> DesignProposal:
    """Put a proposed design into force as the second officer, or send it back with the reason.

    Raises NotNow where it no longer waits, Invalid where it goes back without a reason.
    """
    proposal = queries.get_proposal(session, proposal_id)
    subject = queries.proposed(session, proposal, actor.person_id, now)
    access.require(actor, Permission.DESIGN_DECIDE, subject, now=now)
    if proposal.decided_at is not None:
        raise NotNow(lazy("This proposal no longer waits for anybody."))
    if outcome is ProposalOutcome.SENT_BACK and not reason:
        raise Invalid(lazy("Say what is to be changed."), field="reason")
    if len(reason) > REASON_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."), field="reason", most=REASON_LIMIT
        )
    proposal.decided_at, proposal.decided_by = now, actor.person_id
    proposal.outcome, proposal.reason = outcome, reason
    session.flush()
    fixed = queries.get_version(session, proposal.design_id)
    audit.record(
        session, actor, f"design.{outcome.value}", proposal, now,
        scheme=proposal.scheme, version=fixed.version, sha256=fixed.sha256,
    )  # fmt: skip
    return proposal


def keep_shipped(session: Session, scheme: str, sha256: str, now: datetime) -> None:
    """Keep the design that ships as a version once a certificate is sealed with it.

    So it is printed again from the same value, whatever ships later. A step inside the sealing;
    it has no permission of its own.
    """
    design = shipped_design()
    if sha256 == design.sha256():
        _fix(session, scheme, design, None, now)


def _save(
    session: Session, actor: Actor, scheme: str, version: int, *, design: Design, now: datetime
) -> DesignDraft:
    if scheme not in schemes():
        raise NotFound
    value = json.loads(design.canonical())
    draft = queries.find_draft(session, scheme)
    if draft is None:
        draft = DesignDraft(scheme=scheme, version=0)
        session.add(draft)
    _refuse_outdated(draft, version)
    draft.value, draft.version = value, draft.version + 1
    draft.saved_at, draft.saved_by = now, actor.person_id
    session.flush()
    audit.record(
        session, actor, "design.saved", draft, now,
        scheme=scheme, version=draft.version, sha256=design.sha256(),
    )  # fmt: skip
    return draft


def _refuse_outdated(draft: DesignDraft, version: int) -> None:
    if draft.version != version:
        raise Conflict(
            lazy("Another officer saved this design meanwhile, so yours was not saved."),
            advice=lazy("Open the draft in another tab, compare, and try again."),
        )


def _fix(
    session: Session, scheme: str, design: Design, made_by: UUID | None, now: datetime
) -> CertificateDesign:
    """Return the version with this very value, a new one where there is none."""
    known = queries.find_version(session, scheme, design.sha256())
    if known is not None:
        return known
    last = session.scalar(
        select(func.max(CertificateDesign.version)).where(CertificateDesign.scheme == scheme)
    )
    fixed = CertificateDesign(
        scheme=scheme,
        version=(last or 0) + 1,
        sha256=design.sha256(),
        value=json.loads(design.canonical()),
        made_at=now,
        made_by=made_by,
    )
    session.add(fixed)
    session.flush()
    return fixed


def _unprintable(refused: BadInput) -> Invalid:
    return Invalid(lazy("This cannot be printed: %(why)s"), why=str(refused))
