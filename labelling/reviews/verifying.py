"""Figures of the fact sheet that the team verified on its visit, as the fact sheet shows them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.editions import Edition
from assessments.editions.model import Fact
from labelling.applications.models import Application
from labelling.organisations.verified import Key, Verified, set_verified_source
from labelling.reviews.models import FeedbackReport, Visit


def submitted_figures(
    edition: Edition, content: Mapping[str, Any]
) -> Iterator[tuple[str, Fact, str, str]]:
    """Yield key, fact, year and value of each figure of a submission, the newest year first."""
    values: Mapping[str, Mapping[str, str]] = content.get("facts", {})
    for fact in edition.facts:
        for year, value in sorted(values.get(fact.id, {}).items(), reverse=True):
            if value:
                yield f"{fact.id}.{year}", fact, year, value


def as_submitted(
    edition: Edition, content: Mapping[str, Any], keys: Sequence[str]
) -> dict[str, str]:
    """Return the values of these figures as they were submitted; other keys are left out."""
    known = {key: value for key, _, _, value in submitted_figures(edition, content)}
    return {key: known[key] for key in sorted(set(keys)) if key in known}


def verified_on_visits(session: Session, organisation_id: UUID) -> dict[Key, Verified]:
    """Return what was verified last of each figure of an organisation.

    A record can be corrected until the agreement is closed and the report begins, so it counts
    from then on.
    """
    rows = session.execute(
        select(Visit.facts_verified, Visit.took_place_on, Application.reference)
        .join(Application, Application.id == Visit.application_id)
        .join(FeedbackReport, FeedbackReport.application_id == Application.id)
        .where(Application.organisation_id == organisation_id)
        .order_by(Visit.took_place_on, Visit.id)
    )
    found: dict[Key, Verified] = {}
    for verified, day, reference in rows:
        for key, value in verified.items():
            fact_id, _, year = key.rpartition(".")
            found[fact_id, int(year)] = Verified(value, day, reference)
    return found


set_verified_source(verified_on_visits)
