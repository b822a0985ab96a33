"""A benchmarking club: 24 fictitious members, six rounds brought along, a seventh that is open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from benchmarking.rounds import Round
from benchmarking.simulated.cast import DIMENSIONS
from benchmarking.simulated.club import SimulatedClub, simulated_club
from labelling.club import queries
from labelling.club.actions.clubs import accept_code, found_club, write_code
from labelling.club.actions.freezing import freeze_round
from labelling.club.actions.members import add_member, set_openness
from labelling.club.actions.takeover import conclude_round, take_over_figures, take_over_round
from labelling.club.award.models import Route
from labelling.club.dates import RoundDates, planned
from labelling.club.models import Club, MadeOf, Openness
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.desk.demo_data import club_awards
from labelling.desk.demo_data.cases import organisation_of
from labelling.desk.demo_data.cast import person
from labelling.desk.demo_data.club_cast import BY_ITSELF, officer_of, own_places
from labelling.desk.demo_data.club_meeting import prepare_meeting
from labelling.desk.demo_data.club_meetings import hold_meetings
from labelling.desk.demo_data.club_results import release_rounds, write_practices
from labelling.desk.demo_data.club_round import (
    ask_one,
    choose_freely,
    enter_half,
    hold_surveys,
    open_round,
    propose_one,
    send_some,
)
from labelling.desk.demo_data.organisations import OFFICES
from labelling.desk.demo_data.timetable import Calendar, Scene, Story

_ROUNDS = 7
_JUNE = 6
_BEGINS, _OPENS = 40, 16  # days ago
_MEETS_IN = 4  # days from today
_CODE = """\
Preparation: figures are collected as their definitions say, and checked before they are sent.
Contact: each member names one contact; others are addressed through that person.
Exchange: who wants to see a figure gives the same figure. You see the indicators that you report.
Confidentiality: what is said in a meeting stays there. Nobody tries to find out who gave what.
Use: figures serve learning. In public they appear only as the club releases them.
Legality: prices and future intentions are never exchanged.
Completion: who begins a round finishes it in time.
Understanding: each of us knows what the others do with what they learn."""
_DIMENSION_NAMES = {
    "size": "Members of the cluster",
    "age": "Age",
    "field": "Technology field",
    "governance": "Legal form",
}


def club_runs(calendar: Calendar) -> Story:
    """Found a club, bring its past along, open a round, let some members send their figures."""
    day = today(calendar.begins)
    last = Round(day.year, 1 if day.month <= _JUNE else 2).previous
    simulated = simulated_club(last=last, count=_ROUNDS)
    scene = yield calendar.at(_BEGINS, 9)
    club = _found(scene)
    names = _members(scene, club, simulated)
    _accept(scene, club)
    scene = yield calendar.at(_BEGINS - 1, 9)
    club_awards.seat_chair(scene, officer_of(scene), club)
    _bring_along(scene, club, simulated, names)
    release_rounds(scene, officer_of(scene), club)
    _give_awards(scene, club)
    write_practices(
        scene,
        {row: actor for office, actor, row in own_places(scene, club) if office.key in BY_ITSELF},
    )
    scene = yield calendar.at(_OPENS + 2, 9)
    choose_freely(scene, club, simulated, names)
    propose_one(scene, club)
    scene = yield calendar.at(_OPENS, 9)
    round_ = open_round(scene, club, last)
    club_awards.fix_rule(scene, officer_of(scene), round_, club_awards.IMPROVED)
    scene = yield calendar.at(_OPENS - 4, 10)
    hold_surveys(scene, club, last)
    scene = yield calendar.at(_OPENS - 8, 11)
    send_some(scene, club, round_, simulated, names)
    scene = yield calendar.at(_OPENS - 9, 10)
    hold_meetings(
        scene,
        officer_of(scene),
        club,
        {office.key: (actor, row) for office, actor, row in own_places(scene, club)},
    )
    scene = yield calendar.at(_OPENS - 12, 15)
    enter_half(scene, club, round_, simulated, names)
    ask_one(scene, club, round_)
    club_awards.ask_and_answer(scene, _agreed(scene, club))
    club_awards.plan_next(scene, club, _agreed(scene, club))
    scene = yield calendar.at(1, 9)
    prepare_meeting(scene, club, officer_of(scene), _agreed(scene, club).values())


def _agreed(scene: Scene, club: Club) -> dict[UUID, Actor]:
    """Return who acts for the members that accepted the code of conduct."""
    own = own_places(scene, club)
    return {place: actor for office, actor, place in own if office.key != "sava"}


def _found(scene: Scene) -> Club:
    officer = officer_of(scene)
    club = found_club(
        scene.session,
        actor=officer,
        code="clusters-compared",
        name="Clusters compared",
        about="Cluster organisations of several countries that compare their work twice a year.",
        dimensions=[
            {
                "id": one.id,
                "name": _DIMENSION_NAMES[one.id],
                "ordered": one.ordered,
                "bands": [{"id": band, "name": band.replace("-", " ")} for band in one.bands],
            }
            for one in DIMENSIONS
        ],
        kinds={
            "Cluster organisations": MadeOf.ORGANISATION,
            "Cluster organisations by mail": MadeOf.FIRM,
        },
        now=scene.now,
    )
    write_code(
        scene.session,
        actor=officer,
        club_id=club.id,
        text=_CODE,
        in_force_on=today(scene.now),
        now=scene.now,
    )
    return club


def _members(scene: Scene, club: Club, simulated: SimulatedClub) -> dict[str, UUID]:
    """Take the twelve organisations in, and twelve members that send their sheets by mail."""
    officer = officer_of(scene)
    kinds = {one.made_of: one.id for one in queries.kinds_of(scene.session, club.id)}
    found = {}
    for at, one in enumerate(simulated.members):
        office = OFFICES[at] if at < len(OFFICES) else None
        row = add_member(
            scene.session,
            actor=officer,
            club_id=club.id,
            kind_id=kinds[MadeOf.FIRM if office is None else MadeOf.ORGANISATION],
            organisation_id=None if office is None else organisation_of(scene.session, office).id,
            firm=one.name if office is None else "",
            contact_id=(None if office is None else person(scene.session, office.founder.key).id),
            holding=one.holding,
            bands=one.bands,
            joined_on=today(scene.now) - timedelta(days=1200),
            now=scene.now,
        )
        found[one.id] = row.id
    return found


def _accept(scene: Scene, club: Club) -> None:
    code = queries.code_in_force(scene.session, club.id, scene.now)
    for office, actor, membership_id in own_places(scene, club):
        if code is None or office.key == "sava":
            continue
        accept_code(
            scene.session,
            actor=actor,
            membership_id=membership_id,
            code_id=code.id,
            now=scene.now,
        )
        if office.key in {"alder", "ebro", "saale"}:
            set_openness(
                scene.session,
                actor=actor,
                membership_id=membership_id,
                openness=Openness.CLUB,
                now=scene.now,
            )


def _bring_along(
    scene: Scene, club: Club, simulated: SimulatedClub, names: Mapping[str, UUID]
) -> None:
    """Bring six rounds along; all but the newest of them are final, its meeting is to come."""
    officer, session = officer_of(scene), scene.session
    newest = simulated.rounds[-2]
    for round_, rule in zip(simulated.rounds[:-1], club_awards.RULES, strict=True):
        dates = planned(round_)
        row = take_over_round(
            session,
            actor=officer,
            club_id=club.id,
            half_year=str(round_),
            dates=_put_off(dates, today(scene.now)) if round_ == newest else dates,
            now=scene.now,
        )
        take_over_figures(
            session,
            actor=officer,
            round_id=row.id,
            sheets={
                names[member]: sheets[round_].entries
                for member, sheets in simulated.sheets.items()
                if round_ in sheets
            },
            sent_at=scene.now,
            now=scene.now,
        )
        club_awards.fix_rule(scene, officer, row, rule)
        freeze_round(session, actor=officer, round_id=row.id, now=scene.now)
        if round_ != newest:
            conclude_round(session, actor=officer, round_id=row.id, now=scene.now)


def _give_awards(scene: Scene, club: Club) -> None:
    """Give the awards of past rounds; the appraisers of the newest are still at it."""
    officer, actors = officer_of(scene), _agreed(scene, club)
    rounds = queries.rounds_of(scene.session, club.id)[::-1]
    for round_, rule in zip(rounds, club_awards.RULES, strict=True):
        if rule is None:
            continue
        if rule[0] is Route.LEARNING:
            half = Round.parse(round_.half_year)
            club_awards.visit_each_other(scene, officer, club, half, list(actors))
        club_awards.agree_all(scene, round_, actors)
        if round_ is rounds[-1]:
            club_awards.appraise_half_way(scene, round_)
        else:
            club_awards.give_award(scene, officer, round_)


def _put_off(dates: RoundDates, day: date) -> RoundDates:
    """Return a round's days with the draft out on a day and the meeting some weeks after it."""
    meeting = day + timedelta(days=_BEGINS - 1 + _MEETS_IN)
    return replace(
        dates,
        draft_on=day,
        meeting_on=meeting,
        corrections_until=meeting + timedelta(days=14),
        final_on=meeting + timedelta(days=21),
    )
