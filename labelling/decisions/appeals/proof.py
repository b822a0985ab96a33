"""Who can sit on a panel, who cannot and why: found from the ledger, and kept as a proof."""

import hashlib
from collections.abc import Mapping, Sequence
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
from labelling.decisions.partaking import Part, Parts, parts_in
from labelling.people import queries as people
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
    found = dict(parts_in(session, appeal.organisation_id, today(now)))
    for person_id in session.scalars(_earlier_panels(appeal)):
        found[person_id] = found.get(person_id, frozenset()) | {Part.APPEAL}
    return found


def candidates(session: Session, appeal: Appeal, now: datetime) -> list[Candidate]:
    """Return all who hold the role, by name, with what keeps each from this appeal."""
    known = involved(session, appeal, now)
    taken = deciders_of(session, appeal)
    gone = set(
        session.scalars(select(PanelMember.person_id).where(PanelMember.appeal_id == appeal.id))
    )
    return [
        Candidate(
            person=person,
            parts=known.get(person.id, frozenset()),
            dependent=any(
                not people.independent(session, person.id, other, now) for other in taken
            ),
            named=person.id in gone,
        )
        for person in people.people_with_role(session, Role.APPEALS)
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


def _earlier_panels(appeal: Appeal) -> Select[UUID]:
    """Return the statement for the members who voted on an earlier appeal of the organisation."""
    return (
        select(AppealVote.person_id)
        .join(AppealDraft, AppealDraft.id == AppealVote.draft_id)
        .join(Appeal, Appeal.id == AppealDraft.appeal_id)
        .where(
            Appeal.organisation_id == appeal.organisation_id,
            Appeal.id != appeal.id,
            Appeal.state == AppealState.DECIDED,
        )
    )
