"""Keeping what was known when: one row for each step at which independence was looked at."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core.access import Actor
from labelling.people.models import InvolvementKind
from labelling.reviews.conflicts.models import IndependenceCheck, Occasion
from labelling.reviews.independence import Finding, grade_of_kind, gravest
from labelling.reviews.models import PanelSeat

DECLARATION = "declaration"


def keep_check(
    session: Session,
    actor: Actor,
    seat: PanelSeat,
    occasion: Occasion,
    found: Sequence[Finding],
    *,
    now: datetime,
    declared: Sequence[InvolvementKind] = (),
) -> IndependenceCheck:
    """Keep what was found and declared, in the unit of work of the step itself."""
    facts = [as_fact(finding) for finding in found]
    facts += [
        {
            "kind": kind.value,
            "grade": grade_of_kind(kind).value,
            "source": DECLARATION,
            "since": "",
            "until": "",
        }
        for kind in declared
    ]
    row = IndependenceCheck(
        application_id=seat.application_id,
        seat_id=seat.id,
        person_id=seat.person_id,
        occasion=occasion,
        grade=gravest(
            [finding.grade for finding in found] + [grade_of_kind(kind) for kind in declared]
        ),
        facts=facts,
        checked_at=now,
        checked_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    return row


def as_fact(finding: Finding) -> dict[str, str]:
    """Return a finding as JSON values, its days as ISO 8601."""
    return {
        "kind": finding.kind.value,
        "grade": finding.grade.value,
        "source": finding.source,
        "since": finding.since.isoformat() if finding.since else "",
        "until": finding.until.isoformat() if finding.until else "",
    }
