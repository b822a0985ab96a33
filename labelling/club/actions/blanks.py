"""All blanks of a sheet at once: said not to be collected, and taken back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.validation.given import Given
from labelling.club import queries
from labelling.club.actions.entering import Figure, save_figures
from labelling.club.standing import sheet_state
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.permissions import Permission


def leave_out_blanks(
    session: Session,
    *,
    actor: Actor,
    part_id: UUID,
    quantities: Collection[str],
    save_id: UUID,
    now: datetime,
) -> list[str]:
    """Say of figures that are still blank that they were not collected; return which were.

    ``quantities`` are those that were blank when it was confirmed: what somebody has filled in
    since then stays, and what has become blank since then stays blank.
    """
    part = queries.part_for(session, actor, part_id, now)
    access.require(actor, Permission.FIGURES_EDIT, part, now=now)
    state = sheet_state(session, part)
    blank = [one.id for one in state.open if one.id in quantities]
    figures = [
        Figure(
            name,
            Given("", note=state.rows[name].note if name in state.rows else ""),
            not_collected=True,
            revision=state.rows[name].revision if name in state.rows else 0,
        )
        for name in blank
    ]
    outcome = save_figures(
        session, actor=actor, part_id=part_id, figures=figures, save_id=save_id, now=now
    )
    return sorted(outcome.saved)


def fill_in_again(
    session: Session, *, actor: Actor, part_id: UUID, save_id: UUID, undo_id: UUID, now: datetime
) -> list[str]:
    """Make blank again what one save said was not collected and nobody changed since; name it.

    Every revision stays on record.
    """
    part = queries.part_for(session, actor, part_id, now)
    access.require(actor, Permission.FIGURES_EDIT, part, now=now)
    rows = queries.current_rows(session, [part_id]).get(part_id, {})
    figures = [
        Figure(name, Given("", note=row.note), revision=row.revision)
        for name, row in sorted(rows.items())
        if row.save_id == save_id and row.not_collected
    ]
    outcome = save_figures(
        session, actor=actor, part_id=part_id, figures=figures, save_id=undo_id, now=now
    )
    return sorted(outcome.saved)
