"""What stands between a draft and its submission, with the fact sheet looked through."""

from datetime import datetime

from sqlalchemy.orm import Session

from labelling.applications.items import MissingFigure
from labelling.applications.queries.drafts import Draft
from labelling.applications.readiness import Readiness, readiness
from labelling.core.clock import scheme_zone, today
from labelling.organisations.fact_sheet import missing_facts, years_at
from labelling.organisations.queries import names_members


def readiness_of(session: Session, draft: Draft, now: datetime) -> Readiness:
    """Return what the draft lacks today."""
    missing = missing_facts(
        session, draft.organisation.id, draft.edition, years_at(now, scheme_zone())
    )
    figures = [MissingFigure(one.fact.id, one.fact.name, one.year) for one in missing]
    return readiness(
        draft, figures, today(now), names_members=names_members(session, draft.organisation.id)
    )
