"""Who can sit on a panel, who cannot and why: found from the ledger, and kept as a proof."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from labelling.core.access import Role
from labelling.core.clock import today
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import (
    Appeal,
    AppealDraft,
    AppealVote,
    PanelMember,
)
from labelling.decisions.models import Decision, LabelChange, LabelEvent
from labelling.decisions.partaking import Part, Parts, parts_in_each
from labelling.people import queries as people
from labelling.people.apart import accounts
from labelling.people.models import Person

SEATS = 3
MAJORITY = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of the appeals panels, with what keeps them from this appeal.

    ``dependent``: one of their accounts and a decider's was made or reset by the other lately.
    """

    person: Person
    parts: frozenset[Part]
    dependent: bool
    named: bool

    @property
    def possible(self) -> bool:
        """Say whether the person can sit."""
        return not self.parts and not self.dependent and not self.named


def involved(session: Session, appeal: Appeal, now: datetime) -> Parts:
    """Return everybody who had a part in the organisation's cases, or in an earlier appeal."""
    return involved_in_each(session, [appeal], now)[appeal.id]


def involved_in_each(
    session: Session, appeals: Collection[Appeal], now: datetime
) -> dict[UUID, Parts]:
    """Return who had a part, by appeal, in a constant number of statements."""
    holders = {appeal.organisation_id for appeal in appeals}
    known = parts_in_each(session, holders, today(now))
    voted = session.execute(_panels_of(holders)).all() if holders else []
    found: dict[UUID, Parts] = {}
    for appeal in appeals:
        parts = dict(known[appeal.organisation_id])
        for organisation_id, decided_id, person_id in voted:
            if organisation_id == appeal.organisation_id and decided_id != appeal.id:
                parts[person_id] = parts.get(person_id, frozenset()) | {Part.APPEAL}
        found[appeal.id] = parts
    return found


def candidates(session: Session, appeal: Appeal, now: datetime) -> list[Candidate]:
    """Return all who hold the role, by name, with what keeps each from this appeal."""
    known = involved(session, appeal, now)
    taken = deciders_of(session, appeal)
    members = people.people_with_role(session, Role.APPEALS)
    known_accounts = accounts(session, [*taken, *(person.id for person in members)], now)
    gone = set(
        session.scalars(select(PanelMember.person_id).where(PanelMember.appeal_id == appeal.id))
    )
    return [
        Candidate(
            person=person,
            parts=known.get(person.id, frozenset()),
            dependent=any(not known_accounts.independent(person.id, other) for other in taken),
            named=person.id in gone,
        )
        for person in members
    ]


def deciders_of(session: Session, appeal: Appeal) -> frozenset[UUID]:
    """Return who prepared and took what the appeal is against, as far as the accounts exist."""
    pair: Sequence[UUID | None] = ()
    if appeal.decision_id is not None:
        decision = session.get_one(Decision, appeal.decision_id)
        pair = (decision.prepared_by, decision.decided_by)
    elif appeal.event_id is not None:
        event = session.get_one(LabelEvent, appeal.event_id)
        change = session.get_one(LabelChange, event.change_id)
        pair = (change.prepared_by, change.decided_by)
    standing = {
        person.id
        for person_id in pair
        if person_id is not None
        and (person := session.get(Person, person_id)) is not None
        # An account that is closed meanwhile bars nobody for ever.
        and person.suspended_at is None
        and person.erased_at is None
    }
    return frozenset(standing)


def examined(found: Sequence[Candidate]) -> dict[str, list[str]]:
    """Return the candidates as the proof keeps them: by key, the parts they had."""
    return {
        str(one.person.id): sorted(
            [part.value for part in one.parts]
            + ["dependent"] * one.dependent
            + ["named_before"] * one.named
        )
        for one in found
    }


def fingerprint(appeal: Appeal, listed: Mapping[str, list[str]], audit_sha256: str) -> str:
    """Return the SHA-256 of what was found about whom, at which state of the trail."""
    content: Any = {"appeal": str(appeal.id), "examined": dict(listed), "trail": audit_sha256}
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def _panels_of(organisation_ids: Collection[UUID]) -> Select[UUID, UUID, UUID]:
    """Return the statement for who voted on which appeal of these organisations."""
    return (
        select(Appeal.organisation_id, Appeal.id, AppealVote.person_id)
        .join(AppealDraft, AppealDraft.appeal_id == Appeal.id)
        .join(AppealVote, AppealVote.draft_id == AppealDraft.id)
        .where(Appeal.organisation_id.in_(organisation_ids), Appeal.state == AppealState.DECIDED)
        .distinct()
    )
