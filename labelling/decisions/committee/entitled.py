"""Who may vote on an item: members of the committee whom nothing keeps out of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.core.access import Role
from labelling.core.clock import today
from labelling.core.i18n import Text, lazy
from labelling.decisions.committee.models import Grounds, ItemRecusal, Sitting, SittingItem
from labelling.decisions.models import Decision, DecisionState, Label, LabelChange
from labelling.decisions.ties import TOOK_PART, Ties, ties_of
from labelling.decisions.two_persons import NOT_TWO
from labelling.people import queries as people

KNOWS = lazy("You work for the office as well, where you could read whose case this is.")
DECLARED = lazy("You said that you stay out of this item.")


@dataclass(frozen=True, slots=True)
class KeptOut:
    """Why a member stays out of an item; ``reason`` is what they wrote or what is known."""

    grounds: Grounds
    reason: Text


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Who may vote on an item, and who of the committee may not, with the reason."""

    entitled: frozenset[UUID]
    kept_out: Mapping[UUID, KeptOut]

    def presiding(self, sitting: Sitting) -> UUID | None:
        """Return who chairs the item: the chair, else the deputy, nobody where both are out."""
        for person_id in (sitting.chair_id, sitting.deputy_id):
            if person_id in self.entitled:
                return person_id
        return None


@dataclass(frozen=True, slots=True)
class CaseMatter:
    """A prepared decision on an application."""

    application: Application
    decision: Decision

    @property
    def organisation_id(self) -> UUID:
        """Return the organisation that it concerns."""
        return self.application.organisation_id

    @property
    def prepared_by(self) -> UUID:
        """Return who prepared it."""
        return self.decision.prepared_by

    @property
    def waits(self) -> bool:
        """Say whether it still waits for a decision."""
        return self.decision.state is DecisionState.PREPARED

    def conflict(self, ties: Ties) -> Text | None:
        """Return what keeps a person from the case in any role."""
        return ties.conflict(self.application)

    def handled(self, ties: Ties) -> bool:
        """Say whether the person took an earlier step of the case for the office."""
        return ties.took_part(self.application)


@dataclass(frozen=True, slots=True)
class ChangeMatter:
    """A change of a label that waits for its second person."""

    change: LabelChange
    label: Label

    @property
    def organisation_id(self) -> UUID:
        """Return the organisation that it concerns."""
        return self.label.organisation_id

    @property
    def prepared_by(self) -> UUID:
        """Return who prepared it."""
        return self.change.prepared_by

    @property
    def waits(self) -> bool:
        """Say whether it still waits for a decision."""
        return self.change.state is DecisionState.PREPARED

    def conflict(self, ties: Ties) -> Text | None:
        """Return what keeps a person from the label in any role."""
        return ties.change_conflict(self.change, self.label)

    def handled(self, _ties: Ties) -> bool:
        """Say that nobody takes earlier steps of a change but who prepares it."""
        return False


Matter = CaseMatter | ChangeMatter


def matters(session: Session, items: Iterable[SittingItem]) -> dict[UUID, Matter]:
    """Return what each item is about."""
    wanted = list(items)
    decisions = session.execute(
        select(SittingItem.id, Decision, Application)
        .join(Decision, Decision.id == SittingItem.decision_id)
        .join(Application, Application.id == Decision.application_id)
        .where(SittingItem.id.in_([item.id for item in wanted]))
    )
    found: dict[UUID, Matter] = {row[0]: CaseMatter(row[2], row[1]) for row in decisions}
    changes = session.execute(
        select(SittingItem.id, LabelChange, Label)
        .join(LabelChange, LabelChange.id == SittingItem.change_id)
        .join(Label, Label.id == LabelChange.label_id)
        .where(SittingItem.id.in_([item.id for item in wanted]))
    )
    found.update({row[0]: ChangeMatter(row[1], row[2]) for row in changes})
    return found


def entitlements(
    session: Session, items: Sequence[SittingItem], now: datetime
) -> dict[UUID, Entitlement]:
    """Return who may vote on each item now; what is closed stays as it was written down."""
    about = matters(session, items)
    declared = recusals(session, items)
    members = [person.id for person in people.people_with_role(session, Role.COMMITTEE)]
    officers = {person.id for person in people.people_with_role(session, Role.OFFICER)}
    open_ones = [item for item in items if item.result is None]
    ties = (
        {person_id: ties_of(session, person_id, today(now)) for person_id in members}
        if (open_ones)
        else {}
    )
    found = {}
    for item in items:
        out = dict(declared.get(item.id, {}))
        for person_id in members if item.result is None else []:
            reason = _obstacle(
                session,
                about[item.id],
                person_id,
                ties[person_id],
                knows=item.blinded and person_id in officers,
                now=now,
            )
            if reason is not None:
                out.setdefault(person_id, KeptOut(Grounds.FOUND, reason))
        found[item.id] = Entitlement(frozenset(members) - set(out), out)
    return found


def entitlement(session: Session, item: SittingItem, now: datetime) -> Entitlement:
    """Return who may vote on one item now."""
    return entitlements(session, [item], now)[item.id]


def recusals(session: Session, items: Iterable[SittingItem]) -> dict[UUID, dict[UUID, KeptOut]]:
    """Return who is on record as staying out of items, by item."""
    rows = session.scalars(
        select(ItemRecusal)
        .where(ItemRecusal.item_id.in_([item.id for item in items]))
        .order_by(ItemRecusal.recorded_at, ItemRecusal.person_id)
    )
    found: dict[UUID, dict[UUID, KeptOut]] = {}
    for row in rows:
        found.setdefault(row.item_id, {})[row.person_id] = KeptOut(row.grounds, row.reason)
    return found


def _obstacle(
    session: Session,
    matter: Matter,
    member: UUID,
    ties: Ties,
    *,
    knows: bool,
    now: datetime,
) -> Text | None:
    conflict = matter.conflict(ties)
    if conflict is not None:
        return conflict
    if matter.handled(ties):
        return TOOK_PART
    if knows:
        return KNOWS
    return None if people.independent(session, matter.prepared_by, member, now) else NOT_TWO
