"""What the agreed scores give by the rules of the levels."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessments.levels import LevelResult, level_results
from assessments.scoring import Score, score
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_in
from labelling.reviews import queries
from labelling.reviews.models import Outcome
from labelling.reviews.queries.seats import steps_of


@dataclass(frozen=True, slots=True)
class ByRules:
    """The outcome that the rules give, with the numbers behind it."""

    outcome: Outcome
    level_id: str | None
    score: Score
    results: tuple[LevelResult, ...]
    improvements_missing: int


def outcome_by_rules(session: Session, application: Application) -> ByRules:
    """Return what the agreed scores give; improvements that a level wants shown count as well."""
    edition = edition_of(application)
    scored = score(edition, queries.agreed_judgements(session, application.id))
    results = level_results(scored)
    order = [level.id for level in edition.levels]
    top = order.index(application.level_id)
    met = [result.level.id for result in results[: top + 1] if result.met]
    visit = queries.visit(session, application.id)
    shown = visit.improvements_shown if visit is not None else 0
    missing = max(steps_of(application).improvements_shown - shown, 0)
    if missing and met:
        met = [
            level_id
            for level_id in met
            if (steps := level_in(edition, level_id).steps) is None
            or steps.improvements_shown <= shown
        ]
    if not met:
        return ByRules(Outcome.NOT_AWARDED, None, scored, results, missing)
    outcome = Outcome.AWARDED if met[-1] == application.level_id else Outcome.LOWER_LEVEL
    return ByRules(outcome, met[-1], scored, results, missing)
