"""What can be read of sittings: lists, the agenda, attendance, votes, dissents, minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.core.access import Actor, Role, visible
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.decisions.bodies import is_for_sitting, scheme_of
from labelling.decisions.committee.entitled import (
    CaseMatter,
    ChangeMatter,
    Entitlement,
    KeptOut,
    Matter,
    entitlement,
    matters,
    recusals,
)
from labelling.decisions.committee.models import (
    DissentEntry,
    Minutes,
    MinutesFile,
    Sitting,
    SittingItem,
    SittingMember,
)
from labelling.decisions.committee.subjects import AgendaItem, Desk
from labelling.decisions.models import Decision, DecisionState, Label, LabelChange
from labelling.decisions.ties import Ties, ties_of
from labelling.organisations.models import Organisation
from labelling.people import queries as people

PAST_SHOWN = 30


def get_sitting(session: Session, sitting_id: UUID) -> Sitting:
    """Return a sitting; raise NotFound."""
    found = session.get(Sitting, sitting_id)
    if found is None:
        raise NotFound
    return found


def get_item(session: Session, item_id: UUID) -> SittingItem:
    """Return an item of an agenda; raise NotFound."""
    found = session.get(SittingItem, item_id)
    if found is None:
        raise NotFound
    return found


def running(session: Session, actor: Actor) -> list[Sitting]:
    """Return the sittings that are planned, called or open, the earliest first."""
    return list(
        session.scalars(
            select(Sitting)
            .where(
                visible(actor, Permission.SITTING_VIEW),
                Sitting.closed_at.is_(None),
                Sitting.cancelled_at.is_(None),
            )
            .order_by(Sitting.day, Sitting.number, Sitting.id)
        )
    )


def past(session: Session, actor: Actor) -> list[Sitting]:
    """Return the sittings that are over, the newest first."""
    return list(
        session.scalars(
            select(Sitting)
            .where(
                visible(actor, Permission.SITTING_VIEW),
                Sitting.closed_at.is_not(None) | Sitting.cancelled_at.is_not(None),
            )
            .order_by(Sitting.day.desc(), Sitting.number.desc(), Sitting.id)
            .limit(PAST_SHOWN)
        )
    )


def item_counts(session: Session, sittings: Iterable[Sitting]) -> dict[UUID, int]:
    """Return how many items each sitting has on its agenda."""
    ids = [sitting.id for sitting in sittings]
    rows = session.execute(
        select(SittingItem.sitting_id, func.count())
        .where(SittingItem.sitting_id.in_(ids))
        .group_by(SittingItem.sitting_id)
    )
    return dict.fromkeys(ids, 0) | {row[0]: row[1] for row in rows}


def items_of(session: Session, sitting_id: UUID) -> list[SittingItem]:
    """Return the agenda in its order."""
    return list(
        session.scalars(
            select(SittingItem)
            .where(SittingItem.sitting_id == sitting_id)
            .order_by(SittingItem.position, SittingItem.id)
        )
    )


def members_of(session: Session, sitting_id: UUID) -> dict[UUID, SittingMember]:
    """Return who was called to a sitting, by person."""
    rows = session.scalars(
        select(SittingMember)
        .where(SittingMember.sitting_id == sitting_id)
        .order_by(SittingMember.called_at, SittingMember.person_id)
    )
    return {row.person_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Line:
    """An item as a list shows it; ``closed_to`` is why its content is not for the one who asks."""

    item: SittingItem
    matter: Matter
    organisation: Organisation
    closed_to: KeptOut | None


def holders(session: Session, about: Mapping[UUID, Matter]) -> dict[UUID, Organisation]:
    """Return the organisation of each matter, by the matter's key."""
    ids = {matter.organisation_id for matter in about.values()}
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    known = {row.id: row for row in rows}
    return {key: known[matter.organisation_id] for key, matter in about.items()}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be put on an agenda: it waits, and is on none."""

    matter: Matter
    organisation: Organisation


def candidates(session: Session, scheme: str, ties: Ties) -> list[Candidate]:
    """Return what waits for a scheme's committee and is on no agenda; not what one is tied to."""
    on_agenda = exists().where(
        SittingItem.result.is_(None),
        (SittingItem.decision_id == Decision.id),
    )
    decisions = session.execute(
        select(Decision, Application, Organisation)
        .join(Application, Application.id == Decision.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Decision.state == DecisionState.PREPARED, ~on_agenda)
        .order_by(Decision.prepared_at, Decision.id)
    )
    found = [
        Candidate(CaseMatter(application, decision), organisation)
        for decision, application, organisation in decisions
        if is_for_sitting(application) and scheme_of(application) == scheme
    ]
    waits = ~exists().where(SittingItem.result.is_(None), SittingItem.change_id == LabelChange.id)
    changes = session.execute(
        select(LabelChange, Label, Organisation)
        .join(Label, and_(Label.id == LabelChange.label_id, Label.scheme == scheme))
        .join(Organisation, Organisation.id == Label.organisation_id)
        .where(LabelChange.state == DecisionState.PREPARED, waits)
        .order_by(LabelChange.prepared_at, LabelChange.id)
    )
    found += [Candidate(ChangeMatter(change, label), holder) for change, label, holder in changes]
    return [one for one in found if one.matter.conflict(ties) is None]


