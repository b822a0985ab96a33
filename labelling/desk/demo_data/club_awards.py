"""What the demonstration's club has given: an award by each route, visits, a question between two.

Everything is fictitious.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select

from benchmarking.rounds import Round
from labelling.club import queries as club
from labelling.club.award import queries
from labelling.club.award.actions.announcing import announce_award
from labelling.club.award.actions.appraising import candidates_for, save_appraisal
from labelling.club.award.actions.candidates import keep_candidacy
from labelling.club.award.actions.deciding import (
    check_file,
    decide_award,
    prepare_award,
    work_out_award,
)
from labelling.club.award.actions.ruling import Weighed, confirm_rule, name_chair, propose_rule
from labelling.club.award.judging import judge_figure
from labelling.club.award.models import Appraiser, AwardFile, Naming, Route
from labelling.club.award.stages import Step, standing_of
from labelling.club.dates import last_day
from labelling.club.exchange import queries as exchanges
from labelling.club.exchange.actions.asking import (
    answer_question,
    ask_question,
    find_who_to_ask,
)
from labelling.club.exchange.actions.visits import plan_visit, settle_visit
from labelling.club.exchange.models import AskedMember
from labelling.club.models import Club, ClubRound
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.desk.demo_data.cast import acting, person
from labelling.desk.demo_data.timetable import Scene

_CHAIR = "henrik"
_APPRAISERS = ("dieter", "eeva", "filip")
_GAP = (Weighed("A07", Fraction(2), Fraction(95)), Weighed("C02", Fraction(1), Fraction(98)))
_VISITS = (Weighed("visits_hosted", Fraction(1)),)
_TOLD = (
    "Each Monday we looked at who had not been met for six months, and called three of them.",
    "We moved our round tables into members’ halls. Twice as many firms came.",
    "Two clusters of other fields share a guest with us every month.",
)

_Rule = tuple[Route, str, Sequence[Weighed]]
IMPROVED: _Rule = (Route.MOST_IMPROVED, "gap_closed", _GAP)
RULES: Sequence[_Rule | None] = (
    None,
    None,
    (Route.BEST_PRACTICE, "jury", ()),
    IMPROVED,
    (Route.LEARNING, "level", _VISITS),
    (Route.BEST_PRACTICE, "jury", ()),
)
"""The rules of the rounds that are brought along, the oldest first; the newest is under way."""


def seat_chair(scene: Scene, officer: Actor, club_: Club) -> None:
    """Name who chairs the club."""
    chair = person(scene.session, _CHAIR)
    name_chair(scene.session, actor=officer, club_id=club_.id, person_id=chair.id, now=scene.now)


def fix_rule(scene: Scene, officer: Actor, round_: ClubRound, rule: _Rule | None) -> None:
    """Propose a rule and fix it, before the figures are frozen."""
    if rule is None:
        return
    route, measure, criteria = rule
    row = propose_rule(
        scene.session,
        actor=officer,
        round_id=round_.id,
        route=route,
        measure=measure,
        criteria=criteria,
        appraisers=[person(scene.session, one).id for one in _APPRAISERS],
        now=scene.now,
    )
    confirm_rule(scene.session, actor=_chair(scene), rule_id=row.id, now=scene.now)


def _chair(scene: Scene) -> Actor:
    return acting(scene.session, _CHAIR, Role.COMMITTEE, scene.now)


def visit_each_other(
    scene: Scene, officer: Actor, club_: Club, half: Round, members: Sequence[UUID]
) -> None:
    """Let the office note visits of a half-year: the first member hosted two, the next one."""
    for days, host, guest in ((70, 0, 1), (40, 0, 2), (20, 1, 2)):
        visit = plan_visit(
            scene.session,
            actor=officer,
            club_id=club_.id,
            host_id=members[host],
            guest_ids=[members[guest]],
            topic="How we keep in touch with small firms",
            indicator="A07",
            held_on=last_day(half) - timedelta(days=days),
            notes="Fictitious.",
            now=scene.now,
        )
        settle_visit(scene.session, actor=officer, visit_id=visit.id, held=True, now=scene.now)


def agree_all(scene: Scene, round_: ClubRound, actors: Mapping[UUID, Actor]) -> None:
    """Let members agree to be named, three of them with a text for the appraisers."""
    rule = queries.find_rule(scene.session, round_.id)
    by_appraisal = rule is not None and rule.row.route is Route.BEST_PRACTICE
    some = list(actors.items())[: len(_TOLD)] if by_appraisal else list(actors.items())
    for at, (membership_id, actor) in enumerate(some):
        keep_candidacy(
            scene.session,
            actor=actor,
            round_id=round_.id,
            membership_id=membership_id,
            naming=Naming.ROUTE if by_appraisal else Naming.FIGURE,
            by_name=at == 0,
            statement=_TOLD[at] if by_appraisal else "",
            now=scene.now,
        )


def give_award(scene: Scene, officer: Actor, round_: ClubRound) -> None:
    """Work the award out, let the chair decide, and announce it; appraise where that is asked.

    It carries the day of the meeting in which the club would have given it.
    """
    for _turn in range(2):
        if standing_of(scene.session, round_).step is Step.APPRAISE:
            appraise(scene, round_, _appraisers(scene, round_))
        if standing_of(scene.session, round_).step is not Step.PREPARE:
            break
        worked = work_out_award(scene.session, actor=officer, round_id=round_.id, now=scene.now)
        file = prepare_award(scene.session, actor=officer, worked=worked, now=scene.now)
        _decide(scene, file)
        if file.kind == "winner":
            judged = judge_figure(scene.session, actor=officer, file_id=file.id, now=scene.now)
            announce_award(
                scene.session,
                actor=officer,
                judged=judged,
                given_on=round_.meeting_on,
                now=scene.now,
            )
            return


def _decide(scene: Scene, file: AwardFile) -> None:
    chair = _chair(scene)
    checked = check_file(scene.session, actor=chair, file_id=file.id, now=scene.now)
    decide_award(scene.session, actor=chair, checked=checked, sha256=file.sha256, now=scene.now)


def _appraisers(scene: Scene, round_: ClubRound) -> list[Appraiser]:
    rule = queries.find_rule(scene.session, round_.id)
    return queries.appraisers_of(scene.session, rule.row.id) if rule is not None else []


def appraise(scene: Scene, round_: ClubRound, rows: Iterable[Appraiser]) -> None:
    """Let appraisers score and hand in."""
    ids = {person(scene.session, key).id: key for key in _APPRAISERS}
    for row in rows:
        key = ids[row.person_id]
        candidates = candidates_for(scene.session, row, round_, scene.now)
        save_appraisal(
            scene.session,
            actor=acting(scene.session, key, Role.ASSESSOR, scene.now),
            appraiser_id=row.id,
            scores={
                one: 88 - 13 * at - len(key) for at, one in enumerate(sorted(candidates, key=str))
            },
            hand_in=True,
            now=scene.now,
        )


def appraise_half_way(scene: Scene, round_: ClubRound) -> None:
    """Let one of the appraisers hand in, so that the others still have to."""
    appraise(scene, round_, _appraisers(scene, round_)[:1])


def ask_and_answer(scene: Scene, actors: Mapping[UUID, Actor]) -> None:
    """Let a member ask those who are good at something, and one of them agree."""
    for membership_id, actor in actors.items():
        try:
            who = find_who_to_ask(
                scene.session, actor=actor, membership_id=membership_id, code="C02", now=scene.now
            )
            question = ask_question(
                scene.session,
                actor=actor,
                who=who,
                text="How do you reach the firms that never come to a meeting?",
                named=False,
                now=scene.now,
            )
        except NotFound:
            continue
        asked = scene.session.scalars(
            select(AskedMember)
            .where(AskedMember.question_id == question.id)
            .order_by(AskedMember.membership_id)
        ).all()
        for one in (row for row in asked if row.membership_id in actors):
            answer_question(
                scene.session,
                actor=actors[one.membership_id],
                asked_id=one.id,
                accepts=True,
                message="Gladly. We changed the hour, and it helped.",
                now=scene.now,
            )
            return


def plan_next(scene: Scene, club_: Club, actors: Mapping[UUID, Actor]) -> None:
    """Let a member plan a visit to another that lets the club know of it."""
    for membership_id, actor in actors.items():
        row = club.get_membership(scene.session, membership_id)
        known = [one for one in exchanges.known_members(scene.session, row) if one in actors]
        if known:
            plan_visit(
                scene.session,
                actor=actor,
                club_id=club_.id,
                host_id=known[0],
                guest_ids=[membership_id],
                topic="A day with the people who run the service desk",
                indicator="D05",
                held_on=today(scene.now) + timedelta(days=60),
                notes="We bring our questions by mail a week before. Fictitious.",
                now=scene.now,
            )
            return
