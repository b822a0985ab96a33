"""What awards offer the others: certificates' values and marks, the pack's section, tasks."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club.award import packed, personal_data, public, tasks
from labelling.club.award.counts import counted
from labelling.club.award.models import Award
from labelling.club.award.sheets import KIND, award_sheet
from labelling.club.meetings.queries import completed_actions
from labelling.core.i18n import lazy
from labelling.issuing.sources import Named, set_names, set_source

__all__ = ["packed", "personal_data", "public", "tasks"]


def _named(session: Session, term_ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Return what the office calls the certificates of awards on their way."""
    rows = session.scalars(select(Award).where(Award.term_id.in_(list(term_ids))))
    return {
        row.term_id: Named(row.number, row.holder, f"/club-awards/rounds/{row.round_id}")
        for row in rows
    }


set_source(KIND, award_sheet)
set_names(KIND, _named)
counted("actions_completed", lazy("Own actions completed"), completed_actions)
