"""What the feedback report shows: criteria with their percentage, parts with band words and texts.

Built from agreed scores and the report's texts alone; nothing of any single assessor is in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from assessments.editions.model import Criterion, Edition, Level
from assessments.levels import level_results
from assessments.rubric import band_reached
from assessments.scoring import PartScore, Score, percent_of, score, sum_of
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_of
from labelling.organisations.models import Organisation
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries
from labelling.reviews.models import FeedbackReport, Visit
from labelling.reviews.nearness import threshold_of
from labelling.reviews.opinions import lines


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part in words: its band, strengths and areas for improvement."""

    id: str
    title: str
    band: str
    applies: bool
    strengths: Sequence[str]
    improvements: Sequence[str]


@dataclass(frozen=True, slots=True)
class Section:
    """One criterion: its percentage of what the level asks, the minimum, its parts."""

    id: str
    name: str
    percent: Fraction | None
    minimum: Fraction | None
    parts: Sequence[PartLine]

    @property
    def holds(self) -> bool:
        """Say whether the minimum is reached, or there is none."""
        return self.minimum is None or self.percent is None or self.percent >= self.minimum


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report as page and PDF show it."""

    row: FeedbackReport
    application: Application
    organisation: Organisation
    edition: Edition
    level: Level
    sections: Sequence[Section]
    percent: Fraction | None
    threshold: Fraction | None
    visit: Visit | None
    visited_on: date | None

    @property
    def below(self) -> list[Section]:
        """Return the criteria that do not reach their minimum."""
        return [section for section in self.sections if not section.holds]

    @property
    def has_minima(self) -> bool:
        """Say whether the level sets minima for criteria."""
        return any(section.minimum is not None for section in self.sections)


def report_of(session: Session, application: Application) -> Report:
    """Return the report in the language in force; raise NotFound before it exists."""
    row = queries.feedback_report(session, application.id)
    edition, level = edition_of(application), level_of(application)
    scored = score(edition, queries.agreed_judgements(session, application.id))
    result = next(one for one in level_results(scored) if one.level.id == level.id)
    visit = queries.visit(session, application.id)
    return Report(
        row=row,
        application=application,
        organisation=get_organisation(session, application.organisation_id),
        edition=edition,
        level=level,
        sections=_sections(edition, level, scored, row.content.get("parts", {})),
        percent=result.percent.exact,
        threshold=threshold_of(edition, level),
        visit=visit,
        visited_on=visit.took_place_on if visit is not None else None,
    )


def _sections(
    edition: Edition, level: Level, scored: Score, texts: Mapping[str, Any]
) -> list[Section]:
    scope = set(edition.scope(level))
    found = []
    for criterion in edition.criteria:
        parts = [scored.parts[part.id] for part in criterion.parts if part.id in scope]
        if parts:
            found.append(_section(edition, level, criterion, parts, texts))
    return found


def _section(
    edition: Edition,
    level: Level,
    criterion: Criterion,
    parts: list[PartScore],
    texts: Mapping[str, Any],
) -> Section:
    possible = sum((part.maximum for part in parts), start=Fraction(0))
    gained = sum_of(part.points for part in parts)
    return Section(
        id=criterion.id,
        name=criterion.name,
        percent=percent_of(gained, possible).exact if possible else None,
        minimum=level.criterion_minimum.get(criterion.id),
        parts=[_line(edition, part, texts.get(part.part.id, {})) for part in parts],
    )


def _line(edition: Edition, part: PartScore, texts: Mapping[str, str]) -> PartLine:
    percent = part.percent.exact if part.percent is not None else None
    band = band_reached(edition.rubrics[part.part.kind], percent) if percent is not None else None
    return PartLine(
        id=part.part.id,
        title=part.part.title,
        band=band.name if band is not None else "",
        applies=part.percent is not None,
        strengths=lines(texts.get("strengths", "")),
        improvements=lines(texts.get("improvements", "")),
    )