def desk_for(session: Session, sitting: Sitting, person_id: UUID | None, now: datetime) -> Desk:
    """Return a sitting as a person stands to it."""
    member = person_id is not None and _is_member(session, sitting, person_id)
    items = items_of(session, sitting.id)
    ties = ties_of(session, person_id, today(now))
    about = matters(session, items)
    said = recusals(session, items)
    barred = any(
        about[item.id].conflict(ties) is not None or person_id in said.get(item.id, {})
        for item in items
    )
    return Desk(sitting, person_id, member, barred)


def agenda_item_for(
    session: Session,
    item: SittingItem,
    person_id: UUID | None,
    now: datetime,
    found: Entitlement | None = None,
) -> AgendaItem:
    """Return an item as a person stands to it."""
    sitting = get_sitting(session, item.sitting_id)
    matter = matters(session, [item])[item.id]
    ties = ties_of(session, person_id, today(now))
    found = found if found is not None else entitlement(session, item, now)
    row = session.get(SittingMember, (sitting.id, person_id)) if person_id is not None else None
    out = found.kept_out.get(person_id) if person_id is not None else None
    return AgendaItem(
        sitting=sitting,
        item=item,
        person_id=person_id,
        member=person_id is not None and _is_member(session, sitting, person_id),
        present=row is not None and row.present,
        conflict=matter.conflict(ties),
        kept_out=out.reason if out is not None else None,
        presiding=found.presiding(sitting),
    )


def _is_member(session: Session, sitting: Sitting, person_id: UUID) -> bool:
    called = session.get(SittingMember, (sitting.id, person_id)) is not None
    return called and any(
        person.id == person_id for person in people.people_with_role(session, Role.COMMITTEE)
    )


def dissents(session: Session, items: Sequence[SittingItem]) -> dict[UUID, dict[UUID, str]]:
    """Return the dissents on record, by item and person; one that was taken back is none."""
    rows = session.scalars(
        select(DissentEntry)
        .where(DissentEntry.item_id.in_([item.id for item in items]))
        .order_by(DissentEntry.item_id, DissentEntry.ordinal)
    )
    found: dict[UUID, dict[UUID, str]] = {}
    for row in rows:
        found.setdefault(row.item_id, {})[row.person_id] = row.reason
    return {
        item_id: {person_id: reason for person_id, reason in said.items() if reason}
        for item_id, said in found.items()
    }


def find_minutes(session: Session, sitting_id: UUID) -> Minutes | None:
    """Return the approved minutes of a sitting."""
    return session.scalars(select(Minutes).where(Minutes.sitting_id == sitting_id)).one_or_none()


def find_printed(session: Session, minutes_id: UUID) -> MinutesFile | None:
    """Return the printed minutes, once there are any."""
    return session.get(MinutesFile, minutes_id)


def open_item_of(session: Session, decision_id: UUID) -> SittingItem | None:
    """Return the item of an agenda on which a decision waits."""
    return session.scalars(
        select(SittingItem).where(
            SittingItem.decision_id == decision_id, SittingItem.result.is_(None)
        )
    ).one_or_none()


def open_item_of_change(session: Session, change_id: UUID) -> SittingItem | None:
    """Return the item of an agenda on which a change of a label waits."""
    return session.scalars(
        select(SittingItem).where(SittingItem.change_id == change_id, SittingItem.result.is_(None))
    ).one_or_none()


def get_item_of(session: Session, sitting_id: UUID, item_id: UUID) -> SittingItem:
    """Return an item of this sitting's agenda; raise NotFound, for another's as well."""
    found = get_item(session, item_id)
    if found.sitting_id != sitting_id:
        raise NotFound
    return found
