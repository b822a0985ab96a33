"""Who acts next in appeals: the panel, a second person, or officers without a part."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core.access import Role
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import STANDING, Appeal, PanelMember
from labelling.decisions.appeals.proof import involved_in_each
from labelling.people import queries as people
from labelling.people.apart import accounts
from labelling.people.models import Person


def handlers(session: Session, appeal: Appeal, now: datetime) -> list[Person]:
    """Return the officers who had no part in the organisation's cases, by name."""
    return _office(session, [(appeal, False)], now)[appeal.id]


def judges(session: Session, appeal: Appeal, now: datetime) -> list[Person]:
    """Return who can decide on admissibility as the second person, by name."""
    return _office(session, [(appeal, True)], now)[appeal.id]


def panels(session: Session, appeal_ids: Collection[UUID]) -> dict[UUID, list[Person]]:
    """Return the people who stand on the panels of appeals, in the order of their naming."""
    found: dict[UUID, list[Person]] = {appeal_id: [] for appeal_id in appeal_ids}
    if not found:
        return found
    rows = session.execute(
        select(PanelMember.appeal_id, Person)
        .join(Person, Person.id == PanelMember.person_id)
        .where(PanelMember.appeal_id.in_(appeal_ids), PanelMember.state.in_(STANDING))
        .order_by(PanelMember.named_at, PanelMember.id)
    )
    for appeal_id, person in rows:
        found[appeal_id].append(person)
    return found


def who_acts(
    session: Session, appeals: Collection[Appeal], now: datetime
) -> Mapping[UUID, list[Person]]:
    """Return who can take the next step, by appeal, in a constant number of statements."""
    sitting = [one.id for one in appeals if one.state is AppealState.SITTING]
    others = [
        (one, one.state is AppealState.PROPOSED)
        for one in appeals
        if one.state is not AppealState.SITTING
    ]
    return {**panels(session, sitting), **_office(session, others, now)}


def _office(
    session: Session, appeals: Collection[tuple[Appeal, bool]], now: datetime
) -> dict[UUID, list[Person]]:
    """Return who of the office had no part, by appeal: officers, or who can be second to decide."""
    if not appeals:
        return {}
    parts = involved_in_each(session, [appeal for appeal, _ in appeals], now)
    officers = people.officers(session)
    members = people.people_with_role(session, Role.COMMITTEE)
    everybody = {person.id: person for person in (*officers, *members)}
    proposers = [appeal.proposed_by for appeal, is_second in appeals if is_second]
    known = accounts(session, [*proposers, *everybody] if proposers else [], now)
    return {
        appeal.id: [
            person
            for person in (everybody.values() if is_second else officers)
            if person.id not in parts[appeal.id]
            and (not is_second or known.independent(appeal.proposed_by, person.id))
        ]
        for appeal, is_second in appeals
    }
