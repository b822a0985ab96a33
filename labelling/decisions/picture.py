"""The full picture on which a decision is taken: rules of the levels, differences, observations."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from assessments.consensus import Difference, difference
from assessments.editions import Edition
from assessments.editions.model import Level
from assessments.levels import Measure, measures
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_in
from labelling.reviews import queries as reviews
from labelling.reviews.models import (
    AgreedScore,
    Dissent,
    FeedbackReport,
    How,
    Outcome,
    Recommendation,
    SecondLookWaiver,
    Visit,
)
from labelling.reviews.opinions import opinion_of
from labelling.reviews.outcomes import ByRules, outcome_by_rules


@dataclass(frozen=True, slots=True)
class Settled:
    """A part over which the assessors differed, and how that was settled."""

    part_id: str
    title: str
    difference: Difference
    agreed: AgreedScore
    dissents: Sequence[tuple[Dissent, str]]


@dataclass(frozen=True, slots=True)
class Improvements:
    """Improvements shown on the visit, against those that the level asks for."""

    shown: int
    asked: int

    @property
    def enough(self) -> bool:
        """Say whether as many were shown as are asked for."""
        return self.shown >= self.asked


@dataclass(frozen=True, slots=True)
class Picture:
    """All that bears on a decision; numbers are exact."""

    edition: Edition
    level: Level
    rules: ByRules
    measures: tuple[Measure, ...]
    improvements: Improvements | None
    recommendation: Recommendation | None
    report: FeedbackReport | None
    visit: Visit | None
    settled: tuple[Settled, ...]
    waiver: SecondLookWaiver | None

    @property
    def grantable(self) -> tuple[Level, ...]:
        """Return the levels, up to the one applied for, whose rules hold; the highest last."""
        return grantable(self.edition, self.rules)


def picture_of(session: Session, application: Application) -> Picture:
    """Return what bears on the decision about an application, in the language in force."""
    edition = edition_of(application)
    level = level_in(edition, application.level_id)
    rules = outcome_by_rules(session, application)
    visit = reviews.visit(session, application.id)
    return Picture(
        edition=edition,
        level=level,
        rules=rules,
        measures=measures(rules.score, level.id),
        improvements=_improvements(level, visit),
        recommendation=reviews.recommendation(session, application.id),
        report=reviews.find_report(session, application.id),
        visit=visit,
        settled=_settled(session, application, edition),
        waiver=reviews.find_waiver(session, application.id),
    )


def grantable(edition: Edition, rules: ByRules) -> tuple[Level, ...]:
    """Return the levels that the agreed scores reach, the highest last."""
    if rules.outcome is Outcome.NOT_AWARDED:
        return ()
    ids = [level.id for level in edition.levels]
    return edition.levels[: ids.index(rules.level_id or "") + 1]


def _improvements(level: Level, visit: Visit | None) -> Improvements | None:
    if level.steps is None or not level.steps.improvements_shown:
        return None
    shown = visit.improvements_shown if visit is not None else 0
    return Improvements(shown, level.steps.improvements_shown)


def _settled(session: Session, application: Application, edition: Edition) -> tuple[Settled, ...]:
    """Return the parts that more than one assessor scored and saw differently, widest first."""
    handed_in = reviews.handed_in_opinions(session, application.id)
    dissents = reviews.dissents(session, application.id)
    found = []
    for part_id, agreed in reviews.agreed_scores(session, application.id).items():
        said = [
            opinion_of(edition, one.parts[part_id]) for one in handed_in if part_id in one.parts
        ]
        differing = difference(part_id, said)
        if agreed.how is How.DISCUSSED or differing.spread or part_id in dissents:
            title = edition.parts[part_id].title
            found.append(
                Settled(part_id, title, differing, agreed, tuple(dissents.get(part_id, ())))
            )
    order = list(edition.parts)
    return tuple(
        sorted(
            found,
            key=lambda one: (-(one.difference.spread or Fraction(0)), order.index(one.part_id)),
        )
    )
