"""The rule of an award: proposed by the office, confirmed by the chair, before the freezing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.award.case import Criterion, Measure, Rule
from benchmarking.award.deciding import FEWEST_JURORS
from labelling.club import queries as club
from labelling.club.award import counts, queries
from labelling.club.award.models import Appraiser, AwardRule, Route, RuleConfirmation
from labelling.club.award.subjects import person_of
from labelling.club.award.telling import tell_chair, tell_rule_fixed
from labelling.club.award.words import MEASURES
from labelling.club.models import Club, ClubRound, RoundState
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.queries import is_active
from labelling.people.models import Person

BEFORE_FIGURES = frozenset({RoundState.ANNOUNCED, RoundState.OPEN, RoundState.CHECKING})
_FIXED = lazy("The rule is fixed. It cannot be changed any more.")
_TOO_LATE = lazy("The figures of this round are frozen, so no rule can be fixed for it any more.")
_UNKNOWN = lazy("Choose what the set of this round has.")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A criterion as it is proposed; ``target`` only where the share of a gap is measured."""

    id: str
    weight: Fraction
    target: Fraction | None = None


def name_chair(
    session: Session, *, actor: Actor, club_id: UUID, person_id: UUID, now: datetime
) -> Club:
    """Name who chairs a club: the person who confirms what the office proposes.

    An officer who is bound up with a member of the club has no say in who that is.
    """
    oversight = club.oversight_of(session, actor, club_id, now)
    access.require(actor, Permission.CLUB_OVERSEE, oversight)
    row = oversight.club
    person = session.get(Person, person_id)
    if person is None or not is_active(person):
        raise Invalid(lazy("Choose a person with an account."), field="email")
    row.chair_id = person_id
    session.flush()
    audit.record(session, actor, "award.chaired", row, now, person=str(person_id))
    return row


def propose_rule(
    session: Session,
    *,
    actor: Actor,
    round_id: UUID,
    route: Route,
    measure: str,
    criteria: Sequence[Weighed],
    appraisers: Sequence[UUID],
    now: datetime,
) -> AwardRule:
    """Propose the rule of a round's award; a later proposal takes its place until one is fixed.

    What was proposed last is not proposed again: the row that waits is returned. At least two
    appraisers are named: they decide by themselves, or among a shortlist. Raises NotNow once a
    rule is fixed or figures are frozen, Invalid for a rule that does not hold together.
    """
    award = queries.award_for(session, actor, round_id, now)
    access.require(actor, Permission.AWARD_PREPARE, award)
    earlier = queries.find_rule(session, round_id)
    _refuse_late(award.round, earlier)
    rule = _checked(session, award.round, route, measure, criteria)
    if len(set(appraisers)) < FEWEST_JURORS:
        raise Invalid(lazy("Name at least two appraisers."), field="appraisers")
    weighed = [
        {
            "id": one.id,
            "weight": str(one.weight),
            "direction": one.direction,
            "target": str(one.target) if one.target is not None else "",
        }
        for one in rule.criteria
    ]
    named = sorted(set(appraisers))
    if earlier is not None and _says(session, earlier.row) == (route, measure, weighed, named):
        return earlier.row
    row = AwardRule(
        round_id=round_id,
        number=earlier.row.number + 1 if earlier is not None else 1,
        route=route,
        measure=measure,
        criteria=weighed,
        proposed_at=now,
        proposed_by=person_of(actor),
    )
    session.add(row)
    session.flush()
    session.add_all(Appraiser(rule_id=row.id, person_id=one) for one in named)
    session.flush()
    audit.record(
        session, actor, "award_rule.proposed", row, now,
        round=str(round_id), route=route.value, measure=measure, criteria=row.criteria,
        appraisers=[str(one) for one in named],
    )  # fmt: skip
    tell_chair(session, award.club, award.round, "award_rule_proposed", now)
    return row


def _says(session: Session, row: AwardRule) -> tuple[Route, str, list[dict[str, str]], list[UUID]]:
    named = sorted(one.person_id for one in queries.appraisers_of(session, row.id))
    return row.route, row.measure, row.criteria, named


def confirm_rule(
    session: Session, *, actor: Actor, rule_id: UUID, now: datetime
) -> RuleConfirmation:
    """Fix a rule as the chair. Raises NotNow for one that was replaced, or after the freezing."""
    rule = queries.get_rule(session, rule_id)
    award = queries.award_for(session, actor, rule.round_id, now)
    step = queries.second_step(session, actor, award, rule.proposed_by, now=now)
    access.require(actor, Permission.AWARD_CONFIRM, step)
    newest = queries.find_rule(session, rule.round_id)
    _refuse_late(award.round, newest)
    if newest is None or newest.row.id != rule.id:
        raise NotNow(lazy("The office has proposed another rule meanwhile. Read that one."))
    row = RuleConfirmation(rule_id=rule.id, confirmed_at=now, confirmed_by=person_of(actor))
    session.add(row)
    session.flush()
    audit.record(session, actor, "award_rule.confirmed", row, now, rule=str(rule.id))
    tell_rule_fixed(session, award.club, award.round, now)
    return row


def _refuse_late(round_: ClubRound, known: queries.KnownRule | None) -> None:
    if known is not None and known.confirmation is not None:
        raise NotNow(_FIXED)
    if round_.state not in BEFORE_FIGURES:
        raise NotNow(_TOO_LATE)


def _checked(
    session: Session,
    round_: ClubRound,
    route: Route,
    measure: str,
    criteria: Sequence[Weighed],
) -> Rule:
    if measure not in MEASURES[route]:
        raise Invalid(lazy("This route is not measured in this way."), field="measure")
    known = club.round_set(session, round_).indicators
    found = []
    for one in criteria:
        if one.id in known:
            direction = known[one.id].direction
        elif one.id in counts.names() and route is Route.LEARNING:
            direction = "up"
        else:
            raise Invalid(_UNKNOWN, field="criteria")
        if direction == "neutral":
            raise Invalid(
                lazy("%(code)s has no direction, so nobody is better by it."),
                field="criteria",
                code=one.id,
            )
        found.append(Criterion(one.id, one.weight, direction, one.target))
    try:
        return Rule(route.value, _measure(measure), tuple(found))
    except ValueError:
        raise Invalid(
            lazy(
                "A rule has at least one criterion, each once, with a weight above 0; a target "
                "where the share of a gap is measured, and only there. Appraisers’ scores have "
                "no criteria."
            ),
            field="criteria",
        ) from None


def _measure(text: str) -> Measure:
    measure: Measure = text  # type: ignore[assignment]  # one of MEASURES: checked before
    return measure
