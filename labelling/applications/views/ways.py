"""What would raise the score: the cheapest ways to the next level, and every step as JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.explained import explanation_report
from assessments.explaining import explain
from assessments.levels import LevelResult, Unmet, level_results
from assessments.ways import Way, next_level, ways_to_next_level
from labelling.applications import queries
from labelling.applications.figures import missing, reached, required, rule_name, shown
from labelling.applications.models import Application
from labelling.applications.queries.drafts import Draft, load_draft
from labelling.applications.schemes import sign_of
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading
from labelling.core.i18n import ngettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker

LONGEST_SEARCH = 2.0
"""Seconds that a reader waits for the page at the most; the search says where it was not done."""


@dataclass(frozen=True, slots=True)
class RaisedPart:
    """A part of a way: from which line to which, and whether the application asks for it."""

    id: str
    title: str
    start: str
    to: str
    more: str
    open: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class MissRow:
    """A rule that the next level still asks: what is there, what it asks, what is missing."""

    title: str
    has: str
    asks: str
    missing: str


@dataclass(frozen=True, slots=True)
class WayRow:
    """A way to the next level as it is shown."""

    title: str
    parts: list[RaisedPart]
    points: str
    sure: bool


@bp.get("/applications/<uuid:application_id>/ways")
def ways(application_id: UUID) -> ResponseReturnValue:
    """Show the cheapest ways from the organisation's own view to the next level."""
    actor = asker()
    with reading() as session:
        application, draft = _own_view(session, actor, application_id)
        turn = turn_of(session, actor, application, identity.now())
    score = draft.standing.score
    results = level_results(score)
    level = next_level(results)
    found = ways_to_next_level(score, seconds=LONGEST_SEARCH)
    return pages.page(
        "applications/ways.html",
        application=application,
        sign=sign_of(draft.edition, draft.level.id),
        level=level,
        misses=_misses(draft, results),
        ways=[_row(draft, way) for way in found],
        step=draft.edition.step,
        turn=turn,
    )


@bp.get("/applications/<uuid:application_id>/score.json")
def score_json(application_id: UUID) -> ResponseReturnValue:
    """Return every step from the chosen lines to the levels as JSON, each number exactly."""
    with reading() as session:
        application, draft = _own_view(session, asker(), application_id)
    report = {
        "application": application.reference,
        "edition": {"id": draft.edition.id, "sha256": draft.edition.identity},
        "level": draft.level.id,
        **explanation_report(explain(draft.standing.score)),
    }
    content = json.dumps(report, ensure_ascii=False, indent=2).encode()
    return attachment(content, f"{application.reference}-score.json", "application/json")


def _own_view(session: Session, actor: Actor, application_id: UUID) -> tuple[Application, Draft]:
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_VIEW, application)
    return application, load_draft(session, application)


def _misses(draft: Draft, results: Sequence[LevelResult]) -> list[MissRow]:
    """Return what the next level still asks, what is missed by little first."""
    following = next((one for one in results if not one.met), None)
    if following is None:
        return []
    scores = draft.standing.score.parts
    asked = (scores[part_id].maximum for part_id in draft.edition.scope(following.level))
    possible = sum(asked, start=Fraction(0))

    def in_percent(one: Unmet) -> Fraction:
        return one.gap * 100 / possible if one.requirement.rule == "total" else one.gap

    return [
        MissRow(
            rule_name(draft.edition, one.requirement),
            reached(one),
            required(one.requirement),
            missing(one),
        )
        for one in sorted(following.unmet, key=in_percent)
        if one.requirement.rule != "level_below"
    ]


def _row(draft: Draft, way: Way) -> WayRow:
    parts = [
        RaisedPart(
            one.part,
            draft.edition.parts[one.part].title,
            shown(one.start),
            shown(one.to),
            shown(one.percentage_points),
            open=draft.standing.score.parts[one.part].judgement is None,
            asked=one.part in draft.scope,
        )
        for one in way.raises
    ]
    title = ngettext("raise %(num)s part", "raise %(num)s parts", len(parts))
    return WayRow(title, parts, shown(way.points), way.optimal)
