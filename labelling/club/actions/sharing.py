"""Releasing a figure of the club to one's own fact sheet, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from assessments.editions.model import Edition
from labelling.club import queries
from labelling.club.models import SharedFigure
from labelling.club.sharing import (
    Releasable,
    edition_of_member,
    last_day,
    releasable,
    shared_of,
)
from labelling.club.subjects import Part
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, NotFound
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.actions.facts import Figure, save_facts
from labelling.organisations.models import FactValue
from labelling.organisations.provenance import LONGEST_SOURCE, Origin
from labelling.organisations.queries import fact_values


def release_figure(
    session: Session,
    *,
    actor: Actor,
    part_id: UUID,
    quantity: str,
    version: int,
    years: Sequence[int],
    now: datetime,
) -> SharedFigure:
    """Put a figure that was sent to the club into one's own fact sheet, with where it comes from.

    ``version`` is that of the fact sheet's figure that was shown beside it (0: none). Raises
    NotFound for a figure that the fact sheet does not ask for, Conflict where either was changed
    meanwhile or it is released already.
    """
    part = queries.part_for(session, actor, part_id, now)
    access.require(actor, Permission.FIGURES_RELEASE, part, now=now)
    edition = edition_of_member(session, part)
    wanted = _wanted(session, part, edition, years, quantity)
    if wanted.shared is not None:
        raise Conflict(lazy("This figure is released already."))
    definition = f"{wanted.quantity.name} ({wanted.quantity.id})"[:LONGEST_SOURCE]
    source = f"{part.place.club.name}, {part.round.half_year}: {definition}"[:LONGEST_SOURCE]
    before = _as_it_stands(wanted.stands)
    origin = Origin(source, last_day(wanted.year).isoformat(), wanted.row.grade)
    figure = Figure(wanted.fact.id, wanted.year, wanted.number, before["note"], version, origin)
    row = _put(session, part, figure, edition=edition, actor=actor, now=now)
    shared = SharedFigure(
        round_member_id=part.row.id,
        quantity=quantity,
        definition=definition,
        fact_id=wanted.fact.id,
        year=wanted.year,
        value=row.value,
        grade=wanted.row.grade,
        before=before,
        released_at=now,
        released_by=actor.person_id,
    )
    session.add(shared)
    session.flush()
    _record(session, "figures.released", part, shared, actor=actor, now=now)
    return shared


def withdraw_figure(
    session: Session, *, actor: Actor, part_id: UUID, quantity: str, now: datetime
) -> bool:
    """Take a released figure back; say whether the fact sheet has again what it had before.

    Where somebody has entered another value meanwhile, that one stays. What was submitted with
    an application stays in it. Raises NotFound for a figure that is not released.
    """
    part = queries.part_for(session, actor, part_id, now)
    access.require(actor, Permission.FIGURES_RELEASE, part, now=now)
    shared = shared_of(session, part_id).get(quantity)
    organisation_id = part.place.membership.organisation_id
    if shared is None or organisation_id is None:
        raise NotFound
    shared.withdrawn_at, shared.withdrawn_by = now, actor.person_id
    row = fact_values(session, organisation_id).get((shared.fact_id, shared.year))
    restored = row is not None and row.value == shared.value
    if row is not None and restored:
        before = shared.before
        origin = Origin(before["source"], before["dated"], before["grade"])
        figure = Figure(shared.fact_id, shared.year, before["value"], row.note, row.version, origin)
        edition = edition_of_member(session, part)
        _put(session, part, figure, edition=edition, actor=actor, now=now)
    session.flush()
    _record(session, "figures.withdrawn", part, shared, actor=actor, now=now)
    return restored


def _wanted(
    session: Session, part: Part, edition: Edition, years: Sequence[int], quantity: str
) -> Releasable:
    set_ = queries.round_set(session, part.round)
    for one in releasable(session, part, set_, edition, years):
        if one.quantity.id == quantity:
            return one
    raise NotFound


def _as_it_stands(row: FactValue | None) -> dict[str, str]:
    if row is None:
        return dict.fromkeys(("value", "note", "source", "dated", "grade"), "")
    return {
        "value": row.value,
        "note": row.note,
        "source": row.source,
        "dated": row.dated.isoformat() if row.dated is not None else "",
        "grade": row.grade,
    }


def _put(
    session: Session,
    part: Part,
    figure: Figure,
    *,
    edition: Edition,
    actor: Actor,
    now: datetime,
) -> FactValue:
    """Save a figure of the fact sheet; raise what refuses it."""
    organisation_id = part.place.membership.organisation_id
    if organisation_id is None:
        raise NotFound
    outcome = save_facts(
        session,
        actor=actor,
        organisation_id=organisation_id,
        edition=edition,
        years=[figure.year],
        figures=[figure],
        save_id=uuid4(),
        now=now,
        typed=False,
    )
    if figure.key in outcome.faults:
        raise outcome.faults[figure.key]
    if figure.key in outcome.conflicts:
        raise Conflict(lazy("Your fact sheet was changed meanwhile. Look at it again."))
    return outcome.saved[figure.key]


def _record(
    session: Session, verb: str, part: Part, shared: SharedFigure, *, actor: Actor, now: datetime
) -> None:
    audit.record(
        session,
        actor,
        verb,
        part.row,
        now,
        quantity=shared.quantity,
        fact=shared.fact_id,
        year=shared.year,
        grade=shared.grade,
    )
