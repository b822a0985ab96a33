"""A frozen club with a fixed rule, members that agree to be named, and appraisers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select, update

from labelling.club.award import queries
from labelling.club.award.actions.announcing import announce_award
from labelling.club.award.actions.appraising import save_appraisal
from labelling.club.award.actions.candidates import keep_candidacy
from labelling.club.award.actions.deciding import (
    check_file,
    decide_award,
    prepare_award,
    work_out_award,
)
from labelling.club.award.actions.ruling import Weighed, confirm_rule, name_chair, propose_rule
from labelling.club.award.judging import judge_figure
from labelling.club.award.models import Award, AwardFile, Naming, Route
from labelling.club.models import ClubRound, RoundMember, RoundState
from labelling.core.access import Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from tests.labelling.acting import actor_for
from tests.labelling.club.results.making import NOW, World, build_club
from tests.labelling.people.making import add_person

ASKED = ["A01", "A07"]
GAP = (Weighed("A07", Fraction(1), Fraction(95)),)


@dataclass(slots=True)
class Club:
    """A club with its chair and its appraisers, who are bound up with nobody."""

    world: World
    chair: Actor
    appraisers: list[Actor] = field(default_factory=list)

    @property
    def officer(self) -> Actor:
        """Return the office."""
        return self.world.officer

    @property
    def round_id(self) -> UUID:
        """Return the newest round."""
        return self.world.round_id


def club_before_freezing(rounds: int = 3, members: int = 24) -> Club:
    """Return a club whose newest round is being checked; its figures are already in order."""
    world = build_club(rounds, members=members, state=RoundState.CHECKING)
    with unit_of_work() as session:
        chair = actor_for(
            add_person(session, "Carla Chair", roles=[Role.COMMITTEE]),
            Role.COMMITTEE,
            confirmed_at=NOW,
        )
        appraisers = [
            actor_for(
                add_person(session, f"Appraiser {number}", roles=[Role.ASSESSOR]), Role.ASSESSOR
            )
            for number in (1, 2, 3)
        ]
        session.execute(update(RoundMember).values(asked=ASKED))
        assert chair.person_id is not None
        name_chair(
            session, actor=world.officer, club_id=world.club_id, person_id=chair.person_id, now=NOW
        )
    return Club(world, chair, appraisers)


def person(actor: Actor) -> UUID:
    """Return who an actor is."""
    assert actor.person_id is not None
    return actor.person_id


def propose(
    club: Club,
    route: Route = Route.MOST_IMPROVED,
    measure: str = "gap_closed",
    criteria: Sequence[Weighed] = GAP,
) -> UUID:
    """Propose a rule as the office; return it."""
    with unit_of_work() as session:
        return propose_rule(
            session,
            actor=club.officer,
            round_id=club.round_id,
            route=route,
            measure=measure,
            criteria=criteria,
            appraisers=[person(one) for one in club.appraisers],
            now=NOW,
        ).id


def confirm(club: Club, rule_id: UUID) -> None:
    """Fix a rule as the chair."""
    with unit_of_work() as session:
        confirm_rule(session, actor=club.chair, rule_id=rule_id, now=NOW)


def set_state(club: Club, state: RoundState) -> None:
    """Take the newest round to a state."""
    with unit_of_work() as session:
        session.get_one(ClubRound, club.round_id).state = state


def frozen_with_rule(
    route: Route = Route.MOST_IMPROVED,
    measure: str = "gap_closed",
    criteria: Sequence[Weighed] = GAP,
    *,
    rounds: int = 3,
    members: int = 24,
) -> Club:
    """Return a club with a fixed rule whose figures are frozen now."""
    club = club_before_freezing(rounds, members)
    confirm(club, propose(club, route, measure, criteria))
    set_state(club, RoundState.FROZEN)
    return club


def agree(
    club: Club,
    names: Iterable[str],
    naming: Naming = Naming.FIGURE,
    statement: str = "We called everybody.",
    *,
    by_name: bool = False,
) -> None:
    """Let members agree to be named."""
    with unit_of_work() as session:
        for name in names:
            keep_candidacy(
                session,
                actor=club.world.contacts[name],
                round_id=club.round_id,
                membership_id=club.world.memberships[name],
                naming=naming,
                by_name=by_name,
                statement=statement,
                country="AT",
                place="Linz",
                now=NOW,
            )


def members(club: Club) -> list[str]:
    """Return all members by their simulated ids."""
    return sorted(club.world.memberships)


def prepare(club: Club) -> AwardFile:
    """Work the award out as the office."""
    with reading() as session:
        worked = work_out_award(session, actor=club.officer, round_id=club.round_id, now=NOW)
    with unit_of_work() as session:
        return prepare_award(session, actor=club.officer, worked=worked, now=NOW)


def decide(
    club: Club, file: AwardFile, *, by: Actor | None = None, sha256: str | None = None
) -> None:
    """Decide as the chair, unless somebody else is named."""
    actor = by or club.chair
    with reading() as session:
        checked = check_file(session, actor=actor, file_id=file.id, now=NOW)
    with unit_of_work() as session:
        decide_award(session, actor=actor, checked=checked, sha256=sha256 or file.sha256, now=NOW)


def announce(club: Club, file: AwardFile) -> Award:
    """Announce as the office, in the meeting."""
    set_state(club, RoundState.MEETING)
    with reading() as session:
        judged = judge_figure(session, actor=club.officer, file_id=file.id, now=NOW)
    with unit_of_work() as session:
        return announce_award(session, actor=club.officer, judged=judged, now=NOW)


def appraise(club: Club, scores: Sequence[Sequence[int]], candidates: Sequence[UUID]) -> None:
    """Let every appraiser hand in scores of the candidates, in their order."""
    for actor, given in zip(club.appraisers, scores, strict=True):
        with reading() as session:
            rule = queries.find_rule(session, club.round_id)
            assert rule is not None
            row = next(
                one
                for one in queries.appraisers_of(session, rule.row.id)
                if one.person_id == actor.person_id
            )
        with unit_of_work() as session:
            save_appraisal(
                session,
                actor=actor,
                appraiser_id=row.id,
                scores=dict(zip(candidates, given, strict=True)),
                hand_in=True,
                now=NOW,
            )


def awarded() -> tuple[Club, Award]:
    """Return a club that gave its award by appraisal, to the first of three candidates."""
    club = frozen_with_rule(Route.BEST_PRACTICE, "jury", (), rounds=1)
    first, *others = members(club)[:3]
    agree(club, [first, *others])
    candidates = [club.world.memberships[one] for one in (first, *others)]
    appraise(club, [(90, 50, 40), (80, 60, 30), (85, 45, 50)], candidates)
    file = prepare(club)
    decide(club, file)
    return club, announce(club, file)


def verbs() -> list[str]:
    """Return what the audit trail says was done, the oldest first."""
    with reading() as session:
        return [one.verb for one in session.scalars(select(AuditEntry).order_by(AuditEntry.seq))]
