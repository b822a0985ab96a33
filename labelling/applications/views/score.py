"""How the range so far is worked out: every step from the chosen lines to the rules of levels."""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from flask.typing import ResponseReturnValue

from assessments.explaining import explain
from assessments.levels import LevelResult, measures, what_levels_ask
from assessments.scoring import Range, percent_of, sum_of
from labelling.applications import queries
from labelling.applications.figures import fraction, reached, required, rule_name, shown
from labelling.applications.queries.drafts import Draft, load_draft
from labelling.applications.schemes import sign_of
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.database import reading
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion in the profile: how far it is, and what the level asks of it."""

    name: str
    lower: float
    upper: float
    minimum: float | None
    own: float | None = None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule of a level in words: what is there, what it asks, whether it holds."""

    title: str
    has: str
    asks: str
    holds: str


@bp.get("/applications/<uuid:application_id>/score")
def score(application_id: UUID) -> ResponseReturnValue:
    """Show every step from the chosen lines to points and to the rules of the levels."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        draft = load_draft(session, application)
        turn = turn_of(session, actor, application, identity.now())
    parts = [draft.standing.score.parts[part_id] for part_id in draft.scope]
    return pages.page(
        "applications/score.html",
        application=application,
        draft=draft,
        standing=draft.standing,
        sign=sign_of(draft.edition, draft.level.id),
        worth={
            step.score.part.id: step.worth
            for criterion in explain(draft.standing.score).criteria
            for step in criterion.parts
        },
        gained=sum_of(part.points for part in parts),
        possible=sum((part.maximum for part in parts), start=Fraction(0)),
        criteria=_criteria(draft),
        rules=[(one.level.name, _rules(draft, one)) for one in draft.standing.results],
        shown=shown,
        exact=fraction,
        range=_range,
        turn=turn,
    )


def _range(value: Range) -> str:
    lower, upper = shown(value.lower), shown(value.upper)
    return lower if lower == upper else gettext("%(lower)s to %(upper)s", lower=lower, upper=upper)


def _criteria(draft: Draft) -> list[CriterionRow]:
    rows = []
    for criterion in draft.edition.criteria:
        reached = _reached(draft, criterion.id)
        if reached is None:
            continue
        minimum = draft.level.criterion_minimum.get(criterion.id)
        rows.append(
            CriterionRow(
                f"{criterion.id} {criterion.name}",
                float(reached.lower),
                float(reached.upper),
                float(minimum) if minimum is not None else None,
            )
        )
    return rows


def _reached(draft: Draft, criterion_id: str) -> Range | None:
    """Return the percentage of the asked parts of a criterion; None where none applies."""
    scores = draft.standing.score.parts
    parts = [
        scores[part_id]
        for part_id in draft.scope
        if scores[part_id].maximum and scores[part_id].part.criterion == criterion_id
    ]
    if not parts:
        return None
    possible = sum((part.maximum for part in parts), start=Fraction(0))
    return percent_of(sum_of(part.points for part in parts), possible)


def _rules(draft: Draft, result: LevelResult) -> list[RuleRow]:
    asked = next(one for one in what_levels_ask(draft.edition) if one.level.id == result.level.id)
    unmet = {(one.requirement.rule, one.requirement.id): one for one in result.unmet}
    got = {
        (one.requirement.rule, one.requirement.id): one
        for one in measures(draft.standing.score, result.level.id)
    }
    rows = []
    for rule in asked.requirements:
        missed = unmet.get((rule.rule, rule.id))
        if missed is None:
            holds = gettext("holds")
        else:
            holds = gettext("still open") if missed.state == "open" else gettext("does not hold")
        if rule.rule == "level_below":
            has, asks = "", gettext("met")
        else:
            has, asks = reached(got[rule.rule, rule.id]), required(rule)
        rows.append(RuleRow(rule_name(draft.edition, rule), has, asks, holds))
    return rows
