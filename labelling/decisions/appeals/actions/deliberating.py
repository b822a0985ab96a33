"""The panel among itself: notes, a draft of the outcome, the votes on it, and the majority."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import rfc8785
from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.appeals import letters, queries
from labelling.decisions.appeals.actions.panels import refuse_involved
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import (
    Appeal,
    AppealDraft,
    AppealNote,
    AppealVote,
)
from labelling.decisions.appeals.proof import MAJORITY, SEATS
from labelling.decisions.appeals.queries import Ballot
from labelling.decisions.appeals.texts import REASON_LIMIT, SHORT_LIMIT, TEXT_LIMIT, checked
from labelling.decisions.appeals.words import Follow, Outcome, may_follow
from labelling.decisions.clocks.spans import Clock
from labelling.decisions.subjects import person_of
from labelling.people import queries as people
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind


def write_note(
    session: Session, *, actor: Actor, appeal_id: UUID, text: str, now: datetime
) -> AppealNote:
    """Say something to the other two members; nobody else reads it."""
    appeal = _before_panel(session, actor, appeal_id, Permission.APPEAL_DELIBERATE, now)
    note = AppealNote(
        appeal_id=appeal.id,
        person_id=person_of(actor),
        text=checked(text, "note", REASON_LIMIT),
        at=now,
    )
    session.add(note)
    session.flush()
    audit.record(session, actor, "appeal.noted", appeal, now)
    return note


def write_draft(
    session: Session,
    *,
    actor: Actor,
    appeal_id: UUID,
    outcome: Outcome,
    follow: Follow,
    reasons: str,
    now: datetime,
) -> AppealDraft:
    """Lay an outcome with its reasons before the panel; it takes the place of the one before.

    Raises Invalid where what is to follow does not go with the outcome.
    """
    appeal = _before_panel(session, actor, appeal_id, Permission.APPEAL_DRAFT, now)
    if not may_follow(appeal.about, outcome, follow):
        raise Invalid(lazy("This does not follow from that outcome."), field="follow")
    checked(reasons, "reasons", TEXT_LIMIT)
    draft = AppealDraft(
        appeal_id=appeal.id,
        number=len(queries.ballots(session, appeal.id)) + 1,
        outcome=outcome,
        follow=follow,
        reasons=reasons,
        written_at=now,
        written_by=person_of(actor),
    )
    session.add(draft)
    session.flush()
    audit.record(session, actor, "appeal.drafted", draft, now, sha256=digest(draft))
    letters.tell_members(session, appeal, "draft", letters.panel_people(session, appeal), now)
    return draft


def cast_vote(
    session: Session,
    *,
    actor: Actor,
    appeal_id: UUID,
    draft_id: UUID,
    agrees: bool,
    dissent: str,
    now: datetime,
) -> AppealVote:
    """Vote on the present draft; with the third vote the majority decides.

    Raises Conflict where another draft has taken its place, NotNow for a second vote and where
    the ledger has learnt of a part of any member, Invalid for a vote against without its reason.
    """
    appeal = _before_panel(session, actor, appeal_id, Permission.APPEAL_VOTE, now)
    refuse_involved(session, appeal, queries.panel(session, appeal.id), now)
    ballot = open_ballot(session, appeal)
    if ballot is None or ballot.draft.id != draft_id:
        raise Conflict(lazy("Another draft has taken the place of this one. Read it first."))
    if any(vote.person_id == actor.person_id for vote in ballot.votes):
        raise NotNow(lazy("You have voted on this draft."))
    if not agrees:
        checked(dissent, "dissent", SHORT_LIMIT)
        session.add(
            AppealNote(
                appeal_id=appeal.id, person_id=person_of(actor), dissent=True, text=dissent, at=now
            )
        )
    vote = AppealVote(
        draft_id=draft_id,
        draft_sha256=digest(ballot.draft),
        person_id=person_of(actor),
        agrees=agrees,
        at=now,
    )
    session.add(vote)
    session.flush()
    audit.record(session, actor, "appeal.voted", vote, now, agrees=agrees, draft=vote.draft_sha256)
    votes = [*ballot.votes, vote]
    if len(votes) == SEATS:
        if sum(one.agrees for one in votes) >= MAJORITY:
            _decide(session, actor, appeal, ballot.draft, now)
        else:
            writer = people.get_person(session, ballot.draft.written_by)
            letters.tell_members(session, appeal, "failed", [writer], now)
    return vote


def open_ballot(session: Session, appeal: Appeal) -> Ballot | None:
    """Return the draft that waits for votes: the newest since the panel sits as it does now."""
    return open_among(appeal, queries.ballots(session, appeal.id))


def open_among(appeal: Appeal, found: Sequence[Ballot]) -> Ballot | None:
    """Return which of an appeal's drafts, the newest last, waits for votes."""
    if not found or appeal.state is not AppealState.SITTING:
        return None
    newest = found[-1]
    is_of_this_panel = newest.draft.written_at >= appeal.state_since
    return newest if is_of_this_panel and len(newest.votes) < SEATS else None


def digest(draft: AppealDraft) -> str:
    """Return the SHA-256 of what is voted on."""
    content = {
        "appeal": str(draft.appeal_id),
        "outcome": draft.outcome.value,
        "follow": draft.follow.value,
        "reasons": draft.reasons,
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def _decide(
    session: Session, actor: Actor, appeal: Appeal, draft: AppealDraft, now: datetime
) -> None:
    appeal.outcome, appeal.follow, appeal.reasons = draft.outcome, draft.follow, draft.reasons
    appeal.decided_at = now
    appeal.advance(AppealState.DECIDED, at=now)
    session.flush()
    audit.record(
        session,
        actor,
        "appeal.decided",
        appeal,
        now,
        outcome=draft.outcome.value,
        follow=draft.follow.value,
        draft=digest(draft),
    )
    for member in queries.panel(session, appeal.id):
        record_involvement(
            session,
            actor=actor,
            person_id=member.person_id,
            organisation_id=appeal.organisation_id,
            kind=InvolvementKind.DECIDED,
            source=f"appeal {appeal.receipt}",
            now=now,
            since=today(now),
            until=today(now),
        )
    letters.tell_owners(session, appeal, "decided", now)
    if draft.follow is not Follow.NOTHING:
        letters.tell_office(session, appeal, "follow", Clock.OUTCOME, now)


def _before_panel(
    session: Session, actor: Actor, appeal_id: UUID, permission: Permission, now: datetime
) -> Appeal:
    appeal = queries.get_appeal(session, appeal_id)
    case = queries.appeal_case(session, appeal, actor.person_id, now)
    access.require(actor, permission, case, now=now)
    return appeal
