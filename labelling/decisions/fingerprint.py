"""What a decision rests on, and its hash: whoever decides sees what was prepared, or is told."""

import hashlib
from typing import Any

import rfc8785
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.queries import find_submission
from labelling.decisions.holders import holder_of
from labelling.reviews import queries as reviews


def fingerprint(session: Session, application: Application) -> str:
    """Return the SHA-256 over submission, agreed scores, visit, report and recommendation.

    And over the holder as the certificate would name it: the organisation can change its profile
    at any time, and nobody awards a label to a name that they have not seen.
    """
    return hashlib.sha256(rfc8785.dumps(_seen(session, application))).hexdigest()


def _seen(session: Session, application: Application) -> dict[str, Any]:
    submission = find_submission(session, application.id)
    report = reviews.find_report(session, application.id)
    recommendation = reviews.recommendation(session, application.id)
    visit = reviews.visit(session, application.id)
    holder = holder_of(session, application)
    return {
        "holder": [holder.name, holder.city, holder.country],
        "edition": application.edition_sha256,
        "level": application.level_id,
        "submission": submission.sha256 if submission is not None else "",
        "scores": {
            part_id: {
                "score": "" if row.score is None else str(row.score),
                "not_applicable": row.not_applicable,
                "how": row.how.value,
                "reason": row.reason,
            }
            for part_id, row in reviews.agreed_scores(session, application.id).items()
        },
        "visit": {}
        if visit is None
        else {
            "on": visit.took_place_on.isoformat(),
            "improvements": visit.improvements_shown,
        },
        "report": {}
        if report is None
        else {
            "version": report.version,
            "observations": report.observations,
        },
        "recommendation": {}
        if recommendation is None
        else {
            "outcome": recommendation.outcome.value,
            "level": recommendation.level_id or "",
            "reason": recommendation.reason,
        },
    }
