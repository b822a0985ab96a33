"""Whether accounts count as different persons: known of many at once, in one statement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from labelling.people.models import Person

INDEPENDENT_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts, with those by which the young ones were made, be it through others in between."""

    known: Mapping[UUID, Person]
    since: datetime

    def independent(self, a: UUID | None, b: UUID | None) -> bool:
        """Say whether two accounts count as two persons.

        Both must be of verified people in good standing, and neither may have been created or
        reset by the other in the last 30 days, be it through accounts in between.
        """
        first, second = self._find(a), self._find(b)
        if first is None or second is None or a == b:
            return False
        if any(p.verified_at is None or p.suspended_at or p.erased_at for p in (first, second)):
            return False
        return not (self._made(first, second) or self._made(second, first))

    def _find(self, person_id: UUID | None) -> Person | None:
        return self.known.get(person_id) if person_id is not None else None

    def _made(self, maker: Person, other: Person) -> bool:
        reset_at = other.reset_at if other.reset_by == maker.id else None
        if reset_at is not None and reset_at > self.since:
            return True
        made: Person | None = other
        while made is not None and made.created_by is not None and made.created_at > self.since:
            if made.created_by == maker.id:
                return True
            made = self._find(made.created_by)  # who is always older than whom they made
        return False


def accounts(session: Session, ids: Iterable[UUID | None], now: datetime) -> Accounts:
    """Return these accounts, as far as they exist, to compare any two; ids of nobody are left out.

    In one statement, or none where no two are asked for.
    """
    asked = {person_id for person_id in ids if person_id is not None}
    since = now - INDEPENDENT_AFTER
    if len(asked) < 2:  # noqa: PLR2004 (nobody is two persons)
        return Accounts({}, since)
    found = (
        select(Person.id, Person.created_by, Person.created_at)
        .where(Person.id.in_(asked))
        .cte("found", recursive=True)
    )
    maker = aliased(Person)
    found = found.union(
        select(maker.id, maker.created_by, maker.created_at)
        .join(found, found.c.created_by == maker.id)
        .where(found.c.created_at > since)
    )
    people = session.scalars(select(Person).where(Person.id.in_(select(found.c.id))))
    return Accounts({person.id: person for person in people}, since)
