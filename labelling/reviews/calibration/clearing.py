"""Whom the office may put on live panels: everybody, unless the scheme asks for clearance."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core.errors import Invalid
from labelling.core.i18n import gettext, lazy
from labelling.people.queries import names
from labelling.reviews.calibration import queries


def clearances(
    session: Session, edition_id: str, person_ids: Iterable[UUID], day: date
) -> Mapping[UUID, date | None] | None:
    """Return until when each is cleared, None for who is not; None where nobody need be."""
    if not queries.rule_of(session, edition_id).required:
        return None
    ids = list(person_ids)
    known = queries.cleared_until(session, edition_id, ids)
    return {one: until if (until := known.get(one)) and until >= day else None for one in ids}


def uncleared(
    session: Session, edition_id: str, person_ids: Iterable[UUID], day: date
) -> list[str]:
    """Return a sentence for each person whom the scheme does not let on live panels."""
    found = clearances(session, edition_id, person_ids, day)
    missing = [] if found is None else [one for one, until in found.items() if until is None]
    called = names(session, missing)
    return [
        gettext(
            "%(name)s is not cleared for live panels: the practice cases come first.",
            name=called.get(one, ""),
        )
        for one in missing
    ]


def refuse_uncleared(session: Session, edition_id: str, person_id: UUID, day: date) -> None:
    """Raise Invalid where the scheme asks for clearance that a person does not have."""
    found = clearances(session, edition_id, [person_id], day)
    if found is not None and found[person_id] is None:
        raise Invalid(
            lazy("This assessor is not cleared for live panels: the practice cases come first."),
            field="people",
        )
